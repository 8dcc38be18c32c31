//! Making a server's own words fit to be shown: short, printable, and without the secrets that were sent to it.
//!
//! IMS is not known to repeat what it is sent; what a proxy's error page repeats, nobody knows.

use mudbrick_vault::SecretText;

/// The longest text kept, in characters.
const MOST: usize = 300;

/// Shorter than this, a secret would be found in ordinary words.
const SHORTEST_SECRET: usize = 4;

/// What stands for a secret.
const GONE: &str = "[secret]";

/// `text` on one line, cut to a length, without `secrets` (as they are, percent-encoded, or as JSON writes them) and
/// without anything that looks like a token.
pub(crate) fn scrub<'s>(text: &str, secrets: impl Iterator<Item = &'s SecretText>) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.map(SecretText::expose).filter(|secret| secret.len() >= SHORTEST_SECRET) {
        for form in forms(secret) {
            clean = clean.replace(&form, GONE);
        }
    }
    let clean = without_tokens(&clean);
    let mut words = clean.split(|c: char| c.is_whitespace() || c.is_control());
    let line = words.by_ref().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

fn forms(secret: &str) -> [String; 4] {
    let plus: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let percent = plus.replace('+', "%20");
    let json = serde_json::Value::from(secret).to_string();
    [secret.to_owned(), plus, percent, json.trim_matches('"').to_owned()]
}

/// Every JWT begins with `eyJ`, the base64 of `{"`.
fn without_tokens(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        let (before, token) = rest.split_at(start);
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
        let end = token.find(|c| !part(c)).unwrap_or(token.len());
        clean.push_str(before);
        clean.push_str(GONE);
        rest = &token[end..];
    }
    clean.push_str(rest);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_is("bad p8e-/+ é\"x here", "bad [secret] here")]
    #[case::form("secret=p8e-%2F%2B+%C3%A9%22x&", "secret=[secret]&")]
    #[case::percent("secret=p8e-%2F%2B%20%C3%A9%22x", "secret=[secret]")]
    #[case::json(r#"{"s":"p8e-/+ é\"x"}"#, r#"{"s":"[secret]"}"#)]
    #[case::token("got eyJhbGciOiJSUzI1NiJ9.eyJ9.x_-y, sorry", "got [secret], sorry")]
    #[case::lines("one\r\n\ttwo\u{0}three", "one two three")]
    fn is_cleaned(#[case] text: &str, #[case] expected: &str) {
        let secret = SecretText::new("p8e-/+ é\"x".to_owned());
        assert_eq!(scrub(text, [&secret].into_iter()), expected);
    }

    #[test]
    fn is_cut_between_characters() {
        let long = scrub(&"é".repeat(1000), std::iter::empty());
        assert_eq!(long.chars().count(), MOST + 1);
        let fits = "é".repeat(MOST);
        assert_eq!(scrub(&fits, std::iter::empty()), fits);
    }

    #[rstest]
    #[case::found_in_words("abc", "abcd", "abcd")]
    #[case::just_long_enough("abcd", "abcde", "[secret]e")]
    fn a_secret_has_a_length(#[case] secret: &str, #[case] text: &str, #[case] expected: &str) {
        let secret = SecretText::new(secret.to_owned());
        assert_eq!(scrub(text, [&secret].into_iter()), expected);
    }

    proptest! {
        #[test]
        fn no_secret_gets_through(secret in "[a-zA-Z0-9+/=%\"\\\\ &-]{8,40}", around in "\\PC{0,20}") {
            prop_assume!(secret.trim() == secret && !GONE.contains(&secret));
            let sent = SecretText::new(secret.clone());
            let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            for text in [format!("{around}{secret}{around}"), format!("{around}{encoded}{around}")] {
                let clean = scrub(&text, [&sent].into_iter());
                prop_assert!(!clean.contains(&secret) && !clean.contains(&encoded), "{}", clean);
            }
        }
    }
}
