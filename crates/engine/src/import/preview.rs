//! A reading as the window and the command line show it: what each candidate would become, what is missing, what is known.

use super::Import;
use super::candidates::{Candidate, KeyCandidate, Prepared, repaired};
use super::change::ChangeView;
use super::fields;
use super::hosts;
use super::matching::Match;
use crate::keys::certificate::certificate_details;
use crate::profiles::draft;
use crate::vault::stored;
use crate::view::{
    FieldProblem, FoundKey, FoundProfile, ImportMatch, ImportView, ProfileDraft, Readiness,
};
use mudbrick_model::{AllowedHost, Field, Grant, Note, NoteView, Problem, Profile};

impl Import {
    pub(super) fn preview(&self, id: u32, prepared: &Prepared) -> Result<ImportView, Problem> {
        let matches = self.matches(prepared)?;
        // Comparing secrets may have opened the vault, or found that it cannot be.
        self.vault.tell();
        let profiles = prepared.profiles.iter().zip(&matches).enumerate();
        let names = self.key_names(prepared)?;
        let keys = prepared.keys.iter().zip(names).enumerate();
        Ok(ImportView {
            id,
            sources: prepared.sources.clone(),
            profiles: profiles
                .map(|(place, (candidate, known))| {
                    self.found_profile(place, candidate, known.as_ref(), prepared)
                })
                .collect(),
            keys: keys.map(|(place, (key, name))| self.found_key(place, key, name)).collect(),
            requests: prepared.requests.iter().map(|(path, _)| path.to_string()).collect(),
            locked: prepared.locked.clone(),
            ignored: prepared.ignored.clone(),
        })
    }

    fn found_profile(
        &self,
        place: usize,
        candidate: &Candidate,
        known: Option<&Match>,
        prepared: &Prepared,
    ) -> FoundProfile {
        let draft = match known {
            Some(known) => known.merged.clone(),
            None => self.new_draft(candidate, prepared),
        };
        let key = candidate.key.and_then(|place| prepared.keys.get(place));
        let mut found = candidate.fields.clone();
        if let Some(key) = key.filter(|key| key.private.is_some()) {
            found.push(fields::private_key(&key.origins.join(", ")));
        }
        let has_secret = !candidate.secrets.is_empty()
            || known.is_some_and(|it| {
                stored::holds_client_secret(&self.core.vault, &it.stored.value.id)
            });
        let mut notes = candidate.notes.clone();
        if draft.grant == Grant::Jwt && draft.key.is_none() && key.is_some() {
            notes.push(Note::CertificateWithoutKey);
        }
        if let Some(known) = known {
            notes.extend(kept_as_it_is(&known.stored.value, candidate));
        }
        let stored = known.map(|known| &known.stored.value);
        let missing = missing(&draft, stored.map_or(&[], |it| &it.allowed_hosts), has_secret);
        FoundProfile {
            index: index(place),
            readiness: Readiness::of(&missing),
            missing,
            hosts: hosts::asked(candidate, stored),
            draft,
            fields: found,
            known: known.map_or(ImportMatch::New, matched),
            notes: notes.into_iter().map(NoteView::from).collect(),
            key: candidate.key.map(index),
        }
    }

    /// The profile that a candidate becomes when nothing of it is known.
    pub(super) fn new_draft(&self, candidate: &Candidate, prepared: &Prepared) -> ProfileDraft {
        let key = self.signing_key(candidate, prepared);
        ProfileDraft { key, ..candidate.draft.clone() }
    }

    fn found_key(&self, place: usize, key: &KeyCandidate, name: String) -> FoundKey {
        FoundKey {
            index: index(place),
            name,
            bits: key.bits,
            private: key.private.is_some(),
            certificate: key.certificate.as_ref().map(certificate_details),
            origins: key.origins.clone(),
            repairs: repaired(&key.repairs),
            known: self.key_change(key).is_none(),
        }
    }
}

/// The fields that are empty and must not be, and those whose values are not what they should be.
fn missing(
    draft: &ProfileDraft,
    stored_hosts: &[AllowedHost],
    has_secret: bool,
) -> Vec<FieldProblem> {
    let mut missing = draft::check_edit(draft, stored_hosts).err().unwrap_or_default();
    let mut add = |field: Field, message: &str| {
        missing.push(FieldProblem { field, message: message.to_owned() });
    };
    if !has_secret {
        add(
            Field::ClientSecret,
            "No client secret was found: copy it from the credential's page in the Developer Console.",
        );
    }
    if draft.grant == Grant::Jwt && draft.key.is_none() {
        add(Field::Key, "No private key was found: without it no token can be asked for.");
    }
    missing
}

/// What a kit or backup says otherwise about where a known profile's calls go and how careful to be. It is not taken over.
fn kept_as_it_is(stored: &Profile, candidate: &Candidate) -> Vec<Note> {
    let Some(whole) = &candidate.whole else { return Vec::new() };
    let mut notes = Vec::new();
    if whole.adobe != stored.adobe {
        notes.push(Note::AdobeKept { file: whole.adobe, kept: stored.adobe });
    }
    if whole.risk != stored.risk {
        notes.push(Note::RiskKept { file: whole.risk, kept: stored.risk });
    }
    notes
}

fn matched(known: &Match) -> ImportMatch {
    let (profile, title) = (known.stored.value.id.clone(), known.stored.value.title());
    let changes: Vec<ChangeView> = known.changes.iter().cloned().map(ChangeView::from).collect();
    match changes.is_empty() {
        true => ImportMatch::Same { profile, title },
        false => ImportMatch::Differs { profile, title, changes },
    }
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
