//! How the person's own requests fail, in the words they are told.

use mudbrick_model::{ErrorCode, Explain, Problem, RequestPath};
use mudbrick_vault::files::{LockError, ReadError, SaveError};
use std::path::PathBuf;

/// A request file could not be listed, loaded, saved or deleted. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestsError {
    /// There is no such file.
    #[error("finding the request {path}: none")]
    NotFound {
        /// Its place under `requests/`.
        path: RequestPath,
    },
    /// It was changed, made or deleted since it was read.
    #[error("saving the request {path}: changed since it was read")]
    Conflict {
        /// Its place under `requests/`.
        path: RequestPath,
    },
    /// One of that name is there already.
    #[error("saving the request {path}: exists already")]
    AlreadyExists {
        /// Its place under `requests/`.
        path: RequestPath,
    },
    /// No change is kept that could be undone, or not the one that was asked for.
    #[error("undoing a change: none is kept")]
    NothingToUndo,
    /// What undoes a change cannot be read.
    #[error("undoing a change: {} cannot be read", path.display())]
    DamagedChange {
        /// Its file in the trash.
        path: PathBuf,
    },
    /// A file or folder could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file could not be saved or moved.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Another Mudbrick kept the files busy.
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl Explain for RequestsError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound { path } => {
                Problem::new(ErrorCode::NotFound, format!("There is no request called {path}."))
                    .remedy("List your requests, or save a new one under that name.")
            }
            Self::Conflict { path } => Problem::new(
                ErrorCode::Conflict,
                format!("The request {path} was changed elsewhere while you were editing it."),
            )
            .remedy("Reload it, or save yours under another name."),
            Self::AlreadyExists { path } => Problem::new(
                ErrorCode::AlreadyExists,
                format!("There is a request called {path} already."),
            )
            .remedy("Choose another name."),
            Self::NothingToUndo => Problem::new(
                ErrorCode::NotFound,
                "There is nothing to undo: changes of requests are kept for 30 days, until they are undone.",
            ),
            Self::DamagedChange { path } => Problem::new(
                ErrorCode::Damaged,
                format!("The change cannot be undone: {} cannot be read.", path.display()),
            )
            .remedy("Look into that file for what is missing; it is plain text."),
            Self::Read(error) => error.problem(),
            Self::Save(error) => error.problem(),
            Self::Lock(error) => error.problem(),
        }
    }
}
