//! Sweeping out what crashes left in a home folder.

use crate::Home;
use mudbrick_model::Timestamp;
use mudbrick_vault::files;
use std::fs;
use std::path::Path;
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
}
