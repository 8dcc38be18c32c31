//! Queries, which run by the clock.

use super::kept::{Queries, ROOT};
use super::replies::{accepted, text};
use crate::products::dice::Dice;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use crate::products::tables::Tables;
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// From its submission on: when a query runs, and when it is done.
const STARTS: Duration = Duration::from_secs(2);

const ENDS: Duration = Duration::from_secs(8);

impl Queries {
    pub(super) fn list(&self, scene: &Scene<'_>) -> Reply {
        let call = scene.call;
        let order = shelf::order(call, "-created");
        let mut queries: Vec<Value> =
            self.queries.chosen(call, &order).iter().map(|query| shown(scene, query)).collect();
        if call.parameter("excludeSoftDeleted") != Some("false") {
            queries.retain(|query| query["isSoftDeleted"] != true);
        }
        // The sample's `start` is an instant, its description a number: both are taken.
        if let Some(from) = call.parameter("start").filter(|start| start.contains('T')) {
            let field = order.trim_start_matches(['-', '+']);
            let begins = |query: &Value| {
                let at = text(query, field);
                if order.starts_with('-') { at <= from } else { at >= from }
            };
            queries.retain(begins);
        }
        let page = shelf::window(call, queries, 20);
        let at =
            |query: Option<&Value>| query.map_or(Value::Null, |query| query["created"].clone());
        let mut links = json!({});
        let mut next = Value::Null;
        if let Some(start) = page.next {
            let start = start.to_string();
            let query = call.query_with(&[("orderby", &order), ("start", &start)]);
            links["next"] = json!({ "href": scene.link(&format!("{ROOT}/queries?{query}")) });
            next = json!(start);
        }
        if let Some(first) = page.items.first() {
            let query = format!("orderby={order}&start={}&isPrevLink=true", text(first, "created"));
            links["prev"] = json!({ "href": scene.link(&format!("{ROOT}/queries?{query}")) });
        }
        reply::ok(&json!({
            "queries": page.items,
            "_page": { "orderby": order, "start": at(page.items.first()), "next": next, "count": page.items.len(), "property": [] },
            "_links": links,
            "version": 1,
        }))
    }

    pub(super) fn submit(&mut self, scene: &Scene<'_>, tables: &mut Tables) -> Reply {
        let mut body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let template = |id| tables.item(scene, "query-service", "templates", id);
        if let Some(template) = body["templateId"].as_str().and_then(template) {
            body["sql"] = template["sql"].clone();
        }
        if text(&body, "dbName").is_empty() || text(&body, "sql").is_empty() {
            return problem::bad("dbName and sql are required.");
        }
        self.made += 1;
        let id = Dice::at(&scene.key("queries made"), self.made).uuid();
        let query = query(scene, &id, body, scene.call.now, "API");
        let answer = reply::json(StatusCode::ACCEPTED, &shown(scene, &query));
        self.queries.put(id, query);
        answer
    }

    pub(super) fn change_query(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(query) = self.queries.get_mut(id) else { return problem::not_found("Query", id) };
        match scene.call.json().unwrap_or_default()["op"].as_str().map(str::trim) {
            Some("cancel") => {
                query["state"] = json!("KILLED");
                accepted("Query cancel request received")
            }
            Some("soft_delete") => {
                query["isSoftDeleted"] = json!(true);
                accepted("Query soft delete request received")
            }
            _ => problem::bad("op must be cancel or soft_delete."),
        }
    }
}

pub(super) fn query(
    scene: &Scene<'_>,
    id: &str,
    request: Value,
    created: Timestamp,
    client: &str,
) -> Value {
    let insert = request["insertIntoParameters"].is_object();
    let ctas = request["ctasParameters"].is_object();
    json!({
        "isInsertInto": insert,
        "request": request,
        "state": "SUBMITTED",
        "rowCount": 0,
        "errors": [],
        "isCTAS": ctas,
        "version": 1,
        "id": id,
        "elapsedTime": 0,
        "updated": when::iso(created),
        "client": client,
        "userId": scene.user(),
        "created": when::iso(created),
    })
}

/// The query as it stands at the time of the call, with its links.
pub(super) fn shown(scene: &Scene<'_>, query: &Value) -> Value {
    let mut shown = query.clone();
    let submitted = when::parse_spaced(text(query, "created")).unwrap_or(when::SEEDED);
    if shown["state"] == "SUBMITTED" && scene.call.now >= submitted.after(STARTS) {
        let done = scene.call.now >= submitted.after(ENDS);
        shown["state"] = json!(if done { "SUCCESS" } else { "IN_PROGRESS" });
        let at = if done { submitted.after(ENDS) } else { submitted.after(STARTS) };
        shown["updated"] = json!(when::iso(at));
        shown["elapsedTime"] = json!(submitted.until(at).as_millis() as u64);
        shown["rowCount"] = json!(u8::from(done));
    }
    let href = scene.link(&format!("{ROOT}/queries/{}", text(query, "id")));
    let mut links = json!({
        "self": { "href": href, "method": "GET" },
        "soft_delete": { "href": href, "method": "PATCH", "body": "{ \"op\": \"soft_delete\"}" },
    });
    if matches!(text(&shown, "state"), "SUBMITTED" | "IN_PROGRESS") {
        links["cancel"] =
            json!({ "href": href, "method": "PATCH", "body": "{ \"op\": \"cancel\"}" });
    }
    shown["_links"] = links;
    shown
}
