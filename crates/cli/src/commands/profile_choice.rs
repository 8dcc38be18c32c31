//! The profiles of `mudbrick replay` and `mudbrick run`.

use crate::arguments::ProfileChoice;
use mudbrick_engine::{Engine, ProfileFilter};
use mudbrick_model::{Grant, Problem, Profile, Risk};

impl ProfileChoice {
    /// Those that were named, and those that fit.
    pub(super) fn find(&self, engine: &Engine) -> Result<Vec<Profile>, Problem> {
        let filter = ProfileFilter {
            organization: self.organization.clone(),
            risk: self.risk.map(Risk::from),
            grant: self.grant.map(Grant::from),
        };
        let is_filtered = self.all || filter != ProfileFilter::default();
        engine.runs().choose(&self.on, is_filtered.then_some(&filter))
    }
}
