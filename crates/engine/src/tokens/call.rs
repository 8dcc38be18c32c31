//! The call that gets a profile's token: put together from the profile and its secrets, sent or shown. When to make it is
//! left to `tokens`.

use super::Tokens;
use super::deadline::Deadline;
use crate::threads::blocking;
use crate::vault::stored;
use crate::view::SecretKind;
use mudbrick_ims::{
    AccessToken, Assertion, ClientCredentials, Ims, JwtCredentials, Refusal, Show, TokenError,
};
use mudbrick_model::{
    Clock, Credential, ErrorCode, Explain, Problem, Profile, ProfileName, RemedyAction,
};
use mudbrick_net::{Http, Limits};
use mudbrick_pki::PrivateKey;
use mudbrick_vault::SecretText;
use std::sync::Arc;

/// The call that gets a token, ready to be sent or shown.
pub(crate) enum TokenCall {
    Oauth(Ims, ClientCredentials),
    Jwt(Ims, JwtCredentials),
}

/// What came of asking.
pub(crate) struct Asked {
    pub(crate) token: AccessToken,
    /// Whether the second client secret has taken the first one's place on the way.
    pub(crate) preferred_second: bool,
}

impl TokenCall {
    pub(crate) async fn send(
        &self,
        http: &Http,
        clock: &dyn Clock,
        limits: Limits,
    ) -> Result<AccessToken, TokenError> {
        match self {
            Self::Oauth(ims, credentials) => {
                ims.within(limits).fetch_token(http, credentials, clock).await
            }
            Self::Jwt(ims, credentials) => {
                ims.within(limits).exchange_jwt(http, credentials, clock).await
            }
        }
    }

    pub(crate) fn curl(&self, show: Show) -> SecretText {
        match self {
            Self::Oauth(ims, credentials) => ims.token_curl(credentials, show),
            Self::Jwt(ims, credentials) => ims.exchange_curl(credentials, show),
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
        let refused = match first.send(http, &*self.core.clock, deadline.limits()).await {
            Err(error) if refuses_secret(&error) => error,
            outcome => return Ok(Asked { token: outcome?, preferred_second: false }),
        };
        let (tokens, owned) = (self.clone(), profile.clone());
        let Some((second, call)) = blocking(move || tokens.second_call(&owned)).await?? else {
            return Err(refused.into());
        };
        match call.send(http, &*self.core.clock, deadline.limits()).await {
            Ok(token) => {
                let (vault, owned) = (Arc::clone(&self.vault), profile.clone());
                blocking(move || vault.prefer_second_secret(&owned, &second)).await?;
                Ok(Asked { token, preferred_second: true })
            }
            Err(error) if refuses_secret(&error) => Err(both_refused(profile, &error)),
            Err(error) => Err(error.into()),
        }
    }

    /// The call for this profile, with its secrets out of the vault.
    pub(crate) fn token_call(&self, profile: &Profile) -> Result<TokenCall, Problem> {
        self.token_call_with(profile, self.vault.client_secret(profile, SecretKind::ClientSecret)?)
    }

    /// The second client secret, where there is one, and the call with it.
    fn second_call(&self, profile: &Profile) -> Result<Option<(SecretText, TokenCall)>, Problem> {
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
                    self.core.now(),
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
        }
    }
}

/// Whether another client secret may help. At the exchange of assertions IMS does not say which of client ID and secret
/// it refuses.
fn refuses_secret(error: &TokenError) -> bool {
    matches!(error, TokenError::Refused { why: Refusal::WrongSecret | Refusal::ClientRefused, .. })
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
