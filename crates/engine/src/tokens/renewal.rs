//! Getting a token from IMS, once however many ask: callers in this process wait for its call in flight, other processes at a
//! lock file, and whoever waited gets the same outcome. Nobody waits longer than one call may take.

use super::age;
use super::cache_key::CacheKey;
use super::call::{Asked, TokenCall};
use super::deadline::Deadline;
use super::in_flight::InMemory;
use super::other_processes::Prepared;
use super::shared::SharedOutcome;
use super::whose::TokenFor;
use super::{Freshness, Tokens};
use crate::threads::{blocking, to_the_end};
use crate::vault::stored;
use crate::view::{Event, TokenState};
use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileName, SendOptions};
use std::time::{Duration, Instant};
use tracing::{info, warn};

/// What there is before IMS is asked.
pub(crate) enum Looked {
    Found(AccessToken),
    /// Nothing that will do.
    Nothing(Box<Wanted>),
}

/// A token that is still to be got, and how things stood before anybody waited for it.
pub(crate) struct Wanted {
    whose: TokenFor,
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
    pub(crate) async fn of(
        &self,
        whose: &TokenFor,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        match self.look_for(whose.clone(), freshness).await? {
            Looked::Found(token) => Ok(token),
            Looked::Nothing(wanted) => self.ask(*wanted).await,
        }
    }

    /// Looks for a token of the profile that will do.
    pub(crate) async fn look(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<Looked, Problem> {
        self.look_for(TokenFor::profile(profile.clone()), freshness).await
    }

    async fn look_for(&self, whose: TokenFor, freshness: Freshness) -> Result<Looked, Problem> {
        let tokens = self.clone();
        blocking(move || tokens.look_here(whose, freshness)).await?
    }

    fn look_here(&self, whose: TokenFor, freshness: Freshness) -> Result<Looked, Problem> {
        let mut still_good = None;
        self.in_use.used(&whose, self.core.now());
        if let Some(least) = freshness.least() {
            let now = self.core.now();
            let kept = self.kept(&whose, &self.cache_key(whose.as_profile()))?;
            match kept.filter(|token| age::is_good(token, now)) {
                Some(token) if age::lasts(&token, now, least) => return Ok(Looked::Found(token)),
                // A new one would live no longer.
                Some(token) if age::lifetime(&token) < least => {
                    return Err(too_short(&whose, &token, least));
                }
                Some(token) if freshness == Freshness::Cached => still_good = Some(token),
                _ => {}
            }
        }
        // The vault is opened before the time is taken: the person may be typing the keyring's password. Why it cannot be
        // opened is found again where the secrets are needed.
        let _ = stored::client_secrets(&self.core.vault, whose.id());
        Ok(Looked::Nothing(Box::new(Wanted {
            freshness,
            key: self.cache_key(whose.as_profile()),
            deadline: Deadline::from_now(self.core.token_limits()),
            ended: self.cache.of(whose.kept_as()).ended(),
            shared: SharedOutcome::before_waiting(&self.core.home, whose.kept_as()),
            still_good,
            whose,
        })))
    }

    /// Gets the token that was not found, from IMS or from whoever is asking IMS already.
    pub(crate) async fn ask(&self, wanted: Wanted) -> Result<AccessToken, Problem> {
        let token = match (self.ask_in_turn(&wanted).await, wanted.still_good) {
            // Nobody asked for this renewal, and the token is good for the minutes that it has left.
            (Err(_), Some(token)) if age::is_good(&token, self.core.now()) => return Ok(token),
            (outcome, _) => outcome?,
        };
        match wanted.freshness {
            Freshness::GoodFor(least) if !age::lasts(&token, self.core.now(), least) => {
                Err(too_short(&wanted.whose, &token, least))
            }
            _ => Ok(token),
        }
    }

    async fn ask_in_turn(&self, wanted: &Wanted) -> Result<AccessToken, Problem> {
        let profile = wanted.whose.as_profile();
        let in_flight = self.cache.of(wanted.whose.kept_as());
        // One call at a time for each token: Adobe throttles clients that ask for tokens by the dozen.
        let Ok(_turn) = tokio::time::timeout(wanted.deadline.left(), in_flight.turn()).await else {
            return Err(wanted.deadline.passed(profile, "another call"));
        };
        if let Some(outcome) = in_flight.ended_since(wanted.ended, &wanted.key) {
            return outcome;
        }
        let (key, outcome) = self.ask_once(wanted).await;
        let outcome = outcome.map_err(|problem| problem.of_profile(&ProfileName::of(profile)));
        in_flight.end(&key, &outcome);
        self.vault.tell();
        if wanted.whose.is_whole() {
            let token = match &outcome {
                Ok(kept) => TokenState::ready(&kept.token),
                Err(problem) => self.state_after(&wanted.whose, key, problem.clone()).await,
            };
            self.core.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        }
        outcome.map(|kept| kept.token)
    }

    /// What is shown after a renewal that failed: a token that is still good is, and the failure is its asker's.
    async fn state_after(&self, whose: &TokenFor, key: CacheKey, problem: Problem) -> TokenState {
        let (tokens, owned) = (self.clone(), whose.clone());
        let kept = blocking(move || tokens.kept(&owned, &key).ok().flatten()).await;
        match kept.ok().flatten().filter(|token| age::is_good(token, self.core.now())) {
            Some(token) => TokenState::ready(&token),
            None => TokenState::Failed { problem },
        }
    }

    /// Asks IMS unless another process did while this one waited for the lock file. With what was asked: a second client
    /// secret that takes the first one's place is another key.
    async fn ask_once(&self, wanted: &Wanted) -> (CacheKey, Result<InMemory, Problem>) {
        let (tokens, whose) = (self.clone(), wanted.whose.clone());
        let (freshness, deadline) = (wanted.freshness, wanted.deadline);
        let shared = wanted.shared.clone();
        let prepared = blocking(move || tokens.prepare(&whose, freshness, &deadline, &shared));
        let (key, prepared) = match prepared.await {
            Ok(prepared) => prepared,
            Err(problem) => return (wanted.key.clone(), Err(problem)),
        };
        let (lock, call) = match prepared {
            Ok(Prepared::Call(lock, call)) => (lock, call),
            Ok(Prepared::Found(kept)) => return (key, Ok(kept)),
            Err(problem) => return (key, Err(problem)),
        };
        let profile = wanted.whose.as_profile();
        let http = match self.practice.http_for(profile, &SendOptions::default()).await {
            Ok(http) => http,
            Err(problem) => return (key, Err(problem)),
        };
        let is_of_person = matches!(*call, TokenCall::User(..));
        let (tokens, whose, shared) = (self.clone(), wanted.whose.clone(), wanted.shared.clone());
        let asked = async move {
            // Until it is kept: whoever asks next needs what came of this.
            let _lock = lock;
            let clock = Instant::now();
            let outcome = tokens.ask_ims(whose.as_profile(), &call, &http, &deadline).await;
            log_outcome(whose.as_profile(), clock, &outcome);
            blocking(move || tokens.keep(&whose, key, outcome, &shared)).await
        };
        // With a person's refresh token IMS may end the one before: were the answer thrown away because nobody waits any more,
        // the person would have to sign in again. Of the others nothing is lost.
        let kept = match is_of_person {
            true => to_the_end(asked).await.flatten(),
            false => asked.await,
        };
        kept.unwrap_or_else(|problem| (wanted.key.clone(), Err(problem)))
    }
}

fn too_short(whose: &TokenFor, token: &AccessToken, least: Duration) -> Problem {
    let minutes = |span: Duration| span.as_secs() / 60;
    let title = whose.as_profile().title();
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "A token of {title} lives {} minutes, so none is good for {}.",
            minutes(age::lifetime(token)),
            minutes(least)
        ),
    )
    .remedy(
        "Ask for less. A program that runs longer gets fresh tokens by `mudbrick exec --serve`.",
    )
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
