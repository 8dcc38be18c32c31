//! Taking turns with other processes at a lock file: what one of them came to meanwhile, and what is kept for them. Asking IMS is
//! left to `renewal`, what processes tell one another to `shared`.

use super::age;
use super::cache_key::CacheKey;
use super::call::{Asked, TokenCall};
use super::deadline::Deadline;
use super::in_flight::InMemory;
use super::shared::{Ended, SharedOutcome};
use super::whose::TokenFor;
use super::{Freshness, Tokens, belonging};
use crate::vault::stored;
use mudbrick_ims::AccessToken;
use mudbrick_model::Problem;
use mudbrick_vault::SecretId;
use mudbrick_vault::files::{self, LockError};

/// What there is once it is this process's turn.
pub(super) enum Prepared {
    Found(InMemory),
    Call(Option<files::FileLock>, Box<TokenCall>),
}

impl Tokens {
    /// Waits for the lock file, and puts the call together unless another process made it meanwhile.
    pub(super) fn prepare(
        &self,
        whose: &TokenFor,
        freshness: Freshness,
        deadline: &Deadline,
        shared: &SharedOutcome,
    ) -> (CacheKey, Result<Prepared, Problem>) {
        let lock = self.token_lock(whose, deadline);
        if let Err(problem) = self.settle_sign_in(whose.as_profile()) {
            return (self.cache_key(whose.as_profile()), Err(problem));
        }
        // Looked at after the wait, in which somebody may have replaced a secret, and before the secrets are read: a token
        // may be kept as one of an older secret than it is of, which is not used then, but never as one of a newer.
        let key = self.cache_key(whose.as_profile());
        let prepared = lock.and_then(|lock| {
            Ok(match self.found_meanwhile(whose, freshness, &key, shared)? {
                Some(kept) => Prepared::Found(kept),
                None => Prepared::Call(lock, Box::new(self.token_call(whose.as_profile())?)),
            })
        });
        (key, prepared)
    }

    /// Keeps what came of a call, for this process, for others and for later.
    pub(super) fn keep(
        &self,
        whose: &TokenFor,
        key: CacheKey,
        outcome: Result<Asked, Problem>,
        shared: &SharedOutcome,
    ) -> (CacheKey, Result<InMemory, Problem>) {
        if let Ok(Asked { refresh: Some(refresh), .. }) = &outcome {
            // First of all: where IMS gives another one at each use, the one before it has ended.
            self.keep_refresh(whose.id(), refresh);
        }
        let key = match &outcome {
            Ok(asked) if asked.preferred_second => self.cache_key(whose.as_profile()),
            _ => key,
        };
        let own = outcome.and_then(|Asked { token, .. }| {
            belonging::check(whose.as_profile(), &token)?;
            Ok(token)
        });
        let kept = own.map(|token| {
            // A token that cannot be kept on disk is a token all the same, and this process keeps it in memory.
            let _ = stored::save_token(&self.core.vault, whose.kept_as(), key.as_str(), &token);
            self.in_memory(whose, token)
        });
        // After the token was saved: whoever reads that there is one looks for it in the vault.
        let ended = kept.as_ref().map(|kept| kept.token.expires_at);
        shared.record(&key, ended, self.core.now());
        (key, kept)
    }

    /// With the lock held, so that the file is the token's.
    fn in_memory(&self, whose: &TokenFor, token: AccessToken) -> InMemory {
        InMemory { token, stamp: self.core.vault.stamp(&SecretId::token(whose.kept_as())) }
    }

    /// None in a home that cannot be written, where processes ask at once if they must: a token that cannot be kept is still
    /// worth having.
    pub(super) fn token_lock(
        &self,
        whose: &TokenFor,
        deadline: &Deadline,
    ) -> Result<Option<files::FileLock>, Problem> {
        // No longer than the caller has left: the holder may be a process that was stopped in the middle.
        match files::lock_within(&self.core.home.token_lock(whose.locked_as()), deadline.left()) {
            Ok(lock) => Ok(Some(lock)),
            Err(LockError::Held { .. }) => {
                Err(deadline.passed(whose.as_profile(), "another Mudbrick on this computer"))
            }
            Err(_) => Ok(None),
        }
    }

    /// What another process came to while this one waited, or a moment before. With the lock held.
    fn found_meanwhile(
        &self,
        whose: &TokenFor,
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
        // A renewal that was asked for makes its call, unless one has ended since.
        let Some(least) = freshness.least().or(ended.map(|_| age::RENEW_BEFORE_END)) else {
            return Ok(None);
        };
        let stored = stored::token(&self.core.vault, whose.kept_as(), key.as_str())?;
        let lasting = stored.filter(|token| {
            let is_own = belonging::check(whose.as_profile(), token).is_ok();
            is_own && age::lasts(token, self.core.now(), least)
        });
        if let Some(token) = lasting {
            return Ok(Some(self.in_memory(whose, token)));
        }
        match shared.held_back(key, self.core.now()) {
            Some(problem) if freshness != Freshness::Renewed => Err(problem),
            _ => Ok(None),
        }
    }
}
