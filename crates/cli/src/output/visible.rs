//! Texts, JSON and streams made harmless to look at, with the table that menus and notifications have too
//! ([`mudbrick_model::visible`]). The window does the same in `ui/src/shared/visible.ts`; `visible.json` is what both have to
//! agree with.

#[cfg(test)]
pub(crate) use mudbrick_model::visible::is_hidden;
pub(crate) use mudbrick_model::visible::line;
use mudbrick_model::visible::{escape, escaped};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A text of several lines: its line breaks and tabs stay. A carriage return alone would write over the line that is
/// there, and is escaped.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    let stays = |character| matches!(character, '\n' | '\t');
    match text.contains("\r\n") {
        true => Cow::Owned(escaped(&text.replace("\r\n", "\n"), stays, escape).into_owned()),
        false => escaped(text, stays, escape),
    }
}

/// JSON: the escapes are its own, so that it means what it meant.
pub(crate) fn json(text: &str) -> Cow<'_, str> {
    escaped(
        text,
        |character| character == '\n',
        |character, out| {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        },
    )
}

/// Shows a text that comes in pieces, which may end anywhere: within a character, or between the two halves of a line
/// break. Bytes that are not UTF-8 are written as `\x9b`.
#[derive(Default)]
pub(crate) struct Pieces {
    /// The beginning of a character, or a carriage return, that the next piece decides about.
    kept: Vec<u8>,
}

impl Pieces {
    /// What can be shown once this piece has come.
    pub(crate) fn next(&mut self, piece: &[u8]) -> String {
        let mut bytes = std::mem::take(&mut self.kept);
        bytes.extend_from_slice(piece);
        let whole = match bytes.utf8_chunks().last() {
            // At most three bytes that begin a character, which the next piece may complete.
            Some(chunk) if is_beginning(chunk.invalid()) => bytes.len() - chunk.invalid().len(),
            _ if bytes.ends_with(b"\r") => bytes.len() - 1,
            _ => bytes.len(),
        };
        self.kept = bytes.split_off(whole);
        escaped_bytes(&bytes)
    }

    /// What is left when no piece follows.
    pub(crate) fn rest(self) -> String {
        escaped_bytes(&self.kept)
    }
}

fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn escaped_bytes(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    // Carriage returns and their line feeds never lie in two chunks: only bytes that are no text part them.
    for chunk in bytes.utf8_chunks() {
        out.push_str(&text(chunk.valid()));
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_table_that_the_window_agrees_with_too() {
        let table: Value = serde_json::from_str(include_str!("visible.json")).unwrap();
        type Way = fn(&str) -> Cow<'_, str>;
        for (name, way) in [("line", line as Way), ("text", text), ("json", json)] {
            let cases = table[name].as_array().unwrap();
            assert!(!cases.is_empty());
            for case in cases {
                let shown = way(case["text"].as_str().unwrap());
                assert_eq!(shown, case["shown"].as_str().unwrap(), "{name}: {}", case["name"]);
            }
        }
    }

    #[test]
    fn as_many_characters_are_hidden_as_in_the_window() {
        let table: Value = serde_json::from_str(include_str!("visible.json")).unwrap();
        let hidden = ('\0'..=char::MAX).filter(|character| is_hidden(*character)).count();
        assert_eq!(Some(hidden as u64), table["hidden"].as_u64());
    }

    #[test]
    fn pieces_end_anywhere() {
        let whole = "añ€🏖\r\nb\rc\u{9b}\u{1b}".repeat(3);
        let expected = text(&whole).into_owned();
        for length in 1..12 {
            let (mut out, mut pieces) = (String::new(), Pieces::default());
            for piece in whole.as_bytes().chunks(length) {
                out.push_str(&pieces.next(piece));
            }
            out.push_str(&pieces.rest());
            assert_eq!(out, expected, "in pieces of {length}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_numbers() {
        let mut pieces = Pieces::default();
        let shown = pieces.next(b"a\x9b8m\xffb\xe2\x82") + &pieces.rest();
        assert_eq!(shown, "a\\x9b8m\\xffb\\xe2\\x82");
    }
}
