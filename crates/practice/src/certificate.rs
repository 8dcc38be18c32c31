//! Which certificates the practice Console takes: any that could verify an assertion. Chain and revocation are not looked
//! at, as Adobe does not either (Target's Certificatecreation page). Reading certificates is left to `mudbrick-pki`.

use mudbrick_model::{ErrorCode, Explain, Problem, Timestamp};
use mudbrick_pki::{Certificate, CertificateError};

/// Why an upload is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnusableCertificate {
    /// It cannot be read.
    #[error("reading an uploaded certificate")]
    Unreadable(#[source] CertificateError),
    /// Its key is of another kind, or has fewer than 2,048 bits.
    #[error("looking for an RSA key of 2048 bits or more in an uploaded certificate")]
    Unfit,
}

impl Explain for UnusableCertificate {
    fn problem(&self) -> Problem {
        match self {
            Self::Unreadable(cause) => cause.problem(),
            Self::Unfit => Problem::new(
                ErrorCode::BadKey,
                "The certificate's key is not an RSA key of 2,048 bits or more.",
            )
            .remedy("Generate an RSA key pair: IMS takes assertions signed with RS256 only."),
        }
    }
}

/// Reads an upload, PEM or DER.
pub(crate) fn read(upload: &[u8]) -> Result<Certificate, UnusableCertificate> {
    let read = match std::str::from_utf8(upload) {
        Ok(text) => Certificate::from_pem(text),
        Err(_) => Certificate::from_der(upload),
    };
    let certificate = read.map_err(UnusableCertificate::Unreadable)?;
    // The smallest modulus Adobe takes is [unverified]; below 2,048 bits RS256 is not to be used (RFC 7518, 3.3).
    if certificate.bits().is_none_or(|bits| bits < 2048) {
        return Err(UnusableCertificate::Unfit);
    }
    Ok(certificate)
}

/// Whether its time is over. One whose time has not begun counts: whether Adobe looks at the beginning is [unverified].
pub(crate) fn is_expired(certificate: &Certificate, now: Timestamp) -> bool {
    certificate.validity().not_after < now
}
