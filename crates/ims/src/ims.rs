//! The endpoints: where each is, which fields it takes, and one request and answer with it.
//!
//! Retrying, caching and choosing a profile's secrets are left to the engine.

use crate::call::{Call, Show};
use crate::error::{BadAnswer, TokenError};
use crate::reply::{Asked, Received};
use crate::token::AccessToken;
use mudbrick_model::{ClientId, Clock, Grant, HostPattern, Scope, Timestamp};
use mudbrick_net::{AllowedHosts, Answer, Cancel, Http, Limits, SendError};
use mudbrick_vault::SecretText;
use serde::Deserialize;
use serde_json::Value;

/// An IMS, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ims {
    base: String,
    limits: Limits,
}

/// What the `client_credentials` grant needs.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    /// Who asks.
    pub client_id: ClientId,
    /// Its password.
    pub client_secret: SecretText,
    /// Sent comma separated, as documented.
    pub scopes: Vec<Scope>,
}

/// What the exchange of an assertion needs.
#[derive(Debug, Clone)]
pub struct JwtCredentials {
    /// Who asks; the same as in the assertion's `aud`.
    pub client_id: ClientId,
    /// Its password.
    pub client_secret: SecretText,
    /// The signed assertion.
    pub jwt: SecretText,
}

/// What a token is, as IMS calls it where it is asked about one, or told to end one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// It opens APIs.
    Access,
    /// It gets new access tokens.
    Refresh,
}

impl TokenKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access_token",
            Self::Refresh => "refresh_token",
        }
    }
}

/// What IMS says of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenStatus {
    /// It works.
    Valid {
        /// Until when, if IMS says so.
        expires_at: Option<Timestamp>,
    },
    /// It does not work.
    Invalid {
        /// IMS's word for it, such as `bad_signature`.
        reason: Option<String>,
    },
}

/// `{"valid":true,"expires_at":…}` or `{"valid":false,"reason":"…"}`, always with status 200 (`aio-lib-ims` src/ims.js).
#[derive(Deserialize)]
struct Validated {
    valid: bool,
    expires_at: Option<Value>,
    reason: Option<String>,
}

impl Ims {
    /// The IMS on `host`: a name, reached over TLS, or a whole `http://` address on this machine, as a practice Adobe
    /// has one. Secrets are sent to Adobe's own hosts and to this machine only.
    pub fn at(host: &str) -> Self {
        Self { base: base_url(host), limits: Limits::for_tokens() }
    }

    /// The same with other limits, for a caller who has waited already.
    #[must_use]
    pub fn within(&self, limits: Limits) -> Self {
        Self { limits, ..self.clone() }
    }

    /// Asks for a token with a client secret: `POST /ims/token/v3` (`ServerToServerAuthentication/ims.md`).
    pub async fn fetch_token(
        &self,
        http: &Http,
        credentials: &ClientCredentials,
        clock: &dyn Clock,
    ) -> Result<AccessToken, TokenError> {
        self.mint(http, &self.token_call(credentials), Grant::OauthServerToServer, clock).await
    }

    /// Asks for a token with a signed assertion: `POST /ims/exchange/jwt` (`JWT/JWT.md`).
    pub async fn exchange_jwt(
        &self,
        http: &Http,
        credentials: &JwtCredentials,
        clock: &dyn Clock,
    ) -> Result<AccessToken, TokenError> {
        self.mint(http, &self.exchange_call(credentials), Grant::Jwt, clock).await
    }

    /// Asks whether a token works: `POST /ims/validate_token/v1`.
    pub async fn validate(
        &self,
        http: &Http,
        client_id: &ClientId,
        (kind, token): (TokenKind, &SecretText),
        clock: &dyn Clock,
    ) -> Result<TokenStatus, TokenError> {
        let call = Call::to(self.url("/ims/validate_token/v1"))
            .plain("client_id", client_id.as_str())
            .plain("type", kind.as_str())
            .secret("token", token, TOKEN);
        let asked = asked(&call, Grant::OauthServerToServer, clock);
        let validated: Validated =
            self.send(http, &call, &asked).await?.object(&asked, clock.now())?;
        if !validated.valid {
            return Ok(TokenStatus::Invalid { reason: validated.reason });
        }
        let expires_at = validated.expires_at.and_then(|at| at.as_i64()).map(Timestamp);
        Ok(TokenStatus::Valid { expires_at })
    }

    /// Ends a token, and everything that came of it: `POST /ims/invalidate_token/v2` (`aio-lib-ims`, ims-go). The gateway
    /// may go on accepting it for a minute (api-gateway-request-validation).
    pub async fn invalidate(
        &self,
        http: &Http,
        client_id: &ClientId,
        client_secret: &SecretText,
        (kind, token): (TokenKind, &SecretText),
        clock: &dyn Clock,
    ) -> Result<(), TokenError> {
        let call = Call::to(self.url("/ims/invalidate_token/v2"))
            .plain("token_type", kind.as_str())
            .secret("token", token, TOKEN)
            .plain("cascading", "all")
            .plain("client_id", client_id.as_str())
            .secret("client_secret", client_secret, CLIENT_SECRET);
        let asked = asked(&call, Grant::OauthServerToServer, clock);
        self.send(http, &call, &asked).await?.agreed(&asked, clock.now())
    }

    /// The call of [`Ims::fetch_token`] as a curl command.
    pub fn token_curl(&self, credentials: &ClientCredentials, show: Show) -> SecretText {
        self.token_call(credentials).curl(show)
    }

    /// The call of [`Ims::exchange_jwt`] as a curl command. With its assertion in it, it works for five minutes.
    pub fn exchange_curl(&self, credentials: &JwtCredentials, show: Show) -> SecretText {
        self.exchange_call(credentials).curl(show)
    }

    fn token_call(&self, credentials: &ClientCredentials) -> Call {
        let scopes: Vec<&str> = credentials.scopes.iter().map(Scope::as_str).collect();
        Call::to(self.url("/ims/token/v3"))
            .plain("grant_type", "client_credentials")
            .plain("client_id", credentials.client_id.as_str())
            .secret("client_secret", &credentials.client_secret, CLIENT_SECRET)
            .plain("scope", scopes.join(","))
    }

    fn exchange_call(&self, credentials: &JwtCredentials) -> Call {
        Call::to(self.url("/ims/exchange/jwt"))
            .plain("client_id", credentials.client_id.as_str())
            .secret("client_secret", &credentials.client_secret, CLIENT_SECRET)
            .secret("jwt_token", &credentials.jwt, "<signed assertion>")
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) async fn mint(
        &self,
        http: &Http,
        call: &Call,
        grant: Grant,
        clock: &dyn Clock,
    ) -> Result<AccessToken, TokenError> {
        let asked = asked(call, grant, clock);
        self.send(http, call, &asked).await?.token(&asked, clock.now())
    }

    /// Sends it once. Dropping the future stops it.
    #[allow(clippy::disallowed_methods, reason = "a token is asked for, which writes nothing")]
    pub(crate) async fn send(
        &self,
        http: &Http,
        call: &Call,
        asked: &Asked<'_>,
    ) -> Result<Received, TokenError> {
        let outgoing = call.outgoing(self.allowed()).map_err(TokenError::Send)?;
        let mut answer =
            http.send(&outgoing, &self.limits, &Cancel::new()).await.map_err(TokenError::Send)?;
        let mut received = head(&answer);
        received.body = match answer.read_all().await {
            Ok(body) => body,
            Err(SendError::TooLarge { limit, .. }) => {
                let trace = received.trace(asked);
                return Err(TokenError::BadAnswer { what: BadAnswer::TooLarge { limit }, trace });
            }
            Err(error) => return Err(TokenError::Send(error)),
        };
        Ok(received)
    }

    /// Adobe's hosts, and this one only when it is this machine.
    fn allowed(&self) -> AllowedHosts {
        let own: Vec<HostPattern> = LOOPBACK
            .iter()
            .filter(|_| self.base.starts_with("http://"))
            .filter_map(|host| HostPattern::parse(host).ok())
            .collect();
        AllowedHosts::adobe().with(&own)
    }
}

pub(crate) const CLIENT_SECRET: &str = "<client secret>";
pub(crate) const TOKEN: &str = "<access token>";

/// Names of this machine; net sends secrets unencrypted to nothing else.
const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];

/// `https://` and the host; an address that has its scheme already is kept.
pub(crate) fn base_url(host: &str) -> String {
    let host = host.trim().trim_end_matches('/');
    if host.contains("://") { host.to_owned() } else { format!("https://{host}") }
}

pub(crate) fn asked<'c>(call: &'c Call, grant: Grant, clock: &dyn Clock) -> Asked<'c> {
    Asked { grant, at: clock.now(), secrets: call.secrets().collect() }
}

fn head(answer: &Answer) -> Received {
    let header = |name| answer.header(name).map(str::to_owned);
    let points_to = header("location").and_then(|to| {
        let (_, rest) = to.split_once("//")?;
        let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?;
        (!host.is_empty()).then(|| host.to_owned())
    });
    Received {
        status: answer.status,
        debug_id: header("x-debug-id"),
        date: header("date"),
        retry_after: header("retry-after"),
        points_to,
        ..Received::default()
    }
}
