//! Tokens: a fresh one for a profile, whoever asks and however many ask at once.
//!
//! A token is a state of its profile. It is taken from memory (`in_flight`), then from the vault, and only then from IMS
//! (`renewal`); it is renewed ten minutes before its end. What it was asked for with (`cache_key`) is kept with it. How old it
//! is, is told by this machine's clock alone (`age`).

mod age;
mod cache_key;
mod call;
mod deadline;
#[cfg(test)]
mod fixtures;
mod headers;
mod in_flight;
mod renewal;
mod shared;
#[cfg(test)]
mod tests;
pub(crate) mod view;

pub(crate) use call::no_key;
pub use headers::AdobeHeader;
pub(crate) use renewal::Looked;

use crate::core::{Change, Core};
use crate::keys::Keys;
use crate::practice::PracticeAdobe;
use crate::threads::blocking;
use crate::vault::SecretAnswer;
use crate::vault::{Vault, stored};
use cache_key::CacheKey;
use in_flight::{InMemory, TokenCache};
use mudbrick_ims::{AccessToken, Show};
use mudbrick_model::{Problem, Profile, ProfileId};
use mudbrick_vault::{SecretId, SecretText, Shelf};
use std::sync::Arc;
use view::{TokenForm, TokenState};

/// Whether a cached token will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A cached token that is good for ten more minutes will do.
    Cached,
    /// A new one, whatever is cached.
    Renewed,
}

/// The room of tokens.
#[derive(Clone)]
pub struct Tokens {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    practice: Arc<PracticeAdobe>,
    cache: Arc<TokenCache>,
}

impl Tokens {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        practice: &Arc<PracticeAdobe>,
    ) -> Self {
        let cache = Arc::new(TokenCache::default());
        let known = Arc::clone(&cache);
        core.listen(move |change| match change {
            Change::VaultLocked => known.forget_all(),
            Change::Profile(id) => known.forget(id),
        });
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            practice: Arc::clone(practice),
            cache,
        }
    }

    /// A token for the profile.
    pub async fn get(&self, id: &ProfileId, freshness: Freshness) -> Result<AccessToken, Problem> {
        let profile = self.profile(id).await?;
        self.of_profile(&profile, freshness).await
    }

    /// A cached token that will do, without asking anybody; the fast way for the command line.
    pub fn cached(&self, profile: &Profile) -> Result<Option<AccessToken>, Problem> {
        let kept = self.kept(profile, &self.cache_key(profile))?;
        Ok(kept.filter(|token| age::is_fresh(token, self.core.now())))
    }

    /// The token that is kept, however old it is.
    fn kept(&self, profile: &Profile, key: &CacheKey) -> Result<Option<AccessToken>, Problem> {
        let in_flight = self.cache.of(&profile.id);
        let in_memory = in_flight.token(key);
        // Another process may have renewed it since. Looking at the file costs next to nothing, opening it a decryption.
        let stamp = self.core.vault.stamp(&SecretId::token(profile.id.as_str()));
        match in_memory {
            Some(kept) if kept.stamp == stamp => Ok(Some(kept.token)),
            in_memory => match stored::token(&self.core.vault, &profile.id, key.as_str()) {
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
        Ok(ready(&self.get(id, freshness).await?))
    }

    /// The token in the form it is wanted in.
    pub async fn text(&self, id: &ProfileId, form: TokenForm) -> Result<SecretAnswer, Problem> {
        let profile = self.profile(id).await?;
        let token = self.of_profile(&profile, Freshness::Cached).await?;
        Ok(SecretAnswer {
            title: title(form, &profile),
            expires_at: Some(token.expires_at),
            value: render(form, &profile, &token),
        })
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

    /// What is known of the token without asking IMS or opening the vault.
    pub(crate) fn known_state(&self, profile: &Profile) -> TokenState {
        self.state_where(profile, stored::holds_token(&self.core.vault, &profile.id))
    }

    /// The same for many, in their order. Looks once which tokens are stored.
    pub(crate) fn known_states<'a>(
        &self,
        profiles: impl Iterator<Item = &'a Profile>,
    ) -> Vec<TokenState> {
        match self.core.vault.owners_on(Shelf::Tokens) {
            // In their order, so that one is found without looking at all of them.
            Ok(owners) => profiles
                .map(|profile| {
                    let id = profile.id.as_str();
                    let place = owners.binary_search_by(|owner| owner.as_str().cmp(id));
                    self.state_where(profile, place.is_ok())
                })
                .collect(),
            Err(_) => profiles.map(|profile| self.known_state(profile)).collect(),
        }
    }

    fn state_where(&self, profile: &Profile, is_stored: bool) -> TokenState {
        let mentioned = self.cache.mentioned(&profile.id);
        if mentioned.is_none() && !is_stored {
            return TokenState::None;
        }
        let is_open = self.core.vault.is_open();
        if is_stored && !is_open {
            return TokenState::Unknown;
        }
        let key = self.cache_key(profile);
        let kept = if is_open { self.kept(profile, &key) } else { Ok(None) };
        match kept {
            Ok(Some(token)) if age::is_good(&token, self.core.now()) => return ready(&token),
            Ok(_) => {}
            Err(problem) => return TokenState::Failed { problem },
        }
        match mentioned.and_then(|in_flight| in_flight.failure()) {
            Some((with, problem)) if with == key => TokenState::Failed { problem },
            _ => TokenState::None,
        }
    }

    /// What a token for the profile would be asked for with now.
    fn cache_key(&self, profile: &Profile) -> CacheKey {
        CacheKey::of(profile, &self.core.vault)
    }
}

fn ready(token: &AccessToken) -> TokenState {
    TokenState::Ready { expires_at: token.expires_at, created_at: token.created_at }
}

fn title(form: TokenForm, profile: &Profile) -> String {
    let what = match form {
        TokenForm::Token => "Token",
        TokenForm::Header => "Authorization header",
        TokenForm::Curl => "curl command",
    };
    format!("{what} for {}", profile.title())
}

fn render(form: TokenForm, profile: &Profile, token: &AccessToken) -> SecretText {
    let headers = AdobeHeader::of(profile, token);
    match form {
        TokenForm::Token => token.value.clone(),
        TokenForm::Header => headers[0].line(),
        TokenForm::Curl => {
            let each = headers.iter().map(|header| format!("-H '{}'", header.line().expose()));
            SecretText::new(format!("curl {}", each.collect::<Vec<_>>().join(" ")))
        }
    }
}
