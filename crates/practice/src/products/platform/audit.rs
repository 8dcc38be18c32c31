//! Audit Query: who did what, in HAL.

use super::scene::{Filled, Scene};
use super::shelf::{self, Shelf};
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::when;
use serde_json::{Value, json};

const EVENTS: u64 = 60;
const WHAT: [(&str, &str, &str); 6] = [
    ("Create", "Schema", "Online Order"),
    ("Update", "Segment", "Gold members"),
    ("Create", "Dataset", "Store Visits"),
    ("Update", "SourceDataFlow", "Order stream to Platform"),
    ("Delete", "Sandbox", "pilot-2024"),
    ("Update", "MergePolicy", "Default Timebased"),
];

/// Answers a call under `/data/foundation/audit`.
pub(super) fn answer(scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["events"]) => list(scene),
        (_, ["events"]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

fn list(scene: &Scene<'_>) -> Reply {
    let call = scene.call;
    let count = if scene.sandbox.filled == Filled::Seeded { EVENTS } else { 0 };
    let events = Shelf::of("id", (0..count).map(|number| event(scene, number)));
    let order = shelf::order(call, "-timestamp");
    let page = shelf::window(call, events.chosen(call, &order), 50);
    let address = format!("{}{}", call.origin(), call.path);
    let mut links = json!({
        "self": { "href": address },
        "page": { "href": format!("{address}?limit={{limit}}&start={{start}}"), "templated": true },
    });
    if let Some(next) = page.next {
        let query = call.query_with(&[("start", &next.to_string())]);
        links["next"] = json!({ "href": format!("{address}?{query}") });
    }
    reply::ok(&json!({
        "_embedded": { "events": page.items },
        "_page": { "orderBy": order, "next": page.next, "count": page.items.len(), "totalElements": page.total },
        "_links": links,
    }))
}

/// Beyond the wrapping, the members of an event are [unverified].
fn event(scene: &Scene<'_>, number: u64) -> Value {
    let mut dice = Dice::at(&scene.key("audit"), number);
    let (action, kind, name) = dice.pick(&WHAT);
    let denied = dice.below(15) == 0;
    json!({
        "id": dice.uuid(),
        "timestamp": when::iso(when::before_seeding(90, &mut dice)),
        "imsOrgId": scene.organisation,
        "sandboxName": scene.sandbox.name,
        "userEmail": dice.pick(&["r.ramos@example.com", "k.mensah@example.com", "l.holm@example.org"]),
        "action": action,
        "assetType": kind,
        "assetName": name,
        "status": if denied { "Deny" } else { "Allow" },
        "requestId": dice.hex(16),
    })
}
