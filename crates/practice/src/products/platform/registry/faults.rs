//! The registry's errors: problem documents with a report, as its troubleshooting guide shows them.

use super::kind::Kind;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::when;
use http::StatusCode;
use serde_json::json;

/// The error `code`, such as `XDM-1006-400`, whose end is also the status.
pub(super) fn fault(scene: &Scene<'_>, code: &str, title: &str, detail: &str) -> Reply {
    let status = code.rsplit('-').next().and_then(|status| status.parse().ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::BAD_REQUEST);
    let request = Dice::at(&scene.key(detail), scene.call.now.0.unsigned_abs()).uuid();
    let body = json!({
        "type": format!("http://ns.adobe.com/aep/errors/{code}"),
        "title": title,
        "status": status.as_u16(),
        "report": {
            "registryRequestId": request,
            "timestamp": when::american(scene.call.now),
            "detailed-message": detail,
            "sub-errors": [],
        },
        "detail": detail,
    });
    reply::json(status, &body)
}

/// A resource that is not there. Which of Adobe's eight numbers belongs to which kind is [unverified].
pub(super) fn not_found(scene: &Scene<'_>, kind: Kind, id: &str, version: u32) -> Reply {
    let number = match kind {
        Kind::Classes => 1010,
        Kind::FieldGroups => 1011,
        Kind::Schemas => 1012,
        Kind::DataTypes => 1013,
        Kind::Behaviors => 1015,
        Kind::Unions => 1016,
    };
    let detail = format!(
        "The requested {} resource {id} with version {version} is not found.",
        kind.singular()
    );
    fault(scene, &format!("XDM-{number}-404"), "Resource not found", &detail)
}

/// A descriptor that is not there.
pub(super) fn no_descriptor(scene: &Scene<'_>, id: &str) -> Reply {
    let detail = format!("The requested descriptor resource {id} is not found.");
    fault(scene, "XDM-1014-404", "Resource not found", &detail)
}

/// A body that cannot be kept; the number is [unverified].
pub(super) fn invalid(scene: &Scene<'_>, detail: &str) -> Reply {
    fault(scene, "XDM-1520-400", "Request validation error", detail)
}
