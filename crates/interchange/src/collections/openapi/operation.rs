//! One operation as a request.

use super::making::Making;
use super::parameter::{self, Aside};
use super::reference::Document;
use super::variable::{as_it_is, encoded, with_names};
use super::{body, security, server};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{description, is_true, items, text};
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::{Place, short};
use mudbrick_model::Header;
use serde_json::Value;

/// An operation and where it is.
pub(super) struct Call<'a, 'c> {
    pub(super) method: &'c str,
    pub(super) path: &'c str,
    pub(super) item: &'a Value,
    pub(super) operation: &'a Value,
    pub(super) server: &'c str,
}

pub(super) fn read<'a>(call: &Call<'a, '_>, document: &Document<'a>, gathering: &mut Gathering) {
    let Call { method, path, operation, .. } = call;
    let named = ["summary", "operationId"].iter().find_map(|key| text(operation, key));
    let name = named.filter(|name| !name.trim().is_empty());
    let name = name.unwrap_or_else(|| format!("{} {path}", method.to_uppercase()));
    let mut tags = items(operation, "tags").iter().filter_map(Value::as_str);
    let root = Place::default();
    let folder = tags.next().map_or(root.clone(), |tag| root.child(tag));
    let place = folder.child(&short(&name));
    for tag in tags {
        // A request is in one folder.
        gathering.leave(&place, LeftOutKind::Other { what: format!("the further tag {tag}") });
    }
    let own_server = server::first(operation, &place, gathering);
    let server = own_server.as_deref().unwrap_or(call.server);
    let mut draft = Draft {
        method: method.to_uppercase(),
        url: format!("{server}{}", with_names(path, encoded)),
        ..Draft::default()
    };
    for said in [description(call.item), description(operation)].iter().flatten() {
        draft.describe("", said);
    }
    if is_true(operation, "deprecated") {
        draft.describe("", "Deprecated.");
    }
    if let Some(elsewhere) = operation.get("externalDocs").and_then(|it| text(it, "url")) {
        draft.describe("See", &elsewhere);
    }
    let mut making = Making { document, draft: &mut draft, place: &place, gathering };
    let parameters = parameters(call, &mut making);
    let mut aside = Aside::default();
    for parameter in parameters {
        parameter::take(parameter, &mut aside, &mut making);
    }
    with_body(operation, &aside, &mut making);
    security::apply(operation, &mut making);
    if aside.authorization && making.draft.header("authorization").is_none() {
        security::token().apply(making.draft, making.gathering, making.place);
    }
    if operation.get("callbacks").is_some() {
        making.leave(LeftOutKind::Others { what: "the callbacks".to_owned() });
    }
    gathering.add(&place, draft);
}

/// Those of the path and of the operation, whose own take the place of its path's.
fn parameters<'a>(call: &Call<'a, '_>, making: &mut Making<'a, '_>) -> Vec<&'a Value> {
    let mut parameters: Vec<&Value> = Vec::new();
    for given in items(call.item, "parameters").iter().chain(items(call.operation, "parameters")) {
        let Some(parameter) = making.resolved(given) else { continue };
        let same = |other: &&Value| {
            ["name", "in"].iter().all(|key| text(other, key) == text(parameter, key))
        };
        match parameters.iter().position(same) {
            Some(at) => parameters[at] = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}

fn with_body<'a>(operation: &'a Value, aside: &Aside<'a>, making: &mut Making<'a, '_>) {
    let body = operation.get("requestBody");
    let has_body = body.is_some() || !aside.form.is_empty();
    let declared = aside.content_type.as_deref();
    if let Some(declared) = declared.filter(|it| has_body && !it.is_empty()) {
        making.draft.headers.push(Header::new("Content-Type", declared));
    }
    match body {
        Some(body) => body::read(body, making),
        None => body::of_parameters(operation, &aside.form, making),
    }
    if declared.is_some() && making.draft.header("content-type").is_none() {
        let name = "Content-Type";
        making.draft.headers.push(Header::new(name, as_it_is(name)));
    }
}
