//! The answers that the catalogue shows as examples are those of the practice Adobe, cut short.

use super::Answer;
use mudbrick_engine::view::AboutRequest;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// How deep and how long an example goes: it is there to see what there is, not to be read whole.
const DEPTH: usize = 4;
const TEXT: usize = 80;
const WHOLE: usize = 700;

/// What is wrong with a request's example, and how it could be written.
pub(super) fn fault(path: &str, about: &AboutRequest, answer: &Answer) -> Option<String> {
    let wanted = wanted(answer)?;
    let is_good = about.example.as_ref().is_some_and(|example| is_like(example, answer));
    (!is_good).then(|| format!("{path}: write # @example {wanted}"))
}

fn wanted(answer: &Answer) -> Option<String> {
    if answer.body.is_null() {
        let text = answer.text.trim();
        return (!text.is_empty() && text.len() < TEXT && !text.contains(char::is_control))
            .then(|| text.to_owned());
    }
    let cut = |depth| cut(&answer.body, depth).to_string();
    (1..=DEPTH).rev().map(cut).find(|text| text.len() <= WHOLE)
}

fn cut(value: &Value, depth: usize) -> Value {
    match value {
        Value::String(text) if text.chars().count() > TEXT => {
            Value::String(text.chars().take(TEXT).chain(['…']).collect())
        }
        Value::Array(items) if depth > 0 => {
            items.iter().take(1).map(|one| cut(one, depth - 1)).collect()
        }
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(members) if depth > 0 => {
            let most = if is_map(members) { 1 } else { usize::MAX };
            let members = members.iter().take(most);
            Value::Object(members.map(|(name, one)| (name.clone(), cut(one, depth - 1))).collect())
        }
        Value::Object(_) => Value::Object(Map::new()),
        other => other.clone(),
    }
}

/// Whether the members are items under their ids rather than what an item has.
fn is_map(members: &Map<String, Value>) -> bool {
    members.values().all(Value::is_object) && !members.keys().any(|name| name.starts_with('_'))
}

/// An example is as good as the answer when it is made of the same members.
fn is_like(example: &str, answer: &Answer) -> bool {
    let example: Value = serde_json::from_str(example).unwrap_or_default();
    match (&example, &answer.body) {
        (Value::Object(shown), Value::Object(given)) => {
            let names = |members: &Map<String, Value>| -> BTreeSet<String> {
                members.keys().cloned().collect()
            };
            (is_map(shown) && is_map(given)) || names(shown) == names(given)
        }
        (shown, given) => std::mem::discriminant(shown) == std::mem::discriminant(given),
    }
}
