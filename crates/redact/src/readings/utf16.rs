//! UTF-16 of either byte order, from either parity: `reg export` and old PowerShell write it.

use std::ops::Range;

/// So many characters of ASCII in a row show that there is some.
const TELLING: usize = 3;

/// Bytes read as UTF-16.
pub(super) struct Reading {
    /// As UTF-8.
    pub(super) bytes: Vec<u8>,
    spans: Vec<Span>,
}

/// A stretch of the reading: ASCII, of which every byte stands for two, or one other character.
struct Span {
    decoded: usize,
    source: usize,
    /// Bytes in the source of a character that is not ASCII; 0 for ASCII.
    character: usize,
}

impl Reading {
    /// Where a stretch came from, whole characters only.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let unit = |at: usize| {
            let span = self.spans.partition_point(|span| span.decoded <= at).saturating_sub(1);
            let Some(span) = self.spans.get(span) else { return 0..0 };
            match span.character {
                0 => {
                    let start = span.source + (at - span.decoded) * 2;
                    start..start + 2
                }
                length => span.source..span.source + length,
            }
        };
        unit(range.start).start..unit(range.end - 1).end
    }

    fn add(&mut self, character: char, source: usize) {
        let is_ascii = character.is_ascii();
        if !is_ascii || self.spans.last().is_none_or(|span| span.character > 0) {
            let length = if is_ascii { 0 } else { character.len_utf16() * 2 };
            self.spans.push(Span { decoded: self.bytes.len(), source, character: length });
        }
        self.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The readings that are likely to be text, of bytes of which some are zero.
pub(super) fn readings(source: &[u8]) -> impl Iterator<Item = Reading> {
    let orders: [fn([u8; 2]) -> u16; 2] = [u16::from_le_bytes, u16::from_be_bytes];
    let all = orders.into_iter().flat_map(|order| [(order, 0), (order, 1)]);
    all.filter_map(move |(order, skipped)| {
        let units = source.get(skipped..)?;
        is_likely(units, order).then(|| read(units, order, skipped))
    })
}

fn is_likely(source: &[u8], order: fn([u8; 2]) -> u16) -> bool {
    let mut row = 0;
    source.as_chunks().0.iter().any(|unit| {
        row = if (0x20..0x7F).contains(&order(*unit)) { row + 1 } else { 0 };
        row == TELLING
    })
}

fn read(source: &[u8], order: fn([u8; 2]) -> u16, skipped: usize) -> Reading {
    let mut reading = Reading { bytes: Vec::with_capacity(source.len() / 2), spans: Vec::new() };
    let mut at = skipped;
    for character in char::decode_utf16(source.as_chunks().0.iter().map(|unit| order(*unit))) {
        let (character, length) = match character {
            Ok(character) => (character, character.len_utf16() * 2),
            Err(_) => (char::REPLACEMENT_CHARACTER, 2),
        };
        reading.add(character, at);
        at += length;
    }
    reading
}
