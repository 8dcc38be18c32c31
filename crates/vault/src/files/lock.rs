//! Advisory locks between processes and threads, on files of their own that hold nothing and are never removed: removing
//! one would let a third process lock a new file while the second still holds the old.

use super::LockError;
use super::folder::folder_of;
use super::save::create_folder;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// How long [`lock`] waits. Whoever holds a lock may be waiting for Adobe's answer, but not longer than this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Held until dropped. The system also releases it when the process ends, however it ends.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

/// Locks the file at `path`, making it when it is missing, and waits for another holder up to a minute. Blocks the thread.
///
/// # Errors
/// [`LockError::Held`] when the wait was in vain, or the system's own.
pub fn lock(path: &Path) -> Result<FileLock, LockError> {
    lock_within(path, PATIENCE)
}

/// As [`lock`], with another patience.
///
/// # Errors
/// As [`lock`].
pub fn lock_within(path: &Path, patience: Duration) -> Result<FileLock, LockError> {
    locked(open(path), path, patience)
}

/// As [`lock_within`], but for a file or folder that is there and may be read only. Not every system locks folders.
pub(crate) fn lock_existing_within(path: &Path, patience: Duration) -> Result<FileLock, LockError> {
    locked(File::open(path), path, patience)
}

fn locked(file: io::Result<File>, path: &Path, patience: Duration) -> Result<FileLock, LockError> {
    let file = file.map_err(|source| LockError::Io { path: path.to_owned(), source })?;
    let start = Instant::now();
    // The standard library has no lock with a time limit, so the wait is a poll that slows down.
    let mut pause = Duration::from_millis(1);
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(FileLock { _file: file }),
            Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(25));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(LockError::Held { path: path.to_owned(), waited: patience });
            }
            Err(TryLockError::Error(source)) => {
                return Err(LockError::Io { path: path.to_owned(), source });
            }
        }
    }
}

/// Shares the lock with any number of others, for as long as nobody has it alone. Whoever shares it says that it is at
/// work; whoever gets it alone by [`lock_if_free`] knows that nobody is.
///
/// # Errors
/// As [`lock`].
pub fn lock_shared(path: &Path) -> Result<FileLock, LockError> {
    let failed = |source| LockError::Io { path: path.to_owned(), source };
    let file = open(path).map_err(failed)?;
    // Who has it alone sweeps a folder, which takes milliseconds.
    file.lock_shared().map_err(failed)?;
    Ok(FileLock { _file: file })
}

/// The lock, unless somebody has it now.
///
/// # Errors
/// [`LockError::Io`].
pub fn lock_if_free(path: &Path) -> Result<Option<FileLock>, LockError> {
    match lock_within(path, Duration::ZERO) {
        Ok(lock) => Ok(Some(lock)),
        Err(LockError::Held { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // Opened for writing, without which some network disks grant no lock.
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create_folder(folder_of(path))?;
            options.open(path)
        }
        other => other,
    }
}
