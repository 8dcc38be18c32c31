//! A value as a schema describes one: its example or default, else one of its type. Depth and size are bounded, since schemas
//! refer to themselves.

use super::reference::Document;
use crate::collections::json::{items, text_or_empty};
use crate::collections::numbers;
use serde_json::{Map, Value, json};

/// Levels that are made: below that, a body is no longer something a person fills in.
pub(super) const DEEPEST: usize = 8;
/// Values in one body.
const MOST_VALUES: usize = 2_000;

/// Makes values, and remembers what it could not do.
pub(super) struct Maker<'a, 'd> {
    document: &'d Document<'a>,
    left: usize,
    /// The schema goes deeper, or on for ever.
    pub(super) was_cut: bool,
    /// References that lead to nothing in the file.
    pub(super) lost: Vec<String>,
}

impl<'a, 'd> Maker<'a, 'd> {
    pub(super) fn new(document: &'d Document<'a>) -> Self {
        Self { document, left: MOST_VALUES, was_cut: false, lost: Vec::new() }
    }

    pub(super) fn value(&mut self, schema: &'a Value) -> Value {
        self.at(schema, 0)
    }

    fn at(&mut self, schema: &'a Value, depth: usize) -> Value {
        let Some(schema) = self.document.resolved(schema) else {
            let reference = text_or_empty(schema, "$ref");
            if !self.lost.contains(&reference) {
                self.lost.push(reference);
            }
            return Value::Null;
        };
        if let Some(given) = given(schema) {
            return typed(given, schema);
        }
        if depth >= DEEPEST || self.left == 0 {
            self.was_cut = true;
            return Value::Null;
        }
        self.left -= 1;
        if let Some(first) = items(schema, "enum").first() {
            return first.clone();
        }
        let all = items(schema, "allOf");
        if !all.is_empty() {
            return self.together(schema, all, depth);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(first) = items(schema, key).iter().find(|one| !is_null(one)) {
                return self.at(first, depth + 1);
            }
        }
        self.of_type(schema, depth)
    }

    /// The members of all parts.
    fn together(&mut self, schema: &'a Value, parts: &'a [Value], depth: usize) -> Value {
        let mut members = Map::new();
        let mut other = Value::Null;
        for part in parts {
            match self.at(part, depth + 1) {
                Value::Object(more) => members.extend(more),
                value => other = value,
            }
        }
        if schema.get("properties").is_some()
            && let Value::Object(more) = self.of_type(schema, depth)
        {
            members.extend(more);
        }
        if members.is_empty() { other } else { Value::Object(members) }
    }

    fn of_type(&mut self, schema: &'a Value, depth: usize) -> Value {
        let has_properties = schema.get("properties").is_some();
        match type_of(schema) {
            "object" => self.object(schema, depth),
            _ if has_properties => self.object(schema, depth),
            "array" => match schema.get("items") {
                Some(item) => match self.at(item, depth + 1) {
                    Value::Null => json!([]),
                    item => json!([item]),
                },
                None => json!([]),
            },
            "integer" => {
                schema.get("minimum").filter(|it| it.is_i64()).cloned().unwrap_or(json!(0))
            }
            "number" => schema.get("minimum").cloned().unwrap_or(json!(0)),
            "boolean" => json!(false),
            "string" => Value::String(text_of(&text_or_empty(schema, "format")).to_owned()),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &'a Value, depth: usize) -> Value {
        let mut members = Map::new();
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let resolved = self.document.resolved(property).unwrap_or(property);
            if resolved.get("readOnly").and_then(Value::as_bool) != Some(true) {
                members.insert(name.clone(), self.at(property, depth + 1));
            }
        }
        Value::Object(members)
    }
}

/// What the description itself gives.
pub(super) fn given(schema: &Value) -> Option<&Value> {
    let own = schema.get("example").or_else(|| items(schema, "examples").first());
    own.or_else(|| schema.get("default")).or_else(|| schema.get("const"))
}

/// The type of a schema's values; empty when it names none.
pub(super) fn type_of(schema: &Value) -> &str {
    match schema.get("type") {
        // OpenAPI 3.1 has lists of types, null among them.
        Some(Value::Array(kinds)) => {
            let mut kinds = kinds.iter().filter_map(Value::as_str);
            kinds.find(|kind| *kind != "null").unwrap_or_default()
        }
        Some(kind) => kind.as_str().unwrap_or_default(),
        None => "",
    }
}

/// An example of a property as its type has it: people write those of numbers and objects as texts, too.
fn typed(given: &Value, schema: &Value) -> Value {
    let read = given.as_str().and_then(|text| numbers::read(text).ok());
    let fits = |read: &Value| match type_of(schema) {
        "object" => read.is_object(),
        "array" => read.is_array(),
        "boolean" => read.is_boolean(),
        "integer" | "number" => read.is_number() || numbers::digits(read).is_some(),
        _ => false,
    };
    read.filter(fits).unwrap_or_else(|| given.clone())
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

/// A text that a format allows.
fn text_of(format: &str) -> &'static str {
    match format {
        "date" => "2026-01-31",
        "date-time" => "2026-01-31T12:00:00Z",
        "uuid" => "00000000-0000-0000-0000-000000000000",
        "email" => "someone@example.com",
        "uri" | "url" => "https://example.com",
        "ipv4" => "192.0.2.1",
        _ => "string",
    }
}
