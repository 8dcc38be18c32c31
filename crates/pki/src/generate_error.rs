//! Why no pair was made.

use crate::invalid::InvalidOption;
use mudbrick_model::{ErrorCode, Explain, Problem, Timestamp};

/// Why there is no pair.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// Fields that cannot go into a certificate, in the form's order.
    #[error("generating a key pair: {} of the fields are not valid", .0.len())]
    Invalid(Vec<InvalidOption>),
    /// It was stopped.
    #[error("generating a key pair: cancelled")]
    Cancelled,
    /// No thread could be started.
    #[error("generating a key pair: starting a search")]
    Thread(#[source] std::io::Error),
    /// The machine gave no random numbers, or no memory.
    #[error("generating a key pair: no random numbers")]
    Random,
    /// The date does not exist in the calendar of certificates.
    #[error("generating a key pair: {} ms is not a date a certificate can hold", .now.0)]
    Clock {
        /// What the clock said.
        now: Timestamp,
    },
    /// The certificate could not be written.
    #[error("generating a key pair: writing the certificate")]
    Write(#[from] rcgen::Error),
    /// What was written cannot be read again.
    #[error("generating a key pair: reading back what was made")]
    Unreadable,
}

impl Explain for GenerateError {
    fn problem(&self) -> Problem {
        match self {
            Self::Invalid(fields) => {
                let all: Vec<String> = fields.iter().map(ToString::to_string).collect();
                let first = all.first().cloned().unwrap_or_default();
                Problem::new(ErrorCode::InvalidInput, first).detail(all.join("\n"))
            }
            Self::Cancelled => Problem::new(
                ErrorCode::Cancelled,
                "Making the key pair was cancelled; nothing was kept.",
            ),
            Self::Clock { .. } => Problem::new(
                ErrorCode::InvalidInput,
                "The date of this machine cannot be written into a certificate.",
            )
            .remedy("Set the machine's clock and try again."),
            Self::Thread(cause) => Problem::new(
                ErrorCode::Internal,
                "The machine could not start another thread to make the key pair.",
            )
            .remedy("Close some programs and try again.")
            .detail(cause.to_string()),
            Self::Random | Self::Write(_) | Self::Unreadable => Problem::new(
                ErrorCode::Internal,
                "The key pair could not be made; nothing was kept.",
            )
            .remedy("Try again, and report it if it happens twice.")
            .detail(self.to_string()),
        }
    }
}
