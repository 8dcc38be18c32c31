//! Previews of a segment, and the estimates that come with them under the same id.

use super::jobs::WORK;
use super::kept::Segments;
use super::size::size_of;
use crate::products::dice::Dice;
use crate::products::people::person;
use crate::products::platform::identity::xid;
use crate::products::platform::problem;
use crate::products::platform::ups::Ups;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use base64::Engine;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};

impl Segments {
    pub(super) fn preview(&mut self, scene: &Scene<'_>, ups: &Ups) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let Some(expression) = body["predicateExpression"].as_str().filter(|text| !text.is_empty())
        else {
            return problem::bad("predicateExpression is required.");
        };
        self.made += 1;
        let mut dice = Dice::at(&scene.key("previews"), self.made);
        let query = dice.uuid();
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .encode(format!("0:app-{}:{query}:0", dice.uuid()));
        let kept =
            json!({ "at": scene.call.now.0, "query": query, "size": size_of(expression, ups) });
        self.previews.put(id.clone(), kept);
        reply::json(
            StatusCode::CREATED,
            &json!({
                "state": "NEW", "previewQueryId": query, "previewQueryStatus": "NEW",
                "previewId": id, "previewExecutionId": 0,
            }),
        )
    }

    pub(super) fn previewed(&self, scene: &Scene<'_>, id: &str, ups: &Ups) -> Reply {
        let Some(kept) = self.previews.get(id) else { return problem::not_found("Preview", id) };
        let ready = state(kept, scene.call.now) == "RESULT_READY";
        let size = if ready { kept["size"].as_u64().unwrap_or(0).min(10) } else { 0 };
        let results: Vec<Value> = (0..u32::try_from(size).unwrap_or(0).min(ups.profiles))
            .map(|number| {
                let xid = xid("Email", &person(number).email);
                let href = scene.link(&format!("/data/core/ups/models/profile/{xid}"));
                json!({ xid: { "_href": href, "endCustomerIds": {} } })
            })
            .collect();
        reply::ok(&json!({
            "results": results,
            "state": state(kept, scene.call.now),
            "page": { "offset": 0, "size": results.len() },
        }))
    }

    pub(super) fn estimate(&self, scene: &Scene<'_>, id: &str, ups: &Ups) -> Reply {
        let Some(kept) = self.previews.get(id) else { return problem::not_found("Estimate", id) };
        let state = state(kept, scene.call.now);
        let size = kept["size"].as_u64().unwrap_or(0);
        let total = u64::from(ups.profiles);
        // While it runs, the first half has been read.
        let (read, matched) =
            if state == "RESULT_READY" { (total, size) } else { (total / 2, size / 2) };
        let link = scene.link(&format!("/data/core/ups/preview/{id}"));
        reply::ok(&json!({
            "estimatedSize": size,
            "numRowsToRead": total,
            "state": state,
            "profilesReadSoFar": read,
            "standardError": 0,
            "error": { "description": "", "traceback": "" },
            "profilesMatchedSoFar": matched,
            "totalRows": total,
            "confidenceInterval": "95%",
            "_links": { "preview": link },
        }))
    }
}

fn state(kept: &Value, now: Timestamp) -> &'static str {
    let asked = Timestamp(kept["at"].as_i64().unwrap_or_default());
    match now {
        now if now >= asked.after(WORK) => "RESULT_READY",
        now if now > asked => "RUNNING",
        _ => "NEW",
    }
}
