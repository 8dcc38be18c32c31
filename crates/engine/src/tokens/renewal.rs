//! Getting a token from IMS, once however many ask: callers in this process wait for its call in flight, other processes at a
//! lock file, and whoever waited gets the same outcome. Nobody waits longer than one call may take.

use super::age;
use super::cache_key::CacheKey;
use super::call::{Asked, TokenCall};
use super::deadline::Deadline;
use super::in_flight::InMemory;
use super::shared::{Ended, SharedOutcome};
use super::{Freshness, Tokens};
use crate::threads::blocking;
use crate::vault::stored;
use crate::view::{Event, TokenState};
use mudbrick_ims::AccessToken;
use mudbrick_model::{Problem, Profile, ProfileName, SendOptions};
use mudbrick_vault::SecretId;
use mudbrick_vault::files::{self, LockError};
use std::time::Instant;
use tracing::{info, warn};

/// What there is before IMS is asked.
pub(crate) enum Looked {
    Found(AccessToken),
    /// Nothing that will do.
    Nothing(Wanted),
}

/// What there is once it is this process's turn.
enum Prepared {
    Found(InMemory),
    Call(Option<files::FileLock>, Box<TokenCall>),
}

/// A token that is still to be got, and how things stood before anybody waited for it.
pub(crate) struct Wanted {
    freshness: Freshness,
    key: CacheKey,
    deadline: Deadline,
    /// How many calls of this process had ended, and which outcome other processes had left. Both are looked at before
    /// waiting: what ends from then on is as fresh as this caller asked for.
    ended: u64,
    shared: SharedOutcome,
    /// A token that is to be renewed before its end, and has not ended yet.
    still_good: Option<AccessToken>,
}

impl Tokens {
    pub(crate) async fn of_profile(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        match self.look(profile, freshness).await? {
            Looked::Found(token) => Ok(token),
            Looked::Nothing(wanted) => self.ask(profile, wanted).await,
        }
    }

    /// Looks for a token that will do.
    pub(crate) async fn look(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<Looked, Problem> {
        let (tokens, owned) = (self.clone(), profile.clone());
        blocking(move || tokens.look_here(&owned, freshness)).await?
    }

    fn look_here(&self, profile: &Profile, freshness: Freshness) -> Result<Looked, Problem> {
        let mut still_good = None;
        if freshness == Freshness::Cached {
            let (kept, now) = (self.kept(profile, &self.cache_key(profile))?, self.core.now());
            match kept {
                Some(token) if age::is_fresh(&token, now) => return Ok(Looked::Found(token)),
                kept => still_good = kept.filter(|token| age::is_good(token, now)),
            }
        }
        // The vault is opened before the time is taken: the person may be typing the keyring's password. Why it cannot be
        // opened is found again where the secrets are needed.
        let _ = stored::client_secrets(&self.core.vault, &profile.id);
        Ok(Looked::Nothing(Wanted {
            freshness,
            key: self.cache_key(profile),
            deadline: Deadline::from_now(self.core.token_limits()),
            ended: self.cache.of(&profile.id).ended(),
            shared: SharedOutcome::before_waiting(&self.core.home, &profile.id),
            still_good,
        }))
    }

    /// Gets the token that was not found, from IMS or from whoever is asking IMS already.
    pub(crate) async fn ask(
        &self,
        profile: &Profile,
        wanted: Wanted,
    ) -> Result<AccessToken, Problem> {
        let outcome = self.ask_in_turn(profile, &wanted).await;
        // Nobody asked for this renewal, and the token is good for the minutes that it has left.
        match (outcome, wanted.still_good) {
            (Err(_), Some(token)) if age::is_good(&token, self.core.now()) => Ok(token),
            (outcome, _) => outcome,
        }
    }

    async fn ask_in_turn(
        &self,
        profile: &Profile,
        wanted: &Wanted,
    ) -> Result<AccessToken, Problem> {
        let in_flight = self.cache.of(&profile.id);
        // One call at a time for each profile: Adobe throttles clients that ask for tokens by the dozen.
        let Ok(_turn) = tokio::time::timeout(wanted.deadline.left(), in_flight.turn()).await else {
            return Err(wanted.deadline.passed(profile, "another call"));
        };
        if let Some(outcome) = in_flight.ended_since(wanted.ended, &wanted.key) {
            return outcome;
        }
        let (key, outcome) = self.ask_once(profile, wanted).await;
        let outcome = outcome.map_err(|problem| problem.of_profile(&ProfileName::of(profile)));
        in_flight.end(&key, &outcome);
        let token = match &outcome {
            Ok(kept) => super::ready(&kept.token),
            Err(problem) => self.state_after(profile, key, problem.clone()).await,
        };
        self.vault.tell();
        self.core.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        outcome.map(|kept| kept.token)
    }

    /// What is shown after a renewal that failed: a token that is still good is, and the failure is its asker's.
    async fn state_after(&self, profile: &Profile, key: CacheKey, problem: Problem) -> TokenState {
        let (tokens, owned) = (self.clone(), profile.clone());
        let kept = blocking(move || tokens.kept(&owned, &key).ok().flatten()).await;
        match kept.ok().flatten().filter(|token| age::is_good(token, self.core.now())) {
            Some(token) => super::ready(&token),
            None => TokenState::Failed { problem },
        }
    }

    /// Asks IMS unless another process did while this one waited for the lock file. With what was asked: a second client
    /// secret that takes the first one's place is another key.
    async fn ask_once(
        &self,
        profile: &Profile,
        wanted: &Wanted,
    ) -> (CacheKey, Result<InMemory, Problem>) {
        let (tokens, owned) = (self.clone(), profile.clone());
        let (freshness, deadline) = (wanted.freshness, wanted.deadline);
        let shared = wanted.shared.clone();
        let prepared = blocking(move || tokens.prepare(&owned, freshness, &deadline, &shared));
        let (key, prepared) = match prepared.await {
            Ok(prepared) => prepared,
            Err(problem) => return (wanted.key.clone(), Err(problem)),
        };
        let (_lock, call) = match prepared {
            Ok(Prepared::Call(lock, call)) => (lock, call),
            Ok(Prepared::Found(kept)) => return (key, Ok(kept)),
            Err(problem) => return (key, Err(problem)),
        };
        let http = match self.practice.http_for(profile, &SendOptions::default()).await {
            Ok(http) => http,
            Err(problem) => return (key, Err(problem)),
        };
        let clock = Instant::now();
        let outcome = self.ask_ims(profile, &call, &http, &wanted.deadline).await;
        log_outcome(profile, clock, &outcome);
        let (tokens, owned, shared) = (self.clone(), profile.clone(), wanted.shared.clone());
        let kept = blocking(move || tokens.keep(&owned, key, outcome, &shared));
        kept.await.unwrap_or_else(|problem| (wanted.key.clone(), Err(problem)))
    }

    /// Waits for the lock file, and puts the call together unless another process made it meanwhile.
    fn prepare(
        &self,
        profile: &Profile,
        freshness: Freshness,
        deadline: &Deadline,
        shared: &SharedOutcome,
    ) -> (CacheKey, Result<Prepared, Problem>) {
        let lock = self.token_lock(profile, deadline);
        // Looked at after the wait, in which somebody may have replaced a secret, and before the secrets are read: a token
        // may be kept as one of an older secret than it is of, which is not used then, but never as one of a newer.
        let key = self.cache_key(profile);
        let prepared = lock.and_then(|lock| {
            Ok(match self.found_meanwhile(profile, freshness, &key, shared)? {
                Some(kept) => Prepared::Found(kept),
                None => Prepared::Call(lock, Box::new(self.token_call(profile)?)),
            })
        });
        (key, prepared)
    }

    /// Keeps what came of a call, for this process, for others and for later.
    fn keep(
        &self,
        profile: &Profile,
        key: CacheKey,
        outcome: Result<Asked, Problem>,
        shared: &SharedOutcome,
    ) -> (CacheKey, Result<InMemory, Problem>) {
        let key = match &outcome {
            Ok(asked) if asked.preferred_second => self.cache_key(profile),
            _ => key,
        };
        let kept = outcome.map(|asked| {
            // A token that cannot be kept on disk is a token all the same, and this process keeps it in memory.
            let _ = stored::save_token(&self.core.vault, &profile.id, key.as_str(), &asked.token);
            self.in_memory(profile, asked.token)
        });
        // After the token was saved: whoever reads that there is one looks for it in the vault.
        shared.record(&key, kept.as_ref().err());
        (key, kept)
    }

    /// With the lock held, so that the file is the token's.
    fn in_memory(&self, profile: &Profile, token: AccessToken) -> InMemory {
        InMemory { token, stamp: self.core.vault.stamp(&SecretId::token(profile.id.as_str())) }
    }

    /// None in a home that cannot be written, where processes ask at once if they must: a token that cannot be kept is still
    /// worth having.
    fn token_lock(
        &self,
        profile: &Profile,
        deadline: &Deadline,
    ) -> Result<Option<files::FileLock>, Problem> {
        // No longer than the caller has left: the holder may be a process that was stopped in the middle.
        match files::lock_within(&self.core.home.token_lock(&profile.id), deadline.left()) {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Held { .. }) => {
                Err(deadline.passed(profile, "another Mudbrick on this computer"))
            }
            Err(_) => Ok(None),
        }
    }

    /// What another process came to while this one waited. With the lock held.
    fn found_meanwhile(
        &self,
        profile: &Profile,
        freshness: Freshness,
        key: &CacheKey,
        shared: &SharedOutcome,
    ) -> Result<Option<InMemory>, Problem> {
        // A failure is shared too. Twenty scripts with a wrong secret would otherwise be twenty refusals, after which
        // Adobe throttles the client.
        let ended = shared.since(key);
        if let Some(Ended::Failed(problem)) = ended {
            return Err(problem);
        }
        if freshness == Freshness::Renewed && ended.is_none() {
            return Ok(None);
        }
        let stored = stored::token(&self.core.vault, &profile.id, key.as_str())?;
        let fresh = stored.filter(|token| age::is_fresh(token, self.core.now()));
        Ok(fresh.map(|token| self.in_memory(profile, token)))
    }
}

fn log_outcome(profile: &Profile, clock: Instant, outcome: &Result<Asked, Problem>) {
    let (id, host) = (profile.id.as_str(), profile.adobe.ims_host());
    let ms = clock.elapsed().as_millis();
    match outcome {
        Ok(asked) => {
            info!(profile = id, host, ms, second_secret = asked.preferred_second, "token got");
        }
        Err(problem) => warn!(profile = id, host, ms, code = ?problem.code, "token not got"),
    }
}
