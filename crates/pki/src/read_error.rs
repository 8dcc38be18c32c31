//! Why nothing could be had from a text or a file.

use crate::{CertificateError, KeyError};
use mudbrick_model::{ErrorCode, Explain, Problem};
use std::fmt;

/// What is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// A private key alone.
    PrivateKey,
    /// A PKCS #12 file.
    Pkcs12,
}

impl Sealed {
    /// `Encrypted private key`, `PKCS #12 file`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PrivateKey => "Encrypted private key",
            Self::Pkcs12 => "PKCS #12 file",
        }
    }

    /// What makes a file of it that can be read here.
    const fn unsealing(self) -> &'static str {
        match self {
            Self::PrivateKey => {
                "Make an unprotected copy with: openssl pkey -in protected.key -out private.key"
            }
            Self::Pkcs12 => UNPACK,
        }
    }
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

const UNPACK: &str = "Convert it with: openssl pkcs12 -in old.p12 -nodes -out all.pem (and delete all.pem afterwards).";

/// Why nothing could be read. None of the variants holds a part of what was read, or the passphrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is encrypted, and no passphrase was given.
    #[error("reading keys: {what} needs a passphrase")]
    NeedsPassphrase {
        /// What has it.
        what: Sealed,
    },
    /// It is encrypted, and not with the passphrase given.
    #[error("reading keys: {what} has another passphrase")]
    WrongPassphrase {
        /// What has it.
        what: Sealed,
    },
    /// It is encrypted in a way that is not known here, or that would take hours to undo.
    #[error("reading keys: {what} is encrypted with {scheme}")]
    Encryption {
        /// What has it.
        what: Sealed,
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
    /// What is encrypted, where that is why.
    pub fn sealed(&self) -> Option<Sealed> {
        match self {
            Self::NeedsPassphrase { what }
            | Self::WrongPassphrase { what }
            | Self::Encryption { what, .. } => Some(*what),
            _ => None,
        }
    }

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
                what.unsealing(),
            )
            .detail(scheme.clone()),
            Self::Ber => say(
                "This key file is written in an open-ended form (BER), which is not read here."
                    .into(),
                UNPACK,
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
