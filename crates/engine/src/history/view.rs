//! Exchanges in lists.

use mudbrick_model::{ErrorCode, Exchange, ExchangeId, Method, Outcome, ProfileId, Timestamp};
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
    /// The status code, when an answer came, or the beginning of one.
    pub status: Option<u16>,
    /// The error's code, when none came or it broke off.
    pub failed: Option<ErrorCode>,
    /// The whole time.
    pub total_ms: f64,
    /// Bytes of the answer's body.
    pub body_bytes: Option<u64>,
    /// What a person wrote on it.
    pub note: Option<String>,
    /// Whether a person keeps it: no limit of age or size removes it.
    pub pinned: bool,
}

impl ExchangeSummary {
    /// Of one exchange, without what a person has added to it.
    pub(crate) fn of(id: ExchangeId, exchange: &Exchange) -> Self {
        let (status, failed, body_bytes): (Option<u16>, Option<ErrorCode>, Option<u64>) =
            match &exchange.outcome {
                Outcome::Answered { status, body_bytes, .. } => {
                    (Some(*status), None, Some(*body_bytes))
                }
                Outcome::Failed { problem, came } => {
                    let came = came.as_ref();
                    let (status, bytes) =
                        (came.map(|came| came.status), came.map(|c| c.body_bytes));
                    (status, Some(problem.code), bytes)
                }
            };
        Self {
            id,
            profile: exchange.profile.clone(),
            profile_title: exchange.profile_title.clone(),
            started_at: exchange.started_at,
            name: exchange.request.name.clone(),
            method: exchange.sent_method,
            url: exchange.sent_url.clone(),
            status,
            failed,
            total_ms: exchange.timings.total_ms,
            body_bytes,
            note: None,
            pinned: false,
        }
    }
}

/// How many exchanges fit a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistoryCount {
    /// So many.
    pub exchanges: usize,
    /// Whether there are more, which were not counted.
    pub or_more: bool,
}

/// What the history takes on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HistorySize {
    /// The exchanges in it.
    pub exchanges: u64,
    /// The bytes of their requests and answers, which the limit of the policy is about.
    pub kept_bytes: u64,
    /// The bytes that its files take: those, the index that they are found by, and pages that are free.
    pub file_bytes: u64,
    /// The bytes of copies that were made before an older history was changed, and of damaged ones that were set aside.
    pub copies_bytes: u64,
    /// How many days exchanges are kept; 0 for no limit.
    pub keep_days: u32,
    /// How many MiB of exchanges are kept; 0 for no limit.
    pub keep_mib: u32,
}
