//! A log: lines at the end of a file that only its owner may read, and whose older half goes when it grows too large. It is
//! never synced and never waited for: a line that cannot be written is the caller's to drop.

use super::{SaveError, disk, save_cache};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Adds a line, with its line break, to a log of at most `most` bytes. The log's folder has to be there: a log alone is no
/// reason to make a home. A line that another process adds while the older half goes may go with it.
///
/// # Errors
/// As [`save`](super::save); something that is not a file is never written to.
pub fn append(path: &Path, line: &[u8], most: u64) -> Result<(), SaveError> {
    let appending = || {
        match path.symlink_metadata() {
            // Opening a pipe would wait for whoever reads from it, and a link leads who knows where.
            Ok(found) if !found.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
            Ok(found) if found.len() + line.len() as u64 > most => {
                let newer = newer_half(path, most / 2)?;
                save_cache(path, &newer).map_err(io::Error::other)?;
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        disk::append(path, line)
    };
    appending().map_err(|source| SaveError::of(path, source))
}

/// The whole lines within the last `bytes` bytes of a log.
///
/// # Errors
/// The system's own.
pub fn newer_half(path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let from = file.metadata()?.len().saturating_sub(bytes);
    // One byte earlier, so that a line that begins just there counts as whole.
    file.seek(SeekFrom::Start(from.saturating_sub(1)))?;
    let mut newer = Vec::new();
    file.take(bytes + 1).read_to_end(&mut newer)?;
    if from > 0 {
        let cut = newer.iter().position(|byte| *byte == b'\n').map_or(newer.len(), |at| at + 1);
        newer.drain(..cut);
    }
    Ok(newer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_older_half_goes_and_no_line_is_cut() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("it.log");
        for number in 0..1000 {
            append(&path, format!("line {number:04}\n").as_bytes(), 1000).expect("written");
            let text = fs::read_to_string(&path).expect("a log");
            assert!(text.len() <= 1000, "{}", text.len());
            assert!(text.lines().all(|line| line.len() == 9), "{text}");
            let (first, last) = (text.lines().next(), text.lines().last());
            assert_eq!(last, Some(format!("line {number:04}").as_str()));
            let of = |line: Option<&str>| line.and_then(|line| line[5..].parse::<usize>().ok());
            let kept = number + 1 - of(first).expect("a number");
            assert_eq!(kept, text.lines().count(), "none in the middle is missing");
            assert!(kept == number + 1 || kept >= 50, "half of it stays");
        }
    }

    #[test]
    fn it_makes_no_folder_and_writes_to_nothing_but_a_file() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let nowhere = folder.path().join("home").join("it.log");
        assert!(append(&nowhere, b"x\n", 100).is_err() && !nowhere.exists());
        assert!(append(folder.path(), b"x\n", 100).is_err());
        #[cfg(unix)]
        {
            let (link, target) = (folder.path().join("link"), folder.path().join("target"));
            fs::File::create(&target).expect("a file");
            std::os::unix::fs::symlink(&target, &link).expect("a link");
            assert!(append(&link, b"x\n", 100).is_err());
            assert_eq!(fs::metadata(&target).expect("there").len(), 0);
        }
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("it.log");
        for _ in 0..3 {
            // The third makes the older half go, and the file a new one.
            append(&path, b"twenty bytes a line\n", 40).expect("written");
            let mode = fs::metadata(&path).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
