//! Zip files are opened: what is in them is compressed.

use super::leak::{Hit, Leak};
use crate::readings::TooDeep;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// What unpacks to more was not made by Mudbrick, and is not looked through to its end.
const LIMIT: u64 = 64 << 20;
/// Zip files in zip files.
const DEEPEST: usize = 2;

type Look<'a> = &'a dyn Fn(&[u8]) -> Result<Option<Hit>, TooDeep>;

/// Has `look` look at every member of a zip file, its name too. None when this is no zip file.
pub(super) fn scan(bytes: &[u8], look: Look<'_>) -> Result<Option<Leak>, TooDeep> {
    let mut left = LIMIT;
    inside(bytes, &mut left, 0, look)
}

fn inside(
    bytes: &[u8],
    left: &mut u64,
    depth: usize,
    look: Look<'_>,
) -> Result<Option<Leak>, TooDeep> {
    if !bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
    if depth > DEEPEST {
        return Err(TooDeep);
    }
    for place in 0..archive.len() {
        let Ok(member) = archive.by_index(place) else { continue };
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        let mut content = Vec::new();
        // A member that is damaged further on has been read as far as it goes.
        let _ = member.take(*left + 1).read_to_end(&mut content);
        *left = left.checked_sub(content.len() as u64).ok_or(TooDeep)?;
        if let Some(leak) = inside(&content, left, depth + 1, look)? {
            let within = leak.member.unwrap_or_default();
            return Ok(Some(Leak { member: Some(format!("{name} › {within}")), ..leak }));
        }
        let found = match look(&content)? {
            Some(hit) => Some(hit),
            None => look(name.as_bytes())?,
        };
        if let Some((secret, at)) = found {
            return Ok(Some(Leak { secret, at, member: Some(name) }));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::tests::zip;

    fn look(bytes: &[u8]) -> Result<Option<Hit>, TooDeep> {
        Ok(bytes.windows(6).position(|window| window == b"canary").map(|at| (0, at)))
    }

    #[test]
    fn zip_files_are_opened_in_two_others_and_no_more_is_said_of_those_further_in() {
        let mut file = b"-canary".to_vec();
        let mut outcomes = Vec::new();
        for _ in 0..4 {
            file = zip(&[("a", &file)]);
            outcomes.push(scan(&file, &look).map(|leak| leak.unwrap().member.unwrap()));
        }
        let found = ["a", "a › a", "a › a › a"].map(|name| Ok(name.to_owned()));
        assert_eq!(outcomes, [&found[..], &[Err(TooDeep)]].concat());
    }

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_not_known() {
        let file = zip(&[("a", b"0123"), ("b", b"0canary")]);
        let within = |mut left: u64| inside(&file, &mut left, 0, &look);
        assert_eq!(within(11).unwrap().unwrap().at, 1);
        assert_eq!(within(10), Err(TooDeep));
        assert_eq!(within(3), Err(TooDeep));
    }
}
