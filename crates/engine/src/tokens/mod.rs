//! Tokens: a fresh one for a profile, whoever asks and however many ask at once.
//!
//! A token is a state of its profile. It is taken from memory (`in_flight`), then from the vault, and only then from IMS
//! (`renewal`), in turn with other processes (`other_processes`); it is renewed ten minutes before its end. What it was asked for with (`cache_key`) is kept with it, and its own
//! claims are compared with the profile before each use (`belonging`). How old it is, is told by this machine's clock alone
//! (`age`). A narrower token for one task is a token of its own (`whose`). Programs take tokens as variables or JSON
//! (`for_programs`), and those that outlive a token ask for it at a loopback address (`serving`). Tokens of people begin with a
//! sign-in in the browser (`sign_in`); one on behalf of somebody is kept nowhere (`on_behalf_of`).

mod accepting;
mod age;
mod background;
mod belonging;
mod cache_key;
mod call;
mod clocks;
mod deadline;
#[cfg(test)]
mod fixtures;
mod for_programs;
mod forms;
mod got;
mod headers;
mod in_flight;
mod in_use;
#[cfg(test)]
mod lookups;
mod on_behalf_of;
mod other_processes;
mod renewal;
mod serving;
mod shared;
mod sign_in;
mod states;
#[cfg(test)]
mod tests;
pub(crate) mod view;
mod whose;

pub(crate) use call::no_key;
pub use for_programs::{PROFILE_VARIABLE, TokenVariable, token_json};
pub use headers::AdobeHeader;
pub(crate) use renewal::Looked;
pub use serving::TokenServer;
pub(crate) use sign_in::{nobody_signed_in, not_renewable};
pub use whose::TokenFor;

use crate::core::{Change, Core};
use crate::keys::Keys;
use crate::practice::PracticeAdobe;
use crate::threads::blocking;
use crate::vault::SecretAnswer;
use crate::vault::{Vault, stored};
use cache_key::CacheKey;
use clocks::Clocks;
use in_flight::{InMemory, TokenCache};
use in_use::InUse;
use mudbrick_ims::{AccessToken, Show};
use mudbrick_model::{Problem, Profile, ProfileId, Timestamp};
use mudbrick_vault::{SecretId, SecretText};
use sign_in::SignIns;
use std::sync::Arc;
use std::time::Duration;
use tracing::warn;
use view::{TokenForm, TokenState};

/// Whether a cached token will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A cached token that is good for ten more minutes will do; and as long as it cannot be renewed, one that has not ended.
    Cached,
    /// A cached token that is good for so long will do, and none that is not.
    GoodFor(Duration),
    /// A new one, whatever is cached.
    Renewed,
}

impl Freshness {
    /// How long a cached token has to be good; none when no cached one will do.
    fn least(self) -> Option<Duration> {
        match self {
            Self::Cached => Some(age::RENEW_BEFORE_END),
            Self::GoodFor(least) => Some(least),
            Self::Renewed => None,
        }
    }
}

/// The room of tokens.
#[derive(Clone)]
pub struct Tokens {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    practice: Arc<PracticeAdobe>,
    cache: Arc<TokenCache>,
    clocks: Arc<Clocks>,
    in_use: Arc<InUse>,
    sign_ins: Arc<SignIns>,
}

impl Tokens {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        practice: &Arc<PracticeAdobe>,
    ) -> Self {
        let cache = Arc::new(TokenCache::default());
        let sign_ins = Arc::new(SignIns::default());
        let (known, under_way) = (Arc::clone(&cache), Arc::clone(&sign_ins));
        core.listen(move |change| match change {
            Change::VaultLocked => {
                under_way.lock();
                known.forget_all();
            }
            Change::Profile(id) => known.forget(id),
        });
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            practice: Arc::clone(practice),
            cache,
            clocks: Arc::default(),
            in_use: Arc::default(),
            sign_ins,
        }
    }

    /// A token for the profile.
    pub async fn get(&self, id: &ProfileId, freshness: Freshness) -> Result<AccessToken, Problem> {
        let profile = self.profile(id).await?;
        self.of(&TokenFor::profile(profile), freshness).await
    }

    /// A token for the profile, or a narrower one.
    pub async fn get_for(
        &self,
        whose: &TokenFor,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        self.of(whose, freshness).await
    }

    /// A cached token that will do, without asking anybody; the fast way for the command line.
    pub fn cached(&self, profile: &Profile) -> Result<Option<AccessToken>, Problem> {
        self.cached_for(&TokenFor::profile(profile.clone()), Freshness::Cached)
    }

    /// The same for a narrower token, or for one that lasts longer.
    pub fn cached_for(
        &self,
        whose: &TokenFor,
        freshness: Freshness,
    ) -> Result<Option<AccessToken>, Problem> {
        let Some(least) = freshness.least() else { return Ok(None) };
        let kept = self.kept(whose, &self.cache_key(whose.as_profile()))?;
        Ok(kept.filter(|token| age::lasts(token, self.core.now(), least)))
    }

    /// Until when the profile's token is good, as far as that can be told without opening the vault.
    pub fn known_end(&self, profile: &Profile) -> Option<Timestamp> {
        shared::known_end(&self.core.home, profile.id.as_str(), &self.cache_key(profile))
    }

    /// The token that is kept, however old it is. One that says it is somebody else's counts as none.
    fn kept(&self, whose: &TokenFor, key: &CacheKey) -> Result<Option<AccessToken>, Problem> {
        let kept = self.kept_by_key(whose, key)?;
        Ok(kept.filter(|token| {
            let own = belonging::check(whose.as_profile(), token);
            if let Err(problem) = &own {
                let id = whose.id().as_str();
                warn!(profile = id, code = ?problem.code, "kept token of somebody else left out");
            }
            own.is_ok()
        }))
    }

    fn kept_by_key(
        &self,
        whose: &TokenFor,
        key: &CacheKey,
    ) -> Result<Option<AccessToken>, Problem> {
        let in_flight = self.cache.of(whose.kept_as());
        let in_memory = in_flight.token(key);
        // Another process may have renewed it since. Looking at the file costs next to nothing, opening it a decryption.
        let stamp = self.core.vault.stamp(&SecretId::token(whose.kept_as()));
        match in_memory {
            Some(kept) if kept.stamp == stamp => Ok(Some(kept.token)),
            in_memory => match stored::token(&self.core.vault, whose.kept_as(), key.as_str()) {
                Ok(Some(token)) => {
                    in_flight.remember(key, InMemory { token: token.clone(), stamp });
                    Ok(Some(token))
                }
                Ok(None) => Ok(None),
                // What is in memory is no worse for a file that somebody damaged.
                Err(problem) => in_memory.map(|kept| Some(kept.token)).ok_or(problem),
            },
        }
    }

    /// Makes sure there is a token, and says until when.
    pub async fn ready(&self, id: &ProfileId, freshness: Freshness) -> Result<TokenState, Problem> {
        Ok(TokenState::ready(&self.get(id, freshness).await?))
    }

    /// The token in the form it is wanted in.
    pub async fn text(&self, id: &ProfileId, form: TokenForm) -> Result<SecretAnswer, Problem> {
        let profile = self.profile(id).await?;
        let token = self.of(&TokenFor::profile(profile.clone()), Freshness::Cached).await?;
        let (core, id) = (Arc::clone(&self.core), profile.id.clone());
        blocking(move || core.uses.note(&id, core.now())).await?;
        Ok(SecretAnswer {
            title: forms::title(form, &profile),
            expires_at: Some(token.expires_at),
            value: forms::render(form, &profile, &token)?,
        })
    }

    /// A token that somebody has got already, in the form it is wanted in.
    ///
    /// # Errors
    /// The form cannot hold it.
    pub fn written(
        &self,
        profile: &Profile,
        token: &AccessToken,
        form: TokenForm,
    ) -> Result<SecretText, Problem> {
        forms::render(form, profile, token)
    }

    async fn profile(&self, id: &ProfileId) -> Result<Profile, Problem> {
        let (core, id) = (Arc::clone(&self.core), id.clone());
        blocking(move || Ok(core.profiles.get(&id)?.value)).await?
    }

    /// The call that gets this profile's token, as a curl command without its secrets.
    pub fn curl(&self, id: &ProfileId) -> Result<String, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        self.token_call(&profile).map(|call| call.curl(Show::Redacted).expose().clone())
    }

    /// The same with its secrets, because the person asked for them.
    pub fn curl_with_secrets(&self, id: &ProfileId) -> Result<SecretText, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        self.token_call(&profile).map(|call| call.curl(Show::Real))
    }

    /// What a token for the profile would be asked for with now.
    fn cache_key(&self, profile: &Profile) -> CacheKey {
        CacheKey::of(profile, &self.core.vault)
    }
}
