//! The connection: opened with the settings the history needs, and begun anew when the file turns out to be damaged.

use super::{HistoryError, schema};
use mudbrick_model::{Clock, ErrorCode, Problem};
use mudbrick_vault::files::{self, SaveError};
use rusqlite::Connection;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long another process's write is waited for; each takes milliseconds.
const BUSY: Duration = Duration::from_secs(5);

pub(super) struct Database {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

struct State {
    connection: Option<Connection>,
    notice: Option<Problem>,
}

impl Database {
    pub(super) fn open(path: PathBuf, clock: Arc<dyn Clock>) -> Result<Self, HistoryError> {
        let state = Mutex::new(State { connection: None, notice: None });
        let database = Self { path, clock, state };
        database.with(|_| Ok(()))?;
        Ok(database)
    }

    pub(super) fn notice(&self) -> Option<Problem> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).notice.take()
    }

    /// Does work on the connection. When the database proves to be damaged, it is set aside, and the work is done once
    /// more on a new one.
    pub(super) fn with<T>(
        &self,
        work: impl Fn(&mut Connection) -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match self.attempt(&mut state, &work) {
            Err(error) if error.is_corruption() => {
                state.connection = None;
                state.notice = Some(self.set_aside(&error)?);
                self.attempt(&mut state, &work)
            }
            other => other,
        }
    }

    fn attempt<T>(
        &self,
        state: &mut State,
        work: &impl Fn(&mut Connection) -> Result<T, HistoryError>,
    ) -> Result<T, HistoryError> {
        let connection = match &mut state.connection {
            Some(connection) => connection,
            empty => empty.insert(self.connect()?),
        };
        work(connection)
    }

    fn connect(&self) -> Result<Connection, HistoryError> {
        make_private(&self.path).map_err(|source| SaveError::of(&self.path, source))?;
        let mut connection = Connection::open(&self.path)?;
        connection.busy_timeout(BUSY)?;
        if schema::is_new(&connection)? {
            // To be chosen before there are tables, and written each time it is chosen.
            connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")?;
        }
        // WAL keeps the file whole through a crash, and at NORMAL a power cut may cost the last exchanges but nothing else.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")?;
        schema::migrate(&mut connection, self.clock.now().0)?;
        Ok(connection)
    }

    fn set_aside(&self, error: &HistoryError) -> Result<Problem, HistoryError> {
        let now = self.clock.now();
        let kept = files::set_aside(&self.path, now)?;
        for suffix in ["-wal", "-shm"] {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            let companion = PathBuf::from(name);
            if companion.exists() {
                files::set_aside(&companion, now)?;
            }
        }
        let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        Ok(Problem::new(ErrorCode::Damaged, "The history was damaged, and a new one was begun.")
            .remedy(format!("The damaged one was kept as {}.", kept.display()))
            .detail(cause))
    }
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
