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
mod jwk;
mod mend;
mod openssh;
mod pkcs12;
mod text;

pub(crate) use finds::Finds;

use crate::{KeyError, Material, ReadError};

/// How often one thing may be inside another: base64 of a JSON text of a PEM text, with room to spare.
const DEPTH: u8 = 4;

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
pub(crate) fn gather(bytes: &[u8], passphrase: Option<&str>) -> Finds {
    let job = Job { passphrase, depth: DEPTH };
    job.bytes(bytes)
}

/// A reading: the passphrase, and how deep it may still go.
#[derive(Clone, Copy)]
struct Job<'p> {
    passphrase: Option<&'p str>,
    depth: u8,
}

impl Job<'_> {
    fn bytes(self, bytes: &[u8]) -> Finds {
        let mut finds = Finds::default();
        if let Some(der) = der::whole(bytes) {
            self.der(der, der::Expected::Anything, &mut finds);
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

    /// The same reading, one level further in; none when it has gone deep enough.
    fn deeper(self) -> Option<Self> {
        self.depth.checked_sub(1).map(|depth| Self { depth, ..self })
    }
}
