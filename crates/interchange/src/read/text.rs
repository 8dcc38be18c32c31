//! Bytes as text: byte order marks, UTF-16, and the old Western code page, which accents in names still come in.

use mudbrick_model::Repair;
use zeroize::Zeroizing;

/// A text and what had to be done to get at it.
pub(crate) struct Decoded {
    pub(crate) text: Zeroizing<String>,
    pub(crate) repair: Option<Repair>,
}

/// The text in `bytes`; none when they are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let plain = |text: &str| Decoded { text: with_line_feeds(text), repair: None };
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return utf16(rest, u16::from_le_bytes)
            .map(|text| Decoded { text, repair: Some(Repair::Utf16) });
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return utf16(rest, u16::from_be_bytes)
            .map(|text| Decoded { text, repair: Some(Repair::Utf16) });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            return utf16(bytes, u16::from_le_bytes)
                .map(|text| Decoded { text, repair: Some(Repair::Utf16) });
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            return utf16(bytes, u16::from_be_bytes)
                .map(|text| Decoded { text, repair: Some(Repair::Utf16) });
        }
        _ => {}
    }
    if bytes.iter().any(|byte| is_control(*byte)) {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(plain(text));
    }
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    text.extend(bytes.iter().map(|byte| char::from(*byte)));
    Some(Decoded { text, repair: Some(Repair::CodePage) })
}

/// Old Macs ended lines with a carriage return alone.
fn with_line_feeds(text: &str) -> Zeroizing<String> {
    Zeroizing::new(match text.contains("\r\n") || !text.contains('\r') {
        true => text.to_owned(),
        false => text.replace('\r', "\n"),
    })
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a)
}

fn utf16(bytes: &[u8], join: fn([u8; 2]) -> u16) -> Option<Zeroizing<String>> {
    let units = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]]));
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2));
    for character in char::decode_utf16(units) {
        let character = character.ok()?;
        if u8::try_from(character).is_ok_and(is_control) {
            return None;
        }
        text.push(character);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::old_mac("a\rb\r", "a\nb\n")]
    #[case::windows("a\r\nb\r\n", "a\r\nb\r\n")]
    #[case::elsewhere("a\nb\n", "a\nb\n")]
    fn lines_end(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(*decode(text.as_bytes()).unwrap().text, expected);
    }
}
