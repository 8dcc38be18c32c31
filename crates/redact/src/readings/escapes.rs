//! A text as it reads without its escapes, and where each of its bytes came from.

use super::bytes::{Has, find};
use std::ops::Range;

/// Which escapes are undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// `%41`.
    Percent,
    /// `\u0041`, `\"`.
    Json,
    /// `&#65;`, `&amp;`.
    Html,
    /// The three above.
    All,
    /// Two of the three.
    AllButPercent,
    /// Two of the three.
    AllButJson,
    /// Two of the three.
    AllButHtml,
    /// `=41`, and lines that end in `=` (RFC 2045 section 6.7).
    QuotedPrintable,
}

impl Escapes {
    /// One or two of the three kinds.
    pub(crate) const SOME: [Self; 6] = [
        Self::Percent,
        Self::Json,
        Self::Html,
        Self::AllButPercent,
        Self::AllButJson,
        Self::AllButHtml,
    ];

    fn kinds(self) -> Kinds {
        Kinds(match self {
            Self::Percent => 1,
            Self::Json => 2,
            Self::Html => 4,
            Self::All => 7,
            Self::AllButPercent => 6,
            Self::AllButJson => 5,
            Self::AllButHtml => 3,
            Self::QuotedPrintable => 0,
        })
    }
}

/// Some of the three kinds of escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    /// Those of a text that has these bytes.
    pub(super) fn of(text: &[u8], bytes: Has) -> Self {
        let has = |escapes: Escapes| {
            let mut at = 0;
            while let Some(next) = next(&text[at..], escapes) {
                at += next;
                if escape_at(&text[at..], &mut [0; 4]).is_some() {
                    return true;
                }
                at += 1;
            }
            false
        };
        let kinds = [
            (Escapes::Percent, bytes.percent),
            (Escapes::Json, bytes.backslash),
            (Escapes::Html, bytes.ampersand),
        ];
        let there = kinds.into_iter().filter(|(kind, is_possible)| *is_possible && has(*kind));
        Self(there.fold(0, |all, (kind, _)| all | kind.kinds().0))
    }

    /// Those of them that are undone.
    pub(super) fn undone_by(self, escapes: Escapes) -> Self {
        Self(self.0 & escapes.kinds().0)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A text without its escapes, and where in the source each of its bytes came from.
pub(crate) struct View {
    bytes: Vec<u8>,
    runs: Vec<Run>,
}

impl std::fmt::Debug for View {
    /// Tells nothing of the text, which may be a secret's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "View({} bytes)", self.bytes.len())
    }
}

/// A stretch of the view: copied, when `escape` is 0, or made from an escape of that length.
struct Run {
    decoded: usize,
    source: usize,
    escape: usize,
}

impl View {
    /// The view of `source`; none when it holds nothing to undo.
    pub(crate) fn of(source: &[u8], escapes: Escapes) -> Option<Self> {
        let mut view = Self { bytes: Vec::new(), runs: Vec::new() };
        let mut copied = 0;
        let mut at = 0;
        let mut decoded = [0; 4];
        while let Some(next) = next(&source[at..], escapes) {
            at += next;
            let Some((length, bytes)) = escape_at(&source[at..], &mut decoded) else {
                at += 1;
                continue;
            };
            view.copy(source, copied..at);
            view.runs.push(Run { decoded: view.bytes.len(), source: at, escape: length });
            view.bytes.extend_from_slice(bytes);
            at += length;
            copied = at;
        }
        if view.runs.is_empty() {
            return None;
        }
        view.copy(source, copied..source.len());
        Some(view)
    }

    /// The text.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The stretch of the source that a stretch of the view was made from, whole escapes only.
    pub(crate) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let run = |at: usize| &self.runs[self.runs.partition_point(|run| run.decoded <= at) - 1];
        let (first, last) = (run(range.start), run(range.end - 1));
        let start = first.source + if first.escape == 0 { range.start - first.decoded } else { 0 };
        let end =
            last.source + if last.escape == 0 { range.end - last.decoded } else { last.escape };
        start..end
    }

    fn copy(&mut self, source: &[u8], range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.runs.is_empty() {
            self.bytes.reserve(source.len());
        }
        self.runs.push(Run { decoded: self.bytes.len(), source: range.start, escape: 0 });
        self.bytes.extend_from_slice(&source[range]);
    }
}

/// Where the next byte is that may begin an escape.
fn next(text: &[u8], escapes: Escapes) -> Option<usize> {
    match escapes {
        Escapes::Percent => find(text, |byte| byte == b'%'),
        Escapes::Json => find(text, |byte| byte == b'\\'),
        Escapes::Html => find(text, |byte| byte == b'&'),
        Escapes::All => find(text, |byte| (byte == b'%') | (byte == b'\\') | (byte == b'&')),
        Escapes::AllButPercent => find(text, |byte| (byte == b'\\') | (byte == b'&')),
        Escapes::AllButJson => find(text, |byte| (byte == b'%') | (byte == b'&')),
        Escapes::AllButHtml => find(text, |byte| (byte == b'%') | (byte == b'\\')),
        Escapes::QuotedPrintable => find(text, |byte| byte == b'='),
    }
}

/// The length of the escape at the beginning and what it stands for.
fn escape_at<'a>(text: &[u8], decoded: &'a mut [u8; 4]) -> Option<(usize, &'a [u8])> {
    match text.first()? {
        b'%' => one_byte(text, decoded),
        b'\\' => json(text, decoded),
        b'&' => html(text, decoded),
        b'=' => quoted_printable(text, decoded),
        _ => None,
    }
}

/// A mark and two digits.
fn one_byte<'a>(text: &[u8], decoded: &'a mut [u8; 4]) -> Option<(usize, &'a [u8])> {
    decoded[0] = u8::try_from(hex(text.get(1..3)?)?).ok()?;
    Some((3, &decoded[..1]))
}

fn json<'a>(text: &[u8], decoded: &'a mut [u8; 4]) -> Option<(usize, &'a [u8])> {
    let plain = match text.get(1)? {
        byte @ (b'"' | b'\\' | b'/') => *byte,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let unit = hex(text.get(2..6)?)?;
            let low = text.get(6..8).filter(|begin| *begin == b"\\u").and(text.get(8..12));
            return match (unit, low.and_then(hex)) {
                (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
                    let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                    Some((12, character(code, decoded)?))
                }
                _ => Some((6, character(unit, decoded)?)),
            };
        }
        _ => return None,
    };
    decoded[0] = plain;
    Some((2, &decoded[..1]))
}

fn quoted_printable<'a>(text: &[u8], decoded: &'a mut [u8; 4]) -> Option<(usize, &'a [u8])> {
    if text.starts_with(b"=\n") || text.starts_with(b"=\r\n") {
        return Some((if text[1] == b'\n' { 2 } else { 3 }, &[]));
    }
    one_byte(text, decoded)
}

fn html<'a>(text: &[u8], decoded: &'a mut [u8; 4]) -> Option<(usize, &'a [u8])> {
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let code = match name {
        "amp" => u32::from(b'&'),
        "lt" => u32::from(b'<'),
        "gt" => u32::from(b'>'),
        "quot" => u32::from(b'"'),
        "apos" => u32::from(b'\''),
        _ => match name.strip_prefix('#')? {
            number if number.starts_with(['x', 'X']) => {
                u32::from_str_radix(&number[1..], 16).ok()?
            }
            number => number.parse().ok()?,
        },
    };
    Some((end + 1, character(code, decoded)?))
}

fn character(code: u32, decoded: &mut [u8; 4]) -> Option<&[u8]> {
    char::from_u32(code).map(|character| character.encode_utf8(decoded).as_bytes())
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, digit| Some(value * 16 + char::from(*digit).to_digit(16)?))
}
