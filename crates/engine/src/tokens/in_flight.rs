//! What this process knows of tokens: those in memory, and the calls to IMS that are under way, in which callers for the
//! same profile wait for one another. Asking IMS is left to `renewal`, other processes to `shared`.

use super::cache_key::CacheKey;
use crate::threads::lock;
use mudbrick_ims::AccessToken;
use mudbrick_model::{Problem, ProfileId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Tokens in memory, and calls under way.
#[derive(Default)]
pub(crate) struct TokenCache {
    /// By the name under which each token is kept, which begins with its profile's id.
    kept: Mutex<HashMap<String, Arc<InFlight>>>,
}

/// One profile's token, and the call that gets it.
#[derive(Default)]
pub(crate) struct InFlight {
    /// Held while IMS is being asked.
    calling: tokio::sync::Mutex<()>,
    entry: Mutex<CacheEntry>,
}

#[derive(Default)]
struct CacheEntry {
    /// How many calls to IMS have ended, so that a caller can tell whether one ended while it waited.
    ended: u64,
    token: Option<(CacheKey, InMemory)>,
    failure: Option<(CacheKey, Problem)>,
}

/// A token in memory, and the state of the vault's file when it was the one in there.
#[derive(Clone)]
pub(super) struct InMemory {
    pub(super) token: AccessToken,
    /// Another process that renews the token writes another file. None when there is no file, on a disk that takes none.
    pub(super) stamp: Option<String>,
}

impl TokenCache {
    /// What is known of a token by the name it is kept under; nothing yet, at its first mention.
    pub(crate) fn of(&self, kept_as: &str) -> Arc<InFlight> {
        // The map is locked for a moment only. Waiting is done at the token’s own lock, so that no profile waits for
        // another.
        let mut kept = lock(&self.kept);
        match kept.get(kept_as) {
            Some(known) => Arc::clone(known),
            None => Arc::clone(kept.entry(kept_as.to_owned()).or_default()),
        }
    }

    /// What is known of the profile's own token, if it was ever mentioned.
    pub(super) fn mentioned(&self, id: &ProfileId) -> Option<Arc<InFlight>> {
        lock(&self.kept).get(id.as_str()).cloned()
    }

    /// Drops what is known of a profile that changed, its narrower tokens too.
    pub(crate) fn forget(&self, id: &ProfileId) {
        lock(&self.kept).retain(|kept_as, _| !kept_as.starts_with(id.as_str()));
    }

    /// Drops everything. Whoever waits for a call keeps what belongs to it until the call has ended.
    pub(crate) fn forget_all(&self) {
        lock(&self.kept).clear();
    }
}

impl InFlight {
    /// How many calls to IMS have ended.
    pub(super) fn ended(&self) -> u64 {
        lock(&self.entry).ended
    }

    /// Waits until nobody else is asking IMS for this profile.
    pub(super) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.calling.lock().await
    }

    /// How the last call ended, when it ended after `seen` had and asked for the same thing.
    pub(super) fn ended_since(
        &self,
        seen: u64,
        key: &CacheKey,
    ) -> Option<Result<AccessToken, Problem>> {
        let entry = lock(&self.entry);
        if entry.ended == seen {
            return None;
        }
        let failure = entry.failure.as_ref().filter(|(with, _)| with == key);
        let token = entry.token.as_ref().filter(|(with, _)| with == key);
        match (failure, token) {
            (Some((_, problem)), _) => Some(Err(problem.clone())),
            (None, Some((_, kept))) => Some(Ok(kept.token.clone())),
            // It was for the profile as it was before a change.
            (None, None) => None,
        }
    }

    /// Notes how a call ended, for those who waited and those who look later. A failed renewal leaves the token that may
    /// still be good.
    pub(super) fn end(&self, key: &CacheKey, outcome: &Result<InMemory, Problem>) {
        let mut entry = lock(&self.entry);
        match outcome {
            Ok(kept) => {
                entry.token = Some((key.clone(), kept.clone()));
                entry.failure = None;
            }
            Err(problem) => entry.failure = Some((key.clone(), problem.clone())),
        }
        // Last, under the same lock: whoever sees another number sees the outcome that belongs to it.
        entry.ended += 1;
    }

    /// Keeps a token, so that the vault need not be asked again.
    pub(super) fn remember(&self, key: &CacheKey, kept: InMemory) {
        let mut entry = lock(&self.entry);
        entry.token = Some((key.clone(), kept));
        entry.failure = None;
    }

    /// The token in memory, when it was asked for with the same.
    pub(super) fn token(&self, key: &CacheKey) -> Option<InMemory> {
        let entry = lock(&self.entry);
        entry.token.as_ref().filter(|(with, _)| with == key).map(|(_, kept)| kept.clone())
    }

    /// Why the last call failed, when it did, and what it asked for.
    pub(super) fn failure(&self) -> Option<(CacheKey, Problem)> {
        lock(&self.entry).failure.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::{PROFILE, key, token};
    use mudbrick_model::{ErrorCode, Timestamp};

    fn in_memory_as(value: &str) -> InMemory {
        InMemory { token: token(value, Timestamp(1)), stamp: None }
    }

    fn given(value: &str) -> Result<InMemory, Problem> {
        Ok(in_memory_as(value))
    }

    fn refused() -> Problem {
        Problem::new(ErrorCode::CredentialRefused, "Adobe refused the client secret.")
    }

    /// An outcome that can be compared.
    fn read(outcome: Option<Result<AccessToken, Problem>>) -> Option<Result<String, Problem>> {
        outcome.map(|outcome| outcome.map(|token| token.value.expose().clone()))
    }

    fn in_memory(profile: &InFlight, client: char) -> Option<String> {
        profile.token(&key(client)).map(|kept| kept.token.value.expose().clone())
    }

    #[test]
    fn who_waited_takes_the_outcome_of_every_call_and_who_asks_later_does_not() {
        let profile = InFlight::default();
        assert!(profile.ended_since(profile.ended(), &key('a')).is_none());
        for (outcome, expected) in [
            (given("one"), Ok("one".to_owned())),
            (Err(refused()), Err(refused())),
            (given("two"), Ok("two".to_owned())),
        ] {
            let seen = profile.ended();
            profile.end(&key('a'), &outcome);
            assert_eq!(read(profile.ended_since(seen, &key('a'))), Some(expected));
            assert!(profile.ended_since(profile.ended(), &key('a')).is_none());
        }
    }

    #[test]
    fn a_call_that_asked_with_something_else_is_no_answer() {
        let profile = InFlight::default();
        let seen = profile.ended();
        profile.end(&key('a'), &given("one"));
        profile.end(&key('b'), &Err(refused()));
        assert_eq!(read(profile.ended_since(seen, &key('a'))), Some(Ok("one".to_owned())));
        assert_eq!(read(profile.ended_since(seen, &key('b'))), Some(Err(refused())));
        assert!(profile.ended_since(seen, &key('c')).is_none());
    }

    #[test]
    fn a_failed_renewal_leaves_the_token_and_a_token_ends_the_failure() {
        let profile = InFlight::default();
        profile.end(&key('a'), &given("one"));
        profile.end(&key('a'), &Err(refused()));
        assert_eq!(in_memory(&profile, 'a').as_deref(), Some("one"));
        assert_eq!(in_memory(&profile, 'b'), None, "it was asked for with something else");
        assert_eq!(profile.failure(), Some((key('a'), refused())));
        profile.end(&key('a'), &given("two"));
        assert_eq!(in_memory(&profile, 'a').as_deref(), Some("two"));
        assert_eq!(profile.failure(), None);
    }

    #[test]
    fn a_token_from_the_vault_is_remembered_and_is_not_the_end_of_a_call() {
        let profile = InFlight::default();
        profile.end(&key('a'), &Err(refused()));
        let seen = profile.ended();
        profile.remember(&key('a'), in_memory_as("stored"));
        assert_eq!(in_memory(&profile, 'a').as_deref(), Some("stored"));
        assert_eq!(profile.failure(), None);
        assert!(profile.ended_since(seen, &key('a')).is_none());
    }

    #[test]
    fn what_is_forgotten_is_gone_but_for_those_who_wait() {
        let tokens = TokenCache::default();
        let changed = ProfileId::parse(PROFILE).unwrap();
        let other = "f".repeat(32);
        let narrower = format!("{PROFILE}-1");
        let waiting = tokens.of(PROFILE);
        for kept_as in [PROFILE, &narrower, &other] {
            tokens.of(kept_as).end(&key('a'), &given("one"));
        }
        tokens.forget(&changed);
        assert_eq!(in_memory(&tokens.of(PROFILE), 'a'), None);
        assert_eq!(in_memory(&tokens.of(&narrower), 'a'), None);
        assert_eq!(in_memory(&tokens.of(&other), 'a').as_deref(), Some("one"));
        tokens.forget_all();
        assert_eq!(in_memory(&tokens.of(&other), 'a'), None);
        assert_eq!(in_memory(&waiting, 'a').as_deref(), Some("one"));
    }
}
