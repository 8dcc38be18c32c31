//! Campaign's ways of saying no.

use super::edition::{CampaignEdition, OPENING};
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
    said(StatusCode::INTERNAL_SERVER_ERROR, &format!("RST-360011 {OPENING}\n{detail}"))
}

/// A raw key that names nothing; the text is documented, the envelope [unverified].
pub(super) fn no_document(title: &str, key: &str, schema: &str, name: &str) -> Reply {
    let detail = format!(
        "Unable to find document with path '{title}' from key '{key}' (document with schema '{schema}' and name '{name}')"
    );
    said(StatusCode::NOT_FOUND, &format!("RST-360011 {OPENING} {detail}"))
}

/// A key that is none, in an address: `path` is that address behind `rest/`. Text and status are documented.
pub(super) fn bad_key(edition: CampaignEdition, schema: &str, key: &str, path: &str) -> Reply {
    let id = key.trim_start_matches('@');
    match edition {
        CampaignEdition::Standard => said(
            StatusCode::INTERNAL_SERVER_ERROR,
            &format!(
                "'{id}' attribute unknown (see definition of '{schema}' schema). XTK-170036 Unable to parse expression \
                 '@id = @{id}'."
            ),
        ),
        CampaignEdition::V8 => said(
            StatusCode::NOT_FOUND,
            &format!(
                "Unable to decrypt PKey. (PKey=@{id}) Unsupported endpoint. (endpoint=rest/{path})"
            ),
        ),
    }
}

/// A property that this edition does not take; the text is documented for v8 (§6.6 of the facts).
pub(super) fn bad_property(property: &str, resource: &str) -> Reply {
    let text = format!("'{property}' property is not valid for the '{resource}' resource");
    said(StatusCode::INTERNAL_SERVER_ERROR, &text)
}

/// What v8 has no more; its status is not documented [unverified].
pub(super) fn unsupported(path: &str) -> Reply {
    said(StatusCode::NOT_FOUND, &format!("Unsupported endpoint. (endpoint=rest/{path})"))
}

fn said(status: StatusCode, message: &str) -> Reply {
    reply::json(status, &json!({ "error_code": status.as_str(), "message": message }))
}

/// A key that names nothing; status and shape are [unverified].
pub(super) fn not_found(resource: &str, key: &str) -> Reply {
    let message = format!("The '{resource}' resource with key '{key}' does not exist.");
    reply::json(StatusCode::NOT_FOUND, &json!({ "error_code": "404", "message": message }))
}
