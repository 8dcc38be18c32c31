//! Tokens: a fresh one for a profile, whoever asks and however many ask at once.
//!
//! A token is a state of its profile. It is taken from memory (`in_flight`), then from the vault, and only then from IMS
//! (`renewal`); it is renewed ten minutes before its end. What it was asked for with (`cache_key`) is kept with it.

mod cache_key;
mod deadline;
#[cfg(test)]
mod fixtures;
mod in_flight;
mod renewal;
mod shared;
#[cfg(test)]
mod tests;

pub(crate) use cache_key::CacheKey;
pub(crate) use deadline::Deadline;
pub(crate) use in_flight::TokenCache;

use crate::engine::Engine;
use crate::secrets;
use crate::token_call::no_key;
use crate::view::{SecretKind, TokenForm, TokenState};
use mudbrick_ims::{AccessToken, Show};
use mudbrick_model::{Problem, Profile, ProfileId, Timestamp};
use mudbrick_vault::SecretText;
use std::time::Duration;

/// A token this near to its end is renewed (`aio-lib-ims` src/token-helper.js uses the same ten minutes).
const RENEW_BEFORE_END: Duration = Duration::from_secs(600);

/// Whether a cached token will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A cached token that is good for ten more minutes will do.
    Cached,
    /// A new one, whatever is cached.
    Renewed,
}

/// A secret on its way to the clipboard or standard output, with the words for what it is.
pub struct SecretAnswer {
    /// The secret.
    pub value: SecretText,
    /// `Token for Acme · Places`.
    pub title: String,
    /// When it ends, for a token.
    pub expires_at: Option<Timestamp>,
}

impl Engine {
    /// A token for the profile.
    pub async fn token(
        &self,
        id: &ProfileId,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        let profile = self.profiles.get(id)?.value;
        self.token_for(&profile, freshness).await
    }

    /// A cached token that will do, without asking anybody; the fast way for the command line.
    pub fn cached_token(&self, profile: &Profile) -> Result<Option<AccessToken>, Problem> {
        let key = self.cache_key(profile);
        let in_flight = self.tokens.of(&profile.id);
        if let Some(token) = in_flight.token(&key) {
            return Ok(Some(token).filter(|token| self.is_fresh(token)));
        }
        let stored = secrets::token(&self.vault, &profile.id, &key)?;
        Ok(stored.filter(|token| self.is_fresh(token)).inspect(|token| {
            in_flight.remember(&key, token);
        }))
    }

    /// Makes sure there is a token, and says until when.
    pub async fn ready_token(
        &self,
        id: &ProfileId,
        freshness: Freshness,
    ) -> Result<TokenState, Problem> {
        Ok(ready(&self.token(id, freshness).await?))
    }

    /// The token in the form it is wanted in.
    pub async fn token_text(
        &self,
        id: &ProfileId,
        form: TokenForm,
    ) -> Result<SecretAnswer, Problem> {
        let profile = self.profiles.get(id)?.value;
        let token = self.token_for(&profile, Freshness::Cached).await?;
        Ok(SecretAnswer {
            title: title(form, &profile),
            expires_at: Some(token.expires_at),
            value: render(form, &profile, &token.value),
        })
    }

    /// The call that gets this profile's token, as a curl command without its secrets.
    pub fn token_curl(&self, id: &ProfileId) -> Result<String, Problem> {
        let profile = self.profiles.get(id)?.value;
        self.token_call(&profile).map(|call| call.curl(Show::Redacted).expose().clone())
    }

    /// The same with its secrets, because the person asked for them.
    pub fn token_curl_with_secrets(&self, id: &ProfileId) -> Result<SecretText, Problem> {
        let profile = self.profiles.get(id)?.value;
        self.token_call(&profile).map(|call| call.curl(Show::Real))
    }

    /// A stored secret of the profile, for the person who asked for it by name.
    pub fn secret(&self, id: &ProfileId, kind: SecretKind) -> Result<SecretAnswer, Problem> {
        let profile = self.profiles.get(id)?.value;
        let value = match kind {
            SecretKind::ClientSecret | SecretKind::SecondClientSecret => {
                self.client_secret(&profile, kind)?
            }
            SecretKind::PrivateKey => {
                let key = profile.credential.key().ok_or_else(|| no_key(&profile))?;
                self.private_key_pem(key)?
            }
        };
        self.tell_vault();
        let title = format!("{} of {}", kind.label(), profile.title());
        Ok(SecretAnswer { value, title, expires_at: None })
    }

    /// What is known of the token without asking IMS or opening the vault.
    pub(crate) fn known_token_state(&self, profile: &Profile) -> TokenState {
        if secrets::holds_token(&self.vault, &profile.id) {
            if !self.vault.is_open() {
                return TokenState::Unknown;
            }
            match self.cached_token(profile) {
                Ok(Some(token)) => return ready(&token),
                Ok(None) => {}
                Err(problem) => return TokenState::Failed { problem },
            }
        }
        match self.tokens.of(&profile.id).failure() {
            Some((key, problem)) if key == self.cache_key(profile) => {
                TokenState::Failed { problem }
            }
            _ => TokenState::None,
        }
    }

    pub(super) fn is_fresh(&self, token: &AccessToken) -> bool {
        self.now().until(token.expires_at) >= RENEW_BEFORE_END
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

fn render(form: TokenForm, profile: &Profile, token: &SecretText) -> SecretText {
    let token = token.expose();
    let text = match form {
        TokenForm::Token => token.clone(),
        TokenForm::Header => format!("Authorization: Bearer {token}"),
        TokenForm::Curl => format!(
            "curl -H 'Authorization: Bearer {token}' -H 'x-api-key: {}' -H 'x-gw-ims-org-id: {}'",
            profile.client_id, profile.org_id,
        ),
    };
    SecretText::new(text)
}
