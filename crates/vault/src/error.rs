//! How a call to the vault fails.

use crate::Closed;
use crate::files::{LockError, ReadError, SaveError};
use mudbrick_model::{ErrorCode, Explain, Problem};
use std::path::PathBuf;

/// A secret could not be loaded, saved or removed. Holds nothing of the secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The vault's key cannot be had.
    #[error(transparent)]
    Closed(#[from] Closed),
    /// The secret's file was changed or cut off since it was written, or another's was put in its place.
    #[error("opening {}: damaged", path.display())]
    Damaged {
        /// The file, which was left as it is.
        path: PathBuf,
        /// The newest generation that can be restored in its place.
        restorable: Option<u32>,
    },
    /// The secret's file is to another key than this vault's, or its head is damaged.
    #[error("opening {}: not to this vault's key", path.display())]
    OtherKey {
        /// The file, which was left as it is.
        path: PathBuf,
        /// The newest generation that can be restored in its place.
        restorable: Option<u32>,
    },
    /// A newer Mudbrick wrote the secret's file.
    #[error("opening {}: version {version} is newer than this build", path.display())]
    Newer {
        /// The file, which was left as it is.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// There is no such earlier state of the secret.
    #[error("restoring {owner}: no generation {number}")]
    NoGeneration {
        /// Whose secret.
        owner: String,
        /// The number asked for.
        number: u32,
    },
    /// The vault's key is not under a passphrase, so none can be changed.
    #[error("changing the passphrase: the key is not under one")]
    NoPassphrase,
    /// The kernel of this system keeps no keys.
    #[error("keeping the key for a while: {detail}")]
    NoSession {
        /// What the system said.
        detail: String,
    },
    /// An empty passphrase protects nothing.
    #[error("setting the passphrase: it is empty")]
    EmptyPassphrase,
    /// Another Mudbrick changed the passphrase or the keeper of the vault's key after this one had looked.
    #[error("moving the vault's key: it was moved meanwhile")]
    MovedMeanwhile,
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A file could not be saved or removed.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Another Mudbrick kept the vault busy.
    #[error(transparent)]
    Lock(#[from] LockError),
}

impl Explain for VaultError {
    fn problem(&self) -> Problem {
        match self {
            Self::Closed(closed) => closed.problem(),
            Self::Damaged { path, restorable } => {
                Problem::new(ErrorCode::Damaged, "A file of the vault is damaged.")
                    .remedy(way_back(*restorable))
                    .detail(path.display().to_string())
            }
            Self::OtherKey { path, restorable } => Problem::new(
                ErrorCode::Damaged,
                "A file of the vault is damaged, or comes from another vault.",
            )
            .remedy(way_back(*restorable))
            .detail(path.display().to_string()),
            Self::Newer { path, version } => {
                Problem::new(ErrorCode::Storage, "A newer Mudbrick wrote a file of the vault.")
                    .remedy("Use that version of Mudbrick or a later one.")
                    .detail(format!("{} has version {version}", path.display()))
            }
            Self::NoGeneration { owner, number } => Problem::new(
                ErrorCode::NotFound,
                format!("There is no earlier state {number} of this secret."),
            )
            .remedy("List the earlier states again: only the last five are kept.")
            .detail(format!("the secret of {owner}")),
            Self::NoPassphrase => Problem::new(
                ErrorCode::InvalidInput,
                "The vault has no passphrase: its key is kept in another way.",
            )
            .remedy("Move the key to a passphrase first, if you want one."),
            Self::NoSession { detail } => Problem::new(
                ErrorCode::VaultAbsent,
                "This system's kernel cannot keep the vault's key for a while.",
            )
            .remedy("Give it to the programs that need it, by MUDBRICK_AGE_KEY_FILE or MUDBRICK_AGE_KEY_CMD.")
            .detail(detail),
            Self::EmptyPassphrase => {
                Problem::new(ErrorCode::InvalidInput, "The passphrase is empty.")
                    .remedy("Choose one; several words are easy to remember and hard to guess.")
            }
            Self::MovedMeanwhile => Problem::new(
                ErrorCode::Conflict,
                "Another Mudbrick changed the vault's passphrase or keyring at the same time. Nothing was changed here.",
            )
            .remedy("See which passphrase opens the vault now, then try again if you still want to change it."),
            Self::Read(error) => error.problem(),
            Self::Save(error) => error.problem(),
            Self::Lock(error) => error.problem(),
        }
    }
}

/// What can be done about a damaged secret.
fn way_back(restorable: Option<u32>) -> String {
    match restorable {
        Some(number) => format!(
            "Restore its earlier state {number}, or enter the secret again: the damaged file is then kept aside."
        ),
        None => "Put it back from a backup, or enter the secret again: the damaged file is then kept aside.".to_owned(),
    }
}
