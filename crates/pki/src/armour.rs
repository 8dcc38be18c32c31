//! PEM's armour: finding the blocks in a text that a person pasted, and taking the wrapping off.
//!
//! Texts come out of JSON, `.env` files, chat windows and Windows editors, so line ends may be `\r\n`, the two characters
//! `\` `n`, blanks, or missing. All of that is outside the base64 alphabet and can be dropped without guessing; nothing
//! else is mended. What the bytes mean is left to the callers.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_PAD_INDIFFERENT};
use zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// One `-----BEGIN label-----` … `-----END label-----`.
pub(crate) struct Block<'t> {
    /// `PRIVATE KEY`, `CERTIFICATE`, ….
    pub(crate) label: String,
    /// What stands between the lines.
    body: &'t str,
    /// Whether the END line is there.
    closed: bool,
}

/// Why a block holds no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArmourError {
    /// The END line is missing, or there is nothing between the lines.
    CutOff,
    /// A character that PEM cannot hold.
    Foreign(char),
    /// Only PEM's characters, but not a whole number of bytes.
    Uneven,
}

/// All blocks of `text` in order; whatever stands before, between and after them is skipped, as OpenSSL does.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let Some((label, after_label)) = after.split_once(DASHES) else {
            found.push(Block { label: tidy(after), body: "", closed: false });
            break;
        };
        // Without its own END line a block ends where the next one begins.
        let this = after_label.split_once(BEGIN).map_or(after_label, |(this, _)| this);
        let (body, closed) = this.split_once(END).map_or((this, false), |(body, _)| (body, true));
        found.push(Block { label: tidy(label), body, closed });
        rest = after_label;
    }
    found
}

/// `bytes` as PEM, 64 characters to a line, ending in a line feed. The text is wiped when dropped.
pub(crate) fn wrap(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(bytes));
    // Reserved in one piece: a growing String would leave unwiped copies of a key behind.
    let mut text =
        Zeroizing::new(String::with_capacity(body.len() + body.len() / 64 + 2 * label.len() + 64));
    text.push_str(BEGIN);
    text.push_str(label);
    text.push_str("-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(END);
    text.push_str(label);
    text.push_str("-----\n");
    text
}

impl Block<'_> {
    /// Whether an RFC 1421 header says that the body is encrypted.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.body.contains("ENCRYPTED")
    }

    /// The bytes inside.
    pub(crate) fn bytes(&self) -> Result<Zeroizing<Vec<u8>>, ArmourError> {
        if !self.closed {
            return Err(ArmourError::CutOff);
        }
        let base64 = base64_only(self.body)?;
        if base64.is_empty() {
            return Err(ArmourError::CutOff);
        }
        let mut bytes = Zeroizing::new(vec![0; base64.len() / 4 * 3 + 3]);
        let length = STANDARD_PAD_INDIFFERENT
            .decode_slice(base64.as_bytes(), &mut bytes)
            .map_err(|_| ArmourError::Uneven)?;
        bytes.truncate(length);
        Ok(bytes)
    }
}

fn tidy(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `body` without white space, in any spelling of it.
fn base64_only(body: &str) -> Result<Zeroizing<String>, ArmourError> {
    let mut kept = Zeroizing::new(String::with_capacity(body.len()));
    let mut escaped = false;
    for character in body.chars() {
        match character {
            '\\' => escaped = true,
            'n' | 'r' | 't' if escaped => escaped = false,
            // JSON may write a slash as `\/`.
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' | '=' => {
                if escaped && character != '/' {
                    return Err(ArmourError::Foreign('\\'));
                }
                escaped = false;
                kept.push(character);
            }
            // A quote at a line's end is left over from source code: "MIIE…" "AbCd…".
            blank if blank.is_whitespace() || is_invisible(blank) || is_quote(blank) => {
                escaped = false;
            }
            other => return Err(ArmourError::Foreign(other)),
        }
    }
    Ok(kept)
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn only(text: &str) -> Result<Vec<u8>, ArmourError> {
        blocks(text).first().expect("a block").bytes().map(|bytes| bytes.to_vec())
    }

    #[rstest]
    #[case::plain("-----BEGIN X-----\naGVsbG8h\n-----END X-----\n")]
    #[case::one_line("-----BEGIN X----- aGVsbG8h -----END X-----")]
    #[case::literal_line_ends(r"-----BEGIN X-----\naGVs\nbG8h\n-----END X-----\n")]
    #[case::literal_crlf(r"-----BEGIN X-----\r\naGVs\r\nbG8h\r\n-----END X-----")]
    #[case::escaped_twice(r"-----BEGIN X-----\\naGVsbG8h\\n-----END X-----")]
    #[case::byte_order_mark("\u{feff}-----BEGIN X-----\naGVs\u{200b}bG8h\n-----END X-----")]
    #[case::quoted("\"-----BEGIN X-----\naGVsbG8h\n-----END X-----\"")]
    #[case::source_code("-----BEGIN X-----\n\"aGVs\\n\"\n\"bG8h\"-----END X-----")]
    fn mended(#[case] text: &str) {
        assert_eq!(only(text), Ok(b"hello!".to_vec()));
    }

    #[rstest]
    #[case::no_end("-----BEGIN X-----\naGVsbG8h\n", ArmourError::CutOff)]
    #[case::cut_in_the_label("-----BEGIN X", ArmourError::CutOff)]
    #[case::nothing_inside("-----BEGIN X-----\n-----END X-----", ArmourError::CutOff)]
    #[case::dots("-----BEGIN X-----\naGVs...\n-----END X-----", ArmourError::Foreign('.'))]
    #[case::escape("-----BEGIN X-----\naG\\Vs\n-----END X-----", ArmourError::Foreign('\\'))]
    #[case::one_short("-----BEGIN X-----\naGVsb\n-----END X-----", ArmourError::Uneven)]
    fn refused(#[case] text: &str, #[case] expected: ArmourError) {
        assert_eq!(only(text), Err(expected));
    }

    #[test]
    fn an_open_block_does_not_swallow_the_next_one() {
        let text = "-----BEGIN A-----\nAAAA\n-----BEGIN B-----\naGVsbG8h\n-----END B-----";
        let found = blocks(text);
        assert_eq!(found.iter().map(|b| b.label.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(found[0].bytes().err(), Some(ArmourError::CutOff));
        assert_eq!(found[1].bytes().map(|b| b.to_vec()), Ok(b"hello!".to_vec()));
    }

    proptest! {
        #[test]
        fn what_is_wrapped_comes_back(bytes in prop::collection::vec(any::<u8>(), 1..500)) {
            let text = wrap("TEST DATA", &bytes);
            prop_assert!(text.lines().all(|line| line.len() <= 64));
            prop_assert_eq!(only(&text), Ok(bytes));
        }

        #[test]
        fn any_text_is_read_without_panic(text in "(-----(BEGIN|END) [A-Z]{0,3}-{0,5}|\\PC|\n){0,40}") {
            for block in blocks(&text) {
                let _ = block.bytes();
            }
        }
    }
}
