//! What is planned to be sent on many profiles, and what came of it.

use crate::comparison::open_view::Counting;
use mudbrick_model::{ExchangeId, Method, Problem, ProfileId};
use serde::{Deserialize, Serialize};

/// What one profile is about to get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PlannedCall {
    /// Which profile.
    pub profile: ProfileId,
    /// Its title.
    pub title: String,
    /// Why it counts as a call to production, a clause; none when it does not.
    pub production: Option<String>,
    /// The method.
    pub method: Method,
    /// The URL with the profile's variables, secrets masked.
    pub url: String,
    /// Variables that have no value there.
    pub missing: Vec<String>,
    /// Why somebody has to agree, a clause each; empty when nobody has to.
    pub reasons_to_ask: Vec<String>,
    /// Sentences about what is left out because nothing is set for it there.
    pub left_out: Vec<String>,
}

/// What came of a call on one profile.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ReplayedOn {
    /// Which profile.
    pub profile: ProfileId,
    /// Its title.
    pub title: String,
    /// Its entry in the history; none when nothing was sent.
    pub exchange: Option<ExchangeId>,
    /// The status code; none when no answer came.
    pub status: Option<u16>,
    /// From the request's start to the end of the answer, in milliseconds.
    pub total_ms: Option<f64>,
    /// Bytes of the answer's body.
    pub body_bytes: Option<u64>,
    /// How the answer compares.
    pub compared: Option<ComparedTo>,
    /// Why there is no answer, or what one means that is an error.
    pub problem: Option<Problem>,
}

/// How an answer compares with the one that all are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ComparedTo {
    /// Nothing differs.
    Same,
    /// Something does.
    Differs {
        /// In how many places.
        places: usize,
    },
    /// It could not be compared.
    NotCompared {
        /// Why.
        problem: Problem,
    },
}

/// What came of all of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ReplayedOnAll {
    /// In the order in which they ended.
    pub results: Vec<ReplayedOn>,
    /// How many were not sent, because it was stopped.
    pub not_sent: usize,
}

/// How a person wants something sent on many profiles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ReplayWish {
    /// How many calls are under way at once; 0 is taken for 1.
    pub parallel: u32,
    /// How many begin in a second; none is no limit.
    pub per_second: Option<u32>,
    /// Whether the answers are compared with that of the first profile, and not with the one in the history.
    pub against_first: bool,
    /// How they are compared.
    pub counting: Counting,
}
