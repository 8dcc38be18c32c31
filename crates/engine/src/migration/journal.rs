//! What a migration has to remember, in a file of its profile without a secret: `migrations/<profile id>.json`.

use crate::step_file;
use mudbrick_model::{Credential, Problem, ProfileId, Timestamp};
use mudbrick_store::Home;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) version: u32,
    /// The way back: the service account (JWT), with the key that signs for it.
    pub(super) before: Credential,
    /// The profile with which OAuth is tried.
    pub(super) trial: Option<ProfileId>,
    /// Whether the trial was made for this, and goes at its end.
    pub(super) is_own_trial: bool,
    /// When a token was got by JWT last.
    pub(super) last_jwt_at: Option<Timestamp>,
}

impl Journal {
    pub(super) fn begun(before: Credential) -> Self {
        Self { version: VERSION, before, trial: None, is_own_trial: false, last_jwt_at: None }
    }

    pub(super) fn load(home: &Home, profile: &ProfileId) -> Result<Option<Self>, Problem> {
        let is_known = |journal: &Self| journal.version == VERSION;
        step_file::load(&path(home, profile), is_known, "Move the file away, and begin again.")
    }

    pub(super) fn save(&self, home: &Home, profile: &ProfileId) -> Result<(), Problem> {
        step_file::save(&path(home, profile), self)
    }

    pub(super) fn remove(home: &Home, profile: &ProfileId) -> Result<(), Problem> {
        step_file::remove(&path(home, profile))
    }
}

fn path(home: &Home, profile: &ProfileId) -> PathBuf {
    home.migrations().join(format!("{profile}.json"))
}
