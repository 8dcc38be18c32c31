//! Why a backup cannot be written or read, each with its way out.

use mudbrick_model::{ErrorCode, Explain, Problem};
use mudbrick_vault::DerivationError;
use thiserror::Error;

/// Writing or reading a backup went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// It was to be written under an empty passphrase.
    #[error("sealing the backup: the passphrase is empty")]
    NoPassphrase,
    /// It could not be written.
    #[error("sealing the backup: {reason}")]
    Unwritable {
        /// What the writer said.
        reason: String,
    },
    /// Not an age file, or an age file that holds something else.
    #[error("opening the backup: it is none")]
    NotABackup,
    /// An age file to a key and not under a passphrase.
    #[error("opening the backup: it is encrypted to a key, not under a passphrase")]
    OtherKind,
    /// The passphrase does not open it.
    #[error("opening the backup: the passphrase is wrong")]
    WrongPassphrase,
    /// It was changed or cut off since it was written.
    #[error("opening the backup: it is damaged")]
    Damaged,
    /// To open it would take more time and memory than any that Mudbrick wrote.
    #[error("opening the backup: its work factor is {work_factor}")]
    TooMuchWork {
        /// The base-2 logarithm of scrypt's N.
        work_factor: u8,
    },
    /// Its passphrase cannot be used with the memory that is free. Nothing was written or opened.
    #[error("deriving the backup's key: {needed} bytes of memory needed, {free} free")]
    NotEnoughMemory {
        /// In bytes.
        needed: u64,
        /// In bytes.
        free: u64,
    },
    /// A newer Mudbrick wrote it.
    #[error("reading the backup: it is of version {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// It was opened, and what is in it cannot be understood.
    #[error("reading the backup: line {line}, column {column} cannot be understood")]
    Malformed {
        /// Counted from one.
        line: usize,
        /// Counted from one.
        column: usize,
    },
}

impl From<DerivationError> for BackupError {
    fn from(error: DerivationError) -> Self {
        match error {
            DerivationError::NotEnoughMemory { needed, free } => {
                Self::NotEnoughMemory { needed, free }
            }
            DerivationError::WrongPassphrase => Self::WrongPassphrase,
            DerivationError::TooMuchWork { work_factor } => Self::TooMuchWork { work_factor },
            DerivationError::Unwritable(reason) => Self::Unwritable { reason },
            _ => Self::Damaged,
        }
    }
}

impl Explain for BackupError {
    fn problem(&self) -> Problem {
        let problem =
            |code, message: &str, remedy: &str| Problem::new(code, message).remedy(remedy);
        match self {
            Self::NoPassphrase => problem(
                ErrorCode::InvalidInput,
                "A backup needs a passphrase.",
                "Choose one that you will still know in a year; without it nobody can open the backup.",
            ),
            Self::Unwritable { reason } => {
                Problem::new(ErrorCode::Internal, "The backup could not be written.")
                    .detail(reason.clone())
            }
            Self::NotABackup => problem(
                ErrorCode::InvalidInput,
                "This is no Mudbrick backup.",
                "Choose the .age file that Mudbrick wrote as a backup.",
            ),
            Self::OtherKind => problem(
                ErrorCode::InvalidInput,
                "This file is encrypted to a key, and a Mudbrick backup is under a passphrase.",
                "Choose the file that Mudbrick wrote as a backup, or decrypt this one with age first.",
            ),
            Self::WrongPassphrase => problem(
                ErrorCode::InvalidInput,
                "The passphrase does not open this backup.",
                "Try again, with the passphrase it was made with; there is no other way to open it.",
            ),
            Self::Damaged => problem(
                ErrorCode::Damaged,
                "The backup is damaged: it was changed or cut off since it was written.",
                "Use another copy of it.",
            ),
            Self::TooMuchWork { work_factor } => problem(
                ErrorCode::InvalidInput,
                "To open this file would take more memory than a backup of Mudbrick ever needs.",
                "Check where the file comes from; the age tool can open it.",
            )
            .detail(format!("scrypt work factor {work_factor}")),
            Self::NotEnoughMemory { needed, free } => {
                let mib = |bytes: &u64| bytes.div_ceil(1024 * 1024);
                Problem::new(
                    ErrorCode::InvalidInput,
                    "There is not enough free memory to use the backup's passphrase.",
                )
                .remedy("Close other programs, or do this on a machine with more memory.")
                .detail(format!(
                    "{} MiB needed, {} MiB free",
                    mib(needed),
                    free / (1024 * 1024)
                ))
            }
            Self::Newer { version } => Problem::new(
                ErrorCode::InvalidInput,
                format!("A newer Mudbrick wrote this backup (version {version} of its format)."),
            )
            .remedy("Update Mudbrick, then open it again."),
            Self::Malformed { line, column } => problem(
                ErrorCode::Damaged,
                "The backup was opened, and what is in it cannot be understood.",
                "Use another copy of it; `age --decrypt` shows what is in this one.",
            )
            .detail(format!("line {line}, column {column}")),
        }
    }
}
