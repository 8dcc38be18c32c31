//! What the window needs to draw itself once. Starting also sweeps out what crashes left and what was deleted long ago.

use crate::damaged::DamagedRecord;
use crate::engine::Engine;
use crate::practice::view::PracticeView;
use crate::profiles::view::ProfileSummary;
use mudbrick_model::Problem;
use serde::Serialize;

/// All the window needs to draw itself once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct StartView {
    /// Mudbrick's version.
    pub version: String,
    /// In the order of the side bar.
    pub profiles: Vec<ProfileSummary>,
    /// The practice Adobe, when it runs.
    pub practice: Option<PracticeView>,
    /// Profiles, key pairs and the policy, whose files cannot be read.
    pub damaged: Vec<DamagedRecord>,
}

impl Engine {
    /// All the window needs to draw itself once.
    pub fn start(&self) -> Result<StartView, Problem> {
        let (profiles, mut damaged) = self.profiles().list_all()?;
        self.core.home.sweep(self.core.now());
        self.profiles().sweep_trash();
        self.keys().sweep_trash();
        self.requests().sweep_changes();
        // What cannot be swept now is swept the next time.
        let _ = self.vault().sweep_unfinished();
        let _ = self.core.home.sweep_bodies();
        damaged.extend(self.keys().damaged()?);
        damaged.extend(DamagedRecord::policy(self.policy().view()));
        Ok(StartView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profiles,
            practice: self.practice().view(),
            damaged,
        })
    }
}
