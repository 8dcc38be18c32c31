//! Flow Service: connections, their specifications, flows and runs.

mod specs;

use super::catalog::Catalog;
use super::problem;
use super::scene::{Filled, Scene};
use super::shelf::{self, Shelf};
use crate::products::dice::Dice;
use crate::products::patch;
use crate::products::reply::{self, Reply};
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use specs::{FLOW_SPEC, SPECS, specs_named};

const SHELVES: [&str; 5] =
    ["connections", "sourceConnections", "targetConnections", "flows", "runs"];

/// What Flow Service keeps for one sandbox.
#[derive(Debug)]
pub(super) struct Flows {
    /// By the names in [`SHELVES`], in its order.
    shelves: [Shelf; SHELVES.len()],
    made: u64,
}

impl Flows {
    pub(super) fn seeded(scene: &Scene<'_>, catalog: &Catalog) -> Self {
        let mut flows = Self { shelves: Default::default(), made: 0 };
        if scene.sandbox.filled == Filled::Empty {
            return flows;
        }
        let sources = [
            ("Loyalty export bucket", 0, "Loyalty Customers"),
            ("Order stream", 3, "Online Orders"),
            ("Store list over SFTP", 2, "Store Directory"),
        ];
        for (index, (name, spec, dataset)) in sources.iter().enumerate() {
            let mut dice = Dice::at(&scene.key("flows"), index as u64);
            let at = when::before_seeding(200, &mut dice);
            let spec = json!({ "id": SPECS[*spec].0, "version": "1.0" });
            let dataset = catalog.names().into_iter().find(|(_, n)| n == dataset).map(|(id, _)| id);
            let connection = flows.keep(0, scene, &mut dice, at, json!({
                "name": name, "connectionSpec": spec,
                "auth": { "specName": "Basic Authentication", "params": { "accessKeyId": "practice", "secretAccessKey": "********" } },
            }));
            let source = flows.keep(1, scene, &mut dice, at, json!({
                "name": format!("{name}: files"), "baseConnectionId": connection, "connectionSpec": spec,
                "data": { "format": "delimited" }, "params": { "path": "/export/latest.csv" },
            }));
            let target = flows.keep(2, scene, &mut dice, at, json!({
                "name": format!("{name}: dataset"), "connectionSpec": { "id": SPECS[4].0, "version": "1.0" },
                "data": { "format": "parquet_xdm" }, "params": { "dataSetId": dataset },
            }));
            let flow = flows.keep(3, scene, &mut dice, at, json!({
                "name": format!("{name} to Platform"), "flowSpec": { "id": FLOW_SPEC, "version": "1.0" },
                "sourceConnectionIds": [source], "targetConnectionIds": [target],
                "scheduleParams": { "frequency": "day", "interval": 1, "startTime": at.seconds().to_string() },
            }));
            for _ in 0..3 {
                let ran = when::since(at, &mut dice);
                let records = 200 + dice.below(2_000);
                flows.keep(4, scene, &mut dice, ran, json!({
                    "flowId": flow,
                    "metrics": {
                        "durationSummary": { "startedAtUTC": ran.0, "completedAtUTC": ran.0 + 95_000 },
                        "recordSummary": { "inputRecordCount": records, "outputRecordCount": records },
                        "statusSummary": { "status": "success" },
                    },
                }));
            }
        }
        flows
    }

    pub(super) fn answer(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        let call = scene.call;
        let (name, rest) = rest.split_first()?;
        if let Some(specs) = specs_named(name) {
            return Some(match (call.method.as_str(), rest) {
                ("GET", []) => {
                    reply::ok(&json!({ "items": specs.chosen(call, &shelf::order(call, "name")) }))
                }
                ("GET", [id]) => match specs.get(id) {
                    Some(spec) => reply::ok(&json!({ "items": [spec] })),
                    None => problem::not_found("Specification", id),
                },
                _ => call.method_not_allowed(),
            });
        }
        let place = SHELVES.iter().position(|shelf| shelf == name)?;
        Some(match (call.method.as_str(), rest) {
            ("GET", []) => self.list(scene, place),
            // Runs come of flows.
            ("POST", []) if place != 4 => self.create(scene, place),
            ("GET", [id]) => match self.shelves[place].get(id) {
                // One item comes in a list too.
                Some(item) => reply::ok(&json!({ "items": [item] })),
                None => problem::not_found(SHELVES[place], id),
            },
            ("PATCH", [id]) if place != 4 => self.change(scene, place, id),
            ("DELETE", [id]) if place != 4 => match self.shelves[place].remove(id) {
                Some(_) => reply::none(),
                None => problem::not_found(SHELVES[place], id),
            },
            (_, [] | [_]) => call.method_not_allowed(),
            _ => return None,
        })
    }

    fn list(&self, scene: &Scene<'_>, place: usize) -> Reply {
        let call = scene.call;
        let order = shelf::order(call, "-createdAt");
        let items = self.shelves[place].chosen(call, &order);
        let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(25);
        // A continuation token is opaque to callers; here it is a number.
        let start = call
            .parameter("continuationToken")
            .and_then(|token| token.strip_prefix("c")?.parse().ok());
        let page = crate::products::page::cut(items.into_iter(), start.unwrap_or(0), size);
        let mut body = json!({ "items": page.items });
        if call.parameter("count") == Some("true") {
            body["count"] = json!(page.total);
        }
        if let Some(next) = page.next {
            let token = format!("c{next}");
            let query = call.query_with(&[("continuationToken", &token)]);
            body["_page"] = json!({ "next": token, "count": page.total });
            body["_links"] = json!({ "next": { "href": format!("{}?{query}", call.path) } });
        }
        reply::ok(&body)
    }

    fn create(&mut self, scene: &Scene<'_>, place: usize) -> Reply {
        let mut body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        if body["name"].as_str().is_none_or(str::is_empty) {
            return problem::bad("name is required.");
        }
        let spec = if place == 3 { "flowSpec" } else { "connectionSpec" };
        if body[spec]["id"].as_str().is_none_or(str::is_empty) {
            return problem::bad(format!("{spec}.id is required."));
        }
        // A password that was sent does not come back.
        if let Some(params) = body["auth"]["params"].as_object_mut() {
            let secret = |name: &str| {
                ["secret", "password", "key", "token"]
                    .iter()
                    .any(|s| name.to_lowercase().contains(s))
            };
            params
                .iter_mut()
                .filter(|(name, _)| secret(name))
                .for_each(|(_, value)| *value = json!("********"));
        }
        self.made += 1;
        let mut dice = Dice::at(&scene.key("flows made"), self.made);
        let id = self.keep(place, scene, &mut dice, scene.call.now, body);
        let etag = self.shelves[place].get(&id).map(|item| item["etag"].clone());
        let answer = reply::json(StatusCode::CREATED, &json!({ "id": id, "etag": etag }));
        reply::with(answer, "location", &format!("{}/{id}", scene.call.path))
    }

    fn change(&mut self, scene: &Scene<'_>, place: usize, id: &str) -> Reply {
        let Some(item) = self.shelves[place].get_mut(id) else {
            return problem::not_found(SHELVES[place], id);
        };
        match scene.call.header("if-match") {
            None => return problem::bad("The header If-Match is required."),
            Some(tag)
                if tag.trim_matches('"')
                    != item["etag"].as_str().unwrap_or_default().trim_matches('"') =>
            {
                let detail = "The entity tag in If-Match is not the current one.";
                return problem::plain(StatusCode::PRECONDITION_FAILED, detail);
            }
            _ => {}
        }
        let operations = scene.call.json().unwrap_or_default();
        if let Err(fault) = patch::apply(item, &operations) {
            return problem::bad(fault);
        }
        let etag = format!(
            "\"{}\"",
            Dice::of(&format!("{id}/{}/{}", scene.call.now.0, item["etag"])).hex(20)
        );
        item["etag"] = json!(etag);
        item["updatedAt"] = json!(scene.call.now.0);
        reply::ok(&json!({ "id": id, "etag": etag }))
    }

    /// Puts `item` on a shelf with what the service adds, and gives its id.
    fn keep(
        &mut self,
        place: usize,
        scene: &Scene<'_>,
        dice: &mut Dice,
        at: Timestamp,
        item: Value,
    ) -> String {
        let id = dice.uuid();
        let mut kept = json!({
            "id": id,
            "createdAt": at.0,
            "updatedAt": at.0,
            "createdBy": scene.user(),
            "updatedBy": scene.user(),
            "createdClient": scene.call.caller.client_id,
            "updatedClient": scene.call.caller.client_id,
            "sandboxId": scene.sandbox.id,
            "sandboxName": scene.sandbox.name,
            "imsOrgId": scene.organisation,
        });
        for (name, value) in
            item.as_object().into_iter().flatten().filter(|(name, _)| *name != "id")
        {
            kept[name] = value.clone();
        }
        kept["version"] = json!(format!("\"{}\"", dice.hex(20)));
        kept["etag"] = kept["version"].clone();
        if place != 4 {
            kept["state"] = json!("enabled");
        }
        self.shelves[place].put(id.clone(), kept);
        id
    }
}
