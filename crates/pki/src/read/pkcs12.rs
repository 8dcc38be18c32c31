//! PKCS #12: `.p12`, `.pfx`.

use super::finds::Finds;
use crate::{Certificate, PrivateKey, ReadError, Sealed};
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use pkcs8::der;

const WHAT: Sealed = Sealed::Pkcs12;

/// Reads all keys and certificates, in the order of the file. Many files have the empty passphrase, so that one is tried
/// when none was given.
pub(super) fn read(der: &[u8], passphrase: Option<&str>, finds: &mut Finds) {
    let archive = match Pkcs12Archive::from_pkcs12(der, passphrase.unwrap_or_default()) {
        Ok(archive) => archive,
        Err(error) => return finds.refuse(reason(error, passphrase)),
    };
    if archive.keys.is_empty() && archive.certs.is_empty() {
        finds.refuse(ReadError::Pkcs12 { reason: "it is empty".into() });
    }
    for bag in &archive.keys {
        finds.key(PrivateKey::from_der(bag.key.as_der()));
    }
    for bag in &archive.certs {
        finds.certificate(Certificate::from_der(bag.cert.as_der()));
    }
}

fn reason(error: Error, passphrase: Option<&str>) -> ReadError {
    match (error, passphrase) {
        // Without a checksum, what a wrong passphrase decrypts to has no proper end.
        (Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_), None) => {
            ReadError::NeedsPassphrase { what: WHAT }
        }
        (Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_), Some(_)) => {
            ReadError::WrongPassphrase { what: WHAT }
        }
        (
            error @ (Error::UnsupportedEncryptionScheme
            | Error::UnsupportedMacAlgorithm
            | Error::InvalidParameters),
            _,
        ) => ReadError::Encryption { what: WHAT, scheme: error.to_string() },
        // The parser knows the algorithms' numbers, and takes one that it does not know for a fault of the structure.
        (Error::DerError(error), _) if is_unknown(&error) => {
            ReadError::Encryption { what: WHAT, scheme: error.to_string() }
        }
        (error, _) => ReadError::Pkcs12 { reason: error.to_string() },
    }
}

/// Whether the parser met the number of something it does not know.
fn is_unknown(error: &der::Error) -> bool {
    matches!(error.kind(), der::ErrorKind::OidUnknown { .. })
}
