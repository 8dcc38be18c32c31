//! A custom resource such as a customer would define, and the organisational and geographical units.

use super::home::Home;
use super::titles;
use crate::products::dice::Dice;
use crate::products::when;
use serde_json::{Value, json};

/// How many stores an instance starts with.
pub(super) const SEEDED: u32 = 10;
/// How many profiles manage stores.
const MANAGERS: u32 = 5;
/// How many organisational units.
pub(super) const ORG_UNITS: u32 = 3;
/// How many geographical units.
pub(super) const GEO_UNITS: u32 = 3;

const STORES: [(&str, &str, &str); SEEDED as usize] = [
    ("Fernhill Outdoors Chelsea", "New York", "US"),
    ("Fernhill Outdoors Mission", "San Francisco", "US"),
    ("Fernhill Outdoors Wicker Park", "Chicago", "US"),
    ("Fernhill Outdoors South Congress", "Austin", "US"),
    ("Fernhill Outdoors Ballard", "Seattle", "US"),
    ("Fernhill Outdoors Mile End", "Montréal", "CA"),
    ("Fernhill Outdoors Leslieville", "Toronto", "CA"),
    ("Morrow Coffee Chiado", "Lisbon", "PT"),
    ("Morrow Coffee Gràcia", "Barcelona", "ES"),
    ("Morrow Coffee Leith", "Edinburgh", "GB"),
];

const UNITS: [[(&str, &str, &str); 3]; 2] = [
    [
        ("All", "all", ""),
        ("Morrow Coffee", "morrow", "All (all)"),
        ("Fernhill Outdoors", "fernhill", "All (all)"),
    ],
    [
        ("All", "all", ""),
        ("Europe", "europe", "All (all)"),
        ("North America", "northamerica", "All (all)"),
    ],
];

/// Seeded store `number`.
pub(super) fn seeded(number: u32) -> Option<Value> {
    let (name, city, country) = STORES.get(number as usize)?;
    let mut dice = Dice::at("stores", u64::from(number));
    let created = when::spaced(when::before_seeding(400, &mut dice));
    let mut row = blank(number);
    row["created"] = json!(created);
    row["lastModified"] = json!(created);
    row["cusName"] = json!(name);
    row["cusCity"] = json!(city);
    row["cusCountry"] = json!(country);
    row["cusOpenedOn"] = json!(created.get(..10));
    row["cusManager"] = json!(number % MANAGERS);
    settle(&mut row);
    Some(row)
}

/// A store with nothing filled in.
pub(super) fn blank(number: u32) -> Value {
    json!({
        "created": "",
        "cusCity": "",
        "cusCode": format!("ST{:04}", number + 1),
        "cusCountry": "",
        "cusManager": null,
        "cusName": "",
        "cusOpenedOn": "",
        "lastModified": "",
        "title": "",
    })
}

/// Shows the profile that manages a store, which is kept by its number, as a link; without one it is null.
pub(super) fn link(row: &mut Value, home: &Home) {
    let Some(number) = row["cusManager"].as_u64().and_then(|number| u32::try_from(number).ok())
    else {
        row["cusManager"] = Value::Null;
        return;
    };
    let key = home.key("profile", number);
    row["cusManager"] = json!({
        "PKey": key,
        "href": format!("{}/profileAndServices/profile/{key}", home.base),
        "title": titles::of_profile(number),
    });
}

/// Fills in a store's title.
pub(super) fn settle(row: &mut Value) {
    let text = |field: &str| row[field].as_str().unwrap_or_default();
    let title = format!("{} ({})", text("cusName"), text("cusCode"));
    row["title"] = json!(title);
}

/// Seeded organisational unit `number`.
pub(super) fn org_unit(number: u32) -> Option<Value> {
    unit(0, number)
}

/// Seeded geographical unit `number`.
pub(super) fn geo_unit(number: u32) -> Option<Value> {
    unit(1, number)
}

/// A unit with nothing filled in.
pub(super) fn blank_unit() -> Value {
    json!({
        "created": "", "desc": "", "label": "", "lastModified": "", "name": "", "parentTitle": "", "title": "",
    })
}

/// Fills in a unit's title.
pub(super) fn settle_unit(row: &mut Value) {
    let text = |field: &str| row[field].as_str().unwrap_or_default();
    let title = format!("{} ({})", text("label"), text("name"));
    row["title"] = json!(title);
}

fn unit(kind: usize, number: u32) -> Option<Value> {
    let (label, name, parent) = UNITS[kind].get(number as usize)?;
    let mut dice = Dice::at(name, kind as u64);
    let created = when::spaced(when::before_seeding(1000, &mut dice));
    let mut row = blank_unit();
    row["created"] = json!(created);
    row["lastModified"] = json!(created);
    row["label"] = json!(label);
    row["name"] = json!(name);
    row["parentTitle"] = json!(parent);
    settle_unit(&mut row);
    Some(row)
}
