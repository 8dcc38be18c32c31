//! OpenAPI 2 (Swagger), 3.0 and 3.1: a request for each operation. Parameters become variables that are asked for, with the
//! description's own defaults and examples; a body is its example, or made from its schema.

mod body;
mod form;
mod given;
mod making;
mod media;
mod operation;
mod parameter;
mod parts;
mod reference;
mod schema;
mod security;
mod server;
mod variable;

use super::gathering::Gathering;
use super::json::{description, items, text_or_empty};
use super::left_out::LeftOutKind;
use super::place::Place;
use super::{Collection, CollectionFormat};
use reference::{Document, members};
use serde_json::Value;

pub(super) fn is_one(value: &Value) -> bool {
    (value.get("openapi").is_some() || value.get("swagger").is_some())
        && (value.get("paths").is_some() || value.get("webhooks").is_some())
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn read(value: &Value, source: &str) -> (Collection, bool) {
    let info = value.get("info").unwrap_or(&Value::Null);
    let mut gathering =
        Gathering::new(CollectionFormat::OpenApi, source, &text_or_empty(info, "title"));
    let root = Place::default();
    gathering.folder(&root, description(info));
    for tag in items(value, "tags") {
        gathering.folder(&root.child(&text_or_empty(tag, "name")), description(tag));
    }
    let document = Document::new(value);
    let server = server::read(value, &root, &mut gathering);
    security::leave_others_of_all(&document, &mut gathering);
    for (path, item) in members(value, "paths") {
        let place = root.child(path);
        let Some(item) = document.resolved(item) else {
            let reference = text_or_empty(item, "$ref");
            gathering.leave(&place, LeftOutKind::Reference { reference });
            continue;
        };
        let own_server = server::first(item, &place, &mut gathering);
        let server = own_server.as_deref().unwrap_or(&server);
        for method in METHODS {
            if let Some(operation) = item.get(method).filter(|it| it.is_object()) {
                let call = operation::Call { method, path, item, operation, server };
                operation::read(&call, &document, &mut gathering);
            }
        }
    }
    let hooks = members(value, "webhooks").count();
    if hooks > 0 {
        let webhooks = if hooks == 1 { "webhook" } else { "webhooks" };
        let what = format!("what the service calls itself ({hooks} {webhooks})");
        gathering.leave(&root, LeftOutKind::Other { what });
    }
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}
