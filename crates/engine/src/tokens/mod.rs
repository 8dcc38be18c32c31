//! The token desk: a fresh token for a profile, whoever asks and however many ask at once.
//!
//! A token is a state of its profile. It is taken from memory, then from the vault, and only then from IMS; it is renewed
//! ten minutes before its end. Callers that ask while a call to IMS is under way get that call's outcome, in this process
//! through a lane per profile, and across processes through a lock file beside the token.

use crate::engine::Engine;
use crate::secrets;
use crate::token_call::no_key;
use crate::view::{Event, SecretKind, TokenForm, TokenState};
use mudbrick_ims::{AccessToken, Show};
use mudbrick_model::{Adobe, Credential, ErrorCode, Problem, Profile, ProfileId, Timestamp};
use mudbrick_vault::{SecretText, files};
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
        let asked_with = asked_with(profile);
        let lane = self.desk.lane(&profile.id);
        if let Some(token) = lane.token(&asked_with) {
            return Ok(Some(token).filter(|token| self.is_fresh(token)));
        }
        let stored = secrets::token(&self.vault, &profile.id, &asked_with)?;
        Ok(stored.filter(|token| self.is_fresh(token)).inspect(|token| {
            lane.remember(&asked_with, token);
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
        match self.desk.lane(&profile.id).failure() {
            Some(problem) => TokenState::Failed { problem },
            None => TokenState::None,
        }
    }

    pub(crate) async fn token_for(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        if freshness == Freshness::Cached
            && let Some(token) = self.cached_token(profile)?
        {
            return Ok(token);
        }
        let lane = self.desk.lane(&profile.id);
        let seen = lane.ended();
        let _turn = lane.turn().await;
        if lane.ended() != seen {
            // A call ended while this one waited: its outcome is as fresh as asked for.
            return match lane.failure() {
                Some(problem) => Err(problem),
                None => lane.token(&asked_with(profile)).ok_or_else(|| changed_meanwhile(profile)),
            };
        }
        let outcome = self.ask_once(profile, freshness).await;
        lane.end(&asked_with(profile), &outcome);
        let token = match &outcome {
            Ok(token) => ready(token),
            Err(problem) => TokenState::Failed { problem: problem.clone() },
        };
        self.tell_vault();
        self.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        outcome
    }

    /// Asks IMS unless another process got a token while this one waited for the lock file.
    async fn ask_once(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<AccessToken, Problem> {
        let asked_with = asked_with(profile);
        let before = self.now();
        let path = self.home.token_lock(&profile.id);
        let _lock = tokio::task::spawn_blocking(move || files::lock(&path))
            .await
            .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))??;
        if let Some(token) = secrets::token(&self.vault, &profile.id, &asked_with)?
            && self.is_fresh(&token)
            && (freshness == Freshness::Cached || token.created_at >= before)
        {
            return Ok(token);
        }
        let http = self.http_for(profile).await?;
        let token = self.ask_ims(profile, &http).await?;
        secrets::save_token(&self.vault, &profile.id, &asked_with, &token)?;
        Ok(token)
    }

    fn is_fresh(&self, token: &AccessToken) -> bool {
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

/// What a token is asked for with. Every Adobe profile shares one token URL, so the URL alone would hand one organisation's
/// token to another.
fn asked_with(profile: &Profile) -> String {
    let mut scopes: Vec<&str> = match &profile.credential {
        Credential::OauthServerToServer { scopes, .. } => {
            scopes.iter().map(|scope| scope.as_str()).collect()
        }
        Credential::Jwt { metascopes, .. } => {
            metascopes.iter().map(|scope| scope.as_str()).collect()
        }
    };
    scopes.sort_unstable();
    let practice = if profile.adobe == Adobe::Practice { "practice:" } else { "" };
    format!(
        "{practice}{}|{}|{:?}|{}",
        profile.adobe.ims_host(),
        profile.client_id,
        profile.credential.grant(),
        scopes.join(",")
    )
}

fn changed_meanwhile(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        format!("{} was changed while its token was being renewed.", profile.title()),
    )
    .remedy("Ask for the token again.")
}
