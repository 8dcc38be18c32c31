//! What Places says when a call cannot be done.

use crate::products::reply::{self, Reply};
use http::StatusCode;
use serde_json::json;

/// An answer that says what was wrong. Adobe documents no error body for Places, so this one is a guess [unverified];
/// only its status should be relied on.
pub(super) fn fault(status: StatusCode, message: impl Into<String>) -> Reply {
    let reason = status.canonical_reason().unwrap_or_default();
    let body = json!({ "status": status.as_u16(), "error": reason, "message": message.into() });
    reply::json(status, &body)
}

pub(super) fn bad(message: impl Into<String>) -> Reply {
    fault(StatusCode::BAD_REQUEST, message)
}

pub(super) fn not_found(what: &str, id: &str) -> Reply {
    fault(StatusCode::NOT_FOUND, format!("{what} {id} was not found"))
}
