//! A test's hand on the disk: it is told of every call before it is made, and may refuse it or cut a write short. In a
//! product build there is nothing here but two functions that do nothing.

use std::path::Path;

/// A call that is about to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(any(test, feature = "faults")), allow(unreachable_pub, reason = "for tests"))]
pub enum Call<'a> {
    /// A folder is made.
    CreateFolder {
        /// Which.
        path: &'a Path,
    },
    /// An empty file is made, under a name of its own.
    CreateFile {
        /// In which folder.
        folder: &'a Path,
    },
    /// Bytes are added to the end of a file.
    Write {
        /// Which file.
        path: &'a Path,
        /// What is left to be written.
        bytes: &'a [u8],
    },
    /// A file's content is made to last.
    SyncFile {
        /// Which.
        path: &'a Path,
    },
    /// A file gets another name, in place of a file that may have it.
    Rename {
        /// The name it had.
        from: &'a Path,
        /// The name it gets.
        to: &'a Path,
    },
    /// A file gets a second name.
    Link {
        /// The name it has.
        from: &'a Path,
        /// The name it gets.
        to: &'a Path,
    },
    /// A file is emptied, or made empty, and gets a time.
    Touch {
        /// Which.
        path: &'a Path,
    },
    /// A file is removed.
    RemoveFile {
        /// Which.
        path: &'a Path,
    },
    /// An empty folder is removed.
    RemoveFolder {
        /// Which.
        path: &'a Path,
    },
    /// What was made, renamed and removed in a folder is made to last.
    SyncFolder {
        /// Which.
        path: &'a Path,
    },
}

#[cfg(not(any(test, feature = "faults")))]
mod hand {
    use super::Call;
    use std::io;

    #[inline]
    pub(in crate::files) fn before(_: &Call<'_>) -> io::Result<()> {
        Ok(())
    }

    /// How many of the bytes may be written at once.
    #[inline]
    pub(in crate::files) fn before_write(_: &Call<'_>) -> io::Result<usize> {
        Ok(usize::MAX)
    }
}

#[cfg(any(test, feature = "faults"))]
mod hand;
#[cfg(any(test, feature = "faults"))]
mod power;

#[cfg(any(test, feature = "faults"))]
pub use hand::{Fault, Trouble, WatchedFolder, each_call_in_trouble, watched};
pub(super) use hand::{before, before_write};
#[cfg(any(test, feature = "faults"))]
pub use power::{Disk, Recording, recorded, recorded_while};
