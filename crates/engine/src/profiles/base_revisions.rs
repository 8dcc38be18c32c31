//! The states in which profiles were shown, so that an edit can be told from what it leaves as it was.

use crate::threads::lock;
use mudbrick_model::{Profile, ProfileId};
use mudbrick_store::{Revision, Stored};
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;

/// How many states of each profile are remembered: a form shows one, and a few may be open.
const REMEMBERED: usize = 8;

/// The states in which profiles were shown, so that an edit can be told from what it leaves as it was.
#[derive(Default)]
pub(crate) struct BaseRevisions(Mutex<HashMap<ProfileId, VecDeque<(Revision, Profile)>>>);

impl BaseRevisions {
    pub(crate) fn note(&self, stored: &Stored<Profile>) {
        let mut profiles = lock(&self.0);
        let states = profiles.entry(stored.value.id.clone()).or_default();
        states.retain(|(revision, _)| *revision != stored.revision);
        states.push_front((stored.revision.clone(), stored.value.clone()));
        // A window that stays open for weeks must not remember every state it ever showed.
        states.truncate(REMEMBERED);
    }

    pub(super) fn at(&self, id: &ProfileId, revision: &Revision) -> Option<Profile> {
        let profiles = lock(&self.0);
        let state = profiles.get(id)?.iter().find(|(known, _)| known == revision)?;
        Some(state.1.clone())
    }
}
