//! What looks like a secret though nobody said so: the person's variables are kept in the open, and some hold one.

mod names;
mod values;

pub use values::is_random;

use crate::{MASK, Redactor};
use std::borrow::Cow;

/// Adobe's client secrets have begun with these words.
const CLIENT_SECRET: [&str; 2] = ["p8e-", "s8e-"];

/// Whether a variable looks like a secret, by its name or its value. An empty one, and one that only names another
/// variable, is none.
pub fn looks_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || is_placeholder(value) {
        return false;
    }
    names::of_a_variable(name)
        || reads_like_one(name, value)
        || (names::of_a_proof(name) && values::is_random(value))
}

/// Whether a member of a request is a secret: a parameter, a field, an element. Everything has such names, so that name and
/// value have to speak for it together.
pub fn is_secret_member(name: &str, value: &str) -> bool {
    let value = value.trim();
    (names::unmistakable(name) && values::is_mixed(value))
        || (names::of_a_signature(name) && values::is_long(value))
}

/// The text with what looks like a secret masked, and the numbers of the lines it was in.
pub fn without_secrets(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    let masked = Redactor::new(&[]).text(text);
    if matches!(masked, Cow::Borrowed(_)) {
        return (masked, Vec::new());
    }
    // A key's lines become one, so lines are counted in what is left, up to each mask.
    let mut lines: Vec<usize> = masked
        .match_indices(MASK)
        .map(|(at, _)| 1 + masked[..at].bytes().filter(|byte| *byte == b'\n').count())
        .collect();
    lines.dedup();
    (masked, lines)
}

fn reads_like_one(name: &str, value: &str) -> bool {
    let rules = Redactor::new(&[]);
    let masked = |text: &str| matches!(rules.text(text), Cow::Owned(_));
    CLIENT_SECRET.iter().any(|begin| value.starts_with(begin))
        || values::is_given_out(value)
        || masked(value)
        || masked(&format!("{name}={value}"))
        || has_password(value)
}

/// `https://user:password@host`.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':')
        .is_some_and(|(_, password)| !password.is_empty() && !is_placeholder(password))
}

fn is_placeholder(value: &str) -> bool {
    value
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"))
        .is_some_and(|name| !name.contains(['{', '}']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::secret("MY_SECRET", "abc", true)]
    #[case::key("AZURE_STORAGE_KEY", "abc", true)]
    #[case::camel_case("githubToken", "abc", true)]
    #[case::numbered("TOKEN_2", "abc", true)]
    #[case::password("PASSWORD", "abc", true)]
    #[case::only_upper_case("DBPASSWORD", "abc", true)]
    #[case::kebab("x-auth-token", "abc", true)]
    #[case::client_secret("anything", "p8e-0123456789", true)]
    #[case::jwt("anything", "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl", true)]
    #[case::private_key(
        "anything",
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
        true
    )]
    #[case::bearer("anything", "Bearer 0123456789012345678901234567890", true)]
    #[case::url_with_password("PROXY", "http://me:hunter2@proxy:8080/", true)]
    #[case::url("PROXY", "http://me@proxy:8080/", false)]
    #[case::url_without_a_password("PROXY", "http://me:@proxy:8080/", false)]
    #[case::url_with_a_placeholder("PROXY", "http://me:{{PROXY_PASSWORD}}@proxy:8080/", false)]
    #[case::numbered_word("apikey2", "abc", true)]
    #[case::short_password("user_pw", "hunter2", true)]
    #[case::jwt_by_name("jwt", "notajwt123", true)]
    #[case::secret_value("apiSecretValue", "abc", true)]
    #[case::session("SESSIONID", "8f14e45fceea167a5a36dedd4bea2543", true)]
    #[case::github("gh", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", true)]
    #[case::gitlab("pat", "glpat-abcdefghijklmnopqrst", true)]
    #[case::amazon("aws", "AKIAIOSFODNN7EXAMPLE", true)]
    #[case::amazons_secret("aws", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", true)]
    #[case::stripe("sk", "sk_live_abcdefghijklmnop1234", true)]
    #[case::hook("hook", "https://hooks.slack.com/services/T000/B000/XXXXXXXXXXXX", true)]
    #[case::basic("header", "Basic bWU6aHVudGVyMg==", true)]
    #[case::basic_word("plan", "Basic Settings", false)]
    #[case::session_number("session_id", "12345", false)]
    #[case::session_name("session", "autumn-sale-2026-11-30", false)]
    #[case::any_pair("keyValue", "abc", false)]
    #[case::counted_pair("key1", "value1", false)]
    #[case::counted_token("TOKEN2", "abc", true)]
    #[case::jwt_in_a_title("jwt_algorithm", "RS256", false)]
    #[case::sum("commit", "da39a3ee5e6b4b0d3255bfef95601890afd80709", false)]
    #[case::path("folder", "Content/Dam/Site/Pages/Products/Header/X", false)]
    #[case::services_beginning("prefix", "ghp_", false)]
    #[case::tenant("TENANT_ID", "_acme", false)]
    #[case::monkey("MONKEY", "abc", false)]
    #[case::keyboard("KEY_COUNT", "3", false)]
    #[case::empty("MY_SECRET", " ", false)]
    #[case::placeholder("MY_SECRET", "{{OTHER}}", false)]
    #[case::sentence("NOTE", "the token is elsewhere", false)]
    fn variables(#[case] name: &str, #[case] value: &str, #[case] expected: bool) {
        assert_eq!(looks_secret(name, value), expected);
    }

    #[rstest]
    #[case::secret("api_secret", "abcd1234abcd", true)]
    #[case::key("apiKey", "1234567890abcdef", true)]
    #[case::signature("sig", "abcdefabcdefabcdefabcdefabcdef", true)]
    #[case::word("apikey", "required", false)]
    #[case::placeholder("api_key", "<your-key-1>", false)]
    #[case::any_key("key", "customer1234", false)]
    #[case::page("pageToken", "CAUQAA1234567890", false)]
    #[case::session("session_id", "8f14e45fceea167a5a36dedd4bea2543", false)]
    #[case::kind_of_signature("signature", "sha256", false)]
    fn members_of_requests(#[case] name: &str, #[case] value: &str, #[case] expected: bool) {
        assert_eq!(is_secret_member(name, value), expected);
    }

    #[test]
    fn a_masked_text_says_where() {
        let text = "GET https://x.io\nAuthorization: Bearer 0123456789012345678901234567890\n\nx\npassword=abc\n";
        let (masked, lines) = without_secrets(text);
        assert!(!masked.contains("0123456789") && !masked.contains("abc"), "{masked}");
        assert_eq!(lines, [2, 5]);
    }
}
