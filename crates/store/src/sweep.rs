//! Sweeping out what crashes left in a home folder.

use crate::Home;
use mudbrick_model::Timestamp;
use mudbrick_vault::files::{self, FileLock, LockError};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A save lives for milliseconds; a temporary file of this age is a crash's.
const LEFTOVER: Duration = Duration::from_secs(3600);
/// No folder of a home lies deeper, but for a person's own requests.
const DEEPEST: usize = 16;

impl Home {
    /// Removes the temporary files of saves that were cut off an hour ago or more, and returns how many.
    pub fn sweep(&self, now: Timestamp) -> usize {
        sweep(self.path(), now.before(LEFTOVER), 0)
    }
}

/// What an answer's body is called on its way in.
const PART: &str = "part";

impl Home {
    /// Where a body may be kept on its way in, and a lock that says so for as long as it lives.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn new_body(&self, name: &str) -> Result<(PathBuf, FileLock), LockError> {
        // Shared by all that have a body on its way in: sweeping needs it alone, and so removes nobody’s.
        let lock = files::lock_shared(&self.lock("bodies"))?;
        Ok((self.bodies().join(format!("{name}.{PART}")), lock))
    }

    /// Removes the bodies that were on their way in when their programs were killed, unless one is on its way now: which
    /// of them is whose cannot be told. Bodies of earlier versions, which others could read, become their owner's alone.
    ///
    /// # Errors
    /// The lock cannot be had; somebody having it is none.
    pub fn sweep_bodies(&self) -> Result<usize, LockError> {
        let Ok(entries) = fs::read_dir(self.bodies()) else { return Ok(0) };
        let Some(_alone) = files::lock_if_free(&self.lock("bodies"))? else { return Ok(0) };
        let mut removed = 0;
        for entry in entries.flatten().filter(|it| it.file_type().is_ok_and(|kind| kind.is_file()))
        {
            let path = entry.path();
            match path.extension().is_some_and(|extension| extension == PART) {
                true => removed += usize::from(fs::remove_file(path).is_ok()),
                false => make_private(&path),
            }
        }
        Ok(removed)
    }
}

#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let open_to_others = |metadata: &fs::Metadata| metadata.permissions().mode() & 0o077 != 0;
    if fs::metadata(path).is_ok_and(|metadata| open_to_others(&metadata)) {
        // The folder is its owner’s alone in any case.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
}

/// Windows keeps a person's own folders to that person already.
#[cfg(not(unix))]
fn make_private(_: &Path) {}

fn sweep(folder: &Path, before: Timestamp, depth: usize) -> usize {
    let inner = fs::read_dir(folder).into_iter().flatten().flatten();
    // A link is not followed: what it leads to is not of this home.
    let folders = inner.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let below: usize = match depth {
        DEEPEST => 0,
        _ => folders.map(|entry| sweep(&entry.path(), before, depth + 1)).sum(),
    };
    below + files::sweep(folder, before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_vault::files::Mode;
    use std::fs::File;
    use std::time::UNIX_EPOCH;

    #[test]
    fn leftovers_anywhere_in_the_home_go_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let kept = home.requests().join("a/b/x.http");
        files::save(&kept, b"", Mode::Shared).unwrap();
        for place in [home.path().to_owned(), home.requests().join("a/b")] {
            let file = File::create(place.join(".mudbrick-x.tmp")).unwrap();
            file.set_modified(UNIX_EPOCH + Duration::from_secs(1000)).unwrap();
        }
        assert_eq!(home.sweep(Timestamp::from_seconds(1000)), 0, "it may still be at work");
        assert_eq!(home.sweep(Timestamp::from_seconds(4601)), 2);
        assert!(kept.exists());
    }

    #[test]
    fn bodies_on_their_way_in_go_once_nobody_is_at_work() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert_eq!(home.sweep_bodies().unwrap(), 0);
        let (part, at_work) = home.new_body("x").unwrap();
        let kept = home.bodies().join("1.body");
        for path in [&part, &kept] {
            files::save(path, b"x", Mode::Shared).unwrap();
        }
        assert_eq!(home.sweep_bodies().unwrap(), 0);
        assert!(part.exists());
        drop(at_work);
        assert_eq!(home.sweep_bodies().unwrap(), 1);
        assert!(!part.exists() && kept.exists());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
