//! The room of migration: a profile leaves service account (JWT) for OAuth Server-to-Server, side by side first, and can go back
//! until it is retired.
//!
//! ```text
//! JWT profile ─begin─▶ + a trial profile, OAuth ─compare─▶ claims, answers ─switch─▶ the profile is OAuth ─retire─▶ no trial
//!      ▲                                                                                │
//!      └────────────────────────────────────── undo ───────────────────────────────────┘
//! ```
//!
//! The trial is a profile like any other, so that everything can be tried with it. Where a migration stands is told by the
//! profile's own credential and a journal without secrets: whoever was killed calls the same again.

mod comparing;
mod facts;
mod journal;
mod switching;
mod trying;
pub(crate) mod view;

use crate::core::Core;
use crate::history::History;
use crate::inspection::Inspection;
use crate::jwt_end::issuer;
use crate::profiles::Profiles;
use crate::runs::Runs;
use crate::threads::blocking;
use crate::tokens::Tokens;
use journal::Journal;
use mudbrick_model::{
    Credential, ErrorCode, Grant, Problem, Profile, ProfileId, ProfileName, RemedyAction, Scope,
};
use std::sync::Arc;
use view::{MigrationNeeds, MigrationProgress, MigrationStep, MigrationView};

type Tell = Arc<dyn Fn(MigrationProgress) + Send + Sync>;

/// The room of migration.
#[derive(Clone)]
pub struct Migration {
    core: Arc<Core>,
    profiles: Arc<Profiles>,
    tokens: Arc<Tokens>,
    history: Arc<History>,
    inspection: Arc<Inspection>,
    runs: Runs,
    tell: Option<Tell>,
}

impl Migration {
    pub(crate) fn new(
        core: &Arc<Core>,
        profiles: &Arc<Profiles>,
        tokens: &Arc<Tokens>,
        history: &Arc<History>,
        inspection: &Arc<Inspection>,
        runs: &Runs,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            profiles: Arc::clone(profiles),
            tokens: Arc::clone(tokens),
            history: Arc::clone(history),
            inspection: Arc::clone(inspection),
            runs: runs.clone(),
            tell: None,
        }
    }

    /// The same room, which tells of each thing that it has done.
    #[must_use]
    pub fn telling(&self, tell: impl Fn(MigrationProgress) + Send + Sync + 'static) -> Self {
        Self { tell: Some(Arc::new(tell)), ..self.clone() }
    }

    /// Where a profile's migration stands, and what is known of it. Nobody is asked.
    ///
    /// # Errors
    /// The profile is gone, or the journal cannot be understood.
    pub fn status(&self, id: &ProfileId) -> Result<MigrationView, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let journal = Journal::load(&self.core.home, id)?;
        self.view(&profile, journal.as_ref())
    }

    /// Whose migration is under way: tried, or switched and able to go back.
    pub fn under_way(&self) -> Vec<ProfileId> {
        Journal::all(&self.core.home)
    }

    /// The same as [`Migration::status`], once something was done.
    async fn seen(&self, id: &ProfileId) -> Result<MigrationView, Problem> {
        let (this, id) = (self.clone(), id.clone());
        blocking(move || this.status(&id)).await?
    }

    fn view(&self, profile: &Profile, journal: Option<&Journal>) -> Result<MigrationView, Problem> {
        let is_jwt = profile.credential.grant() == Grant::Jwt;
        let jwt = match (&profile.credential, journal) {
            (jwt @ Credential::Jwt { .. }, _) => Some(jwt),
            (_, Some(journal)) => Some(&journal.before),
            (_, None) => None,
        };
        let metascopes = match jwt {
            Some(Credential::Jwt { metascopes, .. }) => metascopes.as_slice(),
            _ => &[],
        };
        let trial = journal.and_then(|journal| journal.trial.as_ref());
        let trial = trial.and_then(|id| self.core.profiles.get(id).ok());
        let sibling = if is_jwt { self.trial_of(profile, journal)? } else { None };
        let needs = match (&sibling, journal) {
            _ if !is_jwt => MigrationNeeds::Nothing,
            (None, _) => MigrationNeeds::Credential,
            (Some(sibling), Some(journal)) if journal.own_trial.as_ref() == Some(&sibling.id) => {
                MigrationNeeds::Correction
            }
            (Some(_), _) => MigrationNeeds::Nothing,
        };
        let last_jwt_at = journal.and_then(|journal| journal.last_jwt_at);
        let suggestions = facts::suggestions(metascopes);
        Ok(MigrationView {
            profile: profile.id.clone(),
            title: profile.title(),
            step: match (journal, is_jwt) {
                (None, true) => MigrationStep::NotBegun,
                (Some(_), true) => MigrationStep::Trying,
                (Some(_), false) => MigrationStep::Switched,
                (None, false) => MigrationStep::Done,
            },
            trial: trial.map(|stored| ProfileName::of(&stored.value)),
            is_own_trial: journal.is_some_and(|journal| {
                journal.trial.is_some() && journal.own_trial == journal.trial
            }),
            needs,
            scopes: match &sibling {
                Some(sibling) => scopes_of(sibling),
                None => facts::suggested(&suggestions),
            },
            issuer: issuer(profile, metascopes),
            dates: facts::dates(profile, metascopes),
            suggestions,
            key: jwt.and_then(|jwt| jwt.key().cloned()),
            last_jwt_at,
            console_allows_from: last_jwt_at.map(|at| at.after(facts::CONSOLE_WAITS)),
            outcome: journal.and_then(|journal| journal.outcome),
        })
    }

    /// The profile with its journal, to be changed.
    async fn known(&self, id: &ProfileId) -> Result<(Profile, Option<Journal>), Problem> {
        let (core, id) = (Arc::clone(&self.core), id.clone());
        blocking(move || {
            let profile = core.profiles.get(&id)?.value;
            let journal = Journal::load(&core.home, &id)?;
            Ok((profile, journal))
        })
        .await?
    }

    async fn save_journal(&self, id: &ProfileId, journal: &Journal) -> Result<(), Problem> {
        let (core, id, journal) = (Arc::clone(&self.core), id.clone(), journal.clone());
        blocking(move || journal.save(&core.home, &id)).await??;
        self.did(MigrationProgress::JournalWritten);
        Ok(())
    }

    /// Tells that something was done. A test lets the process die here.
    fn did(&self, what: MigrationProgress) {
        if let Some(tell) = &self.tell {
            tell(what);
        }
    }
}

fn scopes_of(profile: &Profile) -> String {
    let scopes: Vec<&str> = profile.credential.scopes().iter().map(Scope::as_str).collect();
    scopes.join(",")
}

fn not_under_way(profile: &Profile) -> Problem {
    let title = profile.title();
    Problem::new(ErrorCode::InvalidInput, format!("No migration of {title} is under way."))
        .remedy("Begin one with the scopes and the client secret of the OAuth Server-to-Server credential.")
        .action(RemedyAction::Migrate { profile: Some(ProfileName::of(profile)) })
}
