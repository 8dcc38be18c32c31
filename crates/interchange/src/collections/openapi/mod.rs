//! OpenAPI 2 (Swagger), 3.0 and 3.1: a request for each operation. Parameters become variables that are asked for, with the
//! description's own defaults and examples; a body is its example, or made from its schema.

mod body;
mod operation;
mod reference;
mod schema;

use super::gathering::Gathering;
use super::json::{description, items, text, text_or_empty};
use super::left_out::LeftOutKind;
use super::place::Place;
use super::{Collection, CollectionFormat};
use reference::Document;
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
    let document = Document::new(value);
    let server = server(value, &root, &mut gathering);
    for (path, item) in value.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let item = match document.resolved(item) {
            Some(item) => item,
            None => {
                let reference = text_or_empty(item, "$ref");
                gathering.leave(&root.child(path), LeftOutKind::Reference { reference });
                continue;
            }
        };
        let own_server =
            items(item, "servers").first().map(|it| expanded(it, &root, &mut gathering));
        let server = own_server.unwrap_or_else(|| server.clone());
        for method in METHODS {
            if let Some(operation) = item.get(method).filter(|it| it.is_object()) {
                let call = operation::Call { method, path, item, operation, server: &server };
                operation::read(&call, &document, &mut gathering);
            }
        }
    }
    let hooks = value.get("webhooks").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    if hooks > 0 {
        let what = format!("what the service calls itself ({hooks} webhooks)");
        gathering.leave(&root, LeftOutKind::Other { what });
    }
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

/// The first server, with its variables as the collection's.
fn server(value: &Value, root: &Place, gathering: &mut Gathering) -> String {
    let servers = items(value, "servers");
    if let Some(first) = servers.first() {
        if servers.len() > 1 {
            let urls = servers[1..].iter().map(|it| text_or_empty(it, "url")).collect();
            gathering.leave(root, LeftOutKind::Servers { urls });
        }
        return expanded(first, root, gathering);
    }
    // OpenAPI 2.
    let Some(host) = text(value, "host").filter(|host| !host.is_empty()) else {
        return "{{baseUrl}}".to_owned();
    };
    let schemes: Vec<&str> = items(value, "schemes").iter().filter_map(Value::as_str).collect();
    let scheme =
        if schemes.contains(&"https") || schemes.is_empty() { "https" } else { schemes[0] };
    format!("{scheme}://{host}{}", text_or_empty(value, "basePath").trim_end_matches('/'))
}

/// `https://{region}.example.com` with `{{region}}`, whose default is the collection's variable.
fn expanded(server: &Value, root: &Place, gathering: &mut Gathering) -> String {
    let mut url = text_or_empty(server, "url").trim_end_matches('/').to_owned();
    for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten()
    {
        url = url.replace(&format!("{{{name}}}"), &format!("{{{{{name}}}}}"));
        gathering.variable(root, name, &text_or_empty(variable, "default"));
    }
    // A server that is named by its path alone is wherever the description came from.
    if url.is_empty() || url.starts_with('/') || url.starts_with('.') {
        format!("{{{{baseUrl}}}}{}", url.trim_start_matches('.'))
    } else {
        url
    }
}
