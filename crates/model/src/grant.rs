//! How a profile gets its tokens.

use serde::{Deserialize, Serialize};

/// The three ways to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Grant {
    /// `client_credentials` at `/ims/token/v3`.
    OauthServerToServer,
    /// The assertion exchange at `/ims/exchange/jwt`.
    Jwt,
    /// A person signs in: `authorization_code` and `refresh_token` at `/ims/token/v3`.
    OauthUser,
}

impl Grant {
    /// The Developer Console's words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OauthServerToServer => "OAuth Server-to-Server",
            Self::Jwt => "Service account (JWT)",
            Self::OauthUser => "OAuth for users",
        }
    }
}

/// Which of the Developer Console's credentials for people it is. It decides how the client identifies itself to IMS.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum UserClient {
    /// OAuth Web App: confidential, with a client secret.
    #[default]
    Web,
    /// OAuth Single-Page App: public, without one.
    SinglePage,
    /// OAuth Native App: public, without one.
    Native,
}

impl UserClient {
    /// The Developer Console's words for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Web => "OAuth Web App",
            Self::SinglePage => "OAuth Single-Page App",
            Self::Native => "OAuth Native App",
        }
    }

    /// Whether it shows a client secret. The others are known by their client ID and prove by PKCE that they asked
    /// (`UserAuthentication/ims.md`).
    pub fn has_secret(self) -> bool {
        matches!(self, Self::Web)
    }
}
