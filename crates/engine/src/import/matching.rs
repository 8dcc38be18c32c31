//! What is here already of a candidate: the same client in the same organisation is the same credential. A known profile
//! keeps what is the person's own (name, colour, risk, which Adobe, sandbox, variables they set, hosts) and takes what is
//! Adobe's: scopes, technical account, secrets, key. Further hosts are for the person to agree to.

use super::Import;
use super::candidates::{Candidate, KeyCandidate, Prepared};
use super::change::ImportChange;
use super::hosts;
use super::merge::merge;
use crate::profiles::draft;
use crate::vault::client_secrets::distinct;
use crate::vault::stored;
use crate::view::ProfileDraft;
use mudbrick_model::{ErrorCode, Grant, KeyId, Problem, Profile, ProfileId};
use mudbrick_pki::Certificate;
use mudbrick_store::Stored;
use mudbrick_vault::SecretText;
use std::collections::BTreeSet;

/// A candidate beside the profile that it is already.
pub(super) struct Match {
    pub(super) stored: Stored<Profile>,
    /// The stored profile with what the candidate brings.
    pub(super) merged: ProfileDraft,
    /// What that changes.
    pub(super) changes: Vec<ImportChange>,
}

impl Import {
    /// The known profile of each candidate. Two candidates are never the same profile.
    pub(super) fn matches(&self, prepared: &Prepared) -> Result<Vec<Option<Match>>, Problem> {
        let stored = self.core.profiles.list()?.items;
        let mut taken = BTreeSet::new();
        let mut found: Vec<Option<&Stored<Profile>>> = vec![None; prepared.profiles.len()];
        // Those that fit best choose first: a credential that is being migrated is two, one of each grant.
        for closeness in Closeness::ALL {
            for (place, candidate) in prepared.profiles.iter().enumerate() {
                if found[place].is_some() {
                    continue;
                }
                let fits = |other: &&Stored<Profile>| {
                    !taken.contains(&other.value.id) && closeness.holds(candidate, &other.value)
                };
                if let Some(known) = stored.iter().find(fits) {
                    taken.insert(known.value.id.clone());
                    found[place] = Some(known);
                }
            }
        }
        let matched = found.into_iter().zip(&prepared.profiles);
        Ok(matched
            .map(|(known, candidate)| known.map(|known| self.compared(known, candidate, prepared)))
            .collect())
    }

    fn compared(
        &self,
        stored: &Stored<Profile>,
        candidate: &Candidate,
        prepared: &Prepared,
    ) -> Match {
        let before = draft::from_profile(&stored.value);
        let signing = self.signing_key(candidate, prepared);
        let (merged, mut changes) = merge(&before, candidate, signing);
        let console = &stored.value.console;
        if console.with(&candidate.console) != *console {
            changes.push(ImportChange::ConsoleFacts);
        }
        if hosts::asks_for_more(candidate, &stored.value) {
            changes.push(ImportChange::HostsAsked);
        }
        changes.extend(self.secret_change(&stored.value.id, candidate));
        if let Some(key) = candidate.key.and_then(|place| prepared.keys.get(place)) {
            changes.extend(self.key_change(key));
        }
        Match { stored: stored.clone(), merged, changes }
    }

    /// What storing the candidate's secrets would do to those in the vault.
    fn secret_change(&self, id: &ProfileId, candidate: &Candidate) -> Option<ImportChange> {
        if candidate.secrets.is_empty() {
            return None;
        }
        let stored = match stored::client_secrets(&self.core.vault, id) {
            Ok(stored) => stored,
            Err(problem) if problem.code == ErrorCode::Damaged => {
                return Some(ImportChange::DamagedSecretReplaced);
            }
            Err(_) => return Some(ImportChange::SecretNotCompared),
        };
        let had = stored.len();
        planned_secrets(&candidate.secrets, stored)?;
        Some(match (had, candidate.secrets.len()) {
            (0, _) => ImportChange::SecretAdded,
            (_, 1) => ImportChange::SecretReplaced,
            _ => ImportChange::BothSecretsReplaced,
        })
    }

    /// What storing the key would do to what is here of it.
    pub(super) fn key_change(&self, key: &KeyCandidate) -> Option<ImportChange> {
        let Ok(stored) = self.core.keys.get(&key.id) else {
            let name = key.name.clone();
            return Some(match key.private {
                Some(_) => ImportChange::KeyAdded { name },
                None => ImportChange::CertificateAdded { name },
            });
        };
        let pair = stored.value;
        if key.private.is_some() && self.needs_private(&key.id).unwrap_or(false) {
            return Some(match self.keys.holds_private_key(&key.id) {
                true => ImportChange::DamagedPrivateKeyReplaced { name: pair.name },
                false => ImportChange::PrivateKeyAdded { name: pair.name },
            });
        }
        let replaces = newer_certificate(key, pair.certificate.as_deref());
        replaces.then_some(ImportChange::CertificateReplaced { name: pair.name })
    }

    /// The key that the profile would sign with: the candidate's own, or the stored one whose certificate the Console has.
    pub(super) fn signing_key(&self, candidate: &Candidate, prepared: &Prepared) -> Option<KeyId> {
        if candidate.draft.grant != Grant::Jwt || candidate.draft.key.is_some() {
            return candidate.draft.key.clone();
        }
        // Its certificate alone came along, or only the fingerprint; the private half may be here.
        let own =
            candidate.key.and_then(|place| prepared.keys.get(place)).map(|key| key.id.clone());
        if let Some(own) = own.filter(|id| self.keys.holds_private_key(id)) {
            return Some(own);
        }
        let listed = |pem: &String| {
            Certificate::from_pem(pem).is_ok_and(|it| {
                candidate.certificates.iter().any(|print| it.has_fingerprint(print))
            })
        };
        let keys = self.core.keys.list().ok()?.items;
        let mut fitting = keys.into_iter().map(|stored| stored.value);
        fitting.find(|pair| pair.certificate.as_ref().is_some_and(listed)).map(|pair| pair.id)
    }
}

/// How sure it is that a candidate is a stored profile, the surest first.
#[derive(Clone, Copy)]
enum Closeness {
    Identity,
    SameName,
    SameGrant,
    SameClient,
}

impl Closeness {
    const ALL: [Self; 4] = [Self::Identity, Self::SameName, Self::SameGrant, Self::SameClient];

    fn holds(self, candidate: &Candidate, stored: &Profile) -> bool {
        let draft = &candidate.draft;
        let same_grant = || draft.grant == stored.credential.grant();
        let same_client = || {
            let org = draft.org_id.trim();
            draft.client_id.trim() == stored.client_id.as_str()
                && (org.is_empty() || org == stored.org_id.as_str())
                && (!candidate.adobe_found || draft.adobe == stored.adobe)
        };
        match self {
            Self::Identity => candidate.whole.as_ref().is_some_and(|whole| whole.id == stored.id),
            Self::SameName => same_client() && same_grant() && draft.name.trim() == stored.name,
            Self::SameGrant => same_client() && same_grant(),
            Self::SameClient => same_client(),
        }
    }
}

/// The secrets after an import: what is new goes first. None when there is nothing new.
pub(super) fn planned_secrets(
    found: &[SecretText],
    stored: Vec<SecretText>,
) -> Option<Vec<SecretText>> {
    let known = |secret: &SecretText| stored.iter().any(|other| other.expose() == secret.expose());
    if found.iter().all(known) {
        return None;
    }
    Some(distinct(found.iter().cloned().chain(stored)))
}

/// Whether the found certificate should take the place of the stored one.
pub(super) fn newer_certificate(key: &KeyCandidate, stored: Option<&str>) -> bool {
    let Some(found) = &key.certificate else { return false };
    match stored.and_then(|pem| Certificate::from_pem(pem).ok()) {
        // One over another key got there by damage.
        Some(stored) if *stored.key_id() != key.id => true,
        Some(stored) => found.validity().not_after > stored.validity().not_after,
        None => true,
    }
}

/// Whether both are the same but for their dates.
pub(super) fn same_content(one: &Profile, other: &Profile) -> bool {
    let Profile { created_at, updated_at, .. } = one;
    let dated = Profile { created_at: *created_at, updated_at: *updated_at, ..other.clone() };
    *one == dated
}
