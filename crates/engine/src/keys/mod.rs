//! Key pairs: listed, generated, renamed, deleted, compared, saved as files. The private key is in the vault; what lies open
//! on disk is the certificate.

pub(crate) mod certificate;
mod draft;
mod files;
mod generating;
mod matching;
mod records;
mod saving;
pub(crate) mod subject_templates;
pub(crate) mod view;

pub use files::{KeyFile, WrittenPair};
pub use saving::KeyFileNames;

use crate::core::{Core, KEPT_IN_TRASH};
use crate::damaged::DamagedRecord;
use crate::jwt_end;
use crate::vault::{Vault, stored};
use certificate::{certificate_view, key_fault};
use mudbrick_model::{KeyId, KeyPair, Problem, Profile, ProfileName, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use view::{KeyFieldProblem, KeyPairDraft, KeyView, SigningCertificate};

/// The room of key pairs.
#[derive(Clone)]
pub struct Keys {
    core: Arc<Core>,
    vault: Arc<Vault>,
}

impl Keys {
    pub(crate) fn new(core: &Arc<Core>, vault: &Arc<Vault>) -> Self {
        Self { core: Arc::clone(core), vault: Arc::clone(vault) }
    }

    /// What is wrong with a draft; empty when nothing is.
    pub fn check(&self, draft: &KeyPairDraft) -> Vec<KeyFieldProblem> {
        draft::check(draft)
    }

    /// Every key pair, by name.
    pub fn list(&self) -> Result<Vec<KeyView>, Problem> {
        let users = self.key_users()?;
        let pairs = self.core.keys.list()?.items;
        Ok(pairs.iter().map(|stored| self.key_view(&stored.value, &users)).collect())
    }

    /// Key pairs whose files cannot be read.
    pub fn damaged(&self) -> Result<Vec<DamagedRecord>, Problem> {
        Ok(self.core.keys.list()?.damaged.iter().map(DamagedRecord::key).collect())
    }

    /// The key pair a person means by its name, its file's name, or six or more digits of its id.
    pub fn find(&self, name: &str) -> Result<KeyView, Problem> {
        Ok(self.key_view(&self.core.keys.find(name)?.value, &self.key_users()?))
    }

    /// One key pair.
    pub fn get(&self, id: &KeyId) -> Result<KeyView, Problem> {
        Ok(self.key_view(&self.core.keys.get(id)?.value, &self.key_users()?))
    }

    /// The certificates that profiles sign with, each once: several profiles may sign with one.
    pub fn signing(&self) -> Result<Vec<SigningCertificate>, Problem> {
        let mut all: BTreeMap<KeyId, SigningCertificate> = BTreeMap::new();
        for profile in self.key_users()? {
            let Some((key, ends)) = profile.credential.key().zip(self.certificate_end(&profile))
            else {
                continue;
            };
            let signing = all.entry(key.clone()).or_insert_with(|| SigningCertificate {
                key: key.clone(),
                ends,
                signers: Vec::new(),
            });
            let at_end = jwt_end::at_certificate_end(&profile);
            signing.signers.push((ProfileName::of(&profile), at_end));
        }
        Ok(all.into_values().collect())
    }

    /// When the certificate of the profile's key ends.
    pub(crate) fn certificate_end(&self, profile: &Profile) -> Option<Timestamp> {
        let pair = self.core.keys.get(profile.credential.key()?).ok()?.value;
        Some(certificate_view(&pair)?.validity.not_after)
    }

    /// Whether its private half is in the vault, without opening it.
    pub(crate) fn holds_private_key(&self, id: &KeyId) -> bool {
        stored::holds_private_key(&self.core.vault, id)
    }

    /// Every profile, for the keys to name those that sign with them.
    pub(crate) fn key_users(&self) -> Result<Vec<Profile>, Problem> {
        Ok(self.core.profiles.list()?.items.into_iter().map(|stored| stored.value).collect())
    }

    pub(crate) fn key_view(&self, pair: &KeyPair, profiles: &[Profile]) -> KeyView {
        let signs = |profile: &&Profile| profile.credential.key() == Some(&pair.id);
        let signers: Vec<&Profile> = profiles.iter().filter(signs).collect();
        let certificate = certificate_view(pair);
        let ends = certificate.as_ref().map(|certificate| certificate.validity.not_after);
        KeyView {
            id: pair.id.clone(),
            name: pair.name.clone(),
            bits: pair.bits,
            created_at: pair.created_at,
            notice: ends.and_then(|ends| jwt_end::notice_of_key(&signers, ends, self.core.now())),
            certificate,
            private: self.holds_private_key(&pair.id),
            used_by: signers.into_iter().map(Profile::title).collect(),
            damaged: key_fault(pair),
        }
    }

    /// Removes those that were deleted too long ago to be brought back, with their secrets.
    pub(crate) fn sweep_trash(&self) {
        let before = self.core.now().before(KEPT_IN_TRASH);
        // What cannot be removed now is removed the next time. A secret that stays is an encrypted file nobody needs.
        for id in self.core.keys.sweep_trash(before).unwrap_or_default() {
            let _ = stored::forget_key(&self.core.vault, &id);
        }
    }
}
