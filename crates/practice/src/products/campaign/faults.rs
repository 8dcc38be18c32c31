//! Campaign's ways of saying no.

use crate::products::reply::{self, Reply};
use http::StatusCode;
use serde_json::json;

/// A wrong address: the integer `code` is Adobe's.
pub(super) fn oops() -> Reply {
    let body = json!({
        "code": 500,
        "message": "Oops. Something went wrong. Check your URI and try again.",
    });
    reply::json(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

/// An error of the Campaign engine. The texts `RST-…` and `XTK-…` are documented; the envelope around them and the
/// status are [unverified].
pub(super) fn engine(detail: &str) -> Reply {
    let opening = "RST-360011 An error has occurred - please contact your administrator.";
    let body = json!({ "error_code": "500", "message": format!("{opening}\n{detail}") });
    reply::json(StatusCode::INTERNAL_SERVER_ERROR, &body)
}

/// A key that names nothing; status and shape are [unverified].
pub(super) fn not_found(resource: &str, key: &str) -> Reply {
    let message = format!("The '{resource}' resource with key '{key}' does not exist.");
    reply::json(StatusCode::NOT_FOUND, &json!({ "error_code": "404", "message": message }))
}
