//! Real-Time Customer Profile: people and their events in `entities`, the status of the sample in `reports`. Merge policies
//! and system jobs are of the table.

mod entities;
mod reports;

use super::catalog::Catalog;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::tables;
use http::StatusCode;
use serde_json::json;

/// The profile store of one sandbox.
#[derive(Debug)]
pub(super) struct Ups {
    /// How many people it holds; they are made when they are asked for.
    pub(super) profiles: u32,
    /// The default merge policy's id.
    pub(super) default_policy: String,
}

impl Ups {
    pub(super) fn seeded(scene: &Scene<'_>, profiles: u32) -> Self {
        // A sandbox has its default policy from the start.
        let default_policy = tables::first_id(scene, "profile", "mergePolicies");
        Self { profiles, default_policy }
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
            // People here are made when they are read: the request is taken and nobody is forgotten.
            ("DELETE", ["access", "entities"]) => reply::json(StatusCode::ACCEPTED, &json!({})),
            ("GET", ["previewsamplestatus"]) => self.sample(),
            ("GET", ["previewsamplestatus", "report", "dataset"]) => {
                self.by_dataset(scene, catalog)
            }
            ("GET", ["previewsamplestatus", "report", "namespace"]) => self.by_namespace(),
            (_, ["access", "entities"] | ["previewsamplestatus"]) => call.method_not_allowed(),
            _ => return None,
        })
    }
}
