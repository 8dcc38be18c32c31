//! The services people subscribe to.

use crate::products::dice::Dice;
use crate::products::when;
use serde_json::{Value, json};
use std::time::Duration;

/// How many services an instance starts with.
pub(super) const SEEDED: u32 = 8;

/// Label, channel, public label, days of validity (0: without end).
const SERVICES: [(&str, &str, &str, u32); SEEDED as usize] = [
    ("Monthly newsletter", "email", "Our newsletter", 0),
    ("Coffee club", "email", "The coffee club", 0),
    ("Sport newsletter", "email", "Sport", 0),
    ("Museum members", "email", "News for members", 365),
    ("Store openings", "email", "New near you", 0),
    ("Flash sale alerts", "sms", "Text alerts", 90),
    ("Trail conditions", "sms", "Trail reports", 180),
    ("Harbour Lights Festival 2026", "email", "Festival updates", 60),
];

/// Seeded service `number`.
pub(super) fn seeded(number: u32) -> Option<Value> {
    let (label, channel, public, days) = SERVICES.get(number as usize)?;
    let mut dice = Dice::at("services", u64::from(number));
    // Before the first profile: nobody may be subscribed to what was not there yet.
    let age = Duration::from_secs((900 + dice.below(400)) * 86_400 + dice.below(86_400));
    let created = when::spaced(when::SEEDED.before(age));
    let mut row = blank(number);
    row["created"] = json!(created);
    row["lastModified"] = json!(created);
    row["label"] = json!(label);
    row["limitedDuration"] = json!(*days > 0);
    row["messageType"] = json!(channel);
    row["publicLabel"] = json!(public);
    row["start"] = json!(created.get(..10));
    row["validityDuration"] = json!(u64::from(*days) * 86_400);
    settle(&mut row);
    Some(row)
}

/// A service with its defaults.
pub(super) fn blank(number: u32) -> Value {
    json!({
        "builtIn": false,
        "created": "",
        "desc": "",
        "end": "",
        "isTemplate": false,
        "label": "New service",
        "lastModified": "",
        "limitedDuration": false,
        "messageType": "email",
        "mode": "newsletter",
        "name": format!("SVC{}", number + 1),
        "publicLabel": "",
        "start": "",
        "subScenarioEventType": "subscriptionEvent",
        "targetResource": "profile",
        "thumbnail": "/nl/img/thumbnails/defaultService.png",
        "title": "",
        "validityDuration": 0,
    })
}

/// Fills in the title.
pub(super) fn settle(row: &mut Value) {
    let title = format!(
        "{} ({})",
        row["label"].as_str().unwrap_or_default(),
        row["name"].as_str().unwrap_or_default()
    );
    row["title"] = json!(title);
}
