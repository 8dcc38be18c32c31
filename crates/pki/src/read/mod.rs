//! Recognising, by what is in it, everything that holds keys or certificates.
//!
//! ```text
//! bytes ──▶ DER? ───────────────────────────────▶ der ──▶ private key, certificate, public key
//!   │         PKCS #12, encrypted PKCS #8 ◀───────┤   └──▶ pkcs12, encrypted: with the passphrase
//!   └─text──▶ JSON: lines, jwk ──▶ PEM blocks ────┤
//!               mend: %0A, &#10;, =3D ──▶ again   │
//!               bare base64 ──▶ bytes, once more ─┘
//! ```
//!
//! What is found and what is refused is gathered first; [`read`] and the doors of [`PrivateKey`] and [`Certificate`]
//! each choose from that what they are there for.

mod block;
mod components;
mod dek;
mod der;
mod encrypted;
mod finds;
mod job;
mod jwk;
mod mend;
mod openssh;
mod pkcs12;
mod structure;
mod text;

use crate::{Certificate, CertificateError, KeyError, Material, PrivateKey, ReadError};
use finds::Finds;
use job::Job;
use structure::Expected;

/// Reads everything that holds RSA keys or certificates, whatever its name: PEM in every state that people have it in,
/// DER, PKCS #12, JSON Web Keys, OpenSSH. The passphrase is used for what is encrypted, if anything is.
///
/// ```
/// use mudbrick_pki::{ReadError, KeyError, read};
///
/// let error = read(b"my private key", None).unwrap_err();
/// assert_eq!(error, ReadError::Key(KeyError::NotPem));
/// ```
pub fn read(bytes: &[u8], passphrase: Option<&str>) -> Result<Material, ReadError> {
    gather(bytes, passphrase).into_material()
}

/// Everything in `bytes`, good and bad.
fn gather(bytes: &[u8], passphrase: Option<&str>) -> Finds {
    Job::new(passphrase).bytes(bytes)
}

impl Certificate {
    /// Reads the first certificate of a text, in any of the forms that [`crate::read`] takes.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        gather(text.as_bytes(), None).into_certificate()
    }
}

impl PrivateKey {
    /// Reads the first unencrypted private key of a text, in any of the forms that [`crate::read`] takes.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        gather(text.as_bytes(), None).into_key()
    }
}

impl Job<'_> {
    fn bytes(self, bytes: &[u8]) -> Finds {
        let mut finds = Finds::default();
        if let Some(der) = der::whole(bytes) {
            self.der(der, Expected::Anything, &mut finds);
        } else if bytes.starts_with(openssh::MAGIC) {
            openssh::private(bytes, &mut finds);
        } else if bytes.starts_with(&[0x30, 0x80]) {
            finds.refuse(ReadError::Ber);
        } else if der::is_java_keystore(bytes) {
            finds.refuse(KeyError::JavaKeystore);
        } else {
            return self.encoded_text(bytes);
        }
        finds
    }
}
