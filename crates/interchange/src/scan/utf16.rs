//! UTF-16 of either byte order, from either parity: `reg export` and old PowerShell write it.

/// So many characters of ASCII in a row show that there is some.
const TELLING: usize = 3;
/// Places are kept of every so many units.
const EVERY: usize = 32;

/// Bytes read as UTF-16.
pub(super) struct Reading {
    /// As UTF-8.
    pub(super) bytes: Vec<u8>,
    /// Where every [`EVERY`] units begin, here and in the source.
    places: Vec<(usize, usize)>,
    /// The source's last byte.
    last: usize,
}

impl Reading {
    /// Where a byte came from; roughly.
    pub(super) fn source(&self, at: usize) -> usize {
        let place = self.places.partition_point(|(start, _)| *start <= at);
        let (start, source) = self.places.get(place.wrapping_sub(1)).copied().unwrap_or_default();
        (source + (at - start).min(EVERY - 1) * 2).min(self.last)
    }
}

/// The readings that are likely to be text.
pub(super) fn readings(source: &[u8]) -> impl Iterator<Item = Reading> {
    let orders: [fn([u8; 2]) -> u16; 2] = [u16::from_le_bytes, u16::from_be_bytes];
    let all = orders.into_iter().flat_map(|order| [(order, 0), (order, 1)]);
    all.filter_map(move |(order, skipped)| {
        let source = source.get(skipped..)?;
        is_likely(source, order).then(|| read(source, order, skipped))
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
    let mut reading = Reading {
        bytes: Vec::with_capacity(source.len() / 2),
        places: Vec::new(),
        last: skipped + source.len().saturating_sub(1),
    };
    let mut buffer = [0; 4];
    let mut units = 0;
    let mut next_place = 0;
    for character in char::decode_utf16(source.as_chunks().0.iter().map(|unit| order(*unit))) {
        if units >= next_place {
            reading.places.push((reading.bytes.len(), skipped + units * 2));
            next_place = units + EVERY;
        }
        let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
        reading.bytes.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        units += character.len_utf16();
    }
    reading
}
