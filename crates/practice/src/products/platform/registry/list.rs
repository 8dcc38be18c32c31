//! Lists of the registry, with its way of paging: `start` is the last value of the field that orders the list.

use super::accept::{self, Detail};
use super::kept::Registry;
use super::kind::Kind;
use super::library::alternate_id;
use crate::products::filter;
use crate::products::reply::{self, Reply};
use crate::products::scene::Scene;
use crate::products::shelf;
use serde_json::{Value, json};

/// The most that one answer lists.
const LIMIT: usize = 300;

impl Registry {
    pub(super) fn list(&self, scene: &Scene<'_>, container: &str, kind: Kind) -> Reply {
        let detail = match accept::for_list(scene.call) {
            Ok(detail) => detail,
            Err(refusal) => return refusal.answer(scene),
        };
        let mut resources = self.resources(container, kind);
        resources.retain(|resource| filter::all(resource, scene.call.parameters("property")));
        let mut page = page(scene, resources);
        if detail == Detail::Ids {
            page.items = page.items.iter().map(brief).collect();
        }
        let mut links = json!({ "next": page.link });
        // A list of the tenant's schemas points at Adobe's.
        if container == "tenant" && kind == Kind::Schemas {
            let href = scene.link("/data/foundation/schemaregistry/global/schemas");
            links["global_schemas"] = json!({ "href": href });
        }
        reply::ok(&json!({
            "results": page.items,
            "_page": { "orderby": page.order, "next": page.next, "count": page.items.len() },
            "_links": links,
        }))
    }

    /// The unions of the tenant's schemas that are enabled for Profile, one a class.
    pub(super) fn unions(&self) -> Vec<Value> {
        let mut unions: Vec<Value> = Vec::new();
        let enabled = |schema: &&Value| {
            let tags = schema["meta:immutableTags"].as_array();
            tags.is_some_and(|tags| tags.iter().any(|tag| tag == "union"))
        };
        for schema in self.tenant.values().filter(enabled) {
            let class = schema["meta:class"].as_str().unwrap_or_default();
            let id = format!("{class}__union");
            let part = json!({ "$ref": schema["$id"] });
            if let Some(union) = unions.iter_mut().find(|union| union["$id"] == id) {
                union["allOf"].as_array_mut().into_iter().for_each(|all| all.push(part.clone()));
                continue;
            }
            let title =
                self.referenced(class).map_or("Union", |c| c["title"].as_str().unwrap_or("Union"));
            unions.push(json!({
                "$id": id,
                "meta:altId": alternate_id(&id),
                "meta:resourceType": "unions",
                "version": "1",
                "title": title,
                "type": "object",
                "description": format!("Union view of every schema of {title} that is enabled for Profile."),
                "allOf": [part],
                "meta:class": class,
                "meta:containerId": "tenant",
            }));
        }
        unions
    }
}

struct Page {
    items: Vec<Value>,
    order: String,
    next: Value,
    link: Value,
}

fn page(scene: &Scene<'_>, mut resources: Vec<Value>) -> Page {
    let call = scene.call;
    // Adobe says that `limit` and `start` need an `orderby`; without one the title serves [unverified]. A list that
    // asks for nothing keeps the library's own order, as in the tutorial's test call.
    let pages = call.parameter("limit").or_else(|| call.parameter("start")).is_some();
    let order = shelf::order(call, if pages { "title" } else { "updated" });
    let name = order.trim_start_matches(['-', '+']).to_owned();
    filter::sort(&mut resources, &order, |resource| resource);
    let key = |resource: &Value| match filter::field(resource, &name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    if let Some(start) = call.parameter("start") {
        // Strictly behind the value, in the order of the list.
        let behind = |resource: &Value| {
            let key = key(resource);
            if order.starts_with('-') { key.as_str() < start } else { key.as_str() > start }
        };
        resources.retain(behind);
    }
    let limit = call.number("limit").filter(|limit| *limit > 0).unwrap_or(LIMIT).min(LIMIT);
    let mut end = limit.min(resources.len());
    // A page ends only where the value changes, or `start` would skip some. Adobe calls its limit a hint.
    while end > 0 && end < resources.len() && key(&resources[end - 1]) == key(&resources[end]) {
        end += 1;
    }
    let more = end < resources.len();
    resources.truncate(end);
    let (next, link) = match resources.last().filter(|_| more) {
        Some(last) => {
            let start = key(last);
            let query = call.query_with(&[("orderby", &order), ("start", &start)]);
            let href = format!("{}{}?{query}", call.origin(), call.path);
            (json!(start), json!({ "href": href }))
        }
        None => (Value::Null, Value::Null),
    };
    Page { items: resources, order, next, link }
}

/// The four members of the seed documents' own test call, in its order.
fn brief(resource: &Value) -> Value {
    json!({
        "title": resource["title"],
        "$id": resource["$id"],
        "meta:altId": resource["meta:altId"],
        "version": resource["version"],
    })
}
