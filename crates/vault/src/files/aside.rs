//! What to do with files that should not be where they are: a damaged file is set aside and kept, a temporary file that a
//! crash left behind is swept out.

use super::disk::{TEMP_PREFIX, TEMP_SUFFIX};
use super::{SaveError, keep, move_file};
use mudbrick_model::Timestamp;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// Keeps a damaged file out of the way as `<name>.damaged-<milliseconds>` beside its old place, and returns that path.
///
/// # Errors
/// The system's own; the file is then where it was.
pub fn set_aside(path: &Path, now: Timestamp) -> Result<PathBuf, SaveError> {
    let place = free_place(path, now);
    move_file(path, &place)?;
    Ok(place)
}

/// As [`set_aside`] for a file that is about to be replaced: it keeps its old place too until then.
///
/// # Errors
/// The system's own; nothing was changed then.
pub fn keep_aside(path: &Path, now: Timestamp, limit: u64) -> Result<PathBuf, SaveError> {
    let place = free_place(path, now);
    keep(path, &place, limit)?;
    Ok(place)
}

fn free_place(path: &Path, now: Timestamp) -> PathBuf {
    let named = |stamp: i64| {
        let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
        name.push(format!(".damaged-{stamp}"));
        path.with_file_name(name)
    };
    let mut stamp = now.0;
    while named(stamp).symlink_metadata().is_ok() {
        stamp += 1;
    }
    named(stamp)
}

/// Removes the temporary files in a folder that were last written before `before`, and returns how many. A save lives for
/// milliseconds, so one of an hour ago belongs to nobody.
pub fn sweep(folder: &Path, before: Timestamp) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .filter(|entry| is_temporary(entry) && written_before(entry, before))
        .filter(|entry| fs::remove_file(entry.path()).is_ok())
        .count()
}

fn is_temporary(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    name.starts_with(TEMP_PREFIX) && name.ends_with(TEMP_SUFFIX)
}

fn written_before(entry: &DirEntry, before: Timestamp) -> bool {
    let limit = UNIX_EPOCH + Duration::from_millis(u64::try_from(before.0).unwrap_or(0));
    entry.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|written| written < limit)
}
