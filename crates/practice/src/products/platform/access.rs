//! Access control: which permissions there are. A practice account has all of them.

use super::problem;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use serde_json::{Map, Value, json};

/// A permission and the resource types it opens.
const PERMISSIONS: [(&str, &[&str]); 16] = [
    ("activate-destinations", &["destinations"]),
    ("export-audience-for-segment", &["segments"]),
    ("manage-datasets", &["connection", "datasets"]),
    ("manage-destinations", &["destinations"]),
    ("manage-identity-namespaces", &["identity-namespaces"]),
    ("manage-profiles", &["profiles", "profile-configs"]),
    ("manage-sandboxes", &["sandboxes"]),
    ("manage-schemas", &["schemas", "classes", "data-types", "mixins"]),
    ("reset-sandboxes", &["reset-sandboxes"]),
    ("view-datasets", &["datasets"]),
    ("view-destinations", &["destinations"]),
    ("view-identity-namespaces", &["identity-namespaces"]),
    ("view-monitoring-dashboard", &["monitoring"]),
    ("view-profiles", &["profiles"]),
    ("view-sandboxes", &["sandboxes"]),
    ("view-schemas", &["schemas", "classes", "data-types", "mixins"]),
];

const RESOURCE_TYPES: [&str; 20] = [
    "classes",
    "connection",
    "data-types",
    "dataset-data",
    "datasets",
    "destinations",
    "dule-labels",
    "identity-descriptors",
    "identity-namespaces",
    "mixins",
    "monitoring",
    "profile-configs",
    "profile-datasets",
    "profiles",
    "relationship-descriptors",
    "reset-sandboxes",
    "sandboxes",
    "schemas",
    "segment-jobs",
    "segments",
];

/// Answers a call under `/data/foundation/access-control`.
pub(super) fn answer(scene: &Scene<'_>, rest: &[&str]) -> Option<Reply> {
    Some(match (scene.call.method.as_str(), rest) {
        ("GET", ["acl", "reference"]) => reply::ok(&reference()),
        ("POST", ["acl", "effective-policies"]) => match scene.call.json() {
            Some(Value::Array(asked)) => {
                // What the caller may not, is left out; so is what does not exist.
                let granted = asked.iter().filter_map(Value::as_str).filter_map(granted);
                reply::ok(&json!({ "policies": granted.collect::<Map<String, Value>>() }))
            }
            _ => problem::bad("The body must be an array of permissions and resource types."),
        },
        (_, ["acl", "reference" | "effective-policies"]) => scene.call.method_not_allowed(),
        _ => return None,
    })
}

fn reference() -> Value {
    let actions = |name: &str| {
        if name.starts_with("manage") {
            json!(["read", "write", "delete"])
        } else {
            json!(["read"])
        }
    };
    let permissions: Map<String, Value> = PERMISSIONS
        .iter()
        .map(|(name, types)| {
            let opened: Map<String, Value> =
                types.iter().map(|kind| ((*kind).to_owned(), actions(name))).collect();
            ((*name).to_owned(), Value::Object(opened))
        })
        .collect();
    let types: Map<String, Value> = RESOURCE_TYPES
        .iter()
        .map(|kind| ((*kind).to_owned(), json!(["read", "write", "delete"])))
        .collect();
    json!({ "permissions": permissions, "resource-types": types })
}

fn granted(path: &str) -> Option<(String, Value)> {
    let (kind, name) = path.trim_start_matches('/').split_once('/')?;
    let actions = match kind {
        "permissions" if PERMISSIONS.iter().any(|(known, _)| *known == name) => json!(["*"]),
        "resource-types" if RESOURCE_TYPES.contains(&name) => json!(["read", "write", "delete"]),
        _ => return None,
    };
    Some((path.to_owned(), actions))
}
