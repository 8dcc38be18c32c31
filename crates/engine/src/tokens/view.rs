//! What is known of a token, and the forms that it is wanted in.

use mudbrick_ims::AccessToken;
use mudbrick_model::{Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// What is known of a profile's token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TokenState {
    /// None yet, or its end has passed.
    None,
    /// One is cached and good until then.
    Ready {
        /// When Adobe will stop taking it, on this machine's clock.
        expires_at: Timestamp,
        /// When it was asked for, on this machine's clock.
        created_at: Timestamp,
    },
    /// The vault is locked, so nobody can tell.
    Unknown,
    /// The last attempt to get one failed.
    Failed {
        /// Why.
        problem: Problem,
    },
}

impl TokenState {
    /// Of a token that is good.
    pub(super) fn ready(token: &AccessToken) -> Self {
        Self::Ready { expires_at: token.expires_at, created_at: token.created_at }
    }
}

/// A sign-in that has begun: what a person has to do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SignInPage {
    /// What to open in the browser.
    pub url: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// How the answer gets here.
    pub way_back: WayBack,
}

/// How the answer of a sign-in gets to Mudbrick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum WayBack {
    /// Mudbrick listens where the browser comes to.
    Listens,
    /// The redirect URI does not lead to this program: the person copies the address that the browser was sent to.
    Pasted,
}

/// Somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SignedInView {
    /// Who, as Adobe says: `…@AdobeID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub user_id: Option<String>,
    /// The token that came of it.
    pub token: TokenState,
    /// Until when it is renewed without a person; none where Adobe gave nothing to renew it with, or does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub renewed_until: Option<Timestamp>,
    /// Whether it is renewed at all.
    pub renews: bool,
}

/// Somebody signed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SignedOutView {
    /// What Adobe did not end, and why; Mudbrick has forgotten the sign-in all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub not_told: Option<Problem>,
}

/// The forms in which a token is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TokenForm {
    /// The token and nothing else.
    Token,
    /// The value of the header: `Bearer …`
    Bearer,
    /// `Authorization: Bearer …`
    Header,
    /// Each of a profile's headers in a line of its own.
    Headers,
    /// All of a profile's headers as curl arguments.
    Curl,
    /// The headers as a hash table of PowerShell.
    Powershell,
    /// `ACCESS_TOKEN=…` and what else a call needs.
    Env,
    /// A Postman environment with the token in it.
    Postman,
    /// The headers as an object of JavaScript.
    Node,
    /// The headers as a dictionary of Python.
    Python,
}
