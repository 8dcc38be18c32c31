//! Catalog Service with what hangs on it: datasets, batches, their files, batch ingestion, export and preview. Lists are
//! objects keyed by id, and related objects are written `@/…`.

mod batches;
mod datasets;
mod faults;
mod files;
mod import;
mod kept;
mod seed;

pub(super) use kept::Catalog;

use super::registry::Registry;
use crate::products::call::Call;
use crate::products::filter;
use crate::products::page;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf::{self, Shelf};
use faults::missing;
use serde_json::{Map, Value, json};

impl Catalog {
    pub(super) fn seeded(scene: &Scene<'_>, registry: &Registry) -> Self {
        seed::catalog(scene, registry)
    }

    /// The ids and names of the datasets.
    pub(super) fn names(&self) -> Vec<(String, String)> {
        let name = |dataset: &Value| dataset["name"].as_str().unwrap_or_default().to_owned();
        self.datasets.iter().map(|(id, dataset)| (id.clone(), name(dataset))).collect()
    }

    /// Whether there is a dataset `id`.
    pub(super) fn has(&self, id: &str) -> bool {
        self.datasets.get(id).is_some()
    }

    pub(super) fn answer(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        let call = scene.call;
        Some(match (call.method.as_str(), rest) {
            ("GET", ["dataSets" | "datasets"]) => listed(call, &self.datasets),
            ("POST", ["dataSets" | "datasets"]) => self.create_dataset(scene),
            ("GET", ["dataSets" | "datasets", id]) => one(call, &self.datasets, id),
            ("PATCH" | "PUT", ["dataSets" | "datasets", id]) => self.change_dataset(scene, id),
            ("DELETE", ["dataSets" | "datasets", id]) => self.delete_dataset(id),
            ("GET", ["dataSets" | "datasets", id, "views", _, "files"]) => self.dataset_files(id),
            ("GET", ["dataSetFiles"]) => {
                let asked = call.parameter("dataSetId").or_else(|| call.parameter("dataset"));
                self.dataset_files(asked.unwrap_or_default())
            }
            ("PATCH", ["v2", "dataSets", id]) => self.change_dataset(scene, id),
            // The deprecated root shows what there is; that these are the datasets is [unverified].
            ("GET", []) => listed(call, &self.datasets),
            ("GET", ["batches" | "lastBatches"]) => self.list_batches(call),
            ("POST", ["batches"]) => self.create_batch(scene),
            ("GET", ["batches", id]) => one(call, &self.batches, id),
            ("PUT" | "POST" | "PATCH", ["batches", id]) => self.change_batch(scene, id),
            ("DELETE", ["batches", id]) => match self.batches.remove(id) {
                Some(_) => reply::ok(&json!([format!("@/batches/{id}")])),
                None => missing(id),
            },
            (
                _,
                ["dataSets" | "datasets" | "batches"] | ["dataSets" | "datasets" | "batches", _],
            ) => call.method_not_allowed(),
            _ => return None,
        })
    }
}

/// The list that the query asks for, keyed by id.
fn listed(call: &Call, shelf: &Shelf) -> Reply {
    let mut found: Vec<(&String, &Value)> =
        shelf.iter().filter(|(_, object)| passes(call, object)).collect();
    let order = shelf::order(call, "-created");
    filter::sort(&mut found, &order, |(_, object)| object);
    let size = call.number("limit").filter(|limit| *limit > 0).unwrap_or(20).min(100);
    let page = page::cut(found.into_iter(), call.number("start").unwrap_or(0), size);
    let body: Map<String, Value> =
        page.items.into_iter().map(|(id, object)| (id.clone(), cut_down(call, object))).collect();
    reply::ok(&Value::Object(body))
}

/// One object, keyed by its id like a list.
fn one(call: &Call, shelf: &Shelf, id: &str) -> Reply {
    match shelf.get(id) {
        Some(object) => reply::ok(&json!({ id: cut_down(call, object) })),
        None => missing(id),
    }
}

/// `properties=name,created` keeps those that there are.
fn cut_down(call: &Call, object: &Value) -> Value {
    let Some(names) = call.parameter("properties").filter(|names| !names.is_empty()) else {
        return object.clone();
    };
    let kept = names
        .split(',')
        .map(str::trim)
        .filter_map(|name| object.get(name).map(|value| (name.to_owned(), value.clone())));
    Value::Object(kept.collect())
}

/// Catalog takes a field's own name as a filter, besides `property`.
fn passes(call: &Call, object: &Value) -> bool {
    const OTHERS: [&str; 12] = [
        "limit",
        "start",
        "orderBy",
        "orderby",
        "sort",
        "properties",
        "property",
        "dataSet",
        "createdAfter",
        "createdBefore",
        "requestDataSource",
        "name~",
    ];
    let own = call.query.iter().filter(|(name, _)| !OTHERS.contains(&name.as_str()));
    let after = call
        .parameter("createdAfter")
        .is_none_or(|at| filter::accepts(object, &format!("created>{at}")));
    let before = call
        .parameter("createdBefore")
        .is_none_or(|at| filter::accepts(object, &format!("created<{at}")));
    let mut equal = own.map(|(name, value)| filter::accepts(object, &format!("{name}=={value}")));
    after && before && equal.all(|pass| pass) && filter::all(object, call.parameters("property"))
}
