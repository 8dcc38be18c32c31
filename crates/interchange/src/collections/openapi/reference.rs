//! `$ref` inside a description. What leads out of the file is not followed, and no ring is followed for ever.

use crate::collections::json::items;
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

    /// The content types of bodies, where OpenAPI 2 has some for all.
    pub(super) fn consumed(&self) -> &'a [Value] {
        items(self.root, "consumes")
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

/// The members of an object; none for anything else.
pub(super) fn members_of(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value))
}

/// The members of an object below a key.
pub(super) fn members<'a>(
    value: &'a Value,
    key: &str,
) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    value.get(key).into_iter().flat_map(members_of)
}

/// The JSON pointer of a reference, which is percent-encoded in a URL.
fn pointer(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(fragment).decode_utf8().ok()?;
    Some(decoded.into_owned())
}
