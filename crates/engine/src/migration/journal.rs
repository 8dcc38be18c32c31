//! What a migration has to remember, in a file of its profile without a secret: `migrations/<profile id>.json`.

use super::view::TrialOutcome;
use crate::step_file;
use mudbrick_model::{Credential, Problem, ProfileId, Timestamp};
use mudbrick_store::Home;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    pub(super) version: u32,
    /// The way back: the service account (JWT), with the key that signs for it.
    pub(super) before: Credential,
    /// The profile with which OAuth is tried.
    pub(super) trial: Option<ProfileId>,
    /// The profile that is made for this and goes at its end; written down before it is made, and none where a person's own is
    /// taken.
    pub(super) own_trial: Option<ProfileId>,
    /// When a token was got by JWT last.
    pub(super) last_jwt_at: Option<Timestamp>,
    /// What came of the last try.
    #[serde(default)]
    pub(super) outcome: Option<TrialOutcome>,
}

impl Journal {
    pub(super) fn begun(before: Credential) -> Self {
        Self {
            version: VERSION,
            before,
            trial: None,
            own_trial: None,
            last_jwt_at: None,
            outcome: None,
        }
    }

    pub(super) fn load(home: &Home, profile: &ProfileId) -> Result<Option<Self>, Problem> {
        let is_known = |journal: &Self| journal.version == VERSION;
        step_file::load(&path(home, profile), is_known, "Move the file away, and begin again.")
    }

    /// Whose migration is under way. There is no folder before the first one.
    pub(super) fn all(home: &Home) -> Vec<ProfileId> {
        let entries = fs::read_dir(home.migrations()).into_iter().flatten().flatten();
        let named = |name: OsString| ProfileId::parse(name.to_str()?.strip_suffix(".json")?).ok();
        let mut all: Vec<_> = entries.filter_map(|entry| named(entry.file_name())).collect();
        all.sort();
        all
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
