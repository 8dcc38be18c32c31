//! Batch ingestion: start a batch, upload its parts, complete it.

use super::datasets;
use super::faults::missing;
use super::kept::Catalog;
use crate::products::dice::Dice;
use crate::products::platform::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

/// The largest part that one call may carry, by Adobe's guide (256 MB).
const LARGEST_PART: usize = 256 * 1024 * 1024;

impl Catalog {
    /// A call under `/data/foundation/import`.
    pub(crate) fn import(&mut self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        Some(match (scene.call.method.as_str(), rest) {
            ("POST", ["batches"]) => self.start_batch(scene),
            ("POST", ["batches", id]) => self.act_on_batch(scene, id),
            ("PUT" | "PATCH", ["batches", batch, "datasets", dataset, "files", name]) => {
                self.upload(scene, batch, dataset, name)
            }
            // A large file begins without a byte; its parts follow. The action's name is aepp's [unverified].
            ("POST", ["batches", batch, "datasets", dataset, "files", name])
                if scene.call.parameter("action") == Some("INITIALIZE") =>
            {
                self.upload(scene, batch, dataset, name)
            }
            ("POST" | "HEAD", ["batches", batch, "datasets", dataset, "files", name]) => {
                match self.parts.get(&format!("{batch}/{dataset}/{name}")) {
                    Some(_) => reply::ok(&json!({})),
                    None => missing(name),
                }
            }
            ("GET", ["batches", batch, "datasets", dataset, "preview"]) => {
                match self.batches.get(batch) {
                    Some(_) => self.preview(dataset),
                    None => missing(batch),
                }
            }
            (_, ["batches"] | ["batches", _]) => scene.call.method_not_allowed(),
            _ => return None,
        })
    }

    fn start_batch(&mut self, scene: &Scene<'_>) -> Reply {
        let body = match problem::object(scene.call) {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        let dataset = body["datasetId"].as_str().unwrap_or_default();
        if !self.has(dataset) {
            return problem::bad(format!("The dataset {dataset} does not exist."));
        }
        let format = body["inputFormat"]["format"].as_str().unwrap_or("parquet");
        if !matches!(format, "json" | "parquet" | "csv") {
            return problem::bad("inputFormat.format must be json, parquet or csv.");
        }
        self.made += 1;
        let id = batch_id(scene.call.now.0, &mut Dice::at(&scene.key("batches made"), self.made));
        let batch = record(scene, dataset, "loading", scene.call.now.0, format);
        let answer = json!({
            "id": id,
            "imsOrg": scene.organisation,
            "updated": scene.call.now.0,
            "status": "loading",
            "created": scene.call.now.0,
            "relatedObjects": batch["relatedObjects"],
            "version": "1.0.0",
            "tags": {},
            "createdUser": scene.user(),
            "updatedUser": scene.user(),
            "inputFormat": { "format": format },
        });
        self.batches.put(id, batch);
        reply::json(StatusCode::CREATED, &answer)
    }

    fn upload(&mut self, scene: &Scene<'_>, batch: &str, dataset: &str, name: &str) -> Reply {
        let Some(record) = self.batches.get(batch) else { return missing(batch) };
        if !datasets::batch_of(record, dataset) {
            return problem::bad(format!(
                "The batch {batch} does not belong to the dataset {dataset}."
            ));
        }
        if record["status"] != "loading" {
            return problem::bad(format!("The batch {batch} is not loading."));
        }
        if scene.call.body.len() > LARGEST_PART {
            return problem::plain(StatusCode::PAYLOAD_TOO_LARGE, "A part must not exceed 256 MB.");
        }
        let part = json!({ "name": name, "bytes": scene.call.body.len(), "records": records(&scene.call.body) });
        self.parts.put(format!("{batch}/{dataset}/{name}"), part);
        reply::ok(&json!({}))
    }

    fn act_on_batch(&mut self, scene: &Scene<'_>, id: &str) -> Reply {
        let prefix = format!("{id}/");
        let parts =
            self.parts.iter().filter(|(key, _)| key.starts_with(&prefix)).map(|(_, part)| part);
        let (bytes, records) = parts.fold((0, 0), |(bytes, records), part| {
            let number = |field: &str| part[field].as_u64().unwrap_or_default();
            (bytes + number("bytes"), records + number("records"))
        });
        let Some(batch) = self.batches.get_mut(id) else { return missing(id) };
        let status = match scene.call.parameter("action") {
            Some("COMPLETE") if batch["status"] == "loading" => "success",
            Some("ABORT") => "aborted",
            Some("FAIL") => "failed",
            // A batch that was aborted cannot be taken back [verified as reported: Focus-GTS].
            Some("REVERT") if batch["status"] == "aborted" => return not_reverted(id),
            Some("REVERT") if batch["status"] == "success" => "inactive",
            Some("REVERT") => "deleted",
            Some("COMPLETE") => return problem::bad(format!("The batch {id} is not loading.")),
            _ => return problem::bad("action must be COMPLETE, ABORT, FAIL or REVERT."),
        };
        batch["status"] = json!(status);
        batch["recordCount"] = json!(records);
        batch["updated"] = json!(scene.call.now.0);
        batch["completed"] = json!(scene.call.now.0);
        batch["metrics"] =
            metrics(batch["started"].as_i64().unwrap_or(0), scene.call.now.0, bytes, records);
        reply::ok(&json!({}))
    }
}

/// The code and the status are those that were seen; the words are [unverified].
fn not_reverted(id: &str) -> Reply {
    let body = json!({
        "type": "http://ns.adobe.com/adobecloud/problem/batch-ingestion/ERR-BI-104",
        "title": "Precondition Required",
        "status": 428,
        "detail": format!("ERR-BI-104: the batch {id} is aborted."),
    });
    reply::json(StatusCode::PRECONDITION_REQUIRED, &body)
}

/// How many records a JSON part holds: of an array its items, of anything else its lines.
fn records(part: &[u8]) -> usize {
    // Nothing of the part is built in memory: it may be long.
    match (serde_json::from_slice::<Vec<IgnoredAny>>(part), serde_json::from_slice(part)) {
        (Ok(items), _) => items.len(),
        (_, Ok(IgnoredAny)) => 1,
        _ => part.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count(),
    }
}

/// An id as Adobe makes them for batches: 26 characters in Crockford's alphabet, the time first (ULID).
pub(super) fn batch_id(at: i64, dice: &mut Dice) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = u128::from(at.unsigned_abs()) & 0xffff_ffff_ffff;
    let chance = (u128::from(dice.next()) << 16) | u128::from(dice.below(1 << 16));
    let number = (time << 80) | chance;
    (0..26).rev().map(|place| char::from(ALPHABET[(number >> (place * 5)) as usize & 31])).collect()
}

/// A batch of `dataset` as Catalog shows it.
pub(super) fn record(
    scene: &Scene<'_>,
    dataset: &str,
    status: &str,
    at: i64,
    format: &str,
) -> Value {
    json!({
        "imsOrg": scene.organisation,
        "status": status,
        "created": at,
        "createdClient": scene.call.caller.client_id,
        "createdUser": scene.user(),
        "updatedUser": scene.user(),
        "updated": at,
        "started": at,
        "completed": null,
        "recordCount": 0,
        "failedRecordCount": 0,
        "version": "1.0.3",
        "relatedObjects": [{ "type": "dataSet", "id": dataset }],
        "inputFormat": { "format": format },
        "metrics": {},
        "errors": [],
        "tags": {},
        "sandboxId": scene.sandbox.id,
    })
}

/// What ingestion measured.
pub(super) fn metrics(started: i64, ended: i64, bytes: u64, records: u64) -> Value {
    json!({
        "startTime": started,
        "endTime": ended,
        "inputByteSize": bytes,
        "inputRecordCount": records,
        "outputRecordCount": records,
        "outputByteSize": bytes / 3,
    })
}

#[cfg(test)]
mod tests {
    use super::{batch_id, records};
    use crate::products::dice::Dice;

    #[test]
    fn a_batch_id_is_a_ulid() {
        let id = batch_id(1_735_000_000_000, &mut Dice::of("x"));
        assert_eq!(id.len(), 26);
        assert!(id.starts_with("01JF"), "{id}");
    }

    #[test]
    fn records_are_items_or_lines() {
        assert_eq!(records(b"[{},{}]"), 2);
        assert_eq!(records(b"{}\n{}\n\n{}"), 3);
        assert_eq!(records(b""), 0);
    }
}
