//! What there is to know of each profile beside its line in lists, and what came of renewing many.

use mudbrick_model::{Problem, ProfileId, Timestamp};
use serde::Serialize;

/// What there is to know of a profile beside its line in lists ([`crate::view::ProfileSummary`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BoardRow {
    /// Which profile.
    pub id: ProfileId,
    /// Since when this vault has its client secret; none where it has none.
    pub secret_stored_at: Option<Timestamp>,
    /// When its token was copied or something was sent with it last; none where that is not known.
    pub last_used: Option<Timestamp>,
    /// What was found in the way of a token. What Adobe said last is in the token's own state.
    pub health: Health,
}

/// Whether anything is in the way of a token, as far as it is known without asking anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Health {
    /// Nothing is known against it.
    Good,
    /// Something will be in its way soon.
    Warning {
        /// What, and what to do about it.
        problem: Problem,
    },
    /// Something is in its way.
    Failing {
        /// What, and what to do about it.
        problem: Problem,
    },
}

/// How far a renewal of many tokens is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RenewalProgress {
    /// How many calls have ended.
    pub done: u32,
    /// Of how many.
    pub of: u32,
    /// How many of them ended without a token.
    pub failed: u32,
}

/// What came of renewing many tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Renewed {
    /// How many have a new token.
    pub renewed: u32,
    /// Those that have none.
    pub failed: Vec<NotRenewed>,
    /// How many were not begun, because it was stopped.
    pub not_begun: u32,
}

/// A profile that got no token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct NotRenewed {
    /// Which.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// Why.
    pub problem: Problem,
}
