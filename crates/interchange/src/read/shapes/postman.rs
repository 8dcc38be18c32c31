//! Postman environments, by themselves, in a collection's variables or in a data dump. The Console's own export, Adobe's
//! template and people's edited copies differ in names, eras and types (experience-platform-postman-samples,
//! ktukker/adobe.io-jwt-postman, cloudmanager-api-docs).

use crate::read::fields::{self, Field, field_of};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::{Node, Value};
use crate::reading::Found;
use mudbrick_model::{Unused, UnusedReason};
use mudbrick_redact::looks_secret;
use std::collections::HashMap;

/// The variable that keeps a signing script, of hundreds of kilobytes.
const SIGNING_LIBRARY: &str = "JS_RSA_SIGN_LIBRARY";

/// Reads everything of Postman's that has variables.
pub(super) fn read(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    if let Some(values) = node.get("values").filter(is_list) {
        return environment(findings, node, &values);
    }
    let mut any = false;
    // A data dump, with collections beside.
    for list in ["environments", "globals"] {
        for environment in node.get(list).iter().flat_map(Node::items) {
            any |= read(findings, &environment);
        }
    }
    for wrapper in ["environment", "collection"] {
        if let Some(inner) = node.get(wrapper).filter(Node::is_map) {
            any |= read(findings, &inner);
        }
    }
    for collection in node.get("collections").iter().flat_map(Node::items) {
        any |= read(findings, &collection);
    }
    let is_collection = node.get("info").is_some_and(|info| info.is_map())
        && node.get("item").is_some_and(|item| is_list(&item));
    if is_collection {
        collection(findings, node);
        any = true;
    }
    any
}

fn is_list(node: &Node<'_>) -> bool {
    matches!(node.value, Value::List(_))
}

fn environment(findings: &mut Findings<'_>, node: &Node<'_>, values: &Node<'_>) -> bool {
    let items = values.items();
    let is_variable = |item: &Node<'_>| item.get("key").is_some() && item.get("value").is_some();
    if items.is_empty() {
        let is_environment = node.get("_postman_variable_scope").is_some();
        if is_environment {
            findings.format("Postman environment");
            findings.ignore_at(node, environment_of(node), UnusedReason::NoVariables);
        }
        return is_environment;
    }
    if !items.iter().any(is_variable) {
        return false;
    }
    findings.format("Postman environment");
    if !variables(findings, node, node.text_at("name"), &items) {
        let why = UnusedReason::EnvironmentWithoutClientId;
        findings.ignore_at(node, environment_of(node), why);
    }
    true
}

fn environment_of(node: &Node<'_>) -> Unused {
    Unused::Environment { name: node.text_at("name").map(|name| name.value) }
}

fn collection(findings: &mut Findings<'_>, node: &Node<'_>) {
    findings.format("Postman collection");
    let name = node.at(&["info", "name"]).and_then(|name| name.found());
    let items = node.get("variable").map_or_else(Vec::new, |list| list.items());
    let called = name.as_ref().map(|name| name.value.clone());
    let (what, why) = match variables(findings, node, name, &items) {
        true => (Unused::Requests { name: called }, UnusedReason::RequestsNotRead),
        false => (Unused::Collection { name: called }, UnusedReason::RequestsAlone),
    };
    findings.ignore_at(node, what, why);
}

/// Makes a credential of variables; false when there is none in them.
fn variables(
    findings: &mut Findings<'_>,
    owner: &Node<'_>,
    name: Option<Found<String>>,
    items: &[Node<'_>],
) -> bool {
    let mut last: HashMap<String, Node<'_>> = HashMap::new();
    let mut order = Vec::new();
    let mut disabled = 0_u32;
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
    let mut partial = findings.partial();
    partial.name = name;
    let begun = findings.ignored.len();
    for key in &order {
        if let Some(item) = last.get(key) {
            variable(findings, &mut partial, owner, key, item);
        }
    }
    if !partial.is_credential() {
        findings.ignored.truncate(begun);
        return false;
    }
    if disabled > 0 {
        let what = Unused::DisabledVariables { count: disabled };
        findings.ignore_at(owner, what, UnusedReason::Disabled);
    }
    findings.partials.push(partial);
    true
}

fn variable(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    owner: &Node<'_>,
    key: &str,
    item: &Node<'_>,
) {
    let Some(value) = item.get("value").map(|value| value.called(owner, key)) else { return };
    if key.to_ascii_uppercase().contains(SIGNING_LIBRARY) {
        if value.text().is_some() {
            findings.ignore_at(&value, variable_named(key), UnusedReason::SigningLibrary);
        }
        return;
    }
    match field_of(key) {
        // Postman's own words for a request, not for a credential.
        Some(Field::Name | Field::Known | Field::Kind) | None => {}
        // `environment` and `url` can be anything here.
        Some(Field::Environment | Field::Host) if fields::adobe_of(&value).is_none() => {}
        Some(field) => return fields::take(findings, partial, field, key, &value, None),
    }
    if matches!(key, "PLATFORM_URL" | "PLATFORM_GATEWAY")
        && value.text().is_some_and(|text| {
            text.trim_start_matches("https://").trim_end_matches('/') == "platform.adobe.io"
        })
    {
        return;
    }
    own_variable(findings, partial, key, item, &value);
}

fn own_variable(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
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
        let why = UnusedReason::SecretOfSomethingElse;
        return findings.ignore_at(value, variable_named(key), why);
    }
    if text.len() > 8 * 1024 {
        return findings.ignore_at(value, variable_named(key), UnusedReason::TooLong);
    }
    let found = Found { value: String::clone(&text), origin: value.origin() };
    partial.variables.insert(key.to_owned(), found);
}

fn variable_named(key: &str) -> Unused {
    Unused::Variable { name: key.to_owned() }
}

fn is_empty_container(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.is_empty())
        || matches!(value, Value::Map(entries) if entries.is_empty())
}
