//! Sandbox management: which sandboxes an organisation has. What is in them is left to `sandbox`.

use super::problem;
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::scene::{Filled, Place};
use crate::products::shelf::{self, Shelf};
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// The sandbox of a call that names none.
pub(super) const DEFAULT: &str = "prod";
/// How many an organisation has, deleted ones included. Each has data of its own from its first call on.
const MOST: usize = 75;
/// How long Adobe takes to make or reset one.
const PROVISIONING: Duration = Duration::from_secs(30);

const SEEDED: [(&str, &str, &str, &str); 4] = [
    (DEFAULT, "Production", "production", "active"),
    ("stage", "Staging", "development", "active"),
    ("dev", "Development", "development", "active"),
    ("pilot-2024", "Pilot 2024", "development", "deleted"),
];

/// The type of a sandbox that every organisation starts with.
pub fn seeded_sandbox_type(name: &str) -> Option<&'static str> {
    let mut active = SEEDED.iter().filter(|(.., state)| *state == "active");
    active.find(|(seeded, ..)| *seeded == name).map(|(_, _, kind, _)| *kind)
}

/// The sandboxes of one organisation.
#[derive(Debug)]
pub(super) struct Sandboxes {
    organisation: String,
    /// By name; `ready` and `filled` are not shown.
    shelf: Shelf,
}

impl Sandboxes {
    /// The sandboxes that `organisation` starts with.
    pub(super) fn seeded(organisation: &str) -> Self {
        let records = SEEDED.iter().enumerate().map(|(index, (name, title, kind, state))| {
            let mut dice = Dice::at(&format!("sandboxes/{organisation}"), index as u64);
            // Production first, then one after the other.
            let age = Duration::from_secs((900 - 90 * index as u64) * 86_400 + dice.below(86_400));
            let created = when::dated(when::SEEDED.before(age));
            json!({
                "id": dice.uuid(), "name": name, "title": title, "state": state, "type": kind, "region": "VA7",
                "isDefault": *name == DEFAULT, "etag": 1 + dice.below(4), "createdDate": created,
                "lastModifiedDate": created, "createdBy": user(organisation), "modifiedBy": user(organisation),
                "ready": 0, "filled": true,
            })
        });
        Self { organisation: organisation.to_owned(), shelf: Shelf::of("name", records) }
    }

    /// The sandbox `name`, when calls may work in it.
    pub(super) fn usable(&self, name: &str, now: Timestamp) -> Option<Place> {
        let record = self.shelf.get(name).filter(|record| state(record, now) == "active")?;
        let text = |field: &str| record[field].as_str().unwrap_or_default().to_owned();
        Some(Place {
            id: text("id"),
            name: text("name"),
            kind: text("type"),
            is_default: record["isDefault"] == true,
            filled: if record["filled"] == true { Filled::Seeded } else { Filled::Empty },
        })
    }

    /// Answers a call, and names the sandbox whose data it emptied, if it did.
    pub(super) fn answer(&mut self, call: &Call, rest: &[&str]) -> (Option<Reply>, Option<String>) {
        let reply = match (call.method.as_str(), rest) {
            ("GET", []) => self.list(call, "active"),
            ("GET", ["sandboxes"]) => self.list(call, ""),
            ("GET", ["sandboxTypes"]) => {
                reply::ok(&json!({ "sandboxTypes": ["production", "development"] }))
            }
            ("POST", ["sandboxes"]) => self.create(call),
            ("GET", ["sandboxes", name]) => match self.shelf.get(name) {
                Some(record) => reply::ok(&shown(record, call.now)),
                None => unknown(name),
            },
            ("PATCH", ["sandboxes", name]) => self.rename(name, call),
            ("PUT", ["sandboxes", name]) => return self.reset(name, call),
            ("DELETE", ["sandboxes", name]) => return self.delete(name, call),
            (_, [] | ["sandboxes" | "sandboxTypes"] | ["sandboxes", _]) => {
                call.method_not_allowed()
            }
            _ => return (None, None),
        };
        (Some(reply), None)
    }

    fn list(&self, call: &Call, only: &str) -> Reply {
        let order = shelf::order(call, "");
        let mut records = self.shelf.chosen(call, &order);
        records.retain(|record| only.is_empty() || state(record, call.now) == only);
        let page = shelf::window(call, records, 50);
        let sandboxes: Vec<Value> =
            page.items.iter().map(|record| shown(record, call.now)).collect();
        let address = format!("{}{}", call.origin(), call.path);
        let mut links = json!({
            "page": { "href": format!("{address}?limit={{limit}}&offset={{offset}}"), "templated": true },
        });
        if let Some(next) = page.next {
            let query = call.query_with(&[("offset", &next.to_string())]);
            links["next"] = json!({ "href": format!("{address}?{query}"), "templated": null });
        }
        let limit = call.number("limit").unwrap_or(50);
        reply::ok(&json!({
            "sandboxes": sandboxes,
            "_page": { "limit": limit, "count": sandboxes.len() },
            "_links": links,
        }))
    }

    fn create(&mut self, call: &Call) -> Reply {
        let body = match problem::object(call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let text = |field: &str| body[field].as_str().unwrap_or_default();
        let (name, title, kind) = (text("name"), text("title"), text("type"));
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if name.is_empty() || !name.bytes().all(plain) {
            return problem::bad("name may hold only lower-case letters, digits and hyphens.");
        }
        if title.is_empty() {
            return problem::bad("title is required.");
        }
        if !matches!(kind, "production" | "development") {
            return problem::bad("type must be production or development.");
        }
        if self.shelf.len() >= MOST {
            return problem::bad(format!("An organization has at most {MOST} sandboxes."));
        }
        if self.shelf.get(name).is_some() {
            return problem::plain(StatusCode::CONFLICT, format!("Sandbox {name} already exists."));
        }
        let now = when::dated(call.now);
        let id = Dice::of(&format!("sandboxes/{}/{name}", self.organisation)).uuid();
        let record = json!({
            "id": id, "name": name, "title": title, "state": "creating", "type": kind, "region": "VA7",
            "isDefault": false, "etag": 1, "createdDate": now, "lastModifiedDate": now,
            "createdBy": user(&self.organisation), "modifiedBy": user(&self.organisation),
            "ready": call.now.after(PROVISIONING).0, "filled": false,
        });
        let answer = reply::json(StatusCode::ACCEPTED, &brief(&record, call.now));
        self.shelf.put(name, record);
        answer
    }

    fn rename(&mut self, name: &str, call: &Call) -> Reply {
        let Some(record) = self.shelf.get_mut(name) else { return unknown(name) };
        match call.json().unwrap_or_default()["title"].as_str() {
            // Adobe changes nothing but the title.
            Some(title) if !title.is_empty() => {
                record["title"] = json!(title);
                touch(record, call.now);
                reply::ok(&brief(record, call.now))
            }
            _ => problem::bad("title is required."),
        }
    }

    fn reset(&mut self, name: &str, call: &Call) -> (Option<Reply>, Option<String>) {
        let Some(record) = self.shelf.get_mut(name) else { return (Some(unknown(name)), None) };
        if call.json().unwrap_or_default()["action"] != "reset" {
            return (Some(problem::bad("action must be reset.")), None);
        }
        if call.parameter("validationOnly") == Some("true") {
            return (Some(reply::ok(&brief(record, call.now))), None);
        }
        record["state"] = json!("resetting");
        record["ready"] = json!(call.now.after(PROVISIONING).0);
        record["filled"] = json!(false);
        touch(record, call.now);
        (Some(reply::json(StatusCode::ACCEPTED, &brief(record, call.now))), Some(name.to_owned()))
    }

    fn delete(&mut self, name: &str, call: &Call) -> (Option<Reply>, Option<String>) {
        let Some(record) = self.shelf.get_mut(name) else { return (Some(unknown(name)), None) };
        if record["isDefault"] == true {
            let refusal = problem::bad("The default sandbox cannot be deleted.");
            return (Some(refusal), None);
        }
        record["state"] = json!("deleted");
        touch(record, call.now);
        (Some(reply::json(StatusCode::ACCEPTED, &brief(record, call.now))), Some(name.to_owned()))
    }
}

/// A sandbox that is being made or reset is active once its time has come.
fn state(record: &Value, now: Timestamp) -> &str {
    match record["state"].as_str().unwrap_or_default() {
        "creating" | "resetting" if now.0 >= record["ready"].as_i64().unwrap_or_default() => {
            "active"
        }
        state => state,
    }
}

fn shown(record: &Value, now: Timestamp) -> Value {
    let mut shown = record.clone();
    shown["state"] = json!(state(record, now));
    if let Value::Object(fields) = &mut shown {
        fields.shift_remove("ready");
        fields.shift_remove("filled");
    }
    shown
}

fn brief(record: &Value, now: Timestamp) -> Value {
    let shown = shown(record, now);
    let field = |name: &str| shown[name].clone();
    json!({
        "id": field("id"), "name": field("name"), "title": field("title"), "state": field("state"),
        "type": field("type"), "region": field("region"),
    })
}

fn touch(record: &mut Value, now: Timestamp) {
    record["lastModifiedDate"] = json!(when::dated(now));
    record["etag"] = json!(record["etag"].as_i64().unwrap_or_default() + 1);
}

fn user(organisation: &str) -> String {
    format!("{}@techacct.adobe.com", organisation.split('@').next().unwrap_or_default())
}

/// The code is [unverified].
fn unknown(name: &str) -> Reply {
    problem::not_found("Sandbox", name)
}
