//! The room of Experience Platform's sandboxes: which of them a profile's account may use, and working in another one. Of which
//! type they are for the production guard is the requests' room's, from the same answer.

use crate::core::Core;
use crate::jobs::Job;
use crate::profiles::Profiles;
use crate::requests::{Confirmation, Requests};
use crate::threads::blocking;
use crate::view::{ProfileDraft, ProfileView, SandboxList};
use mudbrick_model::{ErrorCode, Problem, ProfileId, ProfileName, Remedy, RemedyAction};
use mudbrick_requests::catalogue;
use std::sync::Arc;

const USABLE: &str = "Experience Platform/Sandboxes I can use";

/// Where a list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SandboxesFrom {
    /// What Platform said in the last 30 days will do.
    Kept,
    /// Platform is asked.
    Platform,
}

/// The room of sandboxes.
pub struct Sandboxes {
    core: Arc<Core>,
    profiles: Arc<Profiles>,
    requests: Requests,
}

impl Sandboxes {
    pub(crate) fn new(core: &Arc<Core>, profiles: &Arc<Profiles>, requests: &Requests) -> Self {
        let (core, profiles) = (Arc::clone(core), Arc::clone(profiles));
        Self { core, profiles, requests: requests.clone() }
    }

    /// The sandboxes that the profile's account may use.
    ///
    /// # Errors
    /// Platform does not say: why, as for every request. The call is in the history.
    pub async fn list(
        &self,
        job: &Job,
        id: &ProfileId,
        from: SandboxesFrom,
    ) -> Result<SandboxList, Problem> {
        if from == SandboxesFrom::Kept
            && let Some(kept) = self.kept(id).await?
        {
            return Ok(kept);
        }
        let asked_at = self.core.now();
        let sample = catalogue().iter().find(|sample| sample.path.as_str() == USABLE);
        let request = sample.map(|sample| sample.request().clone()).ok_or_else(|| {
            Problem::new(ErrorCode::Internal, format!("The catalogue has no request {USABLE}."))
        })?;
        let view = self.requests.send(job, id, request, Confirmation::NotGiven).await?;
        if let Some(problem) = view.problem {
            return Err(problem);
        }
        let kept = self.kept(id).await?.filter(|list| list.at >= asked_at);
        kept.ok_or_else(|| {
            let status = view.summary.status.unwrap_or_default();
            let message =
                format!("Experience Platform answered {status} without a list of sandboxes.");
            Problem::new(ErrorCode::BadAnswer, message).remedy("Look at the answer in the history.")
        })
    }

    /// What Platform said last, without asking anybody.
    pub async fn kept(&self, id: &ProfileId) -> Result<Option<SandboxList>, Problem> {
        let (requests, id) = (self.requests.clone(), id.clone());
        blocking(move || requests.kept_sandboxes(&id)).await
    }

    /// Has the profile work in a sandbox from now on. Where the list that is kept does not have it, Platform is asked: it may
    /// have been made since.
    ///
    /// # Errors
    /// Platform's list, where there is a whole one, does not have it.
    pub async fn switch(
        &self,
        job: &Job,
        id: &ProfileId,
        name: &str,
    ) -> Result<ProfileView, Problem> {
        let name = name.trim();
        let kept = self.kept(id).await?;
        if kept.is_some_and(|list| lacks(&list, name)) {
            match self.list(job, id, SandboxesFrom::Platform).await {
                Ok(list) if lacks(&list, name) => return Err(self.not_usable(id, name, &list)?),
                Err(stopped) if stopped.code == ErrorCode::Cancelled => return Err(stopped),
                // Nobody knows better than the person when Platform cannot be asked.
                Ok(_) | Err(_) => {}
            }
        }
        let (profiles, id, name) = (Arc::clone(&self.profiles), id.clone(), name.to_owned());
        let switched = blocking(move || {
            let view = profiles.get(&id)?;
            let draft = ProfileDraft { sandbox: name, ..profiles.draft(&id)? };
            profiles.update(&id, &view.revision, &draft, None)
        });
        switched.await?
    }

    /// What to say where Platform's list does not have it.
    fn not_usable(
        &self,
        id: &ProfileId,
        name: &str,
        list: &SandboxList,
    ) -> Result<Problem, Problem> {
        let profile = ProfileName { id: id.clone(), title: self.profiles.get(id)?.summary.title };
        let names: Vec<&str> = list.sandboxes.iter().map(|one| one.name.as_str()).collect();
        let message = format!("The account of {} may not use a sandbox {name:?}.", profile.title);
        let text = match names.is_empty() {
            true => "Ask an administrator to add the technical account to a role that has it."
                .to_owned(),
            false => format!(
                "Choose one of these: {}. Or ask an administrator to add the technical account to a role that has it.",
                names.join(", ")
            ),
        };
        let action = RemedyAction::AskAdministrator { profile: Some(profile) };
        let remedy = Remedy { text, action: Some(Box::new(action)) };
        Ok(Problem::new(ErrorCode::NotFound, message).remedy(remedy))
    }
}

/// Whether it is certain that the sandbox is not on the list: Platform lists them in pages.
fn lacks(list: &SandboxList, name: &str) -> bool {
    list.is_whole && !list.sandboxes.iter().any(|one| one.name == name)
}
