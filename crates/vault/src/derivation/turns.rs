//! Whose turn it is to run scrypt, among all processes and threads over one home.
//!
//! With plenty of memory free a run takes one of four places, so that a script's calls side by side stay fast. Where memory
//! is short a run takes all four and is alone: six calls in a container of 512 MiB come one after the other instead of
//! being killed together.

use crate::files::{self, FileLock};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// At most so many runs are under way at once.
const PLACES: u64 = 4;
/// Memory is plenty when twice as much is free as all places together would take: other programs want some too.
const PLENTY: u64 = 2 * PLACES;
/// A run takes about a second. Whoever keeps a place longer than this is stopped or stuck, and only the memory counts then.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks for a free place.
const PAUSE: Duration = Duration::from_millis(20);

/// Held while scrypt runs; the next one's turn begins when it is dropped.
pub(super) struct Turn {
    _places: Vec<FileLock>,
}

impl Turn {
    /// Waits for a turn to take `needed` bytes. None when no lock is to be had, which is no reason not to open a vault.
    pub(super) fn wait(home: &Path, needed: u64, free: Option<u64>) -> Option<Self> {
        let until = Instant::now() + PATIENCE;
        let is_plenty = free.is_none_or(|free| free / PLENTY >= needed);
        let places = if is_plenty { one_place(home, until) } else { all_places(home, until) };
        places.map(|places| Self { _places: places })
    }
}

fn one_place(home: &Path, until: Instant) -> Option<Vec<FileLock>> {
    loop {
        for number in 1..=PLACES {
            // Any place will do, so that none is waited for while another is free.
            match files::lock_within(&place(home, number), Duration::ZERO) {
                Ok(lock) => return Some(vec![lock]),
                Err(files::LockError::Held { .. }) => {}
                Err(files::LockError::Io { .. }) => return folder(home, until),
            }
        }
        if Instant::now() >= until {
            return None;
        }
        thread::sleep(PAUSE);
    }
}

/// Always in the same order, so that two who need them all do not wait for each other.
fn all_places(home: &Path, until: Instant) -> Option<Vec<FileLock>> {
    let mut places = Vec::new();
    for number in 1..=PLACES {
        let left = until.saturating_duration_since(Instant::now());
        match files::lock_within(&place(home, number), left) {
            Ok(lock) => places.push(lock),
            Err(files::LockError::Held { .. }) => return None,
            Err(files::LockError::Io { .. }) => return folder(home, until),
        }
    }
    Some(places)
}

/// In a home that cannot be written, the folder itself is locked: that takes no more than reading it.
fn folder(home: &Path, until: Instant) -> Option<Vec<FileLock>> {
    let left = until.saturating_duration_since(Instant::now());
    files::lock_existing_within(home, left).ok().map(|lock| vec![lock])
}

fn place(home: &Path, number: u64) -> std::path::PathBuf {
    home.join("locks").join(format!("passphrase-{number}.lock"))
}
