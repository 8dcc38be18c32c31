//! Scheduled queries. Their runs are not kept.

use super::kept::{Queries, ROOT};
use super::replies::{accepted, text};
use crate::products::dice::Dice;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};

impl Queries {
    pub(super) fn create_schedule(&mut self, scene: &Scene<'_>) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        if text(&body["query"], "sql").is_empty() || text(&body["schedule"], "schedule").is_empty()
        {
            return problem::bad("query.sql and schedule.schedule are required.");
        }
        let mut made = schedule(scene, body, scene.call.now);
        self.schedules.put(text(&made, "id").to_owned(), made.clone());
        made["state"] = json!("REGISTERING");
        reply::json(StatusCode::ACCEPTED, &made)
    }

    pub(super) fn change_schedule(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(schedule) = self.schedules.get_mut(id) else {
            return problem::not_found("Schedule", id);
        };
        let body = scene.call.json().unwrap_or_default();
        for operation in body["body"].as_array().into_iter().flatten() {
            match (operation["path"].as_str(), operation["value"].as_str()) {
                (Some("/state"), Some("enable")) => schedule["state"] = json!("ENABLED"),
                (Some("/state"), Some("disable")) => schedule["state"] = json!("DISABLED"),
                (Some("/schedule/schedule"), Some(cron)) => {
                    schedule["schedule"]["schedule"] = json!(cron)
                }
                _ => return problem::bad("path must be /state or /schedule/schedule."),
            }
        }
        accepted("Request to patch accepted")
    }
}

pub(super) fn schedule(scene: &Scene<'_>, body: Value, created: Timestamp) -> Value {
    let name: String =
        text(&body["query"], "name").to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_");
    let mut dice = Dice::at(&scene.key("schedule"), created.0.unsigned_abs());
    let ident = scene.organisation.split('@').next().unwrap_or_default().to_lowercase();
    let id = format!("{ident}_{}_{name}{}", scene.sandbox.id, dice.hex(6));
    let href = scene.kept_link(&format!("{ROOT}/schedules/{id}"));
    let link = |method: &str| json!({ "href": href, "method": method });
    let runs = format!("{href}/runs");
    let mut timing = body["schedule"].clone();
    timing["maxActiveRuns"] = json!(1);
    json!({
        "state": "ENABLED",
        "query": body["query"],
        "updatedUserId": scene.user(),
        "version": 2,
        "id": id,
        "updated": created.0.to_string(),
        "schedule": timing,
        "userId": scene.user(),
        "created": created.0.to_string(),
        "_links": {
            "enable": { "href": href, "method": "PATCH", "body": "{ \"op\": \"enable\" }" },
            "runs": { "href": runs, "method": "GET" },
            "self": link("GET"),
            "delete": link("DELETE"),
            "disable": { "href": href, "method": "PATCH", "body": "{ \"op\": \"disable\" }" },
            "trigger": { "href": runs, "method": "POST" },
        },
    })
}
