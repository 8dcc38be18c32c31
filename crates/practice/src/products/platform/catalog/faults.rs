//! What Catalog says when there is no such object.

use crate::products::platform::problem;
use crate::products::reply::Reply;
use http::StatusCode;

/// The words are [unverified].
pub(super) fn missing(id: &str) -> Reply {
    problem::titled(
        StatusCode::NOT_FOUND,
        "NotFoundError",
        format!("Object {id} does not exist in Catalog."),
    )
}
