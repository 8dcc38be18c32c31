//! Keys as files: pairs written to a folder for use outside Mudbrick, and files looked at.

use super::Keys;
use super::certificate::certificate_details;
use super::draft::{checked_name, options};
use super::saving::KeyFileNames;
use crate::view::{CertificateView, KeyPairDraft};
use mudbrick_model::{ErrorCode, KeyId, Problem};
use mudbrick_pki::{Cancel, Certificate, PrivateKey};
use mudbrick_vault::{Secret, files};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// No key or certificate is larger; a whole disk image is not read to find that out.
const MOST_BYTES: u64 = 1 << 20;

/// A pair that was written to a folder.
#[derive(Debug, Clone, Serialize)]
pub struct WrittenPair {
    /// Readable by its owner alone.
    pub private_key: PathBuf,
    /// The file that Adobe is given.
    pub certificate: PathBuf,
    /// What the certificate says.
    pub view: CertificateView,
}

/// What a key or certificate file holds.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeyFile {
    /// An RSA private key.
    PrivateKey {
        /// Modulus length.
        bits: u32,
        /// SHA-256 of its public half.
        key_id: KeyId,
    },
    /// An X.509 certificate.
    Certificate {
        /// Modulus length; none for a key that is not RSA.
        bits: Option<u32>,
        /// SHA-256 of its public key.
        key_id: KeyId,
        /// What it says.
        certificate: CertificateView,
    },
}

impl KeyFile {
    /// Reads a file as a private key or a certificate, by its content.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let bytes = Secret::new(files::read(path, MOST_BYTES)?);
        let text = String::from_utf8_lossy(bytes.expose());
        if let Ok(certificate) =
            Certificate::from_pem(&text).or_else(|_| Certificate::from_der(bytes.expose()))
        {
            return Ok(Self::Certificate {
                bits: certificate.bits(),
                key_id: certificate.key_id().clone(),
                certificate: certificate_details(&certificate),
            });
        }
        let key = PrivateKey::from_pem(&text)?;
        Ok(Self::PrivateKey { bits: key.bits(), key_id: key.id().clone() })
    }

    /// Whether a file with a private key and one with a certificate belong together.
    ///
    /// # Errors
    /// One of them is not what it should be.
    pub fn belong_together(key: &Path, certificate: &Path) -> Result<bool, Problem> {
        let (private, public) = (Self::read(key)?, Self::read(certificate)?);
        if !matches!(private, Self::PrivateKey { .. }) {
            return Err(wrong_kind(key, "private key"));
        }
        if !matches!(public, Self::Certificate { .. }) {
            return Err(wrong_kind(certificate, "certificate"));
        }
        Ok(private.key_id() == public.key_id())
    }

    /// The same for a private key and every certificate over it.
    pub fn key_id(&self) -> &KeyId {
        match self {
            Self::PrivateKey { key_id, .. } | Self::Certificate { key_id, .. } => key_id,
        }
    }
}

impl Keys {
    /// Generates a pair and writes both files to a folder, as the documents of the Developer Console do with `openssl`.
    /// Nothing goes to the vault. An existing file is never overwritten.
    pub fn write_pair(&self, draft: &KeyPairDraft, folder: &Path) -> Result<WrittenPair, Problem> {
        let options = options(draft)?;
        let names = KeyFileNames::of(&checked_name(&draft.name)?);
        let written = (folder.join(names.private_key), folder.join(names.certificate));
        for path in [&written.0, &written.1] {
            // A link counts as well, wherever it leads.
            if path.symlink_metadata().is_ok() {
                return Err(exists(path));
            }
        }
        let pair = mudbrick_pki::generate(&options, self.core.now(), &|_| (), &Cancel::new())?;
        std::fs::create_dir_all(folder).map_err(|error| {
            Problem::new(
                ErrorCode::Storage,
                format!("The folder {} cannot be made.", folder.display()),
            )
            .detail(error.to_string())
        })?;
        files::save_new(&written.0, pair.private_key_pem().as_bytes(), files::Mode::Private)?;
        let certificate = pair.certificate_pem();
        if let Err(error) = files::save_new(&written.1, certificate.as_bytes(), files::Mode::Shared)
        {
            // Half a pair is of use to nobody, and the private half less than none.
            let _ = files::remove(&written.0);
            return Err(error.into());
        }
        let view = certificate_details(&pair.certificate);
        Ok(WrittenPair { private_key: written.0, certificate: written.1, view })
    }
}

fn wrong_kind(path: &Path, expected: &str) -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("{} is not a {expected}.", path.display()))
        .remedy("Give the private key first, then the certificate.")
}

fn exists(path: &Path) -> Problem {
    Problem::new(ErrorCode::AlreadyExists, format!("{} exists already.", path.display()))
        .remedy("Choose another name or folder; Mudbrick never overwrites a key.")
}
