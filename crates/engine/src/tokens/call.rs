//! The call that gets a profile's token: put together from the profile and its secrets, sent or shown. When to make it is
//! left to `tokens`.

use super::Tokens;
use super::belonging;
use super::deadline::Deadline;
use super::got::Got;
use super::sign_in::Refreshing;
use crate::threads::blocking;
use crate::vault::stored::{self, KeptRefresh};
use crate::view::SecretKind;
use mudbrick_ims::{
    AccessToken, Assertion, ClientCredentials, Ims, JwtCredentials, Refusal, Show, Skew, TokenError,
};
use mudbrick_model::{
    Clock, Credential, ErrorCode, Explain, Grant, Problem, Profile, ProfileName, RemedyAction,
    SendOptions,
};
use mudbrick_net::{Http, Limits};
use mudbrick_pki::PrivateKey;
use mudbrick_vault::SecretText;
use std::sync::Arc;
use std::time::Duration;

/// The call that gets a token, ready to be sent or shown.
pub(crate) enum TokenCall {
    Oauth(Ims, ClientCredentials),
    Jwt(Ims, JwtCredentials),
    User(Ims, Refreshing),
}

/// What came of asking.
pub(crate) struct Asked {
    pub(crate) token: AccessToken,
    /// For people: what the next token is got with.
    pub(crate) refresh: Option<KeptRefresh>,
    /// Whether the second client secret has taken the first one's place on the way.
    pub(crate) preferred_second: bool,
}

impl TokenCall {
    pub(crate) async fn send(
        &self,
        http: &Http,
        clock: &dyn Clock,
        limits: Limits,
    ) -> Result<Got, TokenError> {
        match self {
            Self::Oauth(ims, credentials) => {
                ims.within(limits).fetch_token(http, credentials, clock).await.map(Got::from)
            }
            Self::Jwt(ims, credentials) => {
                ims.within(limits).exchange_jwt(http, credentials, clock).await.map(Got::from)
            }
            Self::User(ims, refreshing) => {
                let Refreshing { credentials, kept, scopes } = refreshing;
                let token = SecretText::new(kept.value.clone());
                let ims = ims.within(limits);
                let got = ims.refresh(http, credentials, &token, scopes, clock).await?;
                Ok(refreshing.got(got))
            }
        }
    }

    pub(crate) fn curl(&self, show: Show) -> SecretText {
        match self {
            Self::Oauth(ims, credentials) => ims.token_curl(credentials, show),
            Self::Jwt(ims, credentials) => ims.exchange_curl(credentials, show),
            Self::User(ims, Refreshing { credentials, kept, scopes }) => {
                let token = SecretText::new(kept.value.clone());
                ims.refresh_curl(credentials, &token, scopes, show)
            }
        }
    }
}

impl Tokens {
    /// Asks IMS with the first client secret, and with the second when Adobe refuses the first.
    pub(crate) async fn ask_ims(
        &self,
        profile: &Profile,
        first: &TokenCall,
        http: &Http,
        deadline: &Deadline,
    ) -> Result<Asked, Problem> {
        let refused = match self.send_in_adobes_time(profile, first, http, deadline).await? {
            Err(error) if refuses_secret(&error) => error,
            outcome => {
                let Got { token, refresh } = outcome?;
                return Ok(Asked { token, refresh, preferred_second: false });
            }
        };
        let (tokens, owned) = (self.clone(), profile.clone());
        let Some((second, call)) = blocking(move || tokens.second_call(&owned)).await?? else {
            return Err(refused.into());
        };
        match call.send(http, &*self.core.clock, deadline.limits()).await {
            Ok(Got { token, refresh }) => {
                let (vault, owned) = (Arc::clone(&self.vault), profile.clone());
                blocking(move || vault.prefer_second_secret(&owned, &second)).await?;
                Ok(Asked { token, refresh, preferred_second: true })
            }
            Err(error) if refuses_secret(&error) => Err(both_refused(profile, &error)),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for a token with this client secret alone, whatever is stored. Nothing is kept of it.
    pub(crate) async fn try_secret(
        &self,
        profile: &Profile,
        secret: &SecretText,
    ) -> Result<AccessToken, Problem> {
        let (tokens, owned, secret) = (self.clone(), profile.clone(), secret.clone());
        let call = blocking(move || tokens.token_call_with(&owned, secret)).await??;
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let limits = self.core.token_limits();
        let Got { token, .. } = call.send(&http, &*self.core.clock, limits).await?;
        belonging::check(profile, &token)?;
        Ok(token)
    }

    /// Sends it, and once more when Adobe finds its assertion expired and its `Date` says that this machine's clock is late:
    /// signed for Adobe's time then, as is every assertion from there on.
    async fn send_in_adobes_time(
        &self,
        profile: &Profile,
        call: &TokenCall,
        http: &Http,
        deadline: &Deadline,
    ) -> Result<Result<Got, TokenError>, Problem> {
        let outcome = call.send(http, &*self.core.clock, deadline.limits()).await;
        let Some(behind) = outcome.as_ref().err().and_then(late_by) else { return Ok(outcome) };
        // Once: a clock that is as late as was known already is not what it was refused for.
        if !self.clocks.note(behind) {
            return Ok(outcome);
        }
        let (tokens, owned) = (self.clone(), profile.clone());
        let again = blocking(move || tokens.token_call(&owned)).await??;
        Ok(again.send(http, &*self.core.clock, deadline.limits()).await)
    }

    /// The call for this profile, with its secrets out of the vault.
    pub(crate) fn token_call(&self, profile: &Profile) -> Result<TokenCall, Problem> {
        if profile.credential.grant() == Grant::OauthUser {
            let secret = self.user_secret(profile)?;
            return self.user_call(profile, secret);
        }
        self.token_call_with(profile, self.vault.client_secret(profile, SecretKind::ClientSecret)?)
    }

    /// What a client of people shows of itself; a public one nothing.
    pub(super) fn user_secret(&self, profile: &Profile) -> Result<Option<SecretText>, Problem> {
        match profile.credential.has_secret() {
            true => self.vault.client_secret(profile, SecretKind::ClientSecret).map(Some),
            false => Ok(None),
        }
    }

    fn user_call(
        &self,
        profile: &Profile,
        client_secret: Option<SecretText>,
    ) -> Result<TokenCall, Problem> {
        let ims = Ims::at(profile.adobe.ims_host());
        Ok(TokenCall::User(ims, self.refreshing(profile, client_secret)?))
    }

    /// The assertion that the call of a service account (JWT) would carry, not sent.
    pub(crate) fn assertion(&self, profile: &Profile) -> Result<SecretText, Problem> {
        if profile.credential.grant() == Grant::OauthUser {
            return Err(signs_nothing(profile));
        }
        match self.token_call(profile)? {
            TokenCall::Jwt(_, credentials) => Ok(credentials.jwt),
            TokenCall::Oauth(..) | TokenCall::User(..) => Err(signs_nothing(profile)),
        }
    }

    /// The second client secret, where there is one, and the call with it.
    fn second_call(&self, profile: &Profile) -> Result<Option<(SecretText, TokenCall)>, Problem> {
        if !profile.credential.has_secret() {
            return Ok(None);
        }
        let stored = stored::client_secrets_of(&self.core.vault, profile)?;
        let Some(second) = stored.into_iter().nth(1) else { return Ok(None) };
        let call = self.token_call_with(profile, second.clone())?;
        Ok(Some((second, call)))
    }

    fn token_call_with(&self, profile: &Profile, secret: SecretText) -> Result<TokenCall, Problem> {
        let ims = Ims::at(profile.adobe.ims_host());
        match &profile.credential {
            Credential::OauthServerToServer { scopes, .. } => Ok(TokenCall::Oauth(
                ims,
                ClientCredentials {
                    client_id: profile.client_id.clone(),
                    client_secret: secret,
                    scopes: scopes.clone(),
                },
            )),
            Credential::Jwt { technical_account_id, metascopes, key } => {
                let key = key.as_ref().ok_or_else(|| no_key(profile))?;
                let pem = self.keys.private_key_pem(key)?;
                let private_key = PrivateKey::from_pem(pem.expose())?;
                let assertion = Assertion::new(
                    &profile.org_id,
                    technical_account_id,
                    &profile.client_id,
                    metascopes,
                    profile.adobe.ims_host(),
                    self.clocks.adobes(self.core.now()),
                );
                Ok(TokenCall::Jwt(
                    ims,
                    JwtCredentials {
                        client_id: profile.client_id.clone(),
                        client_secret: secret,
                        jwt: assertion.sign(&private_key)?,
                    },
                ))
            }
            Credential::OauthUser { .. } => self.user_call(profile, Some(secret)),
        }
    }
}

fn signs_nothing(profile: &Profile) -> Problem {
    let message = format!("{} signs no assertion.", profile.title());
    let grant = profile.credential.grant().label();
    Problem::new(ErrorCode::InvalidInput, message)
        .remedy(format!("Only a service account (JWT) does; this profile is {grant}."))
}

fn late_by(error: &TokenError) -> Option<Duration> {
    match error {
        TokenError::Refused {
            why: Refusal::AssertionExpired { skew: Some(Skew::Behind(behind)) },
            ..
        } => Some(*behind),
        _ => None,
    }
}

/// Whether another client secret may help. At the exchange of assertions IMS does not say which of client ID and secret
/// it refuses.
fn refuses_secret(error: &TokenError) -> bool {
    let TokenError::Refused { why, .. } = error else { return false };
    matches!(why, Refusal::WrongSecret | Refusal::ClientRefused | Refusal::JwtClientRefused)
}

fn both_refused(profile: &Profile, error: &TokenError) -> Problem {
    let message = format!("Adobe refused both client secrets of {}.", profile.title());
    Problem { message, ..error.problem() }
}

/// A JWT profile that cannot sign yet.
pub(crate) fn no_key(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::SecretMissing,
        format!("{} has no key pair to sign with.", profile.title()),
    )
    .remedy("Generate one under Keys & certificates, or choose an existing one in the profile.")
    .action(RemedyAction::ChooseKey { profile: Some(ProfileName::of(profile)) })
}
