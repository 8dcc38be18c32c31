//! Values that read like a secret, with or without a name.

/// What services begin the secrets with that they give out, and how many characters follow at least (facts: each service's
/// own documentation, as secret scanners have it).
const BEGINNINGS: [(&str, usize); 28] = [
    ("AKIA", 16),
    ("ASIA", 16),
    ("AIza", 30),
    ("ya29.", 20),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghu_", 20),
    ("ghs_", 20),
    ("ghr_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("sk_live_", 10),
    ("sk_test_", 10),
    ("rk_live_", 10),
    ("rk_test_", 10),
    ("whsec_", 16),
    ("xoxa-", 10),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("xoxr-", 10),
    ("xoxs-", 10),
    ("xapp-", 10),
    ("sk-ant-", 20),
    ("sk-proj-", 20),
    ("npm_", 30),
    ("PMAK-", 20),
    ("shpat_", 20),
    ("hf_", 30),
];

/// Addresses to which anybody who knows them may write.
const HOOKS: [&str; 3] = [
    "://hooks.slack.com/services/",
    "://discord.com/api/webhooks/",
    ".webhook.office.com/webhookb2/",
];

/// Whether a value is what a service gives out as a secret.
pub(super) fn is_given_out(value: &str) -> bool {
    let begins = |(begin, least): &(&str, usize)| {
        value.strip_prefix(begin).is_some_and(|rest| {
            let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
            rest.len() >= *least && rest.bytes().all(part)
        })
    };
    let is_hook = |hook: &&str| value.split_once(*hook).is_some_and(|(_, rest)| rest.contains('/'));
    BEGINNINGS.iter().any(begins)
        || HOOKS.iter().any(is_hook)
        || is_basic(value)
        || is_amazons_secret(value)
}

/// A name and a password as `Authorization` has them: `Basic bWU6aHVudGVyMg==`.
fn is_basic(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(' ') else { return false };
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    scheme.eq_ignore_ascii_case("basic")
        && rest.len() >= 8
        && rest.len().is_multiple_of(4)
        && rest.bytes().all(part)
        && rest.contains(|c: char| c.is_ascii_digit() || c == '=')
        && rest.contains(|c: char| c.is_ascii_lowercase())
        && rest.contains(|c: char| c.is_ascii_uppercase())
}

/// Amazon's secrets have no beginning of their own, but always forty characters of base64.
fn is_amazons_secret(value: &str) -> bool {
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    value.len() == 40
        && value.bytes().all(part)
        && value.contains(['+', '/'])
        && value.contains(|c: char| c.is_ascii_uppercase())
        && value.contains(|c: char| c.is_ascii_lowercase())
        && changes(value) >= 2
}

/// Whether a value is long and random: letters and digits take turns in it, as in no word, date or number of a version.
pub fn is_random(value: &str) -> bool {
    value.len() >= 16 && is_one_run(value) && changes(value) >= 3
}

/// Whether a value may be a secret that somebody chose: letters and digits without a blank.
pub(super) fn is_mixed(value: &str) -> bool {
    value.len() >= 6
        && is_one_run(value)
        && value.contains(|c: char| c.is_ascii_digit())
        && value.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether a value is long and in one piece, as a signature is.
pub(super) fn is_long(value: &str) -> bool {
    value.len() >= 16 && is_one_run(value)
}

/// Whether a value is neither a text nor what stands for a value: `<your key>`, `${KEY}`, `{{KEY}}`.
fn is_one_run(value: &str) -> bool {
    !value.contains(char::is_whitespace) && !value.contains(['<', '>', '{', '}'])
}

/// How often a letter follows a digit, or a digit a letter.
fn changes(value: &str) -> usize {
    let is_change = |pair: &&[u8]| {
        pair[0].is_ascii_alphanumeric()
            && pair[1].is_ascii_alphanumeric()
            && pair[0].is_ascii_digit() != pair[1].is_ascii_digit()
    };
    value.as_bytes().windows(2).filter(is_change).count()
}
