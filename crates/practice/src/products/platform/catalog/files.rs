//! Data access: the files of a batch and a look into a dataset.

use super::faults::missing;
use super::kept::Catalog;
use crate::products::dice::Dice;
use crate::products::people::person;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use http::StatusCode;
use serde_json::{Value, json};

impl Catalog {
    /// A call under `/data/foundation/export`.
    pub(crate) fn export(&self, scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
        Some(match (scene.call.method.as_str(), rest) {
            ("GET", ["batches", id, "files"]) => self.batch_files(scene, id),
            // Rows that were not taken; the practice Adobe takes all of them.
            ("GET", ["batches", id, "failed"]) => self.no_files(scene, id),
            ("GET", ["batches", id, "meta"]) => self.no_files(scene, id),
            ("GET" | "HEAD", ["files", id]) => self.file(scene, id),
            ("GET", ["datasets", id, "preview"]) => self.preview(id),
            (_, ["batches" | "datasets", _, _] | ["files", _]) => scene.call.method_not_allowed(),
            _ => return None,
        })
    }

    fn batch_files(&self, scene: &Scene<'_>, id: &str) -> Reply {
        if self.batches.get(id).is_none() {
            return missing(id);
        }
        let file = format!("{id}-1");
        let href = scene.link(&format!("/data/foundation/export/files/{file}"));
        let entry = json!({ "dataSetFileId": file, "dataSetViewId": Dice::of(id).hex(12), "version": "1.0.0",
            "created": self.batches.get(id).map(|b| b["created"].to_string()).unwrap_or_default(),
            "isValid": false, "_links": { "self": { "href": href } } });
        reply::ok(&listed(scene, vec![entry]))
    }

    fn no_files(&self, scene: &Scene<'_>, id: &str) -> Reply {
        match self.batches.get(id) {
            Some(_) => reply::ok(&listed(scene, Vec::new())),
            None => missing(id),
        }
    }

    /// The parts of a file, or with `path` the content of one.
    fn file(&self, scene: &Scene<'_>, id: &str) -> Reply {
        let batch = id.rsplit_once('-').map_or(id, |(batch, _)| batch);
        let Some(record) = self.batches.get(batch) else { return missing(id) };
        let name = format!("{}-00000.parquet", Dice::of(batch).hex(8));
        if let Some(path) = scene.call.parameter("path") {
            if path != name {
                return missing(path);
            }
            // A practice file begins and ends as Parquet does and holds nothing.
            return reply::typed(StatusCode::OK, "application/octet-stream", &b"PAR1PAR1"[..]);
        }
        let href = scene.link(&format!("/data/foundation/export/files/{id}?path={name}"));
        let length = record["metrics"]["outputByteSize"].as_u64().unwrap_or_default();
        let part = json!({ "name": name, "length": length.to_string(), "_links": { "self": { "href": href } } });
        reply::ok(&listed(scene, vec![part]))
    }

    /// Ten rows.
    pub(super) fn preview(&self, id: &str) -> Reply {
        if !self.has(id) {
            return missing(id);
        }
        let rows: Vec<Value> = (0..10)
            .map(|number| {
                let person = person(number);
                json!({
                    "_id": Dice::at(id, u64::from(number)).uuid(),
                    "person": { "name": { "firstName": person.first, "lastName": person.last } },
                    "personalEmail": { "address": person.email },
                    "homeAddress": { "city": person.city, "countryCode": person.country },
                })
            })
            .collect();
        // What stands around the rows at Adobe is [unverified].
        reply::ok(&json!({ "data": rows, "_page": { "count": rows.len() } }))
    }
}

/// The envelope of data access; everything is on its one page.
fn listed(scene: &Scene<'_>, items: Vec<Value>) -> Value {
    let page = scene.link(&format!("{}?limit={{limit}}&start={{start}}", scene.call.path));
    json!({
        "_page": { "limit": 100, "count": items.len() },
        "data": items,
        "_links": { "page": { "href": page, "templated": true } },
    })
}
