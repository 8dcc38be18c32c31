//! User Management, by file 11 of the facts: users, groups and product profiles in pages, and actions that change them. How
//! often a client may ask is left to `throttle`, what actions do to `action`, the deprecated calls to `former`.

mod action;
mod answers;
mod former;
mod organisation;
mod steps;
mod throttle;

use super::call::Call;
use super::reply::{self, Reply};
use answers::{of_users, paged};
use http::StatusCode;
use organisation::Organisation;
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use throttle::Throttle;

const ROOT: &str = "/v2/usermanagement";

/// User Management for every organisation.
#[derive(Debug, Default)]
pub(super) struct UserManagement {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    organisations: HashMap<String, Organisation>,
    throttle: Throttle,
}

impl UserManagement {
    /// Answers a call under `/v2/usermanagement`.
    pub(super) fn handle(&self, call: &Call) -> Option<Reply> {
        let segments = call.segments_after(ROOT);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let reply = self.answer(call, &segments)?;
        // Whatever a caller sends comes back unchanged.
        Some(match call.header("x-request-id") {
            Some(id) => reply::with(reply, "x-request-id", id),
            None => reply,
        })
    }

    fn answer(&self, call: &Call, segments: &[&str]) -> Option<Reply> {
        let (kind, org) = match segments {
            ["users" | "groups" | "action", org, ..] => (segments[0], *org),
            ["organizations", org, "users", _] => ("users", *org),
            [org, kind, ..] => (*kind, *org),
            _ => return None,
        };
        // One lock for everything: each call sees the organisation as the call before it left it.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(wait) = state.throttle.take(&call.caller.client_id, kind, call.now) {
            return Some(answers::too_many(wait));
        }
        if org != call.caller.org_id {
            return Some(answers::unauthorized());
        }
        let organisation = state.organisations.entry(org.to_owned()).or_default();
        Some(match (call.method.as_str(), segments) {
            ("GET", ["users", _]) => users(organisation, call, 0, None),
            ("GET", ["users", _, number]) => users(organisation, call, number.parse().ok()?, None),
            ("GET", ["users", _, number, group]) => {
                users(organisation, call, number.parse().ok()?, Some(group))
            }
            ("GET", ["organizations", _, "users", name]) => match organisation.user(name) {
                Some(user) => reply::ok(&json!({ "result": "success", "user": user })),
                None => answers::not_found("user", &format!("User not found {name}")),
            },
            ("GET", ["groups", _]) => groups(organisation, 0),
            ("GET", ["groups", _, number]) => groups(organisation, number.parse().ok()?),
            ("POST", ["action", _]) => action::answer(organisation, call),
            ("GET", [_, rest @ ..]) => return former::answer(organisation, call, rest),
            _ => return None,
        })
    }
}

/// A page beyond the end repeats the last one.
fn users(organisation: &Organisation, call: &Call, number: usize, group: Option<&str>) -> Reply {
    if let Some(group) = group.filter(|group| organisation.group(group).is_none()) {
        let body = json!({
            "lastPage": false,
            "result": "error.group.not_found",
            "message": format!("Not found: Group {group}"),
        });
        return reply::json(StatusCode::NOT_FOUND, &body);
    }
    let domain = call.parameter("domain");
    let users = organisation.users().filter(|user| {
        domain.is_none_or(|domain| user["domain"] == domain)
            && group.is_none_or(|group| organisation::is_in(user, group))
    });
    let users: Vec<_> = users.cloned().collect();
    let number = number.min(users.len().saturating_sub(1) / answers::PAGE_SIZE);
    let page = of_users(users, number);
    let body = json!({ "lastPage": page.next.is_none(), "result": "success", "users": page.items });
    paged(reply::ok(&body), &page, number)
}

/// Adobe's own pages say two things of a page beyond the end; the sample of this call is followed.
fn groups(organisation: &Organisation, number: usize) -> Reply {
    let page = of_users(organisation.groups(), number);
    if page.items.is_empty() && number > 0 {
        return reply::ok(&json!({ "lastPage": true, "result": "Not found" }));
    }
    let body =
        json!({ "lastPage": page.next.is_none(), "result": "success", "groups": page.items });
    paged(reply::ok(&body), &page, number)
}

#[cfg(test)]
mod tests;
