//! IMS's answers on the wire: JSON with an `X-DEBUG-ID`, and refusals with Adobe's texts in Adobe's key order. When to refuse
//! is left to the endpoints.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};

/// A failure of IMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: Value,
}

impl Refusal {
    /// As the token endpoint words it: `error` first.
    pub(crate) fn at_token(error: &str, description: &str) -> Self {
        let body = json!({ "error": error, "error_description": description });
        Self { status: StatusCode::BAD_REQUEST, body }
    }

    /// An error without a description.
    pub(crate) fn bare(status: StatusCode, error: &str) -> Self {
        Self { status, body: json!({ "error": error }) }
    }

    /// As the exchange words it: `error_description` first.
    pub(crate) fn at_exchange(status: StatusCode, error: &str, description: &str) -> Self {
        Self { status, body: json!({ "error_description": description, "error": error }) }
    }

    /// Seen after migrations and for odd requests (adobe-dev-console issue 124).
    pub(crate) fn internal() -> Self {
        let body = json!({
            "error": "internal_error",
            "error_description": "Please try again later",
        });
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, body }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        respond(self.status, self.body.to_string())
    }
}

/// `value` with status 200.
pub(crate) fn ok(value: &Value) -> Response {
    respond(StatusCode::OK, value.to_string())
}

/// Status 200 and nothing else.
pub(crate) fn empty() -> Response {
    respond(StatusCode::OK, String::new())
}

/// A JSON text (or nothing) with the headers of every IMS answer. `charset` and `no-store` are [unverified].
pub(crate) fn respond(status: StatusCode, body: String) -> Response {
    let debug_id = uuid::Uuid::new_v4().to_string();
    let headers = [
        (CONTENT_TYPE.as_str(), "application/json;charset=UTF-8"),
        (CACHE_CONTROL.as_str(), "no-store"),
        ("x-debug-id", debug_id.as_str()),
    ];
    (status, headers, body).into_response()
}
