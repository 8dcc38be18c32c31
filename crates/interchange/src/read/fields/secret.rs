//! Client secrets, without what people and programs put around them.

use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::{Node, Value, relaxed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mudbrick_model::{Field, Note, is_client_secret};
use zeroize::Zeroizing;

/// Straight and typographic quotation marks.
const QUOTES: [char; 12] = [
    '"', '\'', '`', '\u{201c}', '\u{201d}', '\u{201e}', '\u{201f}', '\u{2018}', '\u{2019}',
    '\u{201a}', '\u{ab}', '\u{bb}',
];
/// One secret, a list of them, or a list as JSON in a text.
pub(super) fn take(partial: &mut PartialCredential, node: &Node<'_>) {
    for item in node.items() {
        take(partial, &item);
    }
    let Some(text) = node.text() else { return };
    if text.starts_with('[')
        && let Ok(Value::List(items)) = relaxed::parse(text)
    {
        for secret in items.iter().filter_map(Value::as_text) {
            add(partial, secret, node);
        }
        return;
    }
    add(partial, text, node);
}

fn add(partial: &mut PartialCredential, text: &str, node: &Node<'_>) {
    let secret = bare(text);
    if secret.is_empty() {
        return;
    }
    if cannot_be_one(&secret) {
        partial.note(Note::CannotBe { field: Field::ClientSecret, place: node.origin().0 });
    }
    partial.secret(&secret, node.origin());
}

/// The secret alone. None of what is taken off is ever a part of one of Adobe's.
fn bare(text: &str) -> Zeroizing<String> {
    let seen = Zeroizing::new(text.chars().filter(|c| !is_invisible(*c)).collect::<String>());
    let value = seen.trim().trim_end_matches([';', ',', ' ']);
    let is_quoted = value.starts_with(QUOTES) && value.ends_with(QUOTES);
    let value = if is_quoted { value.trim_matches(QUOTES).trim() } else { value };
    decoded(value).unwrap_or_else(|| Zeroizing::new(value.to_owned()))
}

/// Kubernetes keeps its secrets in Base64.
fn decoded(value: &str) -> Option<Zeroizing<String>> {
    let bytes = Zeroizing::new(STANDARD.decode(value).ok()?);
    let text = std::str::from_utf8(&bytes).ok()?.trim();
    is_client_secret(text).then(|| Zeroizing::new(text.to_owned()))
}

fn cannot_be_one(secret: &str) -> bool {
    secret.chars().any(|c| {
        !c.is_ascii() || c.is_whitespace() || QUOTES.contains(&c) || "()[]{}<>\\".contains(c)
    })
}

/// Blanks without a width, marks of writing direction, soft hyphens.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::semicolon("p8e-FAKE-one;", "p8e-FAKE-one")]
    #[case::comma("p8e-FAKE-one,", "p8e-FAKE-one")]
    #[case::typographic("\u{201c}p8e-FAKE-one\u{201d}", "p8e-FAKE-one")]
    #[case::invisible("p8e-FAKE-one\u{200b}", "p8e-FAKE-one")]
    #[case::base64("cDhlLUZBS0Utb25l", "p8e-FAKE-one")]
    #[case::older("0f0e0d0c-0b0a-0908-0706-050403020100", "0f0e0d0c-0b0a-0908-0706-050403020100")]
    fn what_stands_around_a_secret_is_taken_off(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(*bare(text), expected);
        assert!(!cannot_be_one(expected));
    }

    #[rstest]
    #[case::remark("p8e-FAKE-one (old one)")]
    #[case::comment("p8e-FAKE-one // rotated in May")]
    #[case::half_a_call("(\"p8e-FAKE-one\"")]
    #[case::accent("p8e-FAKE-\u{f6}ne")]
    fn rubbish_is_told_of(#[case] text: &str) {
        assert!(cannot_be_one(&bare(text)));
    }
}
