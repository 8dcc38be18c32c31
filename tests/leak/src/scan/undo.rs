//! Undoes what texts are wrapped in, without asking whether they really were: a wrong guess finds nothing, and costs
//! little.

/// One kind of wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// `%41`.
    Percent,
    /// `\u0041`, and the short escapes of line ends.
    Json,
    /// `&#65;`, `&#x41;`.
    Html,
    /// Line ends and blanks, which stand in folded base64 and indented texts.
    Blanks,
    /// `=41`, and lines that end in `=`.
    QuotedPrintable,
    /// Zero bytes: every second byte of UTF-16, for the letters and digits that canaries are made of.
    Utf16,
}

impl Wrapping {
    pub(super) const ALL: [Self; 6] =
        [Self::Percent, Self::Json, Self::Html, Self::Blanks, Self::QuotedPrintable, Self::Utf16];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Percent => "percent-encoded",
            Self::Json => "JSON-escaped",
            Self::Html => "HTML-escaped",
            Self::Blanks => "folded",
            Self::QuotedPrintable => "quoted-printable",
            Self::Utf16 => "UTF-16",
        }
    }

    /// The bytes with this wrapping undone; none when there was nothing to undo.
    pub(super) fn undo(self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            let (kept, taken) = match self {
                Self::Percent => percent(rest),
                Self::Json => json(rest),
                Self::Html => html(rest),
                Self::QuotedPrintable => quoted_printable(rest),
                Self::Blanks => first.is_ascii_whitespace().then_some((None, 1)),
                Self::Utf16 => (first == 0).then_some((None, 1)),
            }
            .unwrap_or((Some(first), 1));
            out.extend(kept);
            rest = &rest[taken..];
        }
        (out.len() != bytes.len()).then_some(out)
    }
}

/// A byte that stands for what was read, if any, and how many bytes were read.
type Undone = Option<(Option<u8>, usize)>;

fn percent(rest: &[u8]) -> Undone {
    let digits = rest.strip_prefix(b"%")?.get(..2)?;
    Some((Some(number(digits, 16)?), 3))
}

fn quoted_printable(rest: &[u8]) -> Undone {
    let rest = rest.strip_prefix(b"=")?;
    if rest.starts_with(b"\n") || rest.starts_with(b"\r\n") {
        return Some((None, if rest[0] == b'\n' { 2 } else { 3 }));
    }
    Some((Some(number(rest.get(..2)?, 16)?), 3))
}

fn json(rest: &[u8]) -> Undone {
    let escape = rest.strip_prefix(b"\\")?;
    match escape.first()? {
        b'u' => Some((Some(number(escape.get(1..5)?, 16)?), 6)),
        b'n' | b'r' | b't' => Some((None, 2)),
        b'"' | b'\\' | b'/' => Some((Some(escape[0]), 2)),
        _ => None,
    }
}

fn html(rest: &[u8]) -> Undone {
    let reference = rest.strip_prefix(b"&#")?;
    let end = reference.iter().take(8).position(|byte| *byte == b';')?;
    let digits = &reference[..end];
    let byte = match digits.strip_prefix(b"x").or_else(|| digits.strip_prefix(b"X")) {
        Some(digits) => number(digits, 16)?,
        None => number(digits, 10)?,
    };
    Some((Some(byte), end + 3))
}

fn number(digits: &[u8], radix: u32) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?.trim_start_matches('0'), radix).ok()
}

#[cfg(test)]
mod tests {
    use super::Wrapping;

    fn undone(wrapping: Wrapping, text: &str) -> Option<String> {
        wrapping.undo(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn each_wrapping_comes_off() {
        assert_eq!(undone(Wrapping::Percent, "%41b%43%").as_deref(), Some("AbC%"));
        assert_eq!(undone(Wrapping::Json, "\\u0041b\\nC\\/").as_deref(), Some("AbC/"));
        assert_eq!(undone(Wrapping::Html, "&#65;b&#x43;&amp;").as_deref(), Some("AbC&amp;"));
        assert_eq!(undone(Wrapping::QuotedPrintable, "=41b=\r\n=43").as_deref(), Some("AbC"));
        assert_eq!(undone(Wrapping::Blanks, " A\r\n b\tC").as_deref(), Some("AbC"));
        assert_eq!(undone(Wrapping::Utf16, "A\0b\0C\0").as_deref(), Some("AbC"));
    }

    #[test]
    fn what_is_not_wrapped_is_left_alone() {
        for wrapping in Wrapping::ALL {
            assert_eq!(undone(wrapping, "abc&;%zz\\x"), None, "{wrapping:?}");
        }
    }
}
