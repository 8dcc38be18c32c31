//! Key pairs: generated, listed, signed with. The private key goes straight into the vault; what lies open on disk is the
//! certificate. Saving them as files is left to `key_files`, renaming and deleting to `key_records`.

use crate::editing::tried_again;
use crate::engine::{Engine, lock};
use crate::key_view::certificate_view;
use crate::secrets;
use crate::view::{DamagedRecord, Event, KeyPairDraft, KeyProgress, KeyView};
use mudbrick_model::{
    Credential, ErrorCode, KeyId, KeyPair, Problem, Profile, ProfileId, Timestamp,
};
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, Progress, Subject};
use std::time::Duration;

impl Engine {
    /// Every key pair, by name.
    pub fn keys(&self) -> Result<Vec<KeyView>, Problem> {
        let users = self.key_users()?;
        let pairs = self.keys.list()?.items;
        Ok(pairs.iter().map(|stored| self.key_view(&stored.value, &users)).collect())
    }

    /// Key pairs whose files cannot be read.
    pub fn damaged_keys(&self) -> Result<Vec<DamagedRecord>, Problem> {
        Ok(self.keys.list()?.damaged.iter().map(DamagedRecord::key).collect())
    }

    /// The key pair a person means by its name, its file's name, or six or more digits of its id.
    pub fn find_key(&self, name: &str) -> Result<KeyView, Problem> {
        Ok(self.key_view(&self.keys.find(name)?.value, &self.key_users()?))
    }

    /// One key pair.
    pub fn key(&self, id: &KeyId) -> Result<KeyView, Problem> {
        Ok(self.key_view(&self.keys.get(id)?.value, &self.key_users()?))
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
        self.tell_vault();
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
        tried_again(|| self.save_signing(profile, id))?;
        self.tokens.forget(profile);
        self.emit(Event::ProfilesChanged);
        Ok(())
    }

    fn save_signing(&self, profile: &ProfileId, id: &KeyId) -> Result<(), Problem> {
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
        Ok(())
    }

    /// When the certificate of the profile's key ends.
    pub(crate) fn certificate_end(&self, profile: &Profile) -> Option<Timestamp> {
        let pair = self.keys.get(profile.credential.key()?).ok()?.value;
        Some(certificate_view(&pair)?.validity.not_after)
    }

    /// The private key first: a crash in between leaves an unused file, never a certificate whose key is lost.
    fn store_pair(&self, name: &str, pair: &GeneratedPair) -> Result<KeyView, Problem> {
        let record = KeyPair {
            id: pair.key.id().clone(),
            name: name.to_owned(),
            bits: pair.key.bits(),
            certificate: Some(pair.certificate_pem()),
            practice_clients: Vec::new(),
            created_at: self.now(),
        };
        let view = self.making(pair.key.id().as_str(), || {
            secrets::save_private_key(&self.vault, pair.key.id(), &pair.private_key_pem())?;
            Ok(self.key_view(&self.keys.create(record)?.value, &[]))
        })?;
        self.note_secrets();
        Ok(view)
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
