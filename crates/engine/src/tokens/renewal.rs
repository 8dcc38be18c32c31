//! Getting a token from IMS, once however many ask: callers in this process wait for its call in flight, other processes at a
//! lock file, and whoever waited gets the same outcome. Nobody waits longer than one call may take.

use super::Freshness;
use super::Tokens;
use super::cache_key::CacheKey;
use super::deadline::Deadline;
use super::shared::{Ended, SharedOutcome};
use crate::vault::stored;
use crate::view::{Event, TokenState};
use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileName};
use mudbrick_vault::files::{self, LockError};

impl Tokens {
    pub(crate) async fn of_profile(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        if freshness == Freshness::Cached
            && let Some(token) = self.cached(profile)?
        {
            return Ok(token);
        }
        // Opens the vault before the clock starts: the person may be typing the keyring's password. Why it cannot be opened
        // is found again where the secrets are needed.
        let _ = stored::client_secrets(&self.core.vault, &profile.id);
        let deadline = Deadline::from_now(self.core.token_limits);
        let key = self.cache_key(profile);
        let in_flight = self.cache.of(&profile.id);
        // Both are looked at before waiting: what ends from here on is as fresh as this caller asked for.
        let seen = in_flight.ended();
        let shared = SharedOutcome::before_waiting(&self.core.home, &profile.id);
        let Ok(_turn) = tokio::time::timeout(deadline.left(), in_flight.turn()).await else {
            return Err(deadline.passed(profile, "another call"));
        };
        if let Some(outcome) = in_flight.ended_since(seen, &key) {
            return outcome;
        }
        let (key, outcome) = self.ask_once(profile, freshness, &shared, &deadline).await;
        let outcome = outcome.map_err(|problem| problem.of_profile(&ProfileName::of(profile)));
        in_flight.end(&key, &outcome);
        let token = match &outcome {
            Ok(token) => super::ready(token),
            Err(problem) => TokenState::Failed { problem: problem.clone() },
        };
        self.vault.tell();
        self.core.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        outcome
    }

    /// Asks IMS unless another process did while this one waited for the lock file. With what was asked: a second client
    /// secret that takes the first one's place is another key.
    async fn ask_once(
        &self,
        profile: &Profile,
        freshness: Freshness,
        shared: &SharedOutcome,
        deadline: &Deadline,
    ) -> (CacheKey, Result<AccessToken, Problem>) {
        let lock = self.token_lock(profile, deadline).await;
        // Looked at after the wait, in which somebody may have replaced a secret, and before the secrets are read: a token
        // may be kept as one of an older secret than it is of, which is not used then, but never as one of a newer.
        let key = self.cache_key(profile);
        let _lock = match lock {
            Ok(lock) => lock,
            Err(problem) => return (key, Err(problem)),
        };
        match self.found_meanwhile(profile, freshness, &key, shared) {
            Ok(None) => {}
            Ok(Some(token)) => return (key, Ok(token)),
            Err(problem) => return (key, Err(problem)),
        }
        let http = match self.practice.http_for(profile).await {
            Ok(http) => http,
            Err(problem) => return (key, Err(problem)),
        };
        let outcome = self.ask_ims(profile, &http, deadline).await;
        let key = match &outcome {
            Ok(asked) if asked.preferred_second => self.cache_key(profile),
            _ => key,
        };
        if let Ok(asked) = &outcome {
            // A token that cannot be kept is a token all the same; the next caller asks for another.
            let _ = stored::save_token(&self.core.vault, &profile.id, key.as_str(), &asked.token);
        }
        shared.record(&key, outcome.as_ref().err());
        (key, outcome.map(|asked| asked.token))
    }

    async fn token_lock(
        &self,
        profile: &Profile,
        deadline: &Deadline,
    ) -> Result<files::FileLock, Problem> {
        let (path, left) = (self.core.home.token_lock(&profile.id), deadline.left());
        let locked = tokio::task::spawn_blocking(move || files::lock_within(&path, left)).await;
        match locked {
            Ok(Ok(lock)) => Ok(lock),
            Ok(Err(LockError::Held { .. })) => {
                Err(deadline.passed(profile, "another Mudbrick on this computer"))
            }
            Ok(Err(error)) => Err(error.into()),
            Err(error) => Err(Problem::new(ErrorCode::Internal, error.to_string())),
        }
    }

    /// What another process came to while this one waited. With the lock held.
    fn found_meanwhile(
        &self,
        profile: &Profile,
        freshness: Freshness,
        key: &CacheKey,
        shared: &SharedOutcome,
    ) -> Result<Option<AccessToken>, Problem> {
        let ended = shared.since(key);
        if let Some(Ended::Failed(problem)) = ended {
            return Err(problem);
        }
        if freshness == Freshness::Renewed && ended.is_none() {
            return Ok(None);
        }
        let stored = stored::token(&self.core.vault, &profile.id, key.as_str())?;
        Ok(stored.filter(|token| self.is_fresh(token)))
    }
}
