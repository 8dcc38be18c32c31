//! How the history fails, in the words a person is told.

use mudbrick_model::{ErrorCode, ExchangeId, Explain, Problem};
use mudbrick_vault::files::{ReadError, SaveError};
use rusqlite::ffi;

/// The history could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// There is no exchange of that number, any more.
    #[error("finding exchange {}: none", id.0)]
    NotFound {
        /// The number.
        id: ExchangeId,
    },
    /// A newer Mudbrick wrote the database. It can be read, as far as this build understands it, and was left as it is.
    #[error("opening the history: version {version} is newer than this build")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// SQLite failed.
    #[error("using the history database")]
    Database(#[from] rusqlite::Error),
    /// A body file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A body file could not be kept, or the folder not be made.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// An exchange could not be turned into JSON or back.
    #[error("coding an exchange")]
    Encoding(#[source] serde_json::Error),
}

impl HistoryError {
    /// Whether the database itself is broken, and not just busy or full.
    pub(super) fn is_corruption(&self) -> bool {
        let Self::Database(error) = self else { return false };
        error.sqlite_error().is_some_and(|error| {
            matches!(error.extended_code & 0xff, ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB)
        })
    }
}

impl Explain for HistoryError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound { .. } => {
                Problem::new(ErrorCode::NotFound, "That exchange is not in the history any more.")
                    .remedy("Reload the history.")
            }
            Self::Newer { version } => {
                Problem::new(
                    ErrorCode::Storage,
                    "A newer Mudbrick wrote the history: it can be read here, and nothing is added to it.",
                )
                    .remedy("Use that version of Mudbrick or a later one; this one leaves the history as it is.")
                    .detail(format!("database version {version}"))
            }
            Self::Database(error) => database_problem(error),
            Self::Read(error) => error.problem(),
            Self::Save(error) => error.problem(),
            Self::Encoding(error) => {
                Problem::new(ErrorCode::Damaged, "An exchange of the history cannot be understood.")
                    .remedy("A newer Mudbrick may have written it; the others are not affected.")
                    .detail(error.to_string())
            }
        }
    }
}

fn database_problem(error: &rusqlite::Error) -> Problem {
    let code = error.sqlite_error().map_or(0, |error| error.extended_code & 0xff);
    let (message, remedy) = match code {
        ffi::SQLITE_FULL => (
            "There is no room on the disk for the history.",
            "Make room on that disk and try again; the history is as it was.",
        ),
        ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN | ffi::SQLITE_PERM => (
            "Mudbrick is not allowed to write the history.",
            "Make history.db and its folder writable for you, or have MUDBRICK_HOME name another folder.",
        ),
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => (
            "Another program has kept the history busy.",
            "Close the other window or command, then try again.",
        ),
        _ => (
            "The history could not be used.",
            "Make sure that its disk works, and try again; requests can be sent without it.",
        ),
    };
    Problem::new(ErrorCode::Storage, message).remedy(remedy).detail(error.to_string())
}
