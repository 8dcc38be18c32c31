//! Problem documents, which most Platform services answer with; each has its own members, so the calls say which.

use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// A problem of a service whose codes are not published [unverified].
pub(super) fn plain(status: StatusCode, detail: impl AsRef<str>) -> Reply {
    let title = status.canonical_reason().unwrap_or_default();
    document(status, "about:blank", title, detail.as_ref())
}

/// A problem in a service's own title (§7b.5 of the facts); its words are [unverified].
pub(super) fn titled(status: StatusCode, title: &str, detail: impl AsRef<str>) -> Reply {
    document(status, "/placeholder/type/uri", title, detail.as_ref())
}

/// Something that is not there.
pub(super) fn not_found(what: &str, id: &str) -> Reply {
    plain(StatusCode::NOT_FOUND, format!("{what} {id} was not found."))
}

/// A body that cannot be used.
pub(super) fn bad(detail: impl AsRef<str>) -> Reply {
    plain(StatusCode::BAD_REQUEST, detail)
}

/// The body as a JSON object.
pub(super) fn object(call: &Call) -> Result<Value, Reply> {
    call.json().filter(Value::is_object).ok_or_else(|| bad("The body must be a JSON object."))
}

/// Refuses a write whose content type is not JSON, to the letter of Adobe's troubleshooting guide. Uploaded file parts
/// have any type.
pub(super) fn check_content_type(call: &Call, segments: &[&str]) -> Result<(), Reply> {
    let writes = matches!(call.method, Method::POST | Method::PUT | Method::PATCH);
    let json = call.header("content-type").is_some_and(|kind| kind.contains("json"));
    if !writes || json || call.body.is_empty() || segments.contains(&"files") {
        return Ok(());
    }
    Err(generic("A valid content-type must be specified"))
}

/// A missing `x-sandbox-name`; that Adobe says it in this form is [unverified].
pub(super) fn sandbox_missing() -> Reply {
    generic("A valid x-sandbox-name must be specified")
}

/// A sandbox that does not exist or is not ready; code and status are [unverified].
pub(super) fn sandbox_unknown(name: &str) -> Reply {
    plain(StatusCode::NOT_FOUND, format!("Sandbox {name} does not exist or is not active."))
}

fn generic(detail: &str) -> Reply {
    let body = json!({
        "type": "/placeholder/type/uri",
        "status": 400,
        "title": "BadRequestError",
        "detail": detail,
    });
    reply::json(StatusCode::BAD_REQUEST, &body)
}

fn document(status: StatusCode, kind: &str, title: &str, detail: &str) -> Reply {
    let body = json!({ "type": kind, "title": title, "status": status.as_u16(), "detail": detail });
    reply::json(status, &body)
}
