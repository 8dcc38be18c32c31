//! Keys of the vault as files: the certificate for Adobe, the private key and PKCS #12 for other programs, a reminder for
//! a calendar.

use super::Keys;
use crate::vault::stored;
use crate::view::CertificateForm;
use mudbrick_interchange::write::{self, Reminder};
use mudbrick_model::{ErrorCode, KeyId, Problem};
use mudbrick_pki::{Certificate, PrivateKey};
use mudbrick_vault::SecretText;
use mudbrick_vault::files::{self, Destination};

/// The file names of a pair: key and certificate as the documents of the Developer Console name them.
pub struct KeyFileNames {
    /// `<name>_private.key`
    pub private_key: String,
    /// `<name>_public.crt`
    pub certificate: String,
    /// `<name>_public.der`, the certificate in its other form.
    pub certificate_der: String,
    /// `<name>.p12`
    pub pkcs12: String,
    /// `<name>_expiry.ics`
    pub reminder: String,
}

impl KeyFileNames {
    /// The names for a pair called `name`.
    pub fn of(name: &str) -> Self {
        Self {
            private_key: format!("{name}_private.key"),
            certificate: format!("{name}_public.crt"),
            certificate_der: format!("{name}_public.der"),
            pkcs12: format!("{name}.p12"),
            reminder: format!("{name}_expiry.ics"),
        }
    }
}

impl Keys {
    /// The file names a pair is saved under unless the person chooses others.
    pub fn file_names(&self, id: &KeyId) -> Result<KeyFileNames, Problem> {
        Ok(KeyFileNames::of(&self.core.keys.get(id)?.value.name))
    }

    /// Saves the certificate, the file that Adobe is given.
    pub fn save_certificate<'a>(
        &self,
        id: &KeyId,
        form: CertificateForm,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Problem> {
        let pem = self.certificate_pem(id)?;
        let bytes = match form {
            CertificateForm::Pem => pem.into_bytes(),
            CertificateForm::Der => Certificate::from_pem(&pem)?.der().to_vec(),
        };
        Ok(files::deliver(to.into(), &bytes, files::Mode::Shared)?)
    }

    /// Saves the private key, readable by its owner alone.
    pub fn save_private_key<'a>(
        &self,
        id: &KeyId,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Problem> {
        let pem = self.private_key_pem(id)?;
        Ok(files::deliver(to.into(), pem.expose().as_bytes(), files::Mode::Private)?)
    }

    /// Saves the private key and its certificate, when it has one, as PKCS #12 under a passphrase.
    pub fn save_pkcs12<'a>(
        &self,
        id: &KeyId,
        passphrase: &SecretText,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Problem> {
        if passphrase.expose().is_empty() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "A PKCS #12 file needs a passphrase.",
            )
            .remedy("Choose one; the program that the file is for will ask for it."));
        }
        let pair = self.core.keys.get(id)?.value;
        let key = PrivateKey::from_pem(self.private_key_pem(id)?.expose())?;
        let certificate = pair.certificate.as_deref().map(Certificate::from_pem).transpose()?;
        let bytes =
            mudbrick_pki::pkcs12(&key, certificate.as_ref(), &pair.name, passphrase.expose())?;
        Ok(files::deliver(to.into(), &bytes, files::Mode::Private)?)
    }

    /// Saves a calendar entry for the end of the certificate, with alarms 30, 7 and 1 days before.
    pub fn save_reminder<'a>(
        &self,
        id: &KeyId,
        to: impl Into<Destination<'a>>,
    ) -> Result<(), Problem> {
        let certificate = Certificate::from_pem(&self.certificate_pem(id)?)?;
        let view = self.get(id)?;
        let reminder = Reminder {
            key: &view.name,
            profiles: &view.used_by,
            fingerprint: &certificate.sha1(),
            ends_at: certificate.validity().not_after,
        };
        let text = write::reminder(&reminder, self.core.now()).ok_or_else(|| {
            Problem::new(
                ErrorCode::InvalidInput,
                "The certificate ends beyond what a calendar can hold.",
            )
        })?;
        self.vault.guard(&[])?.deliver(to.into(), text.as_bytes(), files::Mode::Shared)
    }

    /// The certificate as PEM.
    pub fn certificate_pem(&self, id: &KeyId) -> Result<String, Problem> {
        let pair = self.core.keys.get(id)?.value;
        pair.certificate.ok_or_else(|| {
            Problem::new(ErrorCode::NotFound, format!("The key {} has no certificate.", pair.name))
                .remedy("Import its certificate, or generate a new key pair, which comes with one.")
        })
    }

    /// The private key as PKCS #8 PEM.
    pub fn private_key_pem(&self, id: &KeyId) -> Result<SecretText, Problem> {
        stored::private_key(&self.core.vault, id)?.ok_or_else(|| {
            Problem::new(ErrorCode::SecretMissing, "The private key is not in the vault.").remedy(
                "Import it, generate a new key pair, or restore the vault's folder from a backup.",
            )
        })
    }
}
