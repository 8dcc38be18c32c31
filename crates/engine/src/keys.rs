//! Key pairs: generated, looked at, saved to files, registered with the practice Adobe. The private key goes straight
//! into the vault; what lies open on disk is the certificate.

use crate::engine::{Engine, lock};
use crate::secrets;
use crate::view::{CertificateView, Event, KeyPairDraft, KeyProgress, KeyView};
use mudbrick_model::{
    Credential, ErrorCode, KeyId, KeyPair, Problem, Profile, ProfileId, Timestamp,
};
use mudbrick_pki::{
    Cancel, Certificate, CertificateOptions, GeneratedPair, KeySize, Progress, Subject,
};
use mudbrick_vault::{SecretText, files};
use std::path::Path;
use std::time::Duration;

/// The two file names of a pair, as the documents of the Developer Console name them.
pub struct KeyFileNames {
    /// `<name>_private.key`
    pub private_key: String,
    /// `<name>_public.crt`
    pub certificate: String,
}

impl KeyFileNames {
    /// The names for a pair called `name`.
    pub fn of(name: &str) -> Self {
        Self {
            private_key: format!("{name}_private.key"),
            certificate: format!("{name}_public.crt"),
        }
    }
}

impl Engine {
    /// Every key pair, by name.
    pub fn keys(&self) -> Result<Vec<KeyView>, Problem> {
        let profiles = self.profiles.list()?.items;
        let users: Vec<Profile> = profiles.into_iter().map(|stored| stored.value).collect();
        let pairs = self.keys.list()?.items;
        Ok(pairs.iter().map(|stored| view(&stored.value, &users)).collect())
    }

    /// One key pair.
    pub fn key(&self, id: &KeyId) -> Result<KeyView, Problem> {
        let users: Vec<Profile> =
            self.profiles.list()?.items.into_iter().map(|stored| stored.value).collect();
        Ok(view(&self.keys.get(id)?.value, &users))
    }

    /// Generates a pair and stores it; with a profile, that profile signs with it from now on. Takes a worker thread for
    /// as long as the primes take to be found, and can be stopped by [`Engine::cancel_key`].
    pub async fn generate_key(
        &self,
        draft: KeyPairDraft,
        profile: Option<ProfileId>,
        progress: impl Fn(KeyProgress) + Send + Sync + 'static,
    ) -> Result<KeyView, Problem> {
        let options = options(&draft)?;
        let name = checked_name(&draft.name)?;
        self.keys.expect_free(&name)?;
        let cancel = Cancel::new();
        *lock(&self.generating) = Some(cancel.clone());
        let now = self.now();
        let (pair, progress) = tokio::task::spawn_blocking(move || {
            let tell = |step| report(step, &progress);
            let pair = mudbrick_pki::generate(&options, now, &tell, &cancel);
            (pair, progress)
        })
        .await
        .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
        *lock(&self.generating) = None;
        let pair = pair?;
        progress(KeyProgress::Storing);
        let view = self.store_pair(&name, &pair)?;
        if let Some(profile) = profile {
            self.sign_with(&profile, &view.id)?;
        }
        self.emit(Event::KeysChanged);
        self.key(&view.id)
    }

    /// Stops a generation that is under way.
    pub fn cancel_key(&self) {
        if let Some(cancel) = lock(&self.generating).take() {
            cancel.cancel();
        }
    }

    /// Has a JWT profile sign with this key from now on.
    pub fn sign_with(&self, profile: &ProfileId, id: &KeyId) -> Result<(), Problem> {
        let stored = self.profiles.get(profile)?;
        let mut edited = stored.value.clone();
        let Credential::Jwt { key, .. } = &mut edited.credential else {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("{} uses OAuth Server-to-Server, which signs nothing.", edited.title()),
            )
            .remedy("Change the profile to Service account (JWT) first."));
        };
        *key = Some(id.clone());
        edited.updated_at = self.now();
        self.profiles.update(edited, &stored.revision)?;
        self.desk.forget(profile);
        self.emit(Event::ProfilesChanged);
        Ok(())
    }

    /// The file names a pair is saved under unless the person chooses others.
    pub fn key_file_names(&self, id: &KeyId) -> Result<KeyFileNames, Problem> {
        Ok(KeyFileNames::of(&self.keys.get(id)?.value.name))
    }

    /// Saves the certificate, the file that Adobe is given.
    pub fn save_certificate(&self, id: &KeyId, path: &Path) -> Result<(), Problem> {
        let pem = self.certificate_pem(id)?;
        Ok(files::save(path, pem.as_bytes(), files::Mode::Shared)?)
    }

    /// Saves the private key, readable by its owner alone.
    pub fn save_private_key(&self, id: &KeyId, path: &Path) -> Result<(), Problem> {
        let pem = self.private_key_pem(id)?;
        Ok(files::save(path, pem.expose().as_bytes(), files::Mode::Private)?)
    }

    /// The certificate as PEM.
    pub fn certificate_pem(&self, id: &KeyId) -> Result<String, Problem> {
        let pair = self.keys.get(id)?.value;
        pair.certificate.ok_or_else(|| {
            Problem::new(ErrorCode::NotFound, format!("The key {} has no certificate.", pair.name))
                .remedy("Generate a new key pair, which comes with its certificate.")
        })
    }

    /// The private key as PKCS#8 PEM.
    pub fn private_key_pem(&self, id: &KeyId) -> Result<SecretText, Problem> {
        secrets::private_key(&self.vault, id)?.ok_or_else(|| {
            Problem::new(ErrorCode::SecretMissing, "The private key is not in the vault.")
                .remedy("Generate a new key pair, or restore the vault's folder from a backup.")
        })
    }

    /// When the certificate of the profile's key ends.
    pub(crate) fn certificate_end(&self, profile: &Profile) -> Option<Timestamp> {
        let pair = self.keys.get(profile.credential.key()?).ok()?.value;
        Some(certificate_view(&pair)?.validity.not_after)
    }

    /// The private key first: a crash in between leaves an unused file, never a certificate whose key is lost.
    fn store_pair(&self, name: &str, pair: &GeneratedPair) -> Result<KeyView, Problem> {
        secrets::save_private_key(&self.vault, pair.key.id(), &pair.private_key_pem())?;
        let record = KeyPair {
            id: pair.key.id().clone(),
            name: name.to_owned(),
            bits: pair.key.bits(),
            certificate: Some(pair.certificate_pem()),
            practice_clients: Vec::new(),
            created_at: self.now(),
        };
        Ok(view(&self.keys.create(record)?.value, &[]))
    }
}

/// Checks a draft without generating anything; the certificate's options when it is good.
pub(crate) fn options(draft: &KeyPairDraft) -> Result<CertificateOptions, Problem> {
    let subject = Subject {
        country: draft.country.clone(),
        state: draft.state.clone(),
        locality: draft.locality.clone(),
        organization: draft.organization.clone(),
        organizational_unit: draft.organizational_unit.clone(),
        common_name: draft.common_name.clone(),
        email: draft.email.clone(),
    };
    let options =
        CertificateOptions { subject, days: draft.days, bits: KeySize::from_bits(draft.bits)? };
    match options.check().into_iter().next() {
        Some(invalid) => Err(invalid.into()),
        None => Ok(options),
    }
}

/// The name becomes part of file names.
pub(crate) fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || name.len() > 80 || name.starts_with('.') || !name.chars().all(plain) {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            "The key pair's name may hold letters, digits, dots, hyphens and underscores, at most 80.",
        )
        .remedy("Choose a name such as places_integration_test."));
    }
    Ok(name.to_owned())
}

fn report(step: Progress, tell: &impl Fn(KeyProgress)) {
    tell(match step {
        Progress::Searching { elapsed } => KeyProgress::Searching { elapsed_ms: millis(elapsed) },
        Progress::Signing => KeyProgress::Signing,
    });
}

fn millis(span: Duration) -> u32 {
    u32::try_from(span.as_millis()).unwrap_or(u32::MAX)
}

fn view(pair: &KeyPair, profiles: &[Profile]) -> KeyView {
    let signs = |profile: &&Profile| profile.credential.key() == Some(&pair.id);
    KeyView {
        id: pair.id.clone(),
        name: pair.name.clone(),
        bits: pair.bits,
        created_at: pair.created_at,
        certificate: certificate_view(pair),
        private: true,
        used_by: profiles.iter().filter(signs).map(Profile::title).collect(),
        notice: None,
    }
}

fn certificate_view(pair: &KeyPair) -> Option<CertificateView> {
    Some(shown(&Certificate::from_pem(pair.certificate.as_deref()?).ok()?))
}

pub(crate) fn shown(certificate: &Certificate) -> CertificateView {
    CertificateView {
        subject: certificate.subject_line().to_owned(),
        sha1: certificate.sha1(),
        sha256: certificate.sha256(),
        serial: certificate.serial_hex().to_owned(),
        validity: certificate.validity(),
    }
}
