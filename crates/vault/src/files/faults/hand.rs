//! The hand itself: one watcher for each thread, and one for each folder that work on several threads is done in.

use super::Call;
use std::cell::{Cell, RefCell};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a test does to a call.
#[derive(Debug)]
pub enum Fault {
    /// It is not made and fails with this.
    Refused(io::Error),
    /// No more than so many bytes of a write are written by this call. Any other call is made as it is.
    Short(usize),
}

/// What befalls a call in [`each_call_in_trouble`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// No room on the disk.
    NoRoom,
    /// The disk does not work.
    Broken,
    /// A write takes a part, and no more is taken after it.
    TornWrite,
    /// A write takes one byte; the rest can follow.
    ShortWrite,
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

type FolderWatcher = Arc<dyn Fn(&Call<'_>) -> Option<Fault> + Send + Sync>;

static FOLDERS: Mutex<Vec<(PathBuf, FolderWatcher)>> = Mutex::new(Vec::new());

/// Has every call below a folder told to a watcher first, whichever thread makes it, until it is dropped: async work saves
/// on threads that its caller does not know.
pub struct WatchedFolder(PathBuf);

impl WatchedFolder {
    /// Begins to watch. A folder has one watcher at a time.
    pub fn new(
        folder: &Path,
        watcher: impl Fn(&Call<'_>) -> Option<Fault> + Send + Sync + 'static,
    ) -> Self {
        folders().push((folder.to_owned(), Arc::new(watcher)));
        Self(folder.to_owned())
    }
}

impl Drop for WatchedFolder {
    fn drop(&mut self) {
        folders().retain(|(folder, _)| *folder != self.0);
    }
}

fn folders() -> MutexGuard<'static, Vec<(PathBuf, FolderWatcher)>> {
    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Call<'_> {
    /// Where something changes.
    fn place(&self) -> &Path {
        match self {
            Self::CreateFolder { path }
            | Self::Write { path, .. }
            | Self::SyncFile { path }
            | Self::Touch { path }
            | Self::RemoveFile { path }
            | Self::RemoveFolder { path }
            | Self::SyncFolder { path } => path,
            Self::CreateFile { folder } => folder,
            Self::Rename { to, .. } | Self::Link { to, .. } => to,
        }
    }
}

/// Does work over and over, each time prepared anew and with another of its calls in each kind of trouble, and has every
/// outcome checked. Returns how many calls there were.
pub fn each_call_in_trouble<P, T>(
    prepare: impl Fn() -> P,
    work: impl Fn(&P) -> T,
    check: impl Fn(&P, T, &str),
) -> usize {
    let kinds = [Trouble::NoRoom, Trouble::Broken, Trouble::TornWrite, Trouble::ShortWrite];
    for at in 0.. {
        for trouble in kinds {
            let prepared = prepare();
            let (count, met) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(None)));
            let watcher = {
                let (count, met) = (Rc::clone(&count), Rc::clone(&met));
                move |call: &Call<'_>| {
                    let number = count.replace(count.get() + 1);
                    if number == at {
                        met.set(Some(format!("{trouble:?} at call {at}, {call:?}")));
                    }
                    trouble.at(number, at, call)
                }
            };
            let outcome = watched(watcher, || work(&prepared));
            match met.take() {
                Some(when) => check(&prepared, outcome, &when),
                None => return at,
            }
        }
    }
    unreachable!("the calls end")
}

impl Trouble {
    fn at(self, number: usize, at: usize, call: &Call<'_>) -> Option<Fault> {
        let no_room = || Fault::Refused(io::ErrorKind::StorageFull.into());
        let is_write = matches!(call, Call::Write { .. });
        match self {
            Self::NoRoom if number == at => Some(no_room()),
            Self::Broken if number == at => Some(Fault::Refused(io::Error::other("EIO"))),
            Self::TornWrite if number == at && is_write => Some(Fault::Short(7)),
            Self::TornWrite if number > at && is_write => Some(no_room()),
            Self::ShortWrite if number == at => Some(Fault::Short(1)),
            _ => None,
        }
    }
}

pub(in crate::files) fn before(call: &Call<'_>) -> io::Result<()> {
    match ask(call) {
        Some(Fault::Refused(error)) => Err(error),
        _ => Ok(()),
    }
}

pub(in crate::files) fn before_write(call: &Call<'_>) -> io::Result<usize> {
    match ask(call) {
        Some(Fault::Refused(error)) => Err(error),
        Some(Fault::Short(length)) => Ok(length),
        None => Ok(usize::MAX),
    }
}

fn ask(call: &Call<'_>) -> Option<Fault> {
    let own = WATCHER.with_borrow_mut(|watcher| watcher.as_mut().and_then(|watcher| watcher(call)));
    own.or_else(|| {
        let found = folders().iter().find(|(folder, _)| call.place().starts_with(folder)).cloned();
        // Asked without the lock: a watcher may look at the disk itself.
        found.and_then(|(_, watcher)| watcher(call))
    })
}
