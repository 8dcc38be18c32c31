//! Why the practice Console refuses a change, each in its own sentence.

use crate::certificate::UnusableCertificate;
use crate::seed::SeedError;
use mudbrick_model::{ClientId, ErrorCode, Explain, Problem};

/// Why the practice Console refuses a change. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// No such client.
    #[error("looking for the client {0}")]
    UnknownClient(String),
    /// The client ID is taken.
    #[error("registering the client {0} again")]
    AlreadyRegistered(ClientId),
    /// The project cannot be registered as it is.
    #[error("checking the project")]
    Project(#[source] SeedError),
    /// A third secret, or an empty or known one.
    #[error("adding a client secret")]
    SecretRefused,
    /// The last secret, or none with that name.
    #[error("removing a client secret")]
    SecretKept,
    /// The upload is no certificate.
    #[error("reading the certificate")]
    Certificate(#[source] UnusableCertificate),
    /// No certificate with that fingerprint.
    #[error("looking for the certificate {0}")]
    UnknownCertificate(String),
}

impl Explain for ControlError {
    fn problem(&self) -> Problem {
        match self {
            Self::UnknownClient(client) => Problem::new(
                ErrorCode::NotFound,
                format!("The practice Adobe has no project with the client ID {client}."),
            )
            .remedy("Choose one of its projects, or register this one first."),
            Self::AlreadyRegistered(client) => Problem::new(
                ErrorCode::AlreadyExists,
                format!("The practice Adobe has a project with the client ID {client} already."),
            )
            .remedy("Give the new project a client ID of its own."),
            Self::Project(cause) => cause.problem(),
            Self::SecretRefused => Problem::new(
                ErrorCode::InvalidInput,
                "The client secret was not added: a credential has at most two, all different.",
            )
            .remedy("Remove the old secret first."),
            Self::SecretKept => Problem::new(
                ErrorCode::InvalidInput,
                "The client secret was not removed: there is none with that name, or it is the last.",
            )
            .remedy("Add another secret before the last one goes."),
            Self::Certificate(cause) => cause.problem(),
            Self::UnknownCertificate(fingerprint) => Problem::new(
                ErrorCode::NotFound,
                format!("No certificate with the SHA-1 fingerprint {fingerprint} is registered."),
            ),
        }
    }
}
