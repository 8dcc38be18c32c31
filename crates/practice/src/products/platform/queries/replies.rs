//! How Query Service answers, and reading the fields of what it keeps.

use crate::products::platform::problem;
use crate::products::platform::scene::Scene;
use crate::products::platform::shelf::{self, Shelf};
use crate::products::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};

pub(super) fn wrapped(scene: &Scene<'_>, name: &str, shelf: &Shelf, version: u32) -> Reply {
    let order = shelf::order(scene.call, "+created");
    let page = shelf::window(scene.call, shelf.chosen(scene.call, &order), 20);
    let mut links = json!({});
    if let Some(next) = page.next {
        let query = scene.call.query_with(&[("start", &next.to_string())]);
        links["next"] =
            json!({ "href": format!("{}{}?{query}", scene.call.origin(), scene.call.path) });
    }
    reply::ok(&json!({
        name: page.items,
        "_page": { "orderby": order, "start": page.items.first().map(|item| &item["created"]), "count": page.items.len() },
        "_links": links,
        "version": version,
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
