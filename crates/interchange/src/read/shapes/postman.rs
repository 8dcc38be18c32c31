//! Postman environments, by themselves, in a collection's variables or in a data dump. The Console's own export, Adobe's
//! template and people's edited copies differ in names, eras and types (experience-platform-postman-samples,
//! ktukker/adobe.io-jwt-postman, cloudmanager-api-docs).

use super::groups::{self, Group};
use crate::read::fields::{self, Field, field_of, is_placeholder};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::{Node, Value};
use crate::reading::Found;
use mudbrick_model::{Unused, UnusedReason};
use mudbrick_redact::looks_secret;
use std::collections::{HashMap, HashSet};

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
    settle_envelope(node);
    if !variables(findings, node, node.text_at("name"), &items) {
        let why = UnusedReason::EnvironmentWithoutClientId;
        findings.ignore_at(node, environment_of(node), why);
    }
    true
}

/// What Postman writes about itself and when.
fn settle_envelope(node: &Node<'_>) {
    let own = |name: &str| name.starts_with("_postman") || matches!(name, "id" | "name" | "info");
    let names = node.entries().into_iter().filter(|(name, _)| own(name));
    names.for_each(|(_, node)| node.settle());
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
    settle_envelope(node);
    match node.get("item") {
        Some(requests) => findings.ignore_at(&requests, what, why),
        None => findings.ignore_at(node, what, why),
    }
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
    let mut disabled = Vec::new();
    for item in items {
        let Some(key) = item.text_at("key") else { continue };
        if matches!(item.get("enabled").map(|node| node.value), Some(Value::Bool(false)))
            || matches!(item.get("disabled").map(|node| node.value), Some(Value::Bool(true)))
        {
            disabled.push((key.value, item.clone()));
            continue;
        }
        // Postman's own words about a variable.
        for word in ["key", "type", "enabled", "disabled", "id", "description", "system"] {
            item.get(word).iter().for_each(Node::settle);
        }
        if !last.contains_key(&key.value) {
            order.push(key.value.clone());
        }
        let value = item.get("value").map(|value| value.value.clone());
        let earlier = last.insert(key.value.clone(), item.clone());
        if let Some(earlier) = earlier.and_then(|item| item.get("value"))
            && Some(earlier.value) != value.as_ref()
            && earlier.text().is_some()
        {
            findings.ignore_at(&earlier, variable_named(&key.value), UnusedReason::GivenTwice);
        }
    }
    let mut partial = findings.partial();
    partial.name = name;
    let begun = findings.ignored.len();
    let found = last.iter().filter(|(key, _)| field_of(key) == Some(Field::ClientId));
    let ids: Vec<String> = found
        .filter_map(|(_, item)| item.text_at("value").map(|id| id.value))
        .filter(|id| !is_placeholder(id))
        .collect();
    if ids.windows(2).any(|pair| !pair[0].eq_ignore_ascii_case(&pair[1])) {
        let what =
            Unused::Credential { name: partial.name.map(|name| name.value), type_name: None };
        findings.ignore_at(owner, what, UnusedReason::TwoClientIds);
        return true;
    }
    // Several credentials in one environment have something before or behind each name.
    let several: Vec<Group<'_>> = groups::of_named(order.iter().filter_map(|key| {
        let value = last.get(key)?.get("value")?;
        Some((key.as_str(), value.called(owner, key)))
    }))
    .into_iter()
    .filter(|group| !group.affix.is_empty() && group.is_credential())
    .collect();
    let theirs: HashSet<String> = several
        .iter()
        .flat_map(|group| group.entries.iter().filter_map(|entry| entry.node.variable()))
        .collect();
    for key in order.iter().filter(|key| !theirs.contains(*key)) {
        if let Some(item) = last.get(key) {
            variable(findings, &mut partial, owner, key, item);
        }
    }
    let found = affixed(findings, &partial, &several);
    if partial.client_id.is_none() {
        if !found {
            findings.ignored.truncate(begun);
        }
        return found;
    }
    for (key, item) in &disabled {
        findings.ignore_at(item, variable_named(key), UnusedReason::Disabled);
    }
    findings.partials.push(partial);
    true
}

/// A credential for each of them, with the variables of all.
fn affixed(findings: &mut Findings<'_>, shared: &PartialCredential, several: &[Group<'_>]) -> bool {
    let mut any = false;
    for group in several {
        let Some(mut credential) = group.credential(findings) else { continue };
        let name = shared.name.as_ref().map(|name| name.value.as_str()).unwrap_or_default();
        let own = group.affix.name().unwrap_or_default();
        let origin = shared.name.as_ref().map(|name| name.origin.clone());
        let origin = origin.or(credential.client_id.as_ref().map(|id| id.origin.clone()));
        credential.name =
            origin.map(|origin| Found { value: format!("{name} {own}").trim().to_owned(), origin });
        credential.org_id = credential.org_id.or_else(|| shared.org_id.clone());
        credential.adobe = credential.adobe.or_else(|| shared.adobe.clone());
        credential.sandbox = credential.sandbox.or_else(|| shared.sandbox.clone());
        credential.variables.clone_from(&shared.variables);
        findings.partials.push(credential);
        any = true;
    }
    any
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
        Some(Field::Name | Field::Known | Field::Kind | Field::Account) | None => {}
        Some(Field::TechnicalAccountEmail) if !value.text().is_some_and(|it| it.contains('@')) => {}
        // `environment` and `url` can be anything here.
        Some(Field::Environment | Field::Host) if fields::adobe_of(&value).is_none() => {}
        Some(field) => {
            return fields::take(findings, partial, &fields::Entry { field, node: value });
        }
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
    value.settle();
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
