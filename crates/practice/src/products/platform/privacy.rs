//! Privacy Service: jobs of an organisation, in no sandbox.

use super::problem;
use super::shelf::Shelf;
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::page;
use crate::products::people::person;
use crate::products::reply::{self, Reply};
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

const REGULATIONS: [&str; 8] =
    ["gdpr", "ccpa", "lgpd_bra", "pdpa_tha", "nzpa_nzl", "cpra_usa", "vcdpa_usa", "ucpa_usa"];
/// How long a job takes here; Adobe takes days.
const WORK: Duration = Duration::from_secs(30);

/// The privacy jobs of one organisation.
#[derive(Debug)]
pub(super) struct Privacy {
    /// By job id; `regulation` and `at` are not shown in lists.
    jobs: Shelf,
    made: u64,
}

impl Privacy {
    pub(super) fn seeded(organisation: &str) -> Self {
        let mut privacy = Self { jobs: Shelf::default(), made: 0 };
        for number in 0..14_u32 {
            let mut dice = Dice::at(&format!("privacy/{organisation}"), u64::from(number));
            let at = when::before_seeding(25, &mut dice);
            let regulation = if number.is_multiple_of(4) { "ccpa" } else { "gdpr" };
            let action = *dice.pick(&["access", "access", "delete"]);
            let request = request_id(at, &mut dice);
            let job = job(&dice.uuid(), &request, &person(number).email, action, regulation, at);
            privacy.keep(job);
        }
        privacy
    }

    /// Answers a call under `/data/core/privacy`.
    pub(super) fn answer(&mut self, call: &Call, rest: &[&str]) -> Option<Reply> {
        Some(match (call.method.as_str(), rest) {
            ("GET", ["jobs"]) => self.list(call),
            ("POST", ["jobs"]) => self.create(call),
            ("GET", ["jobs", id]) => match self.jobs.get(id) {
                Some(job) => {
                    let mut shown = shown(job, call.now);
                    // One job shows more than a list does; the members are [unverified].
                    shown["regulation"] = job["regulation"].clone();
                    shown["productResponses"] = json!([{ "product": "AdobeCloudPlatform", "retryCount": 0, "productStatusResponse": { "status": shown["status"] } }]);
                    reply::ok(&shown)
                }
                None => problem::not_found("Job", id),
            },
            (_, ["jobs"] | ["jobs", _]) => call.method_not_allowed(),
            _ => return None,
        })
    }

    fn list(&self, call: &Call) -> Reply {
        let Some(regulation) =
            call.parameter("regulation").filter(|name| REGULATIONS.contains(name))
        else {
            return problem::bad(format!(
                "regulation is required: one of {}.",
                REGULATIONS.join(", ")
            ));
        };
        let mut jobs: Vec<Value> = self
            .jobs
            .values()
            .filter(|job| job["regulation"] == regulation)
            .map(|job| shown(job, call.now))
            .collect();
        if let Some(status) = call.parameter("status") {
            jobs.retain(|job| job["status"] == status);
        }
        jobs.reverse();
        let size = call.number("size").filter(|size| *size > 0).unwrap_or(100).min(100);
        // Pages count from 1.
        let start = call.number("page").unwrap_or(1).saturating_sub(1).saturating_mul(size);
        let page = page::cut(jobs.into_iter(), start, size);
        reply::ok(&json!({ "totalRecords": page.total, "jobDetails": page.items }))
    }

    fn create(&mut self, call: &Call) -> Reply {
        let body = match problem::object(call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let Some(regulation) =
            body["regulation"].as_str().filter(|name| REGULATIONS.contains(name))
        else {
            return problem::bad("regulation is required.");
        };
        let users = body["users"].as_array().filter(|users| !users.is_empty());
        let Some(users) = users.filter(|_| body["companyContexts"].is_array()) else {
            return problem::bad("companyContexts and users are required.");
        };
        let mut dice = Dice::at(&format!("privacy/{}/made", call.caller.org_id), self.made);
        let request = request_id(call.now, &mut dice);
        let mut created = Vec::new();
        for user in users {
            for action in user["action"].as_array().into_iter().flatten().filter_map(Value::as_str)
            {
                if !matches!(action, "access" | "delete") {
                    return problem::bad("action must be access or delete.");
                }
                self.made += 1;
                let key = user["key"].as_str().unwrap_or_default();
                let job = job(&dice.uuid(), &request, key, action, regulation, call.now);
                created.push(json!({
                    "jobId": job["jobId"],
                    "customer": { "user": { "key": key, "action": [action], "userIDs": user["userIDs"] } },
                }));
                self.keep(job);
            }
        }
        let answer =
            json!({ "requestId": request, "totalRecords": created.len(), "jobs": created });
        reply::json(StatusCode::ACCEPTED, &answer)
    }

    fn keep(&mut self, job: Value) {
        self.jobs.put(job["jobId"].as_str().unwrap_or_default().to_owned(), job);
    }
}

fn request_id(at: Timestamp, dice: &mut Dice) -> String {
    format!("{}{:04}RX-{:03}", at.0, dice.below(10_000), dice.below(1_000))
}

fn job(id: &str, request: &str, key: &str, action: &str, regulation: &str, at: Timestamp) -> Value {
    json!({
        "jobId": id,
        "requestId": request,
        "userKey": key,
        "action": action,
        "status": "submitted",
        "submittedBy": "privacy.officer@example.com",
        "createdDate": when::clocked(at),
        "lastModifiedDate": when::clocked(at),
        "regulation": regulation,
        "at": at.0,
    })
}

fn shown(job: &Value, now: Timestamp) -> Value {
    let at = Timestamp(job["at"].as_i64().unwrap_or_default());
    let mut shown = job.clone();
    let status = match now {
        now if now >= at.after(WORK) => "complete",
        now if now > at => "processing",
        _ => "submitted",
    };
    shown["status"] = json!(status);
    if status == "complete" {
        shown["lastModifiedDate"] = json!(when::clocked(at.after(WORK)));
    }
    if let Value::Object(fields) = &mut shown {
        fields.shift_remove("regulation");
        fields.shift_remove("at");
    }
    shown
}
