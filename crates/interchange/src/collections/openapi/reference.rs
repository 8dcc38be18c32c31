//! `$ref` inside a description. What leads out of the file is not followed, and no ring is followed for ever.

use serde_json::Value;

/// References to references.
const MOST_STEPS: usize = 32;

/// A description, in which references lead from one place to another.
pub(super) struct Document<'a> {
    root: &'a Value,
}

impl<'a> Document<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    /// The content type of bodies, where OpenAPI 2 has one for all.
    pub(super) fn first_consumed(&self) -> Option<&'a str> {
        self.root.get("consumes")?.as_array()?.iter().find_map(Value::as_str)
    }

    /// The ways of authorization for all operations.
    pub(super) fn security(&self) -> Option<&'a Vec<Value>> {
        self.root.get("security")?.as_array()
    }

    /// A way of authorization by its name.
    pub(super) fn security_scheme(&self, name: &str) -> Option<&'a Value> {
        let components = self.root.get("components").and_then(|all| all.get("securitySchemes"));
        let schemes = components.or_else(|| self.root.get("securityDefinitions"))?;
        self.resolved(schemes.get(name)?)
    }

    /// The value, or what it refers to; none when that is not in the file.
    pub(super) fn resolved(&self, value: &'a Value) -> Option<&'a Value> {
        let mut value = value;
        for _ in 0..MOST_STEPS {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                return Some(value);
            };
            value = self.root.pointer(&pointer(reference)?)?;
        }
        None
    }
}

/// The JSON pointer of a reference, which is percent-encoded in a URL.
fn pointer(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
    Some(decoded.into_owned())
}
