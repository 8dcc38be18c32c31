//! Getting a token from IMS, once however many ask: callers in this process wait for its call in flight, other processes at a
//! lock file, and whoever waited gets the same outcome. Nobody waits longer than one call may take.

use super::Freshness;
use super::Tokens;
use super::cache_key::CacheKey;
use super::call::Asked;
use super::deadline::Deadline;
use super::shared::{Ended, SharedOutcome};
use crate::threads::blocking;
use crate::vault::stored;
use crate::view::{Event, TokenState};
use mudbrick_ims::AccessToken;
use mudbrick_model::{Problem, Profile, ProfileName};
use mudbrick_vault::files::{self, LockError};
use std::sync::Arc;
use std::time::Instant;
use tracing::{info, warn};

/// What there is before IMS is asked.
enum Looked {
    Found(AccessToken),
    /// Nothing that will do, and what is to be asked for.
    Nothing(CacheKey),
}

impl Tokens {
    pub(crate) async fn of_profile(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        let (tokens, owned) = (self.clone(), profile.clone());
        let looked = blocking(move || tokens.look(&owned, freshness)).await??;
        let key = match looked {
            Looked::Found(token) => return Ok(token),
            Looked::Nothing(key) => key,
        };
        let core = Arc::clone(&self.core);
        let deadline = Deadline::from_now(blocking(move || core.token_limits()).await?);
        let in_flight = self.cache.of(&profile.id);
        // Both are looked at before waiting: what ends from here on is as fresh as this caller asked for.
        let seen = in_flight.ended();
        let (core, id) = (Arc::clone(&self.core), profile.id.clone());
        let shared = blocking(move || SharedOutcome::before_waiting(&core.home, &id)).await?;
        let Ok(_turn) = tokio::time::timeout(deadline.left(), in_flight.turn()).await else {
            return Err(deadline.passed(profile, "another call"));
        };
        if let Some(outcome) = in_flight.ended_since(seen, &key) {
            return outcome;
        }
        let (key, outcome) = self.ask_once(profile, freshness, &key, &shared, &deadline).await;
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

    /// Looks for a token that will do. Without one it opens the vault before the clock starts: the person may be typing the
    /// keyring's password.
    fn look(&self, profile: &Profile, freshness: Freshness) -> Result<Looked, Problem> {
        if freshness == Freshness::Cached
            && let Some(token) = self.cached(profile)?
        {
            return Ok(Looked::Found(token));
        }
        // Why it cannot be opened is found again where the secrets are needed.
        let _ = stored::client_secrets(&self.core.vault, &profile.id);
        Ok(Looked::Nothing(self.cache_key(profile)))
    }

    /// Asks IMS unless another process did while this one waited for the lock file. With what was asked: a second client
    /// secret that takes the first one's place is another key.
    async fn ask_once(
        &self,
        profile: &Profile,
        freshness: Freshness,
        asked_with: &CacheKey,
        shared: &SharedOutcome,
        deadline: &Deadline,
    ) -> (CacheKey, Result<AccessToken, Problem>) {
        let lock = self.token_lock(profile, deadline).await;
        // Looked at after the wait, in which somebody may have replaced a secret, and before the secrets are read: a token
        // may be kept as one of an older secret than it is of, which is not used then, but never as one of a newer.
        let (tokens, owned, ended) = (self.clone(), profile.clone(), shared.clone());
        let looked = blocking(move || {
            let key = tokens.cache_key(&owned);
            let found = tokens.found_meanwhile(&owned, freshness, &key, &ended);
            (key, found)
        });
        let (key, found) = match looked.await {
            Ok(looked) => looked,
            Err(problem) => return (asked_with.clone(), Err(problem)),
        };
        let _lock = match (lock, found) {
            (Ok(lock), Ok(None)) => lock,
            (Ok(_), Ok(Some(token))) => return (key, Ok(token)),
            (Err(problem), _) | (Ok(_), Err(problem)) => return (key, Err(problem)),
        };
        let http = match self.practice.http_for(profile).await {
            Ok(http) => http,
            Err(problem) => return (key, Err(problem)),
        };
        let clock = Instant::now();
        let outcome = self.ask_ims(profile, &http, deadline).await;
        told(profile, clock, &outcome);
        let (tokens, owned, ended) = (self.clone(), profile.clone(), shared.clone());
        let kept = blocking(move || tokens.keep(&owned, key, outcome, &ended));
        kept.await.unwrap_or_else(|problem| (asked_with.clone(), Err(problem)))
    }

    /// Keeps what came of a call, for this process, for others and for later.
    fn keep(
        &self,
        profile: &Profile,
        key: CacheKey,
        outcome: Result<Asked, Problem>,
        shared: &SharedOutcome,
    ) -> (CacheKey, Result<AccessToken, Problem>) {
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
        match blocking(move || files::lock_within(&path, left)).await? {
            Ok(lock) => Ok(lock),
            Err(LockError::Held { .. }) => {
                Err(deadline.passed(profile, "another Mudbrick on this computer"))
            }
            Err(error) => Err(error.into()),
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

fn told(profile: &Profile, clock: Instant, outcome: &Result<Asked, Problem>) {
    let (id, host) = (profile.id.as_str(), profile.adobe.ims_host());
    let ms = clock.elapsed().as_millis();
    match outcome {
        Ok(asked) => {
            info!(profile = id, host, ms, second_secret = asked.preferred_second, "token got");
        }
        Err(problem) => warn!(profile = id, host, ms, code = ?problem.code, "token not got"),
    }
}
