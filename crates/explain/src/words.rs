//! All texts in a JSON value, for rules that look for a word wherever it is.

use serde_json::Value;

/// In lower case, a line each.
pub(crate) fn of(value: &Value) -> String {
    let mut all = String::new();
    add(value, &mut all);
    all
}

fn add(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(&text.to_lowercase());
            all.push('\n');
        }
        Value::Array(elements) => elements.iter().for_each(|element| add(element, all)),
        Value::Object(members) => members.values().for_each(|member| add(member, all)),
        _ => {}
    }
}
