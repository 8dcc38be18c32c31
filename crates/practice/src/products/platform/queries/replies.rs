//! How Query Service answers, and reading the fields of what it keeps.

use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf::{self, Shelf};
use http::StatusCode;
use serde_json::{Value, json};

/// The schedules; here `_links.next` is a bare string, unlike in the list of queries (§7b.3 of the facts).
pub(super) fn listed(scene: &Scene<'_>, shelf: &Shelf) -> Reply {
    let order = shelf::order(scene.call, "+created");
    let page = shelf::window(scene.call, shelf.chosen(scene.call, &order), 20);
    let next = page.next.map(|next| next.to_string());
    let link = next.as_ref().map(|next| {
        let query = scene.call.query_with(&[("start", next)]);
        format!("{}{}?{query}", scene.call.origin(), scene.call.path)
    });
    reply::ok(&json!({
        "schedules": page.items,
        "_page": {
            "orderby": order,
            "start": page.items.first().map(|item| &item["created"]),
            "next": next,
            "count": page.items.len(),
            "property": [],
        },
        "_links": { "next": link },
        "version": 2,
    }))
}

pub(super) fn found(shelf: &Shelf, what: &str, id: &str) -> Reply {
    shelf.get(id).map_or_else(|| problem::not_found(what, id), reply::ok)
}

pub(super) fn accepted(message: &str) -> Reply {
    reply::json(StatusCode::ACCEPTED, &json!({ "message": message, "statusCode": 202 }))
}

pub(super) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
