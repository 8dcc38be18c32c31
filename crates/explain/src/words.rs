//! Words in texts: all texts of a JSON value, for rules that look for a word wherever it is, and whether one has it.

use serde_json::Value;

/// In lower case, a line each.
pub(crate) fn of(value: &Value) -> String {
    let mut all = String::new();
    add(value, &mut all);
    all
}

fn add(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(&text.to_lowercase());
            all.push('\n');
        }
        Value::Array(elements) => elements.iter().for_each(|element| add(element, all)),
        Value::Object(members) => members.values().for_each(|member| add(member, all)),
        _ => {}
    }
}

/// Whether a word is in a text, both in lower case, or words that begin with it: `format` is in "formatted", and not in "information".
pub(crate) fn has(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let begins =
        |(at, _): (usize, &str)| !word.starts_with(is_part) || !text[..at].ends_with(is_part);
    text.match_indices(word).any(begins)
}

#[cfg(test)]
mod tests {
    use super::has;
    use rstest::rstest;

    #[rstest]
    #[case("incorrectly formatted", "format", true)]
    #[case("for your information", "format", false)]
    #[case("unexpired", "expired", false)]
    #[case("'client_secret'", "client_secret", true)]
    #[case("my_client_secret", "client_secret", false)]
    #[case("information, then a format", "format", true)]
    #[case("x(pkey=@1)", "(pkey=@", true)]
    fn words(#[case] text: &str, #[case] word: &str, #[case] expected: bool) {
        assert_eq!(has(text, word), expected, "{word} in {text}");
    }
}
