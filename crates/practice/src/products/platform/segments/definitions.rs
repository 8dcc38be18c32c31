//! Segment definitions.

use super::kept::Segments;
use crate::products::dice::Dice;
use crate::products::platform::problem;
use crate::products::platform::ups::Ups;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use crate::products::{filter, page};
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};

impl Segments {
    /// The guide shows `segments` and `page`, the specification a single object; the guide is followed [unverified].
    pub(super) fn list(&self, scene: &Scene<'_>) -> Reply {
        let call = scene.call;
        let order = shelf::order(call, "-creationTime");
        let mut definitions = self.definitions.chosen(call, &order);
        if let Some(streaming) = call.parameter("evaluationInfo.continuous.enabled") {
            let test = format!("evaluationInfo.continuous.enabled=={streaming}");
            definitions.retain(|definition| filter::accepts(definition, &test));
        }
        let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(100);
        // The sample call of Adobe's collection counts pages from 0.
        let start = match call.number("start") {
            Some(start) => start,
            None => call.number("page").unwrap_or(0).saturating_mul(size),
        };
        let page = page::cut(definitions.into_iter(), start, size);
        let mut link = json!({});
        if let Some(next) = page.next {
            let query =
                call.query_with(&[("start", &next.to_string()), ("limit", &size.to_string())]);
            let without = query.split('&').filter(|pair| !pair.starts_with("page="));
            let query = without.collect::<Vec<_>>().join("&");
            link["next"] = json!(format!("/segment/definitions?{query}"));
        }
        let (field, direction) =
            order.strip_prefix('-').map_or((order.as_str(), "asc"), |f| (f, "desc"));
        reply::ok(&json!({
            "segments": page.items,
            "page": {
                "totalCount": page.total,
                "totalPages": page.total.div_ceil(size),
                "sortField": field,
                "sort": direction,
                "pageSize": page.items.len(),
                "limit": size,
            },
            "link": link,
        }))
    }

    pub(super) fn create(&mut self, scene: &Scene<'_>, ups: &Ups) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        if body["name"].as_str().is_none_or(str::is_empty)
            || body["expression"]["value"].as_str().is_none_or(str::is_empty)
        {
            return problem::bad("name and expression.value are required.");
        }
        self.made += 1;
        let id = Dice::at(&scene.key("segments made"), self.made).uuid();
        let definition = definition(scene, &id, &body, scene.call.now, ups);
        self.definitions.put(id, definition.clone());
        reply::ok(&definition)
    }

    pub(super) fn many(&self, scene: &Scene<'_>) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let mut results = json!({});
        for id in
            body["ids"].as_array().into_iter().flatten().filter_map(|entry| entry["id"].as_str())
        {
            if let Some(definition) = self.definitions.get(id) {
                results[id] = definition.clone();
            }
        }
        reply::json(StatusCode::MULTI_STATUS, &json!({ "results": results }))
    }

    pub(super) fn change(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(definition) = self.definitions.get_mut(id) else {
            return problem::not_found("Segment definition", id);
        };
        let Some(Value::Object(fields)) = scene.call.json() else {
            return problem::bad("The body must be a JSON object.");
        };
        let fixed = ["id", "imsOrgId", "sandbox", "creationTime"];
        for (name, value) in fields.into_iter().filter(|(name, _)| !fixed.contains(&name.as_str()))
        {
            definition[name] = value;
        }
        definition["updateEpoch"] = json!(scene.call.now.seconds());
        definition["updateTime"] = json!(scene.call.now.0);
        reply::ok(definition)
    }
}

pub(super) fn definition(
    scene: &Scene<'_>,
    id: &str,
    body: &Value,
    created: Timestamp,
    ups: &Ups,
) -> Value {
    let or =
        |field: &str, usual: Value| if body[field].is_null() { usual } else { body[field].clone() };
    json!({
        "id": id,
        "schema": or("schema", json!({ "name": "_xdm.context.profile" })),
        "profileInstanceId": "ups",
        "imsOrgId": scene.organisation,
        "sandbox": scene.sandbox_json(),
        "name": body["name"],
        "description": or("description", json!("")),
        "expression": body["expression"],
        "mergePolicyId": or("mergePolicyId", json!(ups.default_policy.clone())),
        "evaluationInfo": or("evaluationInfo", json!({
            "batch": { "enabled": true },
            "continuous": { "enabled": false },
            "synchronous": { "enabled": false },
        })),
        "dataGovernancePolicy": { "excludeOptOut": true },
        "creationTime": created.0,
        "updateEpoch": created.seconds(),
        "updateTime": created.0,
    })
}
