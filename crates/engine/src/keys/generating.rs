//! Key pairs made here: the primes are found on a worker thread, the private key goes straight into the vault.

use super::Keys;
use super::draft::{checked_name, options};
use super::view::{KeyPairDraft, KeyProgress, KeyView};
use crate::events::Event;
use crate::jobs::Job;
use crate::threads::blocking;
use crate::vault::stored;
use mudbrick_model::{KeyPair, Problem, ProfileId};
use mudbrick_pki::{Cancel, GeneratedPair, Progress};
use std::time::Duration;

impl Keys {
    /// Generates a pair and stores it; with a profile, that profile signs with it from now on. Takes a worker thread for
    /// as long as the primes take to be found. Several go on side by side, and each is stopped by its own job.
    pub async fn generate(
        &self,
        job: &Job,
        draft: KeyPairDraft,
        profile: Option<ProfileId>,
        progress: impl Fn(KeyProgress) + Send + Sync + 'static,
    ) -> Result<KeyView, Problem> {
        let (keys, stop) = (self.clone(), job.primes());
        blocking(move || keys.generate_here(&draft, profile.as_ref(), &progress, &stop)).await?
    }

    fn generate_here(
        &self,
        draft: &KeyPairDraft,
        profile: Option<&ProfileId>,
        progress: &impl Fn(KeyProgress),
        stop: &Cancel,
    ) -> Result<KeyView, Problem> {
        let options = options(draft)?;
        let name = checked_name(&draft.name)?;
        self.core.keys.expect_free(&name)?;
        let tell = |step| report(step, progress);
        let pair = mudbrick_pki::generate(&options, self.core.now(), &tell, stop)?;
        progress(KeyProgress::Storing);
        let view = self.store_pair(&name, &pair)?;
        if let Some(profile) = profile {
            self.sign_with(profile, &view.id)?;
        }
        self.vault.tell();
        self.core.emit(Event::KeysChanged);
        self.get(&view.id)
    }

    /// The private key first: a crash in between leaves an unused file, never a certificate whose key is lost.
    fn store_pair(&self, name: &str, pair: &GeneratedPair) -> Result<KeyView, Problem> {
        let record = KeyPair {
            id: pair.key.id().clone(),
            name: name.to_owned(),
            bits: pair.key.bits(),
            certificate: Some(pair.certificate_pem()),
            practice_clients: Vec::new(),
            created_at: self.core.now(),
        };
        let view = self.vault.making(pair.key.id().as_str(), || {
            stored::save_private_key(&self.core.vault, pair.key.id(), &pair.private_key_pem())?;
            Ok(self.key_view(&self.core.keys.create(record)?.value, &[]))
        })?;
        self.vault.note_secrets();
        Ok(view)
    }
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
