//! A test's hand on the disk: it is told of every call before it is made, and may refuse it or cut a write short. In a
//! product build there is nothing here but two functions that do nothing.

use std::io;
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
    use super::{Call, io};

    #[inline]
    pub(in super::super) fn before(_: &Call<'_>) -> io::Result<()> {
        Ok(())
    }

    /// How many of the bytes may be written at once.
    #[inline]
    pub(in super::super) fn before_write(_: &Call<'_>) -> io::Result<usize> {
        Ok(usize::MAX)
    }
}

#[cfg(any(test, feature = "faults"))]
mod hand {
    use super::{Call, io};
    use std::cell::RefCell;

    /// What a test does to a call.
    #[derive(Debug)]
    pub enum Fault {
        /// It is not made and fails with this.
        Refused(io::Error),
        /// No more than so many bytes of a write are written by this call. Any other call is made as it is.
        Short(usize),
    }

    type Watcher = Box<dyn FnMut(&Call<'_>) -> Option<Fault>>;

    thread_local! {
        static WATCHER: RefCell<Option<Watcher>> = const { RefCell::new(None) };
    }

    /// Does work with every call of this thread told to the watcher first.
    pub fn watched<T>(
        watcher: impl FnMut(&Call<'_>) -> Option<Fault> + 'static,
        work: impl FnOnce() -> T,
    ) -> T {
        struct Ended;
        impl Drop for Ended {
            fn drop(&mut self) {
                WATCHER.set(None);
            }
        }
        WATCHER.set(Some(Box::new(watcher)));
        let _ended = Ended;
        work()
    }

    pub(in super::super) fn before(call: &Call<'_>) -> io::Result<()> {
        match ask(call) {
            Some(Fault::Refused(error)) => Err(error),
            _ => Ok(()),
        }
    }

    pub(in super::super) fn before_write(call: &Call<'_>) -> io::Result<usize> {
        match ask(call) {
            Some(Fault::Refused(error)) => Err(error),
            Some(Fault::Short(length)) => Ok(length),
            None => Ok(usize::MAX),
        }
    }

    fn ask(call: &Call<'_>) -> Option<Fault> {
        WATCHER.with_borrow_mut(|watcher| watcher.as_mut().and_then(|watcher| watcher(call)))
    }
}

pub(super) use hand::{before, before_write};
#[cfg(any(test, feature = "faults"))]
pub use hand::{Fault, watched};
