//! The cookies of each profile that keeps any, in memory: gone with the process, when the vault is locked, and when the profile
//! is changed. Those of one profile never go with a request of another, for both may be the same host's.

use crate::threads::lock;
use mudbrick_model::ProfileId;
use mudbrick_net::CookieJar;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
pub(super) struct CookieJars(Mutex<BTreeMap<ProfileId, Arc<CookieJar>>>);

impl CookieJars {
    pub(super) fn of(&self, profile: &ProfileId) -> Arc<CookieJar> {
        Arc::clone(lock(&self.0).entry(profile.clone()).or_default())
    }

    pub(super) fn forget(&self, profile: &ProfileId) {
        lock(&self.0).remove(profile);
    }

    pub(super) fn forget_all(&self) {
        lock(&self.0).clear();
    }
}
