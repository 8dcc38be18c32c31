//! How reading and changing the policy fails, in the words a person is told.

use super::super::codec::Fault;
use mudbrick_model::{ErrorCode, Explain, Problem};
use mudbrick_vault::files::{LockError, ReadError, SaveError};
use std::path::{Path, PathBuf};

/// The policy could not be read or changed. The file was left as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The file cannot be understood.
    #[error("reading {}: {fault}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Counted from one; none when the fault is nowhere in particular.
        line: Option<usize>,
        /// What is wrong.
        fault: String,
    },
    /// A newer Mudbrick wrote the file.
    #[error("reading {}: version {version} is newer than this build", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// The file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file could not be saved.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Another Mudbrick kept the file busy.
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl PolicyError {
    pub(super) fn fault(path: &Path, fault: Fault) -> Self {
        let path = path.to_owned();
        match fault {
            Fault::Newer(version) => Self::Newer { path, version },
            Fault::Damaged { line, message } => Self::Damaged { path, line, fault: message },
        }
    }
}

impl Explain for PolicyError {
    fn problem(&self) -> Problem {
        match self {
            Self::Damaged { path, line, fault } => {
                let place = line.map_or_else(String::new, |line| format!(" in line {line}"));
                Problem::new(
                    ErrorCode::Damaged,
                    format!("The policy file policy.toml cannot be understood{place}: {fault}."),
                )
                .remedy("Correct it in a text editor, or delete the file to return to the defaults; Mudbrick leaves it as it is.")
                .detail(path.display().to_string())
            }
            Self::Newer { path, version } => Problem::new(
                ErrorCode::Storage,
                "A newer Mudbrick wrote the policy file policy.toml.",
            )
            .remedy(
                "Use that version of Mudbrick or a later one; this one leaves the file as it is.",
            )
            .detail(format!("{} has version {version}", path.display())),
            Self::Read(error) => error.problem(),
            Self::Save(error) => error.problem(),
            Self::Lock(error) => error.problem(),
        }
    }
}
