//! People who sign in: where they are sent, and what the code that they come back with is exchanged for; refreshing, ending,
//! and tokens on behalf of them (`UserAuthentication/ims.md`; ims-go for what that does not say).
//!
//! Opening a browser, listening for it and keeping refresh tokens are left to the engine.

use crate::call::{Call, Show};
use crate::error::TokenError;
use crate::ims::{CLIENT_SECRET, ClientCredentials, Ims, TOKEN, asked};
use crate::token::AccessToken;
use crate::user_tokens::UserTokens;
use form_urlencoded::Serializer;
use mudbrick_model::{ClientId, Clock, Grant, RedirectUri, Scope};
use mudbrick_net::Http;
use mudbrick_vault::SecretText;

/// `urn:…:token-exchange`, and what it is about (ims-go ims/obo.go).
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// How a client of people says who it is.
#[derive(Debug, Clone)]
pub struct UserCredentials {
    /// Who asks.
    pub client_id: ClientId,
    /// Its password; a public client has none.
    pub client_secret: Option<SecretText>,
}

/// What the browser is sent to Adobe with. None of it is a secret but for `state`, which is one until the browser is back.
#[derive(Debug)]
pub struct AuthorizeRequest<'a> {
    /// Who asks.
    pub client_id: &'a ClientId,
    /// Where the browser is to come back to.
    pub redirect_uri: &'a RedirectUri,
    /// What for.
    pub scopes: &'a [Scope],
    /// What the browser has to bring back.
    pub state: &'a str,
    /// What an ID token has to name.
    pub nonce: &'a str,
    /// SHA-256 of the verifier, as unpadded base64url (RFC 7636).
    pub code_challenge: &'a str,
}

impl Ims {
    /// Where a person signs in: `/ims/authorize/v2`. PKCE for every client: a code that somebody else catches is of no use
    /// to them.
    pub fn authorize_url(&self, request: &AuthorizeRequest<'_>) -> String {
        let scopes: Vec<&str> = request.scopes.iter().map(Scope::as_str).collect();
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", request.client_id.as_str())
            .append_pair("redirect_uri", request.redirect_uri.as_str())
            .append_pair("response_type", "code")
            .append_pair("scope", &scopes.join(","))
            .append_pair("state", request.state)
            .append_pair("nonce", request.nonce)
            .append_pair("code_challenge", request.code_challenge)
            .append_pair("code_challenge_method", "S256");
        format!("{}?{}", self.url("/ims/authorize/v2"), query.finish())
    }

    /// Exchanges the code of a sign-in: `POST /ims/token/v3`. That `redirect_uri` is not asked for again is as documented.
    ///
    /// # Errors
    /// IMS says no, or no answer of its came.
    pub async fn redeem_code(
        &self,
        http: &Http,
        credentials: &UserCredentials,
        code: &SecretText,
        verifier: &SecretText,
        clock: &dyn Clock,
    ) -> Result<UserTokens, TokenError> {
        let call = self
            .user_call("/ims/token/v3", credentials)
            .plain("grant_type", "authorization_code")
            .secret("code", code, "<code>")
            .secret("code_verifier", verifier, "<code verifier>");
        self.user_tokens(http, &call, clock).await
    }

    /// Gets the next tokens with a refresh token, for these scopes or, with none, for all that were agreed to.
    ///
    /// # Errors
    /// IMS says no, or no answer of its came.
    pub async fn refresh(
        &self,
        http: &Http,
        credentials: &UserCredentials,
        refresh_token: &SecretText,
        scopes: &[Scope],
        clock: &dyn Clock,
    ) -> Result<UserTokens, TokenError> {
        self.user_tokens(http, &self.refresh_call(credentials, refresh_token, scopes), clock).await
    }

    /// The call of [`Ims::refresh`] as a curl command.
    pub fn refresh_curl(
        &self,
        credentials: &UserCredentials,
        refresh_token: &SecretText,
        scopes: &[Scope],
        show: Show,
    ) -> SecretText {
        self.refresh_call(credentials, refresh_token, scopes).curl(show)
    }

    /// Ends a token of a person: `POST /ims/revoke`.
    ///
    /// # Errors
    /// IMS says no, or no answer of its came.
    pub async fn revoke(
        &self,
        http: &Http,
        credentials: &UserCredentials,
        token: &SecretText,
        clock: &dyn Clock,
    ) -> Result<(), TokenError> {
        let call = self.user_call("/ims/revoke", credentials).secret("token", token, TOKEN);
        let asked = asked(&call, Grant::OauthUser, clock);
        self.send(http, &call, &asked).await?.agreed(&asked, clock.now())
    }

    /// A token of this client on behalf of whoever `subject` is a token of: `POST /ims/token/v4` (ims-go ims/obo.go). The
    /// scopes are mandatory there.
    ///
    /// # Errors
    /// IMS says no, or no answer of its came.
    pub async fn on_behalf_of(
        &self,
        http: &Http,
        credentials: &ClientCredentials,
        subject: &SecretText,
        clock: &dyn Clock,
    ) -> Result<AccessToken, TokenError> {
        let call = Call::to(self.url("/ims/token/v4"))
            .plain("grant_type", TOKEN_EXCHANGE)
            .plain("client_id", credentials.client_id.as_str())
            .secret("client_secret", &credentials.client_secret, CLIENT_SECRET)
            .secret("subject_token", subject, "<subject token>")
            .plain("subject_token_type", ACCESS_TOKEN)
            .plain("requested_token_type", ACCESS_TOKEN)
            .plain("scope", joined(&credentials.scopes));
        self.mint(http, &call, Grant::OauthUser, clock).await
    }

    fn refresh_call(
        &self,
        credentials: &UserCredentials,
        refresh_token: &SecretText,
        scopes: &[Scope],
    ) -> Call {
        let call = self
            .user_call("/ims/token/v3", credentials)
            .plain("grant_type", "refresh_token")
            .secret("refresh_token", refresh_token, "<refresh token>");
        if scopes.is_empty() { call } else { call.plain("scope", joined(scopes)) }
    }

    /// A call of a client of people: with a Basic header, or of a public one with `?client_id=`.
    fn user_call(&self, path: &str, credentials: &UserCredentials) -> Call {
        let client_id = credentials.client_id.as_str();
        match &credentials.client_secret {
            Some(secret) => Call::to(self.url(path)).basic(client_id, secret),
            None => {
                let mut query = Serializer::new(String::new());
                query.append_pair("client_id", client_id);
                Call::to(format!("{}?{}", self.url(path), query.finish()))
            }
        }
    }

    async fn user_tokens(
        &self,
        http: &Http,
        call: &Call,
        clock: &dyn Clock,
    ) -> Result<UserTokens, TokenError> {
        let asked = asked(call, Grant::OauthUser, clock);
        self.send(http, call, &asked).await?.user_tokens(&asked, clock.now())
    }
}

fn joined(scopes: &[Scope]) -> String {
    scopes.iter().map(Scope::as_str).collect::<Vec<_>>().join(",")
}
