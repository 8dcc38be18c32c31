//! Privacy Service: jobs of an organisation, in no sandbox.

use super::problem;
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::page;
use crate::products::people::person;
use crate::products::reply::{self, Reply};
use crate::products::shelf::Shelf;
use crate::products::when;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// The specification's list (§7b.7 of the facts).
const REGULATIONS: [&str; 25] = [
    "apa_aus",
    "ccpa",
    "cpa_co_usa",
    "cpra_ca_usa",
    "ctdpa_ct_usa",
    "dpdpa",
    "fdbr_fl_usa",
    "gdpr",
    "hipaa_usa",
    "icdpa_ia_usa",
    "lgpd_bra",
    "mcdpa_mn_usa",
    "mcdpa_mt_usa",
    "mhmda_wa_usa",
    "ndpa_ne_usa",
    "nhpa_nh_usa",
    "njdpa_nj_usa",
    "nzpa_nzl",
    "ocpa_or_usa",
    "pdpa_tha",
    "ql25",
    "tdpsa_tx_usa",
    "tipa_tn_usa",
    "ucpa_ut_usa",
    "vcdpa_va_usa",
];
/// Codes that the service's own error text still names [verified as reported: Focus-GTS].
const FORMER: [&str; 2] = ["cpra_usa", "vcdpa_usa"];

fn is_regulation(name: &str) -> bool {
    REGULATIONS.contains(&name) || FORMER.contains(&name)
}

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
                None => not_found(),
            },
            ("GET", ["jobs", id, "content"]) => match self.jobs.get(id) {
                // A ZIP file with nothing in it.
                Some(_) => reply::typed(StatusCode::OK, "application/zip", EMPTY_ZIP),
                None => not_found(),
            },
            ("POST", ["consent"]) => match problem::object(call) {
                Ok(_) => reply::json(StatusCode::ACCEPTED, &json!({})),
                Err(refusal) => refusal,
            },
            (_, ["jobs" | "consent"] | ["jobs", _] | ["jobs", _, "content"]) => {
                call.method_not_allowed()
            }
            _ => return None,
        })
    }

    fn list(&self, call: &Call) -> Reply {
        let Some(regulation) = call.parameter("regulation").filter(|name| is_regulation(name))
        else {
            return invalid();
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
        if jobs.is_empty() {
            return not_found();
        }
        let size = call.number("size").filter(|size| *size > 0).unwrap_or(25).min(100);
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
        let Some(regulation) = body["regulation"].as_str().filter(|name| is_regulation(name))
        else {
            return invalid();
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

/// The end of an archive without files.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// Nothing found is 404 here, for a list too [verified as reported: Focus-GTS].
fn not_found() -> Reply {
    fault(StatusCode::NOT_FOUND, "Not Found", "Not able to find job data.")
}

/// The values are listed to whoever names none of them [verified as reported: Focus-GTS].
fn invalid() -> Reply {
    let detail = format!("regulation must be one of {}.", REGULATIONS.join(", "));
    fault(StatusCode::BAD_REQUEST, "Invalid Request", &detail)
}

fn fault(status: StatusCode, title: &str, detail: &str) -> Reply {
    let body = json!({
        "errorCode": status.as_u16(), "title": title, "detail": detail,
        "errorType": "uri=/data/core/privacy/jobs",
    });
    reply::json(status, &body)
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
