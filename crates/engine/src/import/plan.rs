//! What applying a choice would write, found out before anything is written: whatever is wrong with any of it is said then,
//! and nothing was changed.

use super::Import;
use super::candidates::{Candidate, KeyCandidate, Prepared};
use super::hosts;
use super::matching::{Match, newer_certificate, planned_secrets, same_content};
use crate::profiles::draft;
use crate::profiles::make_id;
use crate::vault::stored;
use crate::view::{HostNotAllowed, ImportChoice, ImportInto, ProfileDraft, SubjectTemplate};
use mudbrick_model::{ErrorCode, KeyId, KeyPair, Problem, Profile, ProfileId, RequestPath};
use mudbrick_store::{RequestsError, Revision};
use mudbrick_vault::SecretText;
use std::collections::BTreeSet;

/// Everything to be written, in this order.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) keys: Vec<KeyStep>,
    pub(super) profiles: Vec<ProfileStep>,
    pub(super) requests: Vec<(RequestPath, String)>,
    pub(super) subjects: Vec<SubjectTemplate>,
    /// How many chosen things are there already.
    pub(super) unchanged: u32,
    /// Hosts that were asked for and that the person did not agree to.
    pub(super) hosts_not_allowed: Vec<HostNotAllowed>,
}

pub(super) struct KeyStep {
    pub(super) id: KeyId,
    pub(super) name: String,
    /// To be put into the vault, unless it is there.
    pub(super) private: Option<SecretText>,
    pub(super) record: Option<Saving<KeyPair>>,
}

pub(super) enum ProfileStep {
    /// Nothing of it changes.
    Same(ProfileId),
    Save {
        profile: Box<Saving<Profile>>,
        /// Those found; those in the vault stay behind them.
        secrets: Vec<SecretText>,
    },
}

pub(super) enum Saving<T> {
    New(T),
    Edited(T, Revision),
}

impl Import {
    pub(super) fn plan(&self, prepared: &Prepared, choice: &ImportChoice) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        let mut matches = self.matches(prepared)?;
        let mut wanted: BTreeSet<usize> = BTreeSet::new();
        for place in &choice.keys {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            prepared.keys.get(place).ok_or_else(no_such_place)?;
            wanted.insert(place);
        }
        let mut ids = BTreeSet::new();
        for chosen in &choice.profiles {
            let place = usize::try_from(chosen.index).unwrap_or(usize::MAX);
            let candidate = prepared.profiles.get(place).ok_or_else(no_such_place)?;
            let known = matches[place].take().filter(|_| chosen.into == ImportInto::Known);
            let signs = chosen.draft.key.as_ref();
            wanted.extend(prepared.keys.iter().position(|key| Some(&key.id) == signs));
            let draft = hosts::agreed(chosen, candidate)?;
            let step = match &known {
                Some(known) => self.edit(&draft, candidate, known)?,
                None => self.make(&draft, candidate, &mut ids)?,
            };
            let saved = match (&step, &known) {
                (ProfileStep::Save { profile, .. }, _) => Some(profile.value()),
                (ProfileStep::Same(_), known) => known.as_ref().map(|it| &it.stored.value),
            };
            let left = saved.map(|saved| hosts::not_allowed(candidate, saved));
            plan.hosts_not_allowed.extend(left.unwrap_or_default());
            plan.unchanged += u32::from(matches!(step, ProfileStep::Same(_)));
            plan.profiles.push(step);
        }
        let names = self.key_names(prepared)?;
        for place in wanted {
            match self.key_step(&prepared.keys[place], &names[place])? {
                Some(step) => plan.keys.push(step),
                None => plan.unchanged += 1,
            }
        }
        if choice.requests {
            self.plan_requests(&prepared.requests, &mut plan)?;
        }
        let subjects = match self.keys.templates() {
            // Saving the first sets the damaged file aside.
            Err(problem) if problem.code == ErrorCode::Damaged => Vec::new(),
            stored => stored?,
        };
        let is_new = |one: &&SubjectTemplate| {
            subjects.iter().all(|other| other.name.to_lowercase() != one.name.to_lowercase())
        };
        plan.subjects = prepared.subjects.iter().filter(is_new).cloned().collect();
        Ok(plan)
    }

    fn edit(
        &self,
        draft: &ProfileDraft,
        candidate: &Candidate,
        known: &Match,
    ) -> Result<ProfileStep, Problem> {
        let old = &known.stored.value;
        let checked =
            draft::check_edit(draft, &old.allowed_hosts).map_err(|wrong| draft::refused(&wrong))?;
        let mut edited = checked.into_edited(old, self.core.now());
        edited.console = old.console.with(&candidate.console);
        let secrets = match candidate.secrets.is_empty() {
            true => None,
            false => {
                let stored = match stored::client_secrets_of(&self.core.vault, old) {
                    // A damaged file in the vault is as good as none: saving sets it aside.
                    Err(problem) if problem.code == ErrorCode::Damaged => Vec::new(),
                    stored => stored?,
                };
                planned_secrets(&candidate.secrets, stored).map(|_| candidate.secrets.clone())
            }
        };
        if secrets.is_none() && same_content(&edited, old) {
            return Ok(ProfileStep::Same(old.id.clone()));
        }
        let profile = Box::new(Saving::Edited(edited, known.stored.revision.clone()));
        Ok(ProfileStep::Save { profile, secrets: secrets.unwrap_or_default() })
    }

    /// A new profile; one of a kit or backup keeps its identity where that is free, and its dates.
    fn make(
        &self,
        draft: &ProfileDraft,
        candidate: &Candidate,
        ids: &mut BTreeSet<ProfileId>,
    ) -> Result<ProfileStep, Problem> {
        let checked = draft::check(draft).map_err(|wrong| draft::refused(&wrong))?;
        let whole = candidate.whole.as_ref();
        let free = |id: &&ProfileId| !ids.contains(id) && self.core.profiles.get(id).is_err();
        let id = match whole.map(|whole| &whole.id).filter(free) {
            Some(id) => id.clone(),
            None => make_id()?,
        };
        ids.insert(id.clone());
        let mut made = checked.into_new(id, self.core.now());
        made.console.clone_from(&candidate.console);
        // As it is there, its dates included, but for the hosts: those are the person's answers.
        let as_there = whole
            .map(|whole| Profile { allowed_hosts: made.allowed_hosts.clone(), ..whole.clone() });
        let profile = as_there.filter(|whole| same_content(whole, &made)).unwrap_or(made);
        let secrets = candidate.secrets.clone();
        Ok(ProfileStep::Save { profile: Box::new(Saving::New(profile)), secrets })
    }

    fn key_step(&self, key: &KeyCandidate, name: &str) -> Result<Option<KeyStep>, Problem> {
        let private = match &key.private {
            Some(private) if self.needs_private(&key.id)? => Some(private.clone()),
            _ => None,
        };
        let certificate = key.certificate.as_ref().map(mudbrick_pki::Certificate::pem);
        let record = match self.core.keys.get(&key.id) {
            Ok(stored) => {
                let (mut pair, revision) = (stored.value, stored.revision);
                newer_certificate(key, pair.certificate.as_deref()).then(|| {
                    pair.certificate = certificate;
                    Saving::Edited(pair, revision)
                })
            }
            Err(_) => Some(Saving::New(KeyPair {
                id: key.id.clone(),
                name: name.to_owned(),
                bits: key.bits,
                certificate,
                practice_clients: key.practice_clients.clone(),
                created_at: key.created_at.unwrap_or_else(|| self.core.now()),
            })),
        };
        let nothing = private.is_none() && record.is_none();
        let (id, name) = (key.id.clone(), name.to_owned());
        Ok((!nothing).then_some(KeyStep { id, name, private, record }))
    }

    /// A damaged file in the vault is as good as none: saving sets it aside.
    pub(super) fn needs_private(&self, id: &KeyId) -> Result<bool, Problem> {
        match stored::private_key(&self.core.vault, id) {
            Ok(stored) => Ok(stored.is_none()),
            Err(problem) if problem.code == ErrorCode::Damaged => Ok(true),
            Err(problem) => Err(problem),
        }
    }

    /// The name each key would get: its own made fit for file names, and numbered where that is taken.
    pub(super) fn key_names(&self, prepared: &Prepared) -> Result<Vec<String>, Problem> {
        let stored = self.core.keys.list()?.items;
        let mut taken: BTreeSet<String> =
            stored.iter().map(|stored| stored.value.name.to_lowercase()).collect();
        let names = prepared.keys.iter().map(|key| {
            if let Some(known) = stored.iter().find(|stored| stored.value.id == key.id) {
                return known.value.name.clone();
            }
            let plain = file_name(&key.name);
            let numbered = (2..=u32::MAX).map(|number| format!("{plain}-{number}"));
            let mut free = std::iter::once(plain.clone()).chain(numbered);
            let name = free.find(|name| taken.insert(name.to_lowercase()));
            name.unwrap_or_else(|| key.name.clone())
        });
        Ok(names.collect())
    }

    /// A request of another text under the same name goes beside it.
    fn plan_requests(
        &self,
        requests: &[(RequestPath, String)],
        plan: &mut Plan,
    ) -> Result<(), Problem> {
        for (path, text) in requests {
            let mut place = path.clone();
            let mut number = 1;
            loop {
                match self.core.own_requests.text(&place) {
                    Err(RequestsError::NotFound { .. }) => {
                        plan.requests.push((place, text.clone()));
                        break;
                    }
                    Ok(kept) if kept == *text => {
                        plan.unchanged += 1;
                        break;
                    }
                    // One that cannot be read is another text, and keeps its place.
                    Ok(_) | Err(RequestsError::Read(_)) => {
                        number += 1;
                        place = RequestPath::parse(&format!("{path} {number}"))?;
                    }
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }
}

/// The characters that a key's file names may have.
fn file_name(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut kept = String::new();
    for character in name.trim().trim_start_matches('.').chars() {
        let character = if plain(character) { character } else { '_' };
        // With room for a number; the limit counts bytes.
        if kept.len() + character.len_utf8() > 70 {
            break;
        }
        kept.push(character);
    }
    if kept.is_empty() { "key".to_owned() } else { kept }
}

fn no_such_place() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "The choice names something that was not read.")
        .remedy("Read it again and choose from what is shown.")
}
