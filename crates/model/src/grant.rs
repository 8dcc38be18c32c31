//! How a profile gets its tokens.

use serde::{Deserialize, Serialize};

/// The two ways to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Grant {
    /// `client_credentials` at `/ims/token/v3`.
    OauthServerToServer,
    /// The assertion exchange at `/ims/exchange/jwt`.
    Jwt,
}
