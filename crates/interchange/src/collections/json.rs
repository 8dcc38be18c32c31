//! Looking into JSON that may be anything.

use super::numbers;
use serde_json::Value;

/// The text of a member, also one that is written as a number or truth value.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(as_text)
}

/// A value as text.
pub(super) fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        other => numbers::digits(other).map(str::to_owned),
    }
}

/// A member's text; empty when there is none.
pub(super) fn text_or_empty(value: &Value, key: &str) -> String {
    text(value, key).unwrap_or_default()
}

/// The items of a list below a key; none for anything else.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a member is `true`.
pub(super) fn is_true(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool) == Some(true)
}

/// Whether an item of a list is switched off, in either spelling.
pub(super) fn is_disabled(value: &Value) -> bool {
    is_true(value, "disabled") || value.get("enabled").and_then(Value::as_bool) == Some(false)
}

/// A description, which may be a text or an object with one.
pub(super) fn description(value: &Value) -> Option<String> {
    let description = value.get("description")?;
    let text = as_text(description).or_else(|| text(description, "content"))?;
    (!text.trim().is_empty()).then_some(text)
}

/// Whether nothing is in a value: no text, and no member or item with anything in it.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(members) => members.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What else an object has, by its names behind `way`: nobody has looked what is in there for secrets.
pub(super) fn others(value: &Value, known: &[&str], way: &str) -> Vec<String> {
    let members = value.as_object().into_iter().flatten();
    let unknown = members.filter(|(name, it)| !known.contains(&name.as_str()) && !is_empty(it));
    unknown.map(|(name, _)| format!("{way}{name}")).collect()
}
