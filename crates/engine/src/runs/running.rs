//! What all lanes of a run share: what it is, what may still begin, and what is under way.

use super::Runs;
use super::journal::{Journal, State};
use super::plan::{Planned, RunGiven};
use super::run_view::{RunSettings, RunStopped};
use super::starts::Starts;
use crate::jobs::Job;
use crate::requests::Confirmation;
use crate::threads::lock;
use mudbrick_model::{ExchangeId, Problem, ProfileId};
use mudbrick_redact::Redactor;
use std::collections::HashMap;
use std::sync::Mutex;
use tokio::sync::Semaphore;

/// What all lanes of a run share.
pub(super) struct Running {
    pub(super) runs: Runs,
    pub(super) job: Job,
    pub(super) planned: Planned,
    pub(super) given: RunGiven,
    pub(super) settings: RunSettings,
    pub(super) confirmation: Confirmation,
    pub(super) journal: Journal,
    /// What was done before the run was gone on with.
    pub(super) before: State,
    /// Entries in the history of requests whose answers others wait for, by their places; of a run that is gone on with.
    pub(super) answers: Vec<(u64, ExchangeId)>,
    pub(super) permits: Semaphore,
    pub(super) starts: Starts,
    pub(super) redactor: Redactor,
    /// Why nothing more begins.
    pub(super) halt: Mutex<Option<(RunStopped, Option<Problem>)>>,
    /// Profiles that get no token, each with why: asking again for every call would be an attack on Adobe's login.
    pub(super) without_token: Mutex<HashMap<ProfileId, Problem>>,
    pub(super) under_way: Mutex<Vec<(u64, String)>>,
}

impl Running {
    /// Whether anything may still begin.
    pub(super) fn goes_on(&self) -> bool {
        if self.job.calls().is_cancelled() {
            self.halt(RunStopped::Cancelled, None);
        }
        lock(&self.halt).is_none()
    }

    /// Lets nothing more begin. The first reason counts.
    pub(super) fn halt(&self, why: RunStopped, problem: Option<Problem>) {
        lock(&self.halt).get_or_insert((why, problem));
    }
}
