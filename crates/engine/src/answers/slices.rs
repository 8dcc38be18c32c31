//! Bodies as text, in parts that end between characters.

use super::view::{BodyFormat, BodySlice};
use mudbrick_answers::index::{Form, Index};
use mudbrick_answers::rows::{self, View};

/// So many rows are held at a time: a megabyte of short values has half a million.
const ROWS: usize = 4096;

pub(super) fn empty() -> BodySlice {
    BodySlice { format: BodyFormat::Empty, text: String::new(), next: None }
}

/// A whole body: JSON is indented, other text comes as it is.
pub(super) fn whole(bytes: &[u8]) -> BodySlice {
    if bytes.is_empty() {
        return empty();
    }
    if let Some(text) = indented(bytes) {
        return BodySlice { format: BodyFormat::Json, text, next: None };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => BodySlice { format: BodyFormat::Text, text: text.to_owned(), next: None },
        Err(_) => BodySlice { format: BodyFormat::Binary, text: String::new(), next: None },
    }
}

/// JSON in form: its white space moves, and every number, name and escape stays as it came.
fn indented(bytes: &[u8]) -> Option<String> {
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    let mut index = Index::new(Form::Json);
    index.feed(bytes);
    index.finish();
    if index.fault().is_some() || index.undecodable() > 0 {
        return None;
    }
    let (mut text, mut from, bytes) = (String::new(), 0, bytes.to_vec());
    loop {
        let rows = rows::rows(&bytes, &index, View::Formatted, from, ROWS).ok()?;
        for row in &rows {
            if !row.continued {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&"  ".repeat(row.indent()));
            }
            text.push_str(&row.text());
        }
        from += rows.len() as u64;
        if rows.len() < ROWS {
            return Some(text);
        }
    }
}

/// One part of a larger body. A character cut in two at its end begins the next part.
pub(super) fn slice(bytes: &[u8], offset: u64, total: u64) -> BodySlice {
    if bytes.is_empty() {
        return empty();
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return BodySlice { format: BodyFormat::Binary, text: String::new(), next: None },
    };
    let text = String::from_utf8_lossy(&bytes[..valid]).into_owned();
    let end = offset + valid as u64;
    BodySlice { format: BodyFormat::Text, text, next: (end < total && valid > 0).then_some(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_shown_for_what_it_is() {
        assert_eq!(whole(b"").format, BodyFormat::Empty);
        assert_eq!(whole(br#"{"b":1,"a":[]}"#).text, "{\n  \"b\": 1,\n  \"a\": []\n}");
        let odd = br#"{"n":1E400,"n":12345678901234567890.10,"t":"\u00e4\/"}"#;
        let shown =
            "{\n  \"n\": 1E400,\n  \"n\": 12345678901234567890.10,\n  \"t\": \"\\u00e4\\/\"\n}";
        assert_eq!(whole(odd).text, shown);
        let rows = vec!["0"; ROWS * 2 + 1].join(",");
        let written = format!("[\n  {}\n]", rows.replace(',', ",\n  "));
        assert_eq!(whole(format!("[{rows}]").as_bytes()).text, written);
        assert_eq!(whole(b"pong").format, BodyFormat::Text);
        assert_eq!(whole(&[0xff, 0xfe, 0x00]).format, BodyFormat::Binary);
    }

    #[test]
    fn what_is_nested_ten_thousand_deep_is_not_written_with_a_hundred_million_blanks() {
        let nested = format!("{}0{}", "[".repeat(10_000), "]".repeat(10_000));
        let shown = whole(nested.as_bytes());
        assert!(shown.format == BodyFormat::Json && shown.text.len() < 2_000_000);
        assert_eq!(shown.text.split_whitespace().collect::<String>(), nested);
    }

    #[test]
    fn slices_put_together_are_the_body() {
        let body = "añ€𝄞".repeat(50);
        let bytes = body.as_bytes();
        for length in 4..40 {
            let (mut text, mut offset) = (String::new(), 0);
            while let Some(next) = {
                let start = usize::try_from(offset).unwrap();
                let end = (start + length).min(bytes.len());
                let part = slice(&bytes[start..end], offset, bytes.len() as u64);
                text.push_str(&part.text);
                part.next
            } {
                offset = next;
            }
            assert_eq!(text, body, "in slices of {length}");
        }
    }
}
