//! Segmentation. This file holds what a sandbox keeps and finds the call; definitions, jobs and previews are left to the
//! others.

mod definitions;
mod jobs;
mod kept;
mod previews;
mod size;

pub(super) use kept::Segments;

use super::problem;
use super::ups::Ups;
use crate::products::dice::Dice;
use crate::products::scene::{Filled, Scene};
use crate::products::shelf::{self, Shelf};
use definitions::definition;
use jobs::progressed;

use crate::products::reply::{self, Reply};
use crate::products::when;
use serde_json::json;

const SEEDED: [(&str, &str, &str); 6] = [
    ("Gold members", "Loyalty tier gold", "loyalty.tier = \"gold\""),
    ("Lives in Lisbon", "Home address in Lisbon", "homeAddress.city = \"Lisboa\""),
    ("Wants the newsletter", "Agreed to e-mail", "consents.marketing.email.val = \"y\""),
    (
        "Looked at jackets",
        "Viewed a rain jacket within 30 days",
        "CHAIN(xEvent, timestamp, [A: WHAT(web.webPageDetails.name = \"Rain jackets\") WHEN(<= 30 days before now)])",
    ),
    ("Birthday this month", "Born in the current month", "person.birthDayAndMonth.monthsOld = 0"),
    (
        "Lapsed",
        "No event within a year",
        "NOT(CHAIN(xEvent, timestamp, [A: WHAT(true) WHEN(<= 1 years before now)]))",
    ),
];

impl Segments {
    pub(super) fn seeded(scene: &Scene<'_>, ups: &Ups) -> Self {
        let mut all = Self {
            definitions: Shelf::default(),
            jobs: Shelf::default(),
            exports: Shelf::default(),
            previews: Shelf::default(),
            made: 0,
        };
        if scene.sandbox.filled == Filled::Empty {
            return all;
        }
        for (index, (name, description, pql)) in SEEDED.iter().enumerate() {
            let mut dice = Dice::at(&scene.key("segments"), index as u64);
            let created = when::before_seeding(300, &mut dice);
            let body = json!({
                "name": name, "description": description,
                "expression": { "type": "PQL", "format": "pql/text", "value": pql },
                "evaluationInfo": {
                    "batch": { "enabled": index > 0 },
                    "continuous": { "enabled": index == 0 },
                    "synchronous": { "enabled": false },
                },
            });
            let id = dice.uuid();
            let definition = definition(scene, &id, &body, created, ups);
            all.definitions.put(id, definition);
        }
        all
    }

    pub(super) fn answer(&mut self, scene: &Scene<'_>, rest: &[&str], ups: &Ups) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["segment", "definitions"]) => self.list(scene),
            ("POST", ["segment", "definitions"]) => self.create(scene, ups),
            ("POST", ["segment", "definitions", "bulk-get"]) => self.many(scene),
            ("GET", ["segment", "definitions", id]) => {
                found(&self.definitions, "Segment definition", id)
            }
            ("PATCH" | "POST", ["segment", "definitions", id]) => self.change(scene, id),
            ("DELETE", ["segment", "definitions", id]) => match self.definitions.remove(id) {
                // 200 without a body is Adobe's.
                Some(_) => reply::ok(&json!({})),
                None => problem::not_found("Segment definition", id),
            },
            ("GET", ["segment", "jobs"]) => self.list_jobs(scene),
            ("POST", ["segment", "jobs"]) => self.start_job(scene, ups),
            ("GET", ["segment", "jobs", id]) => match self.jobs.get(id) {
                Some(job) => reply::ok(&progressed(job, call.now)),
                None => problem::not_found("Segment job", id),
            },
            ("POST", ["segment", "jobs", "bulk-get"]) => self.many_jobs(scene),
            ("DELETE", ["segment", "jobs", id]) => match self.jobs.get_mut(id) {
                Some(job) => {
                    job["status"] = json!("CANCELLED");
                    reply::none()
                }
                None => problem::not_found("Segment job", id),
            },
            ("DELETE", ["export", "jobs", id]) => match self.exports.get_mut(id) {
                Some(job) => {
                    job["status"] = json!("CANCELED");
                    reply::ok(&json!({ "status": true, "message": "Export job cancelled" }))
                }
                None => problem::not_found("Export job", id),
            },
            ("DELETE", ["preview", id]) => match self.previews.remove(id) {
                Some(_) => reply::ok(&json!({})),
                None => problem::not_found("Preview", id),
            },
            ("POST", ["preview"]) => self.preview(scene, ups),
            ("GET", ["preview", id]) => self.previewed(scene, id, ups),
            ("GET", ["estimate", id]) => self.estimate(scene, id, ups),
            ("GET", ["export", "jobs"]) => {
                let records = self.exports.values().map(|job| progressed(job, call.now)).collect();
                let page = shelf::window(call, records, 100);
                reply::ok(&json!({
                    "records": page.items,
                    "page": { "sortField": "createdTime", "sort": "desc", "pageOffset": "1", "pageSize": page.items.len().to_string() },
                    "link": {},
                }))
            }
            ("POST", ["export", "jobs"]) => self.export(scene, ups),
            ("GET", ["export", "jobs", id]) => match self.exports.get(id) {
                Some(job) => reply::ok(&progressed(job, call.now)),
                None => problem::not_found("Export job", id),
            },
            (
                _,
                ["segment" | "export", "definitions" | "jobs", ..] | ["preview" | "estimate", ..],
            ) => call.method_not_allowed(),
            _ => return None,
        })
    }
}

fn found(shelf: &Shelf, what: &str, id: &str) -> Reply {
    shelf.get(id).map_or_else(|| problem::not_found(what, id), reply::ok)
}
