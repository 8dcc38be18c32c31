//! Batches as Catalog lists, takes and changes them.

use super::datasets::batch_of;
use super::faults::missing;
use super::kept::Catalog;
use super::{import, listed};
use crate::products::call::Call;
use crate::products::dice::Dice;
use crate::products::patch;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf::Shelf;
use http::StatusCode;
use serde_json::{Value, json};

impl Catalog {
    /// A batch for a dataset of `relatedObjects`, as Catalog takes it.
    pub(super) fn create_batch(&mut self, scene: &Scene<'_>) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        self.made += 1;
        let mut dice = Dice::at(&scene.key("batches made"), self.made);
        let id = import::batch_id(scene.call.now.0, &mut dice);
        let mut batch = import::record(scene, "", "loading", scene.call.now.0, "parquet");
        merge(&mut batch, body);
        self.batches.put(id.clone(), batch);
        reply::json(StatusCode::CREATED, &json!([format!("@/batches/{id}")]))
    }

    pub(super) fn change_batch(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(batch) = self.batches.get_mut(id) else { return missing(id) };
        match scene.call.json() {
            Some(operations @ Value::Array(_)) => {
                if let Err(fault) = patch::apply(batch, &operations) {
                    return problem::bad(fault);
                }
            }
            Some(body @ Value::Object(_)) => merge(batch, body),
            _ => return problem::bad("The body must be a JSON object or a JSON Patch."),
        }
        batch["updated"] = json!(scene.call.now.0);
        reply::ok(&json!([format!("@/batches/{id}")]))
    }

    /// The batches, of one dataset with `dataSet=`.
    pub(super) fn list_batches(&self, call: &Call) -> Reply {
        let Some(dataset) = call.parameter("dataSet") else { return listed(call, &self.batches) };
        let mut own = Shelf::default();
        for (id, batch) in self.batches.iter().filter(|(_, batch)| batch_of(batch, dataset)) {
            own.put(id.clone(), batch.clone());
        }
        listed(call, &own)
    }
}

fn merge(batch: &mut Value, body: Value) {
    if let Value::Object(members) = body {
        for (name, value) in members {
            batch[name] = value;
        }
    }
}
