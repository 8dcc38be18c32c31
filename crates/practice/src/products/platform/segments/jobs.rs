//! Segment jobs and export jobs: both take a while.

use super::kept::Segments;
use super::size::size_of;
use crate::products::dice::Dice;
use crate::products::platform::problem;
use crate::products::platform::ups::Ups;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// How long a job or a preview takes.
pub(super) const WORK: Duration = Duration::from_secs(10);

impl Segments {
    pub(super) fn list_jobs(&self, scene: &Scene<'_>) -> Reply {
        let call = scene.call;
        let order = shelf::order(call, "-creationTime");
        let mut jobs: Vec<Value> =
            self.jobs.chosen(call, &order).iter().map(|job| progressed(job, call.now)).collect();
        if let Some(status) = call.parameter("status") {
            jobs.retain(|job| job["status"] == status);
        }
        let page = shelf::window(call, jobs, 100);
        let mut about = json!({ "totalCount": page.total, "pageSize": page.items.len() });
        if let Some(next) = page.next {
            about["next"] = json!(next.to_string());
        }
        reply::ok(&json!({ "_page": about, "children": page.items }))
    }

    /// The jobs whose ids the body names, keyed by id.
    pub(super) fn many_jobs(&self, scene: &Scene<'_>) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let ids = body["ids"].as_array().into_iter().flatten().filter_map(|id| id["id"].as_str());
        let found = ids
            .filter_map(|id| Some((id.to_owned(), progressed(self.jobs.get(id)?, scene.call.now))));
        let results: Map<String, Value> = found.collect();
        reply::json(StatusCode::MULTI_STATUS, &json!({ "results": results }))
    }

    pub(super) fn start_job(&mut self, scene: &Scene<'_>, ups: &Ups) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        let asked = body.as_array().or_else(|| body["segments"].as_array());
        let ids: Vec<&str> =
            asked.into_iter().flatten().filter_map(|entry| entry["segmentId"].as_str()).collect();
        if ids.is_empty() {
            return problem::bad("The body must be an array of objects with a segmentId.");
        }
        if let Some(lost) = ids.iter().find(|id| **id != "*" && self.definitions.get(id).is_none())
        {
            return problem::not_found("Segment definition", lost);
        }
        self.made += 1;
        let mut dice = Dice::at(&scene.key("segment jobs"), self.made);
        let id = dice.uuid();
        let policy = ups.default_policy.clone();
        let segments: Vec<Value> = ids.iter().map(|id| {
            let expression = self.definitions.get(id).map(|definition| definition["expression"].clone());
            json!({
                "segmentId": id,
                "segment": { "id": id, "expression": expression, "mergePolicyId": policy, "mergePolicy": { "id": policy, "version": 1 } },
            })
        }).collect();
        let mut counter = json!({});
        for id in &ids {
            counter[*id] = json!(size_of(id, ups));
        }
        let now = scene.call.now;
        let job = json!({
            "id": id,
            "imsOrgId": scene.organisation,
            "sandbox": scene.sandbox_json(),
            "profileInstanceId": "ups",
            "source": "api",
            "status": "NEW",
            "batchId": dice.uuid(),
            "computeJobId": 8000 + self.made,
            "computeGatewayJobId": dice.uuid(),
            "segments": segments,
            "metrics": {
                "totalTime": { "startTimeInMs": now.0, "endTimeInMs": now.after(WORK).0, "totalTimeInMs": WORK.as_millis() as u64 },
                "totalProfiles": ups.profiles,
                "segmentedProfileCounter": counter,
                "totalProfilesByMergePolicy": { policy: ups.profiles },
            },
            "requestId": format!("{}-{}", dice.uuid(), now.0),
            "schema": { "name": "_xdm.context.profile" },
            "_links": {
                "cancel": { "href": format!("/segment/jobs/{id}"), "method": "DELETE" },
                "checkStatus": { "href": format!("/segment/jobs/{id}"), "method": "GET" },
            },
            "updateTime": now.0,
            "creationTime": now.0,
            "updateEpoch": now.seconds(),
        });
        self.jobs.put(id, job.clone());
        reply::ok(&progressed(&job, now))
    }

    pub(super) fn export(&mut self, scene: &Scene<'_>, ups: &Ups) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        if body["destination"]["datasetId"].as_str().is_none_or(str::is_empty)
            || !body["schema"].is_object()
        {
            return problem::bad("destination.datasetId and schema.name are required.");
        }
        self.made += 1;
        let mut dice = Dice::at(&scene.key("exports"), self.made);
        let id = 24_000 + self.made;
        let now = scene.call.now;
        let mut destination = body["destination"].clone();
        destination["batchId"] = json!(dice.hex(16));
        let job = json!({
            "profileInstanceId": "ups",
            "jobType": "BATCH",
            "id": id,
            "filter": body["filter"],
            "schema": body["schema"],
            "mergePolicy": if body["mergePolicy"].is_object() { body["mergePolicy"].clone() } else { json!({ "id": ups.default_policy.clone(), "version": 1 }) },
            "status": "NEW",
            "requestId": dice.hex(16),
            "computeGatewayJobId": { "exportJob": dice.uuid() },
            "metrics": { "totalTime": { "startTimeInMs": now.0 } },
            "destination": destination,
            "updateTime": now.0,
            "imsOrgId": scene.organisation,
            "creationTime": now.0,
        });
        self.exports.put(id.to_string(), job.clone());
        reply::ok(&job)
    }
}

/// A job as it stands at `now`.
pub(super) fn progressed(job: &Value, now: Timestamp) -> Value {
    let mut job = job.clone();
    let started = Timestamp(job["creationTime"].as_i64().unwrap_or_default());
    if job["status"] == "NEW" && now > started {
        let done = now >= started.after(WORK);
        job["status"] = json!(if done { "SUCCEEDED" } else { "PROCESSING" });
        job["updateTime"] = json!(if done { started.after(WORK).0 } else { now.0 });
    }
    job
}
