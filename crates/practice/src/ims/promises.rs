//! Promise tokens that were given away. Giving and taking them is left to `passed_on`.

use super::reply::Refusal;
use super::sign_ins::held;
use mudbrick_model::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;

/// How many promise tokens are remembered.
const MOST: usize = 10_000;

/// Promise tokens that still work.
#[derive(Debug, Default)]
pub(crate) struct Promises(Mutex<HashMap<String, Promised>>);

/// What a promise token is good for.
#[derive(Debug, Clone)]
pub(super) struct Promised {
    pub(super) user_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) ends: Timestamp,
}

impl Promises {
    /// Ends one; a text that is none of ours is passed over.
    pub(super) fn revoke(&self, token: &str) {
        held(&self.0).remove(token);
    }

    /// Remembers one, and forgets those that have ended.
    pub(super) fn keep(
        &self,
        token: String,
        promised: Promised,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let mut kept = held(&self.0);
        kept.retain(|_, other| now < other.ends);
        let has_room = kept.len() < MOST;
        has_room.then(|| kept.insert(token, promised)).ok_or_else(Refusal::internal)?;
        Ok(())
    }

    /// What one is good for that still works.
    pub(super) fn find(&self, token: &str, now: Timestamp) -> Option<Promised> {
        held(&self.0).get(token).filter(|promised| now < promised.ends).cloned()
    }
}
