//! Exchanges in lists.

use mudbrick_model::{ErrorCode, ExchangeId, Method, ProfileId, Timestamp};
use serde::Serialize;

/// An exchange in the history list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ExchangeSummary {
    /// Names it in every call.
    pub id: ExchangeId,
    /// The profile it was sent with.
    pub profile: ProfileId,
    /// That profile's title then.
    pub profile_title: String,
    /// When.
    pub started_at: Timestamp,
    /// `List libraries`.
    pub name: String,
    /// The method.
    pub method: Method,
    /// The URL that went out, redacted.
    pub url: String,
    /// The status code, when an answer came.
    pub status: Option<u16>,
    /// The error's code, when none came.
    pub failed: Option<ErrorCode>,
    /// The whole time.
    pub total_ms: f64,
    /// Bytes of the answer's body.
    pub body_bytes: Option<u64>,
}
