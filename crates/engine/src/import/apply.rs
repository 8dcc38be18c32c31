//! Storing what was planned. Secrets go first, so that nothing is ever without its secret; what failed in the middle is
//! told with what was stored before it and what was not, and doing it again goes on from there.

use super::Import;
use super::plan::{KeyStep, Plan, ProfileStep, Saving};
use crate::core::Change;
use crate::vault::client_secrets::distinct;
use crate::vault::stored;
use crate::view::{Event, ImportDone};
use mudbrick_model::{ErrorCode, KeyId, Problem, Profile, ProfileId, Remedy};
use mudbrick_vault::SecretText;
use tracing::info;

/// What has been stored so far.
#[derive(Default)]
struct Stored {
    keys: Vec<KeyId>,
    profiles: Vec<ProfileId>,
    requests: u32,
    /// What people call it all.
    names: Vec<String>,
}

impl Import {
    pub(super) fn carry_out(&self, plan: Plan) -> Result<ImportDone, Problem> {
        let all = names(&plan);
        let unchanged = plan.unchanged;
        let hosts_not_allowed = plan.hosts_not_allowed.clone();
        let mut stored = Stored::default();
        let outcome = self.store(plan, &mut stored);
        if !stored.keys.is_empty() {
            self.core.emit(Event::KeysChanged);
        }
        if !stored.names.is_empty() {
            self.vault.note_secrets();
            self.core.emit(Event::ProfilesChanged);
        }
        self.vault.tell();
        let code = outcome.as_ref().err().map(|problem| problem.code);
        let (profiles, keys) = (stored.profiles.len(), stored.keys.len());
        info!(profiles, keys, requests = stored.requests, unchanged, ?code, "imported");
        if let Err(problem) = outcome {
            return Err(half_done(problem, &stored.names, &all));
        }
        let profile =
            |id: &ProfileId| Ok(self.profiles.summary(&self.core.profiles.get(id)?.value));
        Ok(ImportDone {
            profiles: stored.profiles.iter().map(profile).collect::<Result<_, Problem>>()?,
            keys: stored.keys.iter().map(|id| self.keys.get(id)).collect::<Result<_, _>>()?,
            requests: stored.requests,
            unchanged,
            hosts_not_allowed,
        })
    }

    fn store(&self, plan: Plan, stored: &mut Stored) -> Result<(), Problem> {
        for step in plan.keys {
            let (id, name) = (step.id.clone(), key_name(&step));
            self.store_key(step)?;
            stored.keys.push(id);
            stored.names.push(name);
        }
        for step in plan.profiles {
            match step {
                ProfileStep::Same(id) => stored.profiles.push(id),
                ProfileStep::Save { profile, secrets } => {
                    let title = profile.value().title();
                    stored.profiles.push(self.store_profile(*profile, &secrets)?);
                    stored.names.push(title);
                }
            }
        }
        for (path, text) in plan.requests {
            self.core.own_requests.save(&path, &text, None)?;
            stored.requests += 1;
            stored.names.push(path.to_string());
        }
        for template in plan.subjects {
            self.keys.save_template(&template)?;
        }
        Ok(())
    }

    fn store_key(&self, step: KeyStep) -> Result<(), Problem> {
        self.vault.making(step.id.as_str(), || {
            if let Some(private) = step.private {
                stored::save_private_key(&self.core.vault, &step.id, private.expose())?;
            }
            match step.record {
                Some(Saving::New(pair)) => drop(self.core.keys.create(pair)?),
                Some(Saving::Edited(pair, revision)) => {
                    drop(self.core.keys.update(pair, &revision)?)
                }
                None => {}
            }
            Ok(())
        })
    }

    fn store_profile(
        &self,
        profile: Saving<Profile>,
        found: &[SecretText],
    ) -> Result<ProfileId, Problem> {
        let id = profile.value().id.clone();
        self.vault.making(id.as_str(), || {
            self.store_found_secrets(profile.value(), found)?;
            match profile {
                Saving::New(profile) => drop(self.core.profiles.create(profile)?),
                Saving::Edited(profile, revision) => {
                    drop(self.core.profiles.update(profile, &revision)?);
                    self.core.changed(Change::Profile(&id));
                }
            }
            Ok(())
        })?;
        Ok(id)
    }

    /// Those found go first. Where what is stored is damaged, they are all there is.
    fn store_found_secrets(&self, profile: &Profile, found: &[SecretText]) -> Result<(), Problem> {
        if found.is_empty() {
            return Ok(());
        }
        let first = |stored| Some(distinct(found.iter().cloned().chain(stored)));
        let client = &profile.client_id;
        match stored::change_client_secrets(&self.core.vault, profile, client, first) {
            Err(problem) if problem.code == ErrorCode::Damaged => stored::save_client_secrets(
                &self.core.vault,
                profile,
                &distinct(found.iter().cloned()),
            ),
            outcome => outcome,
        }
    }
}

impl<T> Saving<T> {
    pub(super) fn value(&self) -> &T {
        match self {
            Self::New(value) | Self::Edited(value, _) => value,
        }
    }
}

/// Everything the plan would store, in its order.
fn names(plan: &Plan) -> Vec<String> {
    let profiles = plan.profiles.iter().filter_map(|step| match step {
        ProfileStep::Same(_) => None,
        ProfileStep::Save { profile, .. } => Some(profile.value().title()),
    });
    let keys = plan.keys.iter().map(key_name);
    let requests = plan.requests.iter().map(|(path, _)| path.to_string());
    keys.chain(profiles).chain(requests).collect()
}

fn key_name(step: &KeyStep) -> String {
    format!("key {}", step.name)
}

fn half_done(problem: Problem, stored: &[String], all: &[String]) -> Problem {
    if stored.is_empty() {
        return problem;
    }
    let missing = all.get(stored.len()..).unwrap_or_default().join(", ");
    let message = format!(
        "{} Stored before that: {}. Not stored: {missing}.",
        problem.message,
        stored.join(", ")
    );
    let again = "Then import it again: what is there already is recognised.";
    let text =
        problem.remedy.as_ref().map_or(again.to_owned(), |remedy| format!("{remedy} {again}"));
    let action = problem.remedy.and_then(|remedy| remedy.action);
    Problem { message, remedy: Some(Remedy { text, action }), ..problem }
}
