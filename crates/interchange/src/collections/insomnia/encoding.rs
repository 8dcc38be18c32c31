//! How Insomnia encodes the parts of a URL and the fields of a form.

use mudbrick_requests::encode_around_variables;

/// A name or value of a query or form, percent-encoded but for variables, commas, and what is encoded already.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((at, length)) = left_alone(rest) {
        out.push_str(&encode_around_variables(&rest[..at]));
        out.push_str(&rest[at..at + length]);
        rest = &rest[at + length..];
    }
    out.push_str(&encode_around_variables(rest));
    out
}

/// Where the first comma or encoded byte is, and how long it is.
fn left_alone(text: &str) -> Option<(usize, usize)> {
    let length = |at: usize| match text.as_bytes()[at..] {
        [b',', ..] => Some(1),
        [b'%', one, two, ..] if one.is_ascii_hexdigit() && two.is_ascii_hexdigit() => Some(3),
        _ => None,
    };
    (0..text.len()).find_map(|at| Some((at, length(at)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a%2Fb", "a%2Fb")]
    #[case("x y&z", "x%20y%26z")]
    #[case("a,b", "a,b")]
    #[case("100% ä%2", "100%25%20%C3%A4%252")]
    #[case("{{a}}/%20", "{{%a}}%2F%20")]
    fn what_is_encoded_stays(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(encoded(text), expected);
    }
}
