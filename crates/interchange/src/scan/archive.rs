//! Zip files are opened: what is in them is compressed.

use super::{Hit, Leak};
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// What unpacks to more was not made by Mudbrick.
const LIMIT: u64 = 64 << 20;
/// Zip files in zip files.
const DEEPEST: usize = 2;

/// Has `look` look at every member of a zip file, its name too. None when this is no zip file.
pub(super) fn scan(bytes: &[u8], look: impl Fn(&[u8]) -> Option<Hit> + Copy) -> Option<Leak> {
    let mut left = LIMIT;
    inside(bytes, &mut left, 0, look)
}

fn inside(
    bytes: &[u8],
    left: &mut u64,
    depth: usize,
    look: impl Fn(&[u8]) -> Option<Hit> + Copy,
) -> Option<Leak> {
    if !bytes.starts_with(b"PK") || depth > DEEPEST {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    for place in 0..archive.len() {
        let Ok(member) = archive.by_index(place) else { continue };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        let mut content = Vec::new();
        // A member that is damaged further on has been read as far as it goes.
        let _ = member.take(*left).read_to_end(&mut content);
        *left -= content.len() as u64;
        if let Some(leak) = inside(&content, left, depth + 1, look) {
            let within = leak.member.unwrap_or_default();
            return Some(Leak { member: Some(format!("{name} › {within}")), ..leak });
        }
        if let Some((secret, at)) = look(&content).or_else(|| look(name.as_bytes())) {
            return Some(Leak { secret, at, member: Some(name) });
        }
    }
    None
}
