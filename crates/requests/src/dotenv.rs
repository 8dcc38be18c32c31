//! A `.env` file for `{{$dotenv NAME}}`, as dotenv for Node reads it, since REST Client does. Importing credentials from such
//! files is left to `mudbrick-interchange`.

use std::collections::BTreeMap;

/// The values of a `.env`. What is no `NAME=value` is passed over; of two values for a name the last counts.
pub fn read_dotenv(text: &str) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find('\n').unwrap_or(rest.len());
        let mut taken = end;
        if let Some((name, value)) = name_of(&rest[..end]) {
            let start = end - value.len();
            let (value, length) = value_of(&rest[start..]);
            taken = start + length;
            values.insert(name.to_owned(), value);
            taken += rest[taken..].find('\n').unwrap_or(rest.len() - taken);
        }
        rest = rest.get(taken + 1..).unwrap_or_default();
    }
    values
}

/// The name, and the value with what stands behind it in the line.
fn name_of(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").map_or(line, str::trim_start);
    let (name, value) = line.split_once('=')?;
    let name = name.trim_end();
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    is_name.then(|| (name, value.trim_start()))
}

/// The value at the beginning of a text, and how long it is. A quoted one may go over several lines.
fn value_of(text: &str) -> (String, usize) {
    let quote = text.chars().next().filter(|first| matches!(first, '"' | '\'' | '`'));
    if let Some(quote) = quote
        && let Some(length) = closing(&text[1..], quote)
    {
        let inside = &text[1..=length];
        let value = match quote {
            '"' => inside.replace("\\n", "\n").replace("\\r", "\r"),
            _ => inside.to_owned(),
        };
        return (value, length + 2);
    }
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    let value = line.split('#').next().unwrap_or_default().trim();
    (value.to_owned(), line.len())
}

/// Where a quotation mark closes that no backslash stands before.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut before = None;
    for (at, c) in text.char_indices() {
        if c == quote && before != Some('\\') {
            return Some(at);
        }
        before = Some(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("A=b", "b")]
    #[case::blanks("  A = b c  ", "b c")]
    #[case::export("export A=b", "b")]
    #[case::comment_behind("A=b # c", "b")]
    #[case::mark_in_quotes("A=\"b # c\" # d", "b # c")]
    #[case::line_ends_in_quotes("A=\"b\\nc\"", "b\nc")]
    #[case::single_quotes_as_they_are("A='b\\nc'", "b\\nc")]
    #[case::over_lines("A=\"b\nc\"\nB=d", "b\nc")]
    #[case::windows("A=b\r\nB=c\r\n", "b")]
    #[case::byte_order_mark("\u{feff}A=b", "b")]
    #[case::never_closed("A=\"b\nB=c", "\"b")]
    #[case::the_last_counts("A=a\nA=b", "b")]
    #[case::equals_in_it("A=b==", "b==")]
    #[case::empty("A=", "")]
    fn values_are_read(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(read_dotenv(text).get("A").map(String::as_str), Some(expected));
    }

    #[test]
    fn what_is_no_value_is_passed_over() {
        let values = read_dotenv("# A=b\nnothing\n=c\na b=c\n\nB=d");
        assert_eq!(values, BTreeMap::from([("B".to_owned(), "d".to_owned())]));
    }
}
