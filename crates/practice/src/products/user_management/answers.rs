//! User Management's ways of answering: pages with their counts in headers, and its errors.

use super::super::api::Api;
use super::super::page::{self, Page};
use super::super::reply::{self, Reply};
use http::StatusCode;
use serde_json::{Value, json};

/// Adobe's pages hold up to 2,000; these are short, so that a small organisation has several.
pub(super) const PAGE_SIZE: usize = 100;

/// Page `number`, counted from 0.
pub(super) fn of_users(items: Vec<Value>, number: usize) -> Page<Value> {
    page::cut(items.into_iter(), PAGE_SIZE.saturating_mul(number), PAGE_SIZE)
}

/// `reply` with the counts of its page; all of them are texts.
pub(super) fn paged(reply: Reply, page: &Page<Value>, number: usize) -> Reply {
    let headers = [
        ("x-total-count", page.total),
        ("x-page-count", page.total.div_ceil(PAGE_SIZE)),
        ("x-current-page", number),
        ("x-page-size", page.items.len()),
    ];
    headers.iter().fold(reply, |reply, (name, value)| reply::with(reply, name, &value.to_string()))
}

/// There is no such `what`.
pub(super) fn not_found(what: &str, message: &str) -> Reply {
    let body = json!({ "result": format!("error.{what}.not_found"), "message": message });
    reply::json(StatusCode::NOT_FOUND, &body)
}

/// Another organisation than the token's: no body, and the reason in a header.
pub(super) fn unauthorized() -> Reply {
    reply::challenged(Api::UserManagement.challenge().unwrap_or_default())
}

/// The body with a space before each colon is Adobe's.
pub(super) fn too_many(seconds: u64) -> Reply {
    let body = "{\"error_code\" : \"429050\",\"message\" : \"Too many requests\"}";
    let reply = reply::typed(StatusCode::TOO_MANY_REQUESTS, "application/json", body);
    reply::with(reply, "retry-after", &seconds.to_string())
}
