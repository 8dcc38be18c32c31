//! The datasets and batches a sandbox starts with.

use super::kept::Catalog;
use super::{datasets, import};
use crate::products::dice::Dice;
use crate::products::platform::registry::Registry;
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::Shelf;
use crate::products::when;
use serde_json::json;

/// Name, description, schema, enabled for Profile, records a batch.
const DATASETS: [(&str, &str, &str, bool, u64); 7] = [
    ("Loyalty Customers", "Nightly export of the loyalty system", "Customer Profile", true, 1_800),
    ("Newsletter Subscribers", "Subscriptions out of Campaign", "Newsletter Subscriber", true, 640),
    (
        "Web Visits fernhill.example.com",
        "Page views of the outdoor shop",
        "Web Visit",
        true,
        24_500,
    ),
    ("Web Visits morrow.example.com", "Page views of the coffee shop", "Web Visit", true, 9_300),
    ("Online Orders", "Orders of the web shop, streamed", "Online Order", true, 410),
    ("Store Visits", "Entries and exits of the geofences", "Store Visit Event", false, 2_150),
    ("Store Directory", "All shops and cafés", "Store Directory", false, 54),
];

/// The catalogue of the sandbox of `scene`, whose schemas are in `registry`.
pub(super) fn catalog(scene: &Scene<'_>, registry: &Registry) -> Catalog {
    let mut catalog = Catalog {
        datasets: Shelf::default(),
        batches: Shelf::default(),
        parts: Shelf::default(),
        made: 0,
    };
    if scene.sandbox.filled == Filled::Empty {
        return catalog;
    }
    for (index, (name, description, schema, profile, size)) in DATASETS.iter().enumerate() {
        let mut dice = Dice::at(&scene.key("datasets"), index as u64);
        let at = when::before_seeding(60, &mut dice);
        let id = datasets::object_id(at.0, &mut dice);
        let enabled = format!("enabled:{profile}");
        let event = ["Web Visit", "Online Order", "Store Visit Event"].contains(schema);
        let behavior = if event { "time-series" } else { "record" };
        let body = json!({
            "name": name,
            "description": description,
            "state": "ACTIVE",
            "classification": { "dataBehavior": behavior, "managedBy": "CUSTOMER" },
            "tags": { "unifiedProfile": [enabled], "unifiedIdentity": [enabled] },
            "schemaRef": {
                "id": registry.schema_titled(schema),
                "contentType": "application/vnd.adobe.xed+json;version=1",
            },
        });
        let dataset = datasets::dataset(scene, &id, &body, at.0, &mut dice);
        catalog.datasets.put(id.clone(), dataset);
        for run in 0..4 + dice.below(4) {
            let started = when::since(at, &mut dice).0;
            let ended = started + 20_000 + i64::try_from(dice.below(90_000)).unwrap_or(0);
            // One in twelve fails, so that lists by status have something to tell apart.
            let failed = run > 0 && dice.below(12) == 0;
            let records = if failed { 0 } else { size * (80 + dice.below(40)) / 100 };
            let status = if failed { "failed" } else { "success" };
            let mut batch = import::record(scene, &id, status, started, "parquet");
            batch["completed"] = json!(ended);
            batch["updated"] = json!(ended);
            batch["recordCount"] = json!(records);
            batch["metrics"] = import::metrics(started, ended, records * 310, records);
            if failed {
                batch["errors"] = json!([{
                    "code": "INGEST-1212-400",
                    "description": "The file could not be read: a required field is missing in the first row.",
                }]);
            }
            catalog.batches.put(import::batch_id(started, &mut dice), batch);
        }
    }
    catalog
}
