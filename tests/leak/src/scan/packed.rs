//! Opens what is compressed, wherever in the bytes it begins: an archive may be inside another file, cut off, or without
//! its directory. Sizes that headers claim are not believed.

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::Read;

/// What one piece may unpack to: more than anything here, less than what a bomb would do to memory.
const MOST: u64 = 64 << 20;

/// What a piece of the bytes held, and what it was packed with.
pub(super) struct Unpacked {
    pub(super) by: String,
    pub(super) bytes: Vec<u8>,
}

/// Everything compressed in `bytes`.
pub(super) fn unpack(bytes: &[u8]) -> Vec<Unpacked> {
    let mut found = Vec::new();
    for at in 0..bytes.len().saturating_sub(2) {
        let rest = &bytes[at..];
        let piece = match rest {
            [b'P', b'K', 3, 4, ..] => zip_member(rest),
            [0x1f, 0x8b, 8, ..] => read("gzip", GzDecoder::new(rest)),
            // The header of zlib is a multiple of 31, which few other bytes are that begin like it. Deflated data at the
            // beginning is what HTTP calls deflate.
            [0x78, flags, ..] if at == 0 && (0x7800 + u16::from(*flags)).is_multiple_of(31) => {
                read("zlib", ZlibDecoder::new(rest))
            }
            _ => None,
        };
        found.extend(piece);
    }
    found
}

/// A member of a zip archive by its local header (APPNOTE.TXT, section 4.3.7).
fn zip_member(header: &[u8]) -> Option<Unpacked> {
    let number = |at: usize| Some(u16::from_le_bytes([*header.get(at)?, *header.get(at + 1)?]));
    let name_length = usize::from(number(26)?);
    let name = header.get(30..30 + name_length)?;
    let data = header.get(30 + name_length + usize::from(number(28)?)..)?;
    // What is only stored lies open and is found without this.
    let deflated = number(8)? == 8;
    let by = format!("zip › {}", String::from_utf8_lossy(name));
    if deflated { read(&by, DeflateDecoder::new(data)) } else { None }
}

/// As much as can be read; a damaged end does not hide what came before.
fn read(by: &str, reader: impl Read) -> Option<Unpacked> {
    let mut bytes = Vec::new();
    let _ = reader.take(MOST).read_to_end(&mut bytes);
    (!bytes.is_empty()).then(|| Unpacked { by: by.to_owned(), bytes })
}
