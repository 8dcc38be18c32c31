//! Where callers for one profile's token wait for one another, and what memory knows of it. Asking IMS is left to
//! `tokens`.

use crate::engine::lock;
use mudbrick_ims::AccessToken;
use mudbrick_model::{Problem, ProfileId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Tokens in memory, and the lanes in which callers wait for one another.
#[derive(Default)]
pub(crate) struct TokenDesk {
    lanes: Mutex<HashMap<ProfileId, Arc<Lane>>>,
}

/// One profile's place at the desk.
#[derive(Default)]
pub(crate) struct Lane {
    /// How many calls to IMS have ended, so that a caller can tell whether one ended while it waited.
    ended: AtomicU64,
    /// Held while IMS is being asked.
    calling: tokio::sync::Mutex<()>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    token: Option<(String, AccessToken)>,
    failure: Option<Problem>,
}

impl TokenDesk {
    /// The profile's lane.
    pub(crate) fn lane(&self, id: &ProfileId) -> Arc<Lane> {
        Arc::clone(lock(&self.lanes).entry(id.clone()).or_default())
    }

    /// Drops what memory holds for a profile that changed.
    pub(crate) fn forget(&self, id: &ProfileId) {
        lock(&self.lanes).remove(id);
    }

    /// Drops everything. Whoever waits in a lane keeps it until the call it waits for has ended.
    pub(crate) fn forget_all(&self) {
        lock(&self.lanes).clear();
    }
}

impl Lane {
    /// How many calls to IMS have ended.
    pub(crate) fn ended(&self) -> u64 {
        self.ended.load(Ordering::Acquire)
    }

    /// Waits until nobody else is asking IMS for this profile.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.calling.lock().await
    }

    /// Notes how a call ended, for those who waited and those who look later.
    pub(crate) fn end(&self, asked_with: &str, outcome: &Result<AccessToken, Problem>) {
        match outcome {
            Ok(token) => self.remember(asked_with, token),
            Err(problem) => lock(&self.known).failure = Some(problem.clone()),
        }
        self.ended.fetch_add(1, Ordering::Release);
    }

    /// Keeps a token, so that the vault need not be asked again.
    pub(crate) fn remember(&self, asked_with: &str, token: &AccessToken) {
        let token = Some((asked_with.to_owned(), token.clone()));
        *lock(&self.known) = Known { token, failure: None };
    }

    /// The token in memory, when it was asked for with the same words.
    pub(crate) fn token(&self, asked_with: &str) -> Option<AccessToken> {
        let known = lock(&self.known);
        known.token.as_ref().filter(|(with, _)| with == asked_with).map(|(_, token)| token.clone())
    }

    /// Why the last call failed, when it did.
    pub(crate) fn failure(&self) -> Option<Problem> {
        lock(&self.known).failure.clone()
    }
}
