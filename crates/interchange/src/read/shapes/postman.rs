//! Postman environments, by themselves, in a collection's variables or in a data dump. The Console's own export, Adobe's
//! template and people's edited copies differ in names, eras and types (experience-platform-postman-samples,
//! ktukker/adobe.io-jwt-postman, cloudmanager-api-docs).

use crate::read::draft::Draft;
use crate::read::fields::{self, Field, field_of};
use crate::read::finds::Finds;
use crate::read::syntax::{Node, Value};
use crate::reading::Found;
use mudbrick_redact::looks_secret;
use std::collections::HashMap;

/// The variable that keeps a signing script, of hundreds of kilobytes.
const SIGNING_LIBRARY: &str = "JS_RSA_SIGN_LIBRARY";

/// Reads everything of Postman's that has variables.
pub(super) fn read(finds: &mut Finds<'_>, node: &Node<'_>) -> bool {
    if let Some(values) = node.get("values").filter(is_list) {
        return environment(finds, node, &values);
    }
    let mut any = false;
    // A data dump, with collections beside.
    for list in ["environments", "globals"] {
        for environment in node.get(list).iter().flat_map(Node::items) {
            any |= read(finds, &environment);
        }
    }
    for wrapper in ["environment", "collection"] {
        if let Some(inner) = node.get(wrapper).filter(Node::is_map) {
            any |= read(finds, &inner);
        }
    }
    for collection in node.get("collections").iter().flat_map(Node::items) {
        any |= read(finds, &collection);
    }
    let is_collection = node.get("info").is_some_and(|info| info.is_map())
        && node.get("item").is_some_and(|item| is_list(&item));
    if is_collection {
        collection(finds, node);
        any = true;
    }
    any
}

fn is_list(node: &Node<'_>) -> bool {
    matches!(node.value, Value::List(_))
}

fn environment(finds: &mut Finds<'_>, node: &Node<'_>, values: &Node<'_>) -> bool {
    let items = values.items();
    let is_variable = |item: &Node<'_>| item.get("key").is_some() && item.get("value").is_some();
    if items.is_empty() {
        let is_environment = node.get("_postman_variable_scope").is_some();
        if is_environment {
            finds.format("Postman environment");
            finds.ignore(shown(node), "It has no variables.");
        }
        return is_environment;
    }
    if !items.iter().any(is_variable) {
        return false;
    }
    finds.format("Postman environment");
    if !variables(finds, node, node.text_at("name"), &items) {
        finds.ignore(shown(node), "It has no client ID, which Adobe's environments call API_KEY.");
    }
    true
}

fn shown(node: &Node<'_>) -> String {
    let name = node.text_at("name").map_or_else(String::new, |name| format!(" {:?}", name.value));
    format!("environment{name}")
}

fn collection(finds: &mut Finds<'_>, node: &Node<'_>) {
    finds.format("Postman collection");
    let name = node.at(&["info", "name"]).and_then(|name| name.found());
    let items = node.get("variable").map_or_else(Vec::new, |list| list.items());
    let what = name.as_ref().map_or_else(String::new, |name| format!(" {:?}", name.value));
    if !variables(finds, node, name, &items) {
        finds.ignore(
            format!("collection{what}"),
            "It holds requests and no credential; export its environment too.",
        );
    } else {
        finds.ignore(
            format!("requests of the collection{what}"),
            "Its variables were read, its requests were not.",
        );
    }
}

/// Makes a credential of variables; false when there is none in them.
fn variables(
    finds: &mut Finds<'_>,
    owner: &Node<'_>,
    name: Option<Found<String>>,
    items: &[Node<'_>],
) -> bool {
    let mut last: HashMap<String, Node<'_>> = HashMap::new();
    let mut order = Vec::new();
    let mut disabled = 0;
    for item in items {
        let Some(key) = item.text_at("key") else { continue };
        if matches!(item.get("enabled").map(|node| node.value), Some(Value::Bool(false)))
            || matches!(item.get("disabled").map(|node| node.value), Some(Value::Bool(true)))
        {
            disabled += 1;
            continue;
        }
        if !last.contains_key(&key.value) {
            order.push(key.value.clone());
        }
        last.insert(key.value, item.clone());
    }
    let mut draft = finds.draft();
    draft.name = name;
    let begun = finds.ignored.len();
    for key in &order {
        if let Some(item) = last.get(key) {
            variable(finds, &mut draft, owner, key, item);
        }
    }
    if !draft.is_credential() {
        finds.ignored.truncate(begun);
        return false;
    }
    if disabled > 0 {
        finds.ignore(plural(disabled, "disabled variable"), "Postman would not use them either.");
    }
    finds.drafts.push(draft);
    true
}

fn plural(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

fn variable(
    finds: &mut Finds<'_>,
    draft: &mut Draft,
    owner: &Node<'_>,
    key: &str,
    item: &Node<'_>,
) {
    let Some(value) = item.get("value").map(|value| value.called(owner, key)) else { return };
    if key.to_ascii_uppercase().contains(SIGNING_LIBRARY) {
        if value.text().is_some() {
            finds.ignore(
                format!("variable {key}"),
                "It is a script for signing, which Mudbrick does by itself.",
            );
        }
        return;
    }
    match field_of(key) {
        // Postman's own words for a request, not for a credential.
        Some(Field::Name | Field::Known | Field::Kind) | None => {}
        // `environment` and `url` can be anything here.
        Some(Field::Environment | Field::Host) if fields::adobe_of(&value).is_none() => {}
        Some(field) => return fields::take(finds, draft, field, key, &value, None),
    }
    if matches!(key, "PLATFORM_URL" | "PLATFORM_GATEWAY")
        && value.text().is_some_and(|text| {
            text.trim_start_matches("https://").trim_end_matches('/') == "platform.adobe.io"
        })
    {
        return;
    }
    own_variable(finds, draft, key, item, &value);
}

fn own_variable(
    finds: &mut Finds<'_>,
    draft: &mut Draft,
    key: &str,
    item: &Node<'_>,
    value: &Node<'_>,
) {
    let text = match value.value {
        Value::List(_) | Value::Map(_) => value.value.to_json(),
        _ => zeroize::Zeroizing::new(value.text().unwrap_or_default().to_owned()),
    };
    if text.is_empty() || is_empty_container(value.value) {
        return;
    }
    let marked = item.text_at("type").is_some_and(|kind| kind.value == "secret");
    if marked || looks_secret(key, &text) {
        let why = "It looks like a secret of something else, and a profile's variables are no place for secrets.";
        return finds.ignore(format!("variable {key}"), why);
    }
    if text.len() > 8 * 1024 {
        return finds.ignore(format!("variable {key}"), "It is too long for a variable.");
    }
    let found = Found { value: String::clone(&text), origin: value.origin() };
    draft.variables.insert(key.to_owned(), found);
}

fn is_empty_container(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.is_empty())
        || matches!(value, Value::Map(entries) if entries.is_empty())
}
