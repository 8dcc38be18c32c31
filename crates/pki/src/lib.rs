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
mod generate;
mod invalid;
mod issue;
mod key_error;
mod options;
mod private_key;

pub use certificate::{Certificate, CertificateError};
pub use generate::{Cancel, GenerateError, GeneratedPair, Progress, generate};
pub use invalid::{InvalidOption, OptionField};
pub use key_error::KeyError;
pub use options::{CertificateOptions, KeySize, Subject};
pub use private_key::PrivateKey;
