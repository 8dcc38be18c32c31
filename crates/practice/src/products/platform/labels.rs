//! Data usage labels on datasets (`/data/foundation/dataset`), guarded by entity tags.

use super::catalog::Catalog;
use super::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf::Shelf;
use http::StatusCode;
use serde_json::{Value, json};

/// The labels of the datasets of one sandbox.
#[derive(Debug)]
pub(super) struct Labels {
    /// By dataset: `labels`, `optionalLabels`, and `etag`, which is not shown.
    shelf: Shelf,
}

impl Labels {
    pub(super) fn seeded(_: &Scene<'_>, catalog: &Catalog) -> Self {
        let mut shelf = Shelf::default();
        for (id, name) in catalog.names() {
            let labels: &[&str] = match name.as_str() {
                "Loyalty Customers" => &["C2", "I1"],
                "Newsletter Subscribers" => &["C3", "I1"],
                name if name.starts_with("Web Visits") => &["C5"],
                _ => &[],
            };
            let field = json!({
                "option": {
                    "id": "https://ns.adobe.com/xdm/context/profile",
                    "contentType": "application/vnd.adobe.xed-full+json;version=1",
                    "schemaPath": "/properties/personalEmail/properties/address",
                },
                "labels": ["I1"],
            });
            let fields = if labels.contains(&"I1") { vec![field] } else { Vec::new() };
            shelf.put(id, json!({ "labels": labels, "optionalLabels": fields, "etag": 1 }));
        }
        Self { shelf }
    }

    /// Every label on the dataset `id`, of the whole and of its fields.
    pub(super) fn of(&self, id: &str) -> Vec<String> {
        let Some(kept) = self.shelf.get(id) else { return Vec::new() };
        let fields =
            kept["optionalLabels"].as_array().into_iter().flatten().map(|field| &field["labels"]);
        let mut labels: Vec<String> = fields
            .chain([&kept["labels"]])
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(|label| label.as_str().map(str::to_owned))
            .collect();
        labels.sort();
        labels.dedup();
        labels
    }

    pub(super) fn answer(
        &mut self,
        scene: &Scene<'_>,
        rest: &[&str],
        catalog: &Catalog,
    ) -> Option<Reply> {
        let ["datasets", id, "labels"] = rest else { return None };
        if !catalog.has(id) {
            return Some(missing(scene, id));
        }
        let tag = self.shelf.get(id).map_or(0, |kept| kept["etag"].as_i64().unwrap_or_default());
        Some(match scene.call.method.as_str() {
            "GET" => tagged(scene, id, self.shelf.get(id), tag),
            "PUT" | "POST" => {
                let body = match problem::object(scene.call) {
                    Ok(body) => body,
                    Err(refusal) => return Some(refusal),
                };
                match scene.call.header("if-match") {
                    // That the very words are Adobe's is [unverified].
                    None if tag > 0 => {
                        return Some(problem::bad("The header If-Match is required."));
                    }
                    Some(given) if given.trim_matches('"') != tag.to_string() => {
                        let detail = "The entity tag in If-Match is not the current one.";
                        return Some(problem::plain(StatusCode::PRECONDITION_FAILED, detail));
                    }
                    _ => {}
                }
                let list = |field: &str| {
                    if body[field].is_array() { body[field].clone() } else { json!([]) }
                };
                let kept = json!({
                    "labels": list("labels"),
                    "optionalLabels": list("optionalLabels"),
                    "etag": tag + 1,
                });
                let answer = tagged(scene, id, Some(&kept), tag + 1);
                self.shelf.put(*id, kept);
                answer
            }
            "DELETE" => {
                self.shelf.remove(id);
                reply::none()
            }
            _ => scene.call.method_not_allowed(),
        })
    }
}

/// Form and code are the service's own (§7b.5 of the facts), the words are [unverified].
fn missing(scene: &Scene<'_>, id: &str) -> Reply {
    let body = json!({
        "timestamp": scene.call.now.0,
        "status": "NOT_FOUND",
        "code": "PES-404",
        "message": format!("Dataset {id} was not found."),
        "path": scene.call.path,
    });
    reply::json(StatusCode::NOT_FOUND, &body)
}

fn tagged(scene: &Scene<'_>, id: &str, kept: Option<&Value>, tag: i64) -> Reply {
    let none = json!([]);
    let field = |name: &str| kept.map_or(&none, |kept| &kept[name]);
    let body = json!({
        format!("AEP:dataset:{id}"): {
            "imsOrg": scene.organisation,
            "labels": field("labels"),
            "optionalLabels": field("optionalLabels"),
        },
    });
    reply::with(reply::ok(&body), "etag", &format!("\"{tag}\""))
}
