//! Servers: the beginning of every URL.

use super::reference::members;
use super::variable::{as_it_is, variable, with_names};
use crate::collections::gathering::Gathering;
use crate::collections::json::{items, text, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::Place;
use serde_json::Value;

/// Where the description came from, when it says nothing else.
const BASE: &str = "{{baseUrl}}";

/// The description's own.
pub(super) fn read(value: &Value, root: &Place, gathering: &mut Gathering) -> String {
    if let Some(server) = first(value, root, gathering) {
        return server;
    }
    // OpenAPI 2.
    let path = text_or_empty(value, "basePath");
    let path = path.trim_end_matches('/');
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    let host = text(value, "host").filter(|host| !host.is_empty());
    let base = host.map_or_else(|| BASE.to_owned(), |host| format!("{}://{host}", scheme(value)));
    format!("{base}{slash}{path}")
}

fn scheme(value: &Value) -> &str {
    let mut schemes = items(value, "schemes").iter().filter_map(Value::as_str);
    let first = schemes.next().unwrap_or("https");
    if schemes.any(|scheme| scheme == "https") { "https" } else { first }
}

/// The first of the servers that a description, a path or an operation lists. The others are told.
pub(super) fn first(owner: &Value, place: &Place, gathering: &mut Gathering) -> Option<String> {
    let (first, others) = items(owner, "servers").split_first()?;
    if !others.is_empty() {
        let urls = others.iter().map(|it| text_or_empty(it, "url")).collect();
        gathering.leave(place, LeftOutKind::Servers { urls });
    }
    Some(expanded(first, gathering))
}

/// `https://{region}.example.com` with `{{region}}`, whose default is the collection's variable.
fn expanded(server: &Value, gathering: &mut Gathering) -> String {
    let written = text_or_empty(server, "url");
    let url = with_names(written.trim_end_matches('/'), as_it_is);
    for (name, given) in members(server, "variables") {
        gathering.variable(&Place::default(), &variable(name), &text_or_empty(given, "default"));
    }
    // RFC 3986: what begins with two slashes names a host, and leaves out the scheme alone.
    if url.starts_with("//") {
        return format!("https:{url}");
    }
    // A server that is named by its path alone is wherever the description came from.
    if url.is_empty() || url.starts_with('/') || url.starts_with('.') {
        return format!("{BASE}{}", url.trim_start_matches('.'));
    }
    url
}
