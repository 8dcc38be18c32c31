//! Why something is not a kit, or one of its files cannot be used.

use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Reading or writing a share kit went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KitError {
    /// There is no `kit.toml` that says it is one.
    #[error("looking for kit.toml: it is not there, or not a share kit's")]
    NotAKit,
    /// A newer Mudbrick wrote it.
    #[error("reading {file}: it is of version {version}")]
    Newer {
        /// The file that says so.
        file: String,
        /// Its version.
        version: u32,
    },
    /// A file cannot be understood.
    #[error("reading {file}: {reason}")]
    Damaged {
        /// Which.
        file: String,
        /// What the parser said; holds nothing of the file's values.
        reason: String,
    },
    /// A value cannot be written as TOML, or a zip file cannot be made of it.
    #[error("writing {file}: {reason}")]
    Unwritable {
        /// Which.
        file: String,
        /// What the writer said.
        reason: String,
    },
}

impl Explain for KitError {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAKit => Problem::new(ErrorCode::InvalidInput, "This is no share kit.")
                .remedy("A share kit has a file kit.toml that says format = \"mudbrick-kit\"."),
            Self::Newer { file, version } => Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "{file} was written by a newer Mudbrick (version {version} of its format)."
                ),
            )
            .remedy("Update Mudbrick, then read it again."),
            Self::Damaged { file, reason } => {
                Problem::new(ErrorCode::Damaged, format!("{file} cannot be understood."))
                    .remedy("Mend the file or leave it out, then read the kit again.")
                    .detail(reason.clone())
            }
            Self::Unwritable { file, reason } => {
                Problem::new(ErrorCode::Internal, format!("{file} cannot be written."))
                    .detail(reason.clone())
            }
        }
    }
}
