//! The room of Experience Platform's sandboxes: which of them a profile's account may use, and working in another one. Of which
//! type they are for the production guard is the requests' room's, from the same answer.

use crate::core::Core;
use crate::jobs::Job;
use crate::profiles::Profiles;
use crate::requests::{Confirmation, Requests};
use crate::threads::blocking;
use crate::view::{ProfileView, SandboxList};
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

    /// Has the profile work in a sandbox from now on.
    ///
    /// # Errors
    /// Platform's list, where there is a whole one, does not have it.
    pub fn switch(&self, id: &ProfileId, name: &str) -> Result<ProfileView, Problem> {
        let view = self.profiles.get(id)?;
        let name = name.trim();
        let list = self.requests.kept_sandboxes(id).filter(|list| list.is_whole);
        if let Some(list) = list
            && !list.sandboxes.iter().any(|one| one.name == name)
        {
            let names: Vec<&str> = list.sandboxes.iter().map(|one| one.name.as_str()).collect();
            let profile = ProfileName { id: id.clone(), title: view.summary.title };
            let message =
                format!("The account of {} may not use a sandbox {name:?}.", profile.title);
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
            return Err(Problem::new(ErrorCode::NotFound, message).remedy(remedy));
        }
        let mut draft = self.profiles.draft(id)?;
        draft.sandbox = name.to_owned();
        self.profiles.update(id, &view.revision, &draft, None)
    }
}
