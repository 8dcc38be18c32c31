//! Writing a PKCS #12 file, for programs that take key and certificate in one piece.

use crate::{Certificate, PrivateKey};
use mudbrick_model::{ErrorCode, Explain, Problem};
use p12_keystore::{Certificate as CertificateBag, KeyStore, KeyStoreEntry, PrivateKeyChain};
use zeroize::Zeroizing;

/// Rounds of PBKDF2, for each of key, certificate and checksum: fifty times what OpenSSL takes, and not yet felt.
const ROUNDS: u32 = 100_000;

/// Why there is no PKCS #12 file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Pkcs12Error {
    /// The certificate speaks for another key.
    #[error("writing PKCS #12: the certificate belongs to another key")]
    NotAPair,
    /// The library refused.
    #[error("writing PKCS #12: {reason}")]
    Write {
        /// What it said.
        reason: String,
    },
}

/// Key and certificate under `name`, encrypted with `passphrase`: AES-256-CBC with PBKDF2-SHA-256 as OpenSSL 3 and Java
/// write and read it.
pub fn pkcs12(
    key: &PrivateKey,
    certificate: Option<&Certificate>,
    name: &str,
    passphrase: &str,
) -> Result<Zeroizing<Vec<u8>>, Pkcs12Error> {
    if certificate.is_some_and(|certificate| !key.matches(certificate)) {
        return Err(Pkcs12Error::NotAPair);
    }
    let write =
        |error: p12_keystore::error::Error| Pkcs12Error::Write { reason: error.to_string() };
    let bag = p12_keystore::PrivateKey::from_der(&key.pkcs8()).map_err(write)?;
    let certificates: Vec<CertificateBag> = certificate
        .map(|certificate| CertificateBag::from_der(certificate.der()))
        .transpose()
        .map_err(write)?
        .into_iter()
        .collect();
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new(key.id().as_str(), bag, certificates);
    store.add_entry(&plane_zero(name), KeyStoreEntry::PrivateKeyChain(chain));
    let writer = store.writer(passphrase).encryption_iterations(ROUNDS).mac_iterations(ROUNDS);
    writer.write().map(Zeroizing::new).map_err(write)
}

/// Names in PKCS #12 are BMPString, which has no emoji.
fn plane_zero(name: &str) -> String {
    name.chars().map(|c| if u32::from(c) > 0xffff { '\u{fffd}' } else { c }).collect()
}

impl Explain for Pkcs12Error {
    fn problem(&self) -> Problem {
        match self {
            Self::NotAPair => Problem::new(
                ErrorCode::BadKey,
                "The certificate belongs to another key, so they cannot go into one file.",
            )
            .remedy("Choose the certificate that was made with this key."),
            Self::Write { reason } => {
                Problem::new(ErrorCode::Internal, "The PKCS #12 file could not be written.")
                    .remedy("Try again, and report it if it happens twice.")
                    .detail(reason.clone())
            }
        }
    }
}
