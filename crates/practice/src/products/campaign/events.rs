//! Transactional messages: an event is posted and goes its way by the clock.

use super::edition::CampaignEdition;
use super::faults;
use super::home::Home;
use super::instance::Instance;
use crate::products::call::Call;
use crate::products::reply::{self, Reply};
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// The event definitions that are published; any other event is taken and fails on its way, as Adobe documents.
const PUBLISHED: [&str; 4] =
    ["EVTcart", "EVTcartAbandonment", "EVTorderConfirmation", "EVTpasswordReset"];

const PENDING: Duration = Duration::from_secs(2);
const PROCESSING: Duration = Duration::from_secs(5);

/// Whether `segment` is the instance's endpoint for messages: `mc` and the tenant, however it is cased.
pub(super) fn is_endpoint(segment: &str, home: &Home) -> bool {
    let tenant = home.instance.strip_suffix("-mkt-stage").unwrap_or(&home.instance);
    segment.strip_prefix("mc").is_some_and(|name| {
        name.eq_ignore_ascii_case(tenant) || name.eq_ignore_ascii_case(&home.instance)
    })
}

impl Instance {
    /// A call to `mc<tenant>/<event>[/<PKey>]`.
    pub(super) fn events(
        &mut self,
        endpoint: &str,
        event: &str,
        rest: &[&str],
        home: &Home,
        call: &Call,
    ) -> Reply {
        if !event.starts_with("EVT") {
            return faults::oops();
        }
        let space = format!("event/{event}");
        match (call.method.as_str(), rest) {
            // Adobe asks for `charset=utf-8` in the content type; what it says without is not documented, so a call
            // without passes [unverified].
            ("POST", []) => {
                let body = match call.json() {
                    Some(body @ Value::Object(_)) => body,
                    _ => return faults::engine("The payload is not a JSON object."),
                };
                for field in ["scheduled", "expiration"] {
                    let text = body[field].as_str();
                    if text
                        .is_some_and(|text| !text.is_empty() && when::parse_spaced(text).is_none())
                    {
                        return faults::engine(&format!("The value of '{field}' is not a date."));
                    }
                }
                let kept = json!({ "type": event, "body": body, "at": call.now });
                let row = self.events.add(kept.clone());
                let shown = show(&kept, endpoint, event, &home.key(&space, row), home, call.now);
                reply::json(StatusCode::CREATED, &shown)
            }
            ("GET", [key]) => {
                let row = home.number(&space, key);
                match row.and_then(|row| self.events.row(row, |_| None)) {
                    Some(kept) => reply::ok(&show(&kept, endpoint, event, key, home, call.now)),
                    None => faults::not_found(event, key),
                }
            }
            _ => faults::oops(),
        }
    }
}

fn show(
    kept: &Value,
    endpoint: &str,
    event: &str,
    key: &str,
    home: &Home,
    now: Timestamp,
) -> Value {
    let body = &kept["body"];
    let text = |field: &str| body[field].as_str().unwrap_or_default();
    let mut shown = json!({
        "PKey": key,
        "ctx": body.get("ctx").cloned().unwrap_or_else(|| json!({})),
        "email": text("email"),
    });
    for field in ["mobilePhone", "scheduled", "expiration"] {
        if let Some(value) = body.get(field) {
            shown[field] = value.clone();
        }
    }
    // Relative, unlike Campaign's other links.
    shown["href"] = json!(format!("{endpoint}/{event}/{key}"));
    shown["serverUrl"] = json!(format!("https://{}.campaign.example.com", home.instance));
    shown["status"] = json!(status(kept, event, home.edition, now));
    shown["type"] = json!(event);
    shown
}

/// Where the event stands at `now`. The practice instance lets a caller meet every end: an address with `bounce`
/// before the `@` fails to be delivered, one with `quarantine` is ignored, one with `unknown` misses its target.
fn status(kept: &Value, event: &str, edition: CampaignEdition, now: Timestamp) -> &'static str {
    let body = &kept["body"];
    let posted = Timestamp(kept["at"].as_i64().unwrap_or_default());
    let date = |field: &str| body[field].as_str().and_then(when::parse_spaced);
    let start = date("scheduled").map_or(posted, |scheduled| scheduled.max(posted));
    if now < start {
        return "pending";
    }
    if date("expiration").is_some_and(|end| end <= start) {
        return "tooOld";
    }
    if now < start.after(PENDING) {
        return "pending";
    }
    if now < start.after(PROCESSING) {
        return "processing";
    }
    let local = body["email"].as_str().unwrap_or_default().split('@').next().unwrap_or_default();
    match local {
        _ if !PUBLISHED.contains(&event) => "routingFailed",
        local if local.contains("bounce") => "deliveryFailed",
        local if local.contains("quarantine") => "ignored",
        // v8 has no such status; which one it has instead is [unverified].
        local if local.contains("unknown") && edition == CampaignEdition::V8 => "deliveryFailed",
        local if local.contains("unknown") => "targetingFailed",
        _ => "processed",
    }
}
