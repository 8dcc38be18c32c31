//! Errors in the words of the service that was asked.

use super::super::reply::{self, Reply};
use super::asked::Asked;
use crate::table::Fault;
use http::StatusCode;
use serde_json::{Value, json};

/// There is no item with the id of the path.
pub(super) fn missing(asked: &Asked<'_>) -> Reply {
    let id = asked.id();
    let what = asked.found.resource.shelf.as_deref().unwrap_or("resource");
    let detail = format!("{what} {id} was not found.");
    said(asked, asked.found.service.missing.as_ref(), StatusCode::NOT_FOUND, &detail)
}

/// The call cannot be understood.
pub(super) fn bad(asked: &Asked<'_>, detail: &str) -> Reply {
    said(asked, asked.found.service.bad.as_ref(), StatusCode::BAD_REQUEST, detail)
}

/// The entity tag is not the current one; that a service says it in the form of its other errors is [unverified].
pub(super) fn outdated(asked: &Asked<'_>) -> Reply {
    let detail = "The entity tag in If-Match is not the current one.";
    let mut reply = bad(asked, detail);
    *reply.status_mut() = StatusCode::PRECONDITION_FAILED;
    reply
}

fn said(asked: &Asked<'_>, fault: Option<&Fault>, usual: StatusCode, detail: &str) -> Reply {
    let status = fault.and_then(|fault| StatusCode::from_u16(fault.status).ok()).unwrap_or(usual);
    let mut tell = |name: &str| -> Option<Value> {
        match name {
            "detail" => Some(json!(detail)),
            "what" => Some(json!(asked.found.resource.shelf)),
            "id" => Some(json!(asked.id())),
            _ => None,
        }
    };
    match fault {
        Some(fault) => asked.filled(&fault.body, status, &mut tell),
        // A service whose errors are not known answers with a problem document [unverified].
        None => {
            let title = status.canonical_reason().unwrap_or_default();
            let body = json!({
                "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail,
            });
            reply::json(status, &body)
        }
    }
}
