//! What looks like a secret though nobody said so: the person's variables are kept in the open, and some hold one.

use crate::{MASK, Redactor};
use std::borrow::Cow;

/// The last word of a name that is a secret's: `AZURE_STORAGE_KEY`, `githubToken`.
const LAST_WORDS: [&str; 13] = [
    "secret",
    "secrets",
    "token",
    "tokens",
    "key",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "pass",
    "credential",
    "credentials",
    "auth",
];

/// Adobe's client secrets have begun with these words.
const CLIENT_SECRET: [&str; 2] = ["p8e-", "s8e-"];

/// Whether a variable looks like a secret, by its name or its value. An empty one, and one that only names another
/// variable, is none.
pub fn looks_secret(name: &str, value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || is_placeholder(value) {
        return false;
    }
    named_like_one(name) || reads_like_one(name, value)
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

fn named_like_one(name: &str) -> bool {
    let words = words(name);
    let last_that_counts = words.iter().rev().find(|word| word.parse::<u32>().is_err());
    last_that_counts.is_some_and(|word| LAST_WORDS.contains(&word.as_str()))
}

/// `AZURE_STORAGE_KEY` and `azureStorageKey` are three words each.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_lower = false;
    for character in name.chars() {
        let begins = character.is_uppercase() && before_is_lower;
        let separates = !character.is_alphanumeric();
        if begins || separates {
            words.push(String::new());
        }
        before_is_lower = character.is_lowercase() || character.is_numeric();
        if let Some(word) = words.last_mut().filter(|_| !separates) {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn reads_like_one(name: &str, value: &str) -> bool {
    let rules = Redactor::new(&[]);
    let masked = |text: &str| matches!(rules.text(text), Cow::Owned(_));
    CLIENT_SECRET.iter().any(|begin| value.starts_with(begin))
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
    #[case::tenant("TENANT_ID", "_acme", false)]
    #[case::monkey("MONKEY", "abc", false)]
    #[case::keyboard("KEY_COUNT", "3", false)]
    #[case::empty("MY_SECRET", " ", false)]
    #[case::placeholder("MY_SECRET", "{{OTHER}}", false)]
    #[case::sentence("NOTE", "the token is elsewhere", false)]
    fn variables(#[case] name: &str, #[case] value: &str, #[case] expected: bool) {
        assert_eq!(looks_secret(name, value), expected);
    }

    #[test]
    fn a_masked_text_says_where() {
        let text = "GET https://x.io\nAuthorization: Bearer 0123456789012345678901234567890\n\nx\npassword=abc\n";
        let (masked, lines) = without_secrets(text);
        assert!(!masked.contains("0123456789") && !masked.contains("abc"), "{masked}");
        assert_eq!(lines, [2, 5]);
    }
}
