//! Real-Time Customer Profile: merge policies and system jobs here, people and their events in `entities`, the status of
//! the sample in `reports`.

mod entities;
mod reports;

use super::catalog::Catalog;
use super::problem;
use super::scene::{Filled, Scene};
use super::shelf::{self, Shelf};
use crate::products::dice::Dice;
use crate::products::reply::{self, Reply};
use crate::products::when;
use serde_json::json;

/// The profile store of one sandbox.
#[derive(Debug)]
pub(super) struct Ups {
    /// How many people it holds; they are made when they are asked for.
    pub(super) profiles: u32,
    policies: Shelf,
    jobs: Shelf,
    made: u64,
}

impl Ups {
    pub(super) fn seeded(scene: &Scene<'_>, profiles: u32) -> Self {
        let mut policies = Shelf::default();
        // A sandbox has its default policy from the start.
        let kinds: &[(&str, &str, bool)] = match scene.sandbox.filled {
            Filled::Seeded => {
                &[("Default Timebased", "pdg", true), ("Profile only", "none", false)]
            }
            Filled::Empty => &[("Default Timebased", "pdg", true)],
        };
        for (index, (name, graph, default)) in kinds.iter().enumerate() {
            let mut dice = Dice::at(&scene.key("merge policies"), index as u64);
            let id = dice.uuid();
            policies.put(
                id.clone(),
                json!({
                    "id": id,
                    "name": name,
                    "imsOrgId": scene.organisation,
                    "sandbox": scene.sandbox_json(),
                    "schema": { "name": "_xdm.context.profile" },
                    "version": 1,
                    "identityGraph": { "type": graph },
                    "attributeMerge": { "type": "timestampOrdered" },
                    "isActiveOnEdge": false,
                    "default": default,
                    "updateEpoch": when::before_seeding(500, &mut dice).seconds(),
                }),
            );
        }
        Self { profiles, policies, jobs: Shelf::default(), made: 0 }
    }

    /// The default merge policy's id.
    pub(super) fn default_policy(&self) -> String {
        let found = self.policies.values().find(|policy| policy["default"] == true);
        found.and_then(|policy| policy["id"].as_str()).unwrap_or_default().to_owned()
    }

    pub(super) fn answer(
        &mut self,
        scene: &Scene<'_>,
        rest: &[&str],
        catalog: &Catalog,
    ) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["access", "entities"]) => self.look_up(scene),
            ("POST", ["access", "entities"]) => self.look_up_many(scene),
            ("GET", ["config", "mergePolicies"]) => self.merge_policies(scene),
            ("GET", ["config", "mergePolicies", id]) => match self.policies.get(id) {
                Some(policy) => reply::ok(policy),
                None => problem::not_found("Merge policy", id),
            },
            ("GET", ["previewsamplestatus"]) => self.sample(),
            ("GET", ["previewsamplestatus", "report", "dataset"]) => {
                self.by_dataset(scene, catalog)
            }
            ("GET", ["previewsamplestatus", "report", "namespace"]) => self.by_namespace(),
            ("GET", ["system", "jobs"]) => {
                let page = shelf::window(call, self.jobs.values().cloned().collect(), 100);
                reply::ok(&json!({
                    "_page": { "pageSize": page.items.len(), "start": "0", "totalCount": page.total, "next": page.next },
                    "children": page.items,
                }))
            }
            ("GET", ["system", "jobs", id]) => match self.jobs.get(id) {
                Some(job) => reply::ok(job),
                None => problem::not_found("System job", id),
            },
            ("POST", ["system", "jobs"]) => self.delete_request(scene, catalog),
            (
                _,
                ["access", "entities"]
                | ["config", "mergePolicies"]
                | ["system", "jobs"]
                | ["previewsamplestatus"],
            ) => call.method_not_allowed(),
            _ => return None,
        })
    }

    fn merge_policies(&self, scene: &Scene<'_>) -> Reply {
        let call = scene.call;
        let filters = ["default", "schema.name", "identityGraph.type", "attributeMerge.type"];
        let order = shelf::order(call, "name");
        let mut policies = self.policies.chosen(call, &order);
        policies.retain(|policy| {
            filters.iter().all(|name| match call.parameter(name) {
                Some(wanted) => {
                    crate::products::filter::accepts(policy, &format!("{name}=={wanted}"))
                }
                None => true,
            })
        });
        let page = shelf::window(call, policies, 20);
        reply::ok(&json!({
            "_page": { "totalCount": page.total, "pageSize": page.items.len() },
            "children": page.items,
            "_links": { "next": {} },
        }))
    }

    fn delete_request(&mut self, scene: &Scene<'_>, catalog: &Catalog) -> Reply {
        let body = scene.call.json().unwrap_or_default();
        // Adobe's guide writes it both ways.
        let dataset =
            body["dataSetId"].as_str().or_else(|| body["datasetId"].as_str()).unwrap_or_default();
        if !catalog.has(dataset) {
            return problem::bad(format!("The dataset {dataset} does not exist."));
        }
        self.made += 1;
        let id = Dice::at(&scene.key("system jobs"), self.made).uuid();
        let now = when::iso(scene.call.now);
        let mut properties = json!({ "datasetId": dataset });
        let mut kind = "TRUNCATE_DATASET";
        if let Some(batch) = body["batchId"].as_str() {
            properties["batchId"] = json!(batch);
            kind = "DELETE_EE_BATCH";
        }
        let job = json!({
            "requestId": id,
            "requestType": kind,
            "imsOrgId": scene.organisation,
            "sandbox": { "sandboxName": scene.sandbox.name, "sandboxId": scene.sandbox.id },
            "status": "NEW",
            "properties": properties,
            "createdAt": now,
            "updatedAt": now,
        });
        self.jobs.put(id, job.clone());
        reply::ok(&job)
    }
}
