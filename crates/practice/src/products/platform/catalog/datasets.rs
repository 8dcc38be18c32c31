//! Creating, changing and deleting datasets.

use super::faults::missing;
use super::kept::Catalog;
use crate::products::dice::Dice;
use crate::products::patch;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use serde_json::{Value, json};

impl Catalog {
    pub(super) fn create_dataset(&mut self, scene: &Scene<'_>) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        if body["name"].as_str().is_none_or(str::is_empty) {
            return problem::bad("name is required.");
        }
        self.made += 1;
        let mut dice = Dice::at(&scene.key("datasets made"), self.made);
        let id = object_id(scene.call.now.0, &mut dice);
        let dataset = dataset(scene, &id, &body, scene.call.now.0, &mut dice);
        let reference = format!("@/dataSets/{id}");
        let mut answer = json!([reference]);
        // With `requestDataSource` the specification speaks of a second entry; the sample has one.
        if scene.call.parameter("requestDataSource") == Some("true")
            && body["requestDataSource"] == true
        {
            answer = json!([reference, format!("@/dataSources/{}", dice.hex(12))]);
        }
        self.datasets.put(id, dataset);
        reply::json(StatusCode::CREATED, &answer)
    }

    /// A JSON Patch, or fields to put over the old ones.
    pub(super) fn change_dataset(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let Some(dataset) = self.datasets.get_mut(id) else { return missing(id) };
        match scene.call.json() {
            Some(operations @ Value::Array(_)) => {
                if let Err(fault) = patch::apply(dataset, &operations) {
                    return problem::bad(fault);
                }
            }
            Some(Value::Object(fields)) => {
                for (name, value) in
                    fields.into_iter().filter(|(name, _)| !READ_ONLY.contains(&name.as_str()))
                {
                    dataset[name] = value;
                }
            }
            _ => return problem::bad("The body must be a JSON object or a JSON Patch."),
        }
        dataset["updated"] = json!(scene.call.now.0);
        reply::ok(&json!([format!("@/dataSets/{id}")]))
    }

    pub(super) fn delete_dataset(&mut self, id: &str) -> Reply {
        match self.datasets.remove(id) {
            // Whether Adobe answers 200 or 204 is [unverified].
            Some(_) => reply::ok(&json!([format!("@/dataSets/{id}")])),
            None => missing(id),
        }
    }

    /// A dataset's files, keyed by id.
    pub(super) fn dataset_files(&self, id: &str) -> Reply {
        if !self.has(id) {
            return missing(id);
        }
        let mut files = json!({});
        for (batch, record) in self.batches.iter().filter(|(_, batch)| batch_of(batch, id)) {
            let file = Dice::of(batch).hex(12);
            files[file] = json!({
                "dataSetId": id,
                "batchId": batch,
                "imsOrg": record["imsOrg"],
                "created": record["created"],
                "records": record["recordCount"],
                "sizeInBytes": record["metrics"]["inputByteSize"],
                "isValid": true,
            });
        }
        reply::ok(&files)
    }
}

const READ_ONLY: [&str; 6] =
    ["created", "imsOrg", "createdUser", "createdClient", "sandboxId", "viewId"];

/// Whether `batch` belongs to the dataset `id`.
pub(super) fn batch_of(batch: &Value, id: &str) -> bool {
    let related = batch["relatedObjects"].as_array().into_iter().flatten();
    related.into_iter().any(|object| object["type"] == "dataSet" && object["id"] == id)
}

/// An id as Catalog makes them: the seconds of `at` and chance, 24 hexadecimal digits.
pub(super) fn object_id(at: i64, dice: &mut Dice) -> String {
    format!("{:08x}{}", (at / 1000) & 0xffff_ffff, dice.hex(8))
}

/// The dataset `id` made from what a caller sent.
pub(super) fn dataset(
    scene: &Scene<'_>,
    id: &str,
    body: &Value,
    at: i64,
    dice: &mut Dice,
) -> Value {
    let view = object_id(at, dice);
    let or = |field: &str, usual: Value| match &body[field] {
        Value::Null => usual,
        given => given.clone(),
    };
    let name = body["name"].as_str().unwrap_or_default();
    let table: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let mut tags = Some(&body["tags"]).filter(|tags| tags.is_object()).cloned();
    let tags = tags.get_or_insert_with(|| json!({}));
    tags["adobe/pqs/table"] = json!([table]);
    json!({
        "name": name,
        "description": or("description", json!("")),
        "tags": tags,
        "imsOrg": scene.organisation,
        "sandboxId": scene.sandbox.id,
        "namespace": "ACP",
        "state": or("state", json!("DRAFT")),
        "version": "1.0.0",
        "created": at,
        "updated": at,
        "createdClient": scene.call.caller.client_id,
        "createdUser": scene.user(),
        "updatedUser": scene.user(),
        "viewId": view,
        "status": "enabled",
        "classification": or("classification", json!({ "dataBehavior": "record", "managedBy": "CUSTOMER" })),
        "fileDescription": or("fileDescription", json!({ "persisted": true, "containerFormat": "parquet", "format": "parquet" })),
        "schemaRef": body["schemaRef"],
        "files": format!("@/dataSetFiles?dataSetId={id}"),
        "observableSchema": { "type": "object", "meta:xdmType": "object" },
    })
}
