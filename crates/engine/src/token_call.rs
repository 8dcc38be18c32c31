//! The call that gets a profile's token: put together from the profile and its secrets, sent or shown. When to make it is
//! left to `tokens`.

use crate::engine::Engine;
use crate::secrets;
use mudbrick_ims::{
    AccessToken, Assertion, ClientCredentials, Ims, JwtCredentials, Show, TokenError,
};
use mudbrick_model::{Clock, Credential, ErrorCode, Problem, Profile};
use mudbrick_net::Http;
use mudbrick_pki::PrivateKey;
use mudbrick_vault::SecretText;

/// The call that gets a token, ready to be sent or shown.
pub(crate) enum TokenCall {
    Oauth(Ims, ClientCredentials),
    Jwt(Ims, JwtCredentials),
}

impl TokenCall {
    pub(crate) async fn send(
        &self,
        http: &Http,
        clock: &dyn Clock,
    ) -> Result<AccessToken, TokenError> {
        match self {
            Self::Oauth(ims, credentials) => ims.fetch_token(http, credentials, clock).await,
            Self::Jwt(ims, credentials) => ims.exchange_jwt(http, credentials, clock).await,
        }
    }

    pub(crate) fn curl(&self, show: Show) -> SecretText {
        match self {
            Self::Oauth(ims, credentials) => ims.token_curl(credentials, show),
            Self::Jwt(ims, credentials) => ims.exchange_curl(credentials, show),
        }
    }
}

impl Engine {
    /// The call for this profile, with its secrets out of the vault.
    pub(crate) fn token_call(&self, profile: &Profile) -> Result<TokenCall, Problem> {
        let ims = Ims::at(profile.adobe.ims_host());
        let secret = self.client_secret(profile)?;
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
                let pem = self.private_key_pem(key)?;
                let private_key = PrivateKey::from_pem(pem.expose())?;
                let assertion = Assertion::new(
                    &profile.org_id,
                    technical_account_id,
                    &profile.client_id,
                    metascopes,
                    profile.adobe.ims_host(),
                    self.now(),
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

    pub(crate) fn client_secret(&self, profile: &Profile) -> Result<SecretText, Problem> {
        secrets::client_secret(&self.vault, &profile.id)?.ok_or_else(|| {
            Problem::new(
                ErrorCode::SecretMissing,
                format!("{} has no client secret.", profile.title()),
            )
            .remedy("Copy it from the credential's page in the Developer Console and enter it in the profile.")
        })
    }
}

/// A JWT profile that cannot sign yet.
pub(crate) fn no_key(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::SecretMissing,
        format!("{} has no key pair to sign with.", profile.title()),
    )
    .remedy("Generate one under Keys & certificates, or choose an existing one in the profile.")
}
