//! Removing exchanges while others are recorded: in pieces, each of which is over in a moment, and with what is left of
//! them in the database's free pages and in the index.

use super::database::wait_for_others;
use super::filter::Filter;
use super::prune::{self, Beyond};
use super::{History, HistoryError, Keep, body, query, words};
use mudbrick_model::ExchangeId;
use mudbrick_vault::files;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

/// How long a piece may take before the next ones are made smaller: SQLite has one writer, and a request that is recorded
/// meanwhile waits for it.
const LONG: Duration = Duration::from_millis(10);
const MOST_IN_A_PIECE: u32 = 500;
const FIRST_PIECE: u32 = 32;
/// Of 4 KB each.
const PAGES_AT_ONCE: u32 = 256;
/// How long those who read are waited for when the log is emptied.
const SHORT: Duration = Duration::from_millis(20);

/// How large the pieces are, and the pause after each.
struct Pace {
    piece: u32,
}

impl Pace {
    fn new() -> Self {
        Self { piece: FIRST_PIECE }
    }

    /// After a piece. Neither SQLite's lock nor ours is given to who waits longest: without a pause, the next piece would
    /// have it again before anybody else wakes up.
    fn rest(&mut self, begun: Instant) {
        let took = begun.elapsed();
        if took > LONG {
            self.piece = (self.piece / 2).max(1);
        } else if took < LONG / 4 {
            self.piece = (self.piece * 2).min(MOST_IN_A_PIECE);
        }
        thread::sleep(took.clamp(Duration::from_millis(1), LONG));
    }
}

impl History {
    /// How many exchanges [`History::prune`] would remove.
    ///
    /// # Errors
    /// A newer Mudbrick wrote the history, or the database cannot be read.
    pub fn beyond(&self, keep: Keep) -> Result<usize, HistoryError> {
        self.database.write(|connection| Beyond::of(connection, keep)?.count(connection))
    }

    /// Removes what is not to be kept, and returns how many exchanges that were. In pieces, so that nobody who uses the
    /// history meanwhile waits long.
    ///
    /// # Errors
    /// A newer Mudbrick wrote the history, or the disk refuses.
    pub fn prune(&self, keep: Keep) -> Result<usize, HistoryError> {
        let beyond = self.database.write(|connection| Beyond::of(connection, keep))?;
        let mut removal = Removal::of(self)?;
        loop {
            let most = removal.pace.piece;
            let ids = beyond.next(&removal.connection, most)?;
            if ids.is_empty() {
                break;
            }
            removal.remove(&ids)?;
        }
        removal.finish()
    }

    /// Deletes these exchanges, pinned or not, and returns how many there were.
    ///
    /// # Errors
    /// A newer Mudbrick wrote the history, or the disk refuses.
    pub fn delete(&self, ids: &[ExchangeId]) -> Result<usize, HistoryError> {
        let mut removal = Removal::of(self)?;
        let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let mut left = ids.as_slice();
        while !left.is_empty() {
            let (some, rest) = left.split_at(left.len().min(removal.pace.piece as usize));
            removal.remove(some)?;
            left = rest;
        }
        removal.finish()
    }

    /// Deletes every exchange that fits, pinned or not, and returns how many there were. One that is recorded meanwhile
    /// stays. The filter's limit does not count.
    ///
    /// # Errors
    /// As [`History::delete`].
    pub fn delete_matching(&self, filter: &Filter) -> Result<usize, HistoryError> {
        let mut removal = Removal::of(self)?;
        let mut page = filter.clone();
        loop {
            page.limit = removal.pace.piece;
            let ids = query::numbers(&removal.connection, &page)?;
            let Some(last) = ids.last() else { break };
            page.before = Some(ExchangeId(*last));
            removal.remove(&ids)?;
        }
        removal.finish()
    }

    /// Deletes the copies that were made before an older Mudbrick's history was changed. Each has what was in it then.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn delete_copies(&self) -> Result<(), HistoryError> {
        for copy in self.database.copies() {
            files::remove(&copy)?;
        }
        Ok(())
    }
}

/// Exchanges on their way out.
struct Removal<'a> {
    history: &'a History,
    /// Its own: whoever records with the shared one waits for a piece at most, and not for what goes to the disk after it.
    connection: Connection,
    pace: Pace,
    removed: usize,
    parts: BTreeSet<i64>,
}

impl<'a> Removal<'a> {
    fn of(history: &'a History) -> Result<Self, HistoryError> {
        let connection = history.database.apart()?;
        Ok(Self { history, connection, pace: Pace::new(), removed: 0, parts: BTreeSet::new() })
    }

    fn remove(&mut self, ids: &[i64]) -> Result<(), HistoryError> {
        let begun = Instant::now();
        let removed = prune::remove(&mut self.connection, ids)?;
        self.pace.rest(begun);
        self.removed += removed.exchanges;
        self.parts.extend(removed.parts);
        // After the rows, so that whoever is killed in between leaves files without rows, which the next pruning removes, and
        // no row without its file.
        body::remove_files(&self.history.bodies, &removed.in_files)
    }

    /// Takes what was removed out of the index, gives its pages back, and empties the log: what was deleted is in none of
    /// the history's files after this, unless another program reads the history at this moment and so keeps the log.
    fn finish(mut self) -> Result<usize, HistoryError> {
        for part in std::mem::take(&mut self.parts) {
            loop {
                let begun = Instant::now();
                let goes_on = words::tidy(&mut self.connection, part)?;
                self.pace.rest(begun);
                if !goes_on {
                    break;
                }
            }
        }
        let mut free = i64::MAX;
        loop {
            let begun = Instant::now();
            self.connection
                .execute_batch(&format!("PRAGMA incremental_vacuum({PAGES_AT_ONCE})"))?;
            let left = self.connection.query_row("PRAGMA freelist_count", [], |row| row.get(0))?;
            self.pace.rest(begun);
            // Others may free pages as fast as this gives them back; the next removal goes on then.
            if left == 0 || left >= free {
                break;
            }
            free = left;
        }
        prune::remove_orphans(&self.connection, &self.history.bodies)?;
        empty_log(&mut self.connection)?;
        Ok(self.removed)
    }
}

/// Nobody who writes can go on while this waits for those who read, so it gives up soon; its answer says no more than whether
/// all of it could be done.
fn empty_log(connection: &mut Connection) -> Result<(), HistoryError> {
    connection.busy_timeout(SHORT)?;
    let emptied = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    wait_for_others(connection)?;
    Ok(emptied?)
}
