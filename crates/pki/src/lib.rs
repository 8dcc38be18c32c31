//! RSA key pairs, self-signed certificates, reading keys as PEM, fingerprints.
//!
//! A pair is made in one step and a certificate describes a public key once it is read:
//!
//! ```text
//! CertificateOptions ──generate──▶ GeneratedPair { PrivateKey, Certificate }
//!        │ InvalidOption                 ▲              ▲
//!        ▼                    from_pem ──┘ KeyError     └── from_pem, from_der: CertificateError
//!   one for each field
//! ```
//!
//! Nothing here reads or writes a file, and no key is kept: storing is left to the vault, files to the engine, and what
//! the assertion that a key signs says to `mudbrick-ims`.

mod armour;
mod certificate;
mod country;
mod fingerprint;
mod generate;
mod generate_error;
mod invalid;
mod issue;
mod key_error;
mod material;
mod options;
mod pkcs12;
mod private_key;
mod read;
mod read_error;
mod repair;

pub use certificate::{Certificate, CertificateError, pem_of};
pub use fingerprint::{FingerprintError, parse_fingerprint};
pub use generate::{Cancel, GeneratedPair, Progress, generate};
pub use generate_error::GenerateError;
pub use invalid::{InvalidOption, OptionField};
pub use key_error::KeyError;
pub use material::Material;
pub use options::{CertificateOptions, KeySize, Subject};
pub use pkcs12::{Pkcs12Error, pkcs12};
pub use private_key::PrivateKey;
pub use read::read;
pub use read_error::{ReadError, Sealed};
pub use repair::Repair;
