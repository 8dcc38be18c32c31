//! Resources with every reference resolved, and without their words.

use super::kept::Registry;
use serde_json::{Map, Value, json};

/// References nest only so far; a tenant may write a circle.
const DEEPEST: usize = 12;

impl Registry {
    /// `resource` with the fields of everything it refers to in one `properties`.
    pub(super) fn resolved(&self, resource: &Value) -> Value {
        let mut properties = Map::new();
        self.collect(resource, &mut properties, 0);
        let mut whole = Map::new();
        let left_out = ["allOf", "definitions", "properties"];
        for (name, value) in resource.as_object().into_iter().flatten() {
            if left_out.contains(&name.as_str()) {
                continue;
            }
            whole.insert(name.clone(), value.clone());
            if name == "description" || (name == "type" && resource.get("description").is_none()) {
                whole.insert("properties".to_owned(), Value::Null);
            }
        }
        whole.insert("properties".to_owned(), Value::Object(properties));
        Value::Object(whole)
    }

    /// Every `$id` that `resource` refers to in its `allOf`, and so on from there.
    pub(super) fn extends(&self, resource: &Value) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = references(resource);
        while let Some(reference) = waiting.pop() {
            if !found.contains(&reference) {
                waiting.extend(self.referenced(&reference).map(references).unwrap_or_default());
                found.push(reference);
            }
        }
        found
    }

    fn collect(&self, resource: &Value, into: &mut Map<String, Value>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for reference in references(resource) {
            if let Some(other) = self.referenced(&reference) {
                self.collect(other, into, depth + 1);
            }
        }
        let definitions = resource["definitions"].as_object().into_iter().flatten().map(|(_, d)| d);
        for part in definitions.chain([resource]) {
            for (name, field) in part["properties"].as_object().into_iter().flatten() {
                let field = self.field(field, depth + 1);
                match (into.get_mut(name), field) {
                    (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
                    (_, field) => drop(into.insert(name.clone(), field)),
                }
            }
        }
    }

    fn field(&self, field: &Value, depth: usize) -> Value {
        let mut field = field.clone();
        if let Some(other) = field["$ref"].as_str().and_then(|reference| self.referenced(reference))
        {
            let mut properties = Map::new();
            self.collect(other, &mut properties, depth + 1);
            let mut inlined =
                json!({ "title": field["title"], "type": "object", "properties": properties });
            inlined["description"] = other["description"].clone();
            inlined["meta:referencedFrom"] = other["$id"].clone();
            inlined["meta:xdmType"] = json!("object");
            return inlined;
        }
        if let (true, Some(Value::Object(inner))) = (depth <= DEEPEST, field.get_mut("properties"))
        {
            for value in inner.values_mut() {
                *value = self.field(value, depth + 1);
            }
        }
        field
    }
}

/// The `$id`s in the `allOf` of `resource`.
pub(super) fn references(resource: &Value) -> Vec<String> {
    let all = resource["allOf"].as_array().into_iter().flatten();
    let ids = all.filter_map(|part| part["$ref"].as_str()).filter(|id| !id.starts_with('#'));
    ids.map(str::to_owned).collect()
}

/// Removes titles and descriptions everywhere, but not fields that happen to have those names.
pub(super) fn strip_text(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    fields.shift_remove("title");
    fields.shift_remove("description");
    for (name, inner) in fields.iter_mut() {
        if matches!(name.as_str(), "properties" | "definitions") {
            for field in inner.as_object_mut().into_iter().flat_map(|fields| fields.values_mut()) {
                strip_text(field);
            }
        }
    }
}

fn merge(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (name, value) in new {
        match (old.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) => merge(old, new),
            (_, value) => drop(old.insert(name, value)),
        }
    }
}
