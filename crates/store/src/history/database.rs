//! The connection: opened with the settings the history needs, read-only when a newer Mudbrick wrote it, and begun anew when
//! the file turns out to be damaged. Before an older database is changed, a copy of it is made.

use super::schema::Schema;
use super::{HistoryError, schema};
use mudbrick_model::{Clock, ErrorCode, Explain, Problem};
use mudbrick_vault::files::{self, SaveError};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long another process's write is waited for; each takes milliseconds.
const BUSY: Duration = Duration::from_secs(5);
const LOOK_AGAIN: Duration = Duration::from_millis(1);
/// A quarter of what SQLite's own limit is.
const PAGES_IN_LOG: u32 = 250;

pub(super) struct Database {
    path: PathBuf,
    /// Held while a new database is set up, or an older one copied and changed.
    lock: PathBuf,
    /// Where the large bodies are.
    bodies: PathBuf,
    schema: Schema,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    /// The version of a newer Mudbrick's database, which is only read.
    newer: Option<u32>,
    notice: Option<Problem>,
}

impl Database {
    pub(super) fn open(
        path: PathBuf,
        lock: PathBuf,
        bodies: PathBuf,
        schema: Schema,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, HistoryError> {
        let database = Self { path, lock, bodies, schema, clock, state: Mutex::default() };
        database.with(|_| Ok(()))?;
        Ok(database)
    }

    pub(super) fn notice(&self) -> Option<Problem> {
        self.state().notice.take()
    }

    /// Why nothing can be written, when that is so.
    pub(super) fn read_only(&self) -> Option<HistoryError> {
        self.state().newer.map(|version| HistoryError::Newer { version })
    }

    /// Does work that writes. A newer Mudbrick's database is not written.
    pub(super) fn write<T>(
        &self,
        work: impl Fn(&mut Connection) -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        match self.read_only() {
            Some(error) => Err(error),
            None => self.with(work),
        }
    }

    /// Does work on the connection. When the database proves to be damaged, it is set aside, and the work is done once
    /// more on a new one.
    pub(super) fn with<T>(
        &self,
        work: impl Fn(&mut Connection) -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let mut state = self.state();
        match (self.attempt(&mut state, &work), state.newer) {
            // What cannot be read of a newer one is shaped in a way this build does not know.
            (Err(HistoryError::Database(_)), Some(version)) => Err(HistoryError::Newer { version }),
            (Err(error), None) if error.is_corruption() => {
                state.connection = None;
                state.notice = Some(self.set_aside(&error)?);
                self.attempt(&mut state, &work)
            }
            (other, _) => other,
        }
    }

    /// Another connection, for work that takes long. It writes its log to the database more often than the shared one, which
    /// otherwise would do so for both while somebody waits.
    pub(super) fn apart(&self) -> Result<Connection, HistoryError> {
        if let Some(error) = self.read_only() {
            return Err(error);
        }
        let connection = self.connect()?;
        connection.execute_batch(&format!("PRAGMA wal_autocheckpoint = {PAGES_IN_LOG}"))?;
        Ok(connection)
    }

    fn attempt<T>(
        &self,
        state: &mut State,
        work: &impl Fn(&mut Connection) -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        if state.connection.is_none() {
            match self.connect() {
                Ok(connection) => state.connection = Some(connection),
                Err(error @ HistoryError::Newer { version }) => {
                    state.connection = Some(self.connect_to_newer()?);
                    state.newer = Some(version);
                    state.notice = Some(error.problem());
                }
                Err(error) => return Err(error),
            }
        }
        match &mut state.connection {
            Some(connection) => work(connection),
            None => Err(HistoryError::Database(rusqlite::Error::InvalidQuery)),
        }
    }

    fn connect(&self) -> Result<Connection, HistoryError> {
        make_private(&self.path).map_err(|source| SaveError::of(&self.path, source))?;
        let mut connection = Connection::open(&self.path)?;
        wait_for_others(&mut connection)?;
        // SQLite waits for nobody while it changes the kind of journal, whatever its time limit: of two who start with a new
        // database at once, one would fail. Of two who find an older one, one would take the other's unfinished copy away,
        // and then wait for its changes as long as for any write. Where no lock is to be had, only that is at stake.
        let is_older = schema::version(&connection)? < self.schema.newest();
        let _turn = is_older.then(|| files::lock(&self.lock).ok());
        match schema::version(&connection)? {
            // To be chosen before there are tables, and written each time it is chosen.
            0 => connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")?,
            found if found > self.schema.newest() => {
                return Err(HistoryError::Newer { version: found });
            }
            found if found < self.schema.newest() => self.copy(&connection, found)?,
            _ => {}
        }
        // WAL keeps the file whole through a crash, and at NORMAL a power cut may cost the last exchanges but nothing else.
        // What is deleted is overwritten, in whatever page it was: an answer that a person deletes is not to be found in the
        // file afterwards.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON",
        )?;
        schema::migrate(&mut connection, self.schema, &self.bodies, self.clock.now().0)?;
        Ok(connection)
    }

    fn connect_to_newer(&self) -> Result<Connection, HistoryError> {
        let connection = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(connection)
    }

    /// Keeps a database of an older version as `history.db.version-<version>`, whole and on the disk before anything is
    /// changed. One of an attempt that was cut off is replaced.
    fn copy(&self, connection: &Connection, version: u32) -> Result<(), HistoryError> {
        let place = self.companion(&format!(".version-{version}"));
        let unfinished = self.companion(&format!(".version-{version}.unfinished"));
        let failed = |source| SaveError::of(&place, source);
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed(error).into());
            }
            _ => {}
        }
        // SQLite writes into an empty file, which is its owner's alone from the beginning.
        make_private(&unfinished).map_err(failed)?;
        connection.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
        File::open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
        Ok(files::move_file(&unfinished, &place)?)
    }

    /// The copies that were made so.
    pub(super) fn copies(&self) -> Vec<PathBuf> {
        let versions = 1..=self.schema.newest();
        let copies = versions.map(|version| self.companion(&format!(".version-{version}")));
        copies.filter(|copy| copy.exists()).collect()
    }

    fn set_aside(&self, error: &HistoryError) -> Result<Problem, HistoryError> {
        let now = self.clock.now();
        let kept = files::set_aside(&self.path, now)?;
        for suffix in ["-wal", "-shm"] {
            let companion = self.companion(suffix);
            if companion.exists() {
                files::set_aside(&companion, now)?;
            }
        }
        let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        Ok(Problem::new(ErrorCode::Damaged, "The history was damaged, and a new one was begun.")
            .remedy(format!("The damaged one was kept as {}.", kept.display()))
            .detail(cause))
    }

    /// The database's path with something behind it.
    fn companion(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        PathBuf::from(name)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// SQLite's own way of waiting looks again after longer and longer pauses, up to a tenth of a second, and misses the moments
/// in between in which whoever works in many small pieces lets others in.
pub(super) fn wait_for_others(connection: &mut Connection) -> Result<(), rusqlite::Error> {
    connection.busy_handler(Some(|times| {
        thread::sleep(LOOK_AGAIN);
        u128::try_from(times).is_ok_and(|times| times * LOOK_AGAIN.as_micros() < BUSY.as_micros())
    }))
}

/// SQLite gives its companion files the main file's permissions, so that one is made for its owner alone.
fn make_private(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        files::create_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests;
