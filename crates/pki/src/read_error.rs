//! Why nothing could be had from a text or a file.

use crate::{CertificateError, KeyError};
use mudbrick_model::{ErrorCode, Explain, Problem};

/// Why nothing could be read. None of the variants holds a part of what was read, or the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is encrypted, and no passphrase was given.
    #[error("reading keys: {what} needs a passphrase")]
    NeedsPassphrase {
        /// `Encrypted private key`, `PKCS #12 file`.
        what: &'static str,
    },
    /// It is encrypted, and not with the passphrase given.
    #[error("reading keys: {what} has another passphrase")]
    WrongPassphrase {
        /// `Encrypted private key`, `PKCS #12 file`.
        what: &'static str,
    },
    /// It is encrypted in a way that is not known here, or that would take hours to undo.
    #[error("reading keys: {what} is encrypted with {scheme}")]
    Encryption {
        /// `Encrypted private key`, `PKCS #12 file`.
        what: &'static str,
        /// The name or number of the algorithm.
        scheme: String,
    },
    /// A PKCS #12 file with lengths left open (BER), as Firefox writes them.
    #[error("reading keys: the PKCS #12 file is in BER, not DER")]
    Ber,
    /// A PKCS #12 file that is damaged, or empty.
    #[error("reading keys: the PKCS #12 file is damaged: {reason}")]
    Pkcs12 {
        /// What the parser met.
        reason: String,
    },
    /// Something that is, or should be, a private key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Something that is, or should be, a certificate.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl ReadError {
    /// Whether a passphrase, or another one, would help.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::NeedsPassphrase { .. } | Self::WrongPassphrase { .. })
    }
}

impl Explain for ReadError {
    fn problem(&self) -> Problem {
        let say =
            |message: String, remedy: &str| Problem::new(ErrorCode::BadKey, message).remedy(remedy);
        match self {
            Self::NeedsPassphrase { what } => say(
                format!("{what}: it is protected by a passphrase."),
                "Give the passphrase it was protected with.",
            ),
            Self::WrongPassphrase { what } => say(
                format!("{what}: this is not its passphrase."),
                "Give the passphrase it was protected with; capitals and blanks count.",
            ),
            Self::Encryption { what, scheme } => say(
                format!("{what}: it is encrypted in a way that cannot be read here."),
                "Make an unprotected copy with: openssl pkey -in protected.key -out private.key",
            )
            .detail(scheme.clone()),
            Self::Ber => say(
                "This key file is written in an open-ended form (BER), which is not read here."
                    .into(),
                "Convert it with: openssl pkcs12 -in old.p12 -nodes -out all.pem (and delete all.pem afterwards).",
            ),
            Self::Pkcs12 { reason } => say(
                "The PKCS #12 file is damaged and cannot be read.".into(),
                "Export it again from where it came from.",
            )
            .detail(reason.clone()),
            Self::Key(error) => error.problem(),
            Self::Certificate(error) => error.problem(),
        }
    }
}
