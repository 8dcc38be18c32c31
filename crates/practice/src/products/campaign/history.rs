//! A profile's marketing history: what was sent to it, with mirror pages.

use super::home::Home;
use super::instance::Instance;
use super::list::Listing;
use super::resource::Resource;
use super::{faults, profiles};
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::{filter, when};
use http::StatusCode;
use serde_json::{Value, json};

/// Numbers set aside for each profile's events.
const EACH: u32 = 8;

const SENT: [&str; 5] = [
    "Spring newsletter",
    "Your order is on its way",
    "Harbour Lights Festival 2026: programme",
    "New shop in your quarter",
    "Happy birthday from the coffee club",
];

impl Instance {
    /// A call under `<root>/history`.
    pub(super) fn history(&self, root: &str, rest: &[&str], home: &Home, call: &Call) -> Reply {
        let Some((key, rest)) = rest.split_first() else { return faults::oops() };
        // Adobe's own sample writes the key in quotation marks.
        let key = key.trim_matches('"');
        let found =
            home.number("profile", key).and_then(|n| Some((n, self.row(Resource::Profile, n)?)));
        let Some((profile, row)) = found else { return faults::not_found("history", key) };
        let href = format!("{}/{root}/history/{key}", home.base);
        let show = |number: u32| Some(event(number, &href, home));
        match (call.method.as_str(), rest) {
            ("GET", []) => reply::ok(&shown(key, &row, &href)),
            ("GET", ["events"]) => {
                let name = format!("history/{profile}");
                Listing { call, home, name: &name, table: 0, column: None }.reply(
                    |from| numbers(profile).filter(move |number| *number >= from),
                    |number, name| filter::field(&show(number)?, name).cloned(),
                    show,
                )
            }
            ("GET", ["events", "_count"]) => {
                reply::ok(&json!({ "count": numbers(profile).count() }))
            }
            ("GET", ["events", event, rest @ ..]) => {
                let number =
                    home.number("history", event).filter(|n| numbers(profile).any(|m| m == *n));
                match (number.and_then(show), rest) {
                    (Some(shown), []) => reply::ok(&shown),
                    (Some(shown), ["mirrorPage"]) => mirror_page(&shown, &row),
                    (None, _) => faults::not_found("events", event),
                    _ => faults::oops(),
                }
            }
            _ => faults::oops(),
        }
    }
}

/// The history of a profile as a caller sees it.
pub(super) fn shown(key: &str, row: &Value, href: &str) -> Value {
    json!({
        "PKey": key,
        "birthDate": row["birthDate"],
        "email": row["email"],
        "events": { "href": format!("{href}/events/"), "metadata": "subHisto" },
        "firstName": row["firstName"],
        "href": href,
        "lastName": row["lastName"],
        "title": row["title"],
    })
}

fn numbers(profile: u32) -> impl Iterator<Item = u32> {
    let first = profile.saturating_mul(EACH);
    let count = Dice::at("history", u64::from(profile)).below(u64::from(EACH) + 1);
    first..first.saturating_add(u32::try_from(count).unwrap_or(EACH))
}

fn event(number: u32, href: &str, home: &Home) -> Value {
    let mut dice = Dice::at("history events", u64::from(number));
    let date = when::since(profiles::created(number / EACH), &mut dice);
    let label = dice.pick(&SENT);
    let key = home.key("history", number);
    let href = format!("{href}/events/{key}");
    json!({
        "PKey": key,
        "category": "email",
        "date": when::spaced(date),
        "href": href,
        "label": label,
        "mirrorPage": { "href": format!("{href}/mirrorPage/") },
        "type": "outbound",
    })
}

/// The mirror page; what it looks like at Adobe depends on the delivery.
fn mirror_page(event: &Value, row: &Value) -> Reply {
    let escaped = |value: &Value| {
        value.as_str().unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;")
    };
    let (label, name) = (escaped(&event["label"]), escaped(&row["firstName"]));
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{label}</title></head>\
         <body><h1>{label}</h1><p>Hello {name},</p><p>this is what we sent you.</p></body></html>"
    );
    reply::typed(StatusCode::OK, "text/html; charset=utf-8", page)
}
