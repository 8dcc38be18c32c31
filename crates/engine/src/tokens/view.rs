//! What is known of a token, and the forms that it is wanted in.

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

/// The forms in which a token is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum TokenForm {
    /// The token and nothing else.
    Token,
    /// `Authorization: Bearer …`
    Header,
    /// All of a profile's headers as curl arguments.
    Curl,
}
