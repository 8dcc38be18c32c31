//! Which bytes a request file's text is: UTF-8, or UTF-16 as some editors on Windows write it. A file is saved in the encoding
//! that it has, with the byte-order mark that it has, so that nothing of it changes but what was edited.

use mudbrick_vault::files::ReadError;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How a file's text is encoded. The mark, when there is one, is the text's first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Encoding {
    #[default]
    Utf8,
    Utf16Le,
    Utf16Be,
}

const MARK: char = '\u{feff}';

impl Encoding {
    /// By the byte-order mark, or else by the first character: a request file begins with one of ASCII, which has a zero
    /// beside it in UTF-16 and never in UTF-8.
    pub(super) fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            [first, 0, ..] if *first != 0 => Self::Utf16Le,
            [0, second, ..] if *second != 0 => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    pub(super) fn is_utf8(&self) -> bool {
        *self == Self::Utf8
    }

    /// None for what is no text in the encoding, such as half a character.
    fn decode(self, bytes: Vec<u8>) -> Option<String> {
        let unit: fn([u8; 2]) -> u16 = match self {
            Self::Utf8 => return String::from_utf8(bytes).ok(),
            Self::Utf16Le => u16::from_le_bytes,
            Self::Utf16Be => u16::from_be_bytes,
        };
        let pairs = bytes.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    }

    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        let bytes: fn(u16) -> [u8; 2] = match self {
            Self::Utf8 => return text.as_bytes().to_vec(),
            Self::Utf16Le => u16::to_le_bytes,
            Self::Utf16Be => u16::to_be_bytes,
        };
        let encoded: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
        if text.is_empty() || Self::of(&encoded) == self {
            return encoded;
        }
        // Without its mark nobody would read it as what it is.
        let mark = MARK.encode_utf16(&mut [0]).iter().copied().flat_map(bytes).collect::<Vec<_>>();
        [mark, encoded].concat()
    }
}

/// A request file's text, of its bytes; a byte-order mark stays in it.
///
/// # Errors
/// It is no text.
pub fn request_text(path: &Path, bytes: Vec<u8>) -> Result<String, ReadError> {
    let text = Encoding::of(&bytes).decode(bytes);
    text.ok_or_else(|| ReadError::NotText { path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::utf8(b"GET", Encoding::Utf8)]
    #[case::utf8_with_a_mark(b"\xef\xbb\xbfGET", Encoding::Utf8)]
    #[case::little(b"\xff\xfeG\0", Encoding::Utf16Le)]
    #[case::big(b"\xfe\xff\0G", Encoding::Utf16Be)]
    #[case::little_without_a_mark(b"G\0E\0", Encoding::Utf16Le)]
    #[case::big_without_a_mark(b"\0G\0E", Encoding::Utf16Be)]
    #[case::empty(b"", Encoding::Utf8)]
    #[case::zeros(b"\0\0", Encoding::Utf8)]
    fn an_encoding_is_told_by_its_beginning(#[case] bytes: &[u8], #[case] expected: Encoding) {
        assert_eq!(Encoding::of(bytes), expected);
    }

    #[rstest]
    #[case::half_a_unit(b"\xff\xfeG")]
    #[case::half_a_character(b"\xff\xfe\x00\xd8")]
    #[case::not_utf8(b"GET \xff")]
    fn what_is_no_text_is_refused(#[case] bytes: &[u8]) {
        let error = request_text(Path::new("a.http"), bytes.to_vec()).unwrap_err();
        assert!(matches!(error, ReadError::NotText { .. }));
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_byte_for_byte(
            text in "(\u{feff})?[#G@][ -~äöü€𝄞\r\n]{0,40}",
            encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be]),
        ) {
            let bytes = encoding.encode(&text);
            prop_assert_eq!(Encoding::of(&bytes), encoding);
            prop_assert_eq!(&request_text(Path::new("a.http"), bytes.clone()).unwrap(), &text);
            prop_assert_eq!(Encoding::of(&bytes).encode(&text), bytes);
        }

        #[test]
        fn a_text_that_does_not_show_its_encoding_gets_a_mark(text in "[äöü€𝄞]{1,5}") {
            for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
                let bytes = encoding.encode(&text);
                let read = request_text(Path::new("a.http"), bytes).unwrap();
                prop_assert_eq!(read.trim_start_matches(MARK), &text);
            }
        }
    }
}
