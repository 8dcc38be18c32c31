//! Bruno: a folder or zip file of `.bru` or YAML files, and its export in JSON. The former are brought into the form of the latter.

mod auth;
mod bru;
mod folder;
mod pairs;
mod request;
mod shared;
mod yaml;

use super::gathering::Gathering;
use super::json::{description, is_disabled, is_true, items, others, text_or_empty};
use super::left_out::{Disabled, LeftOutKind};
use super::place::{Place, one_line};
use super::{Collection, CollectionFormat};
use auth::authentication;
use mudbrick_model::Header;
use serde_json::Value;
use shared::{Inherited, variables};

pub(super) use folder::{base_of as bru_base_of, is_part, read as read_folder};
pub(super) use yaml::{
    base_of, bundled, is_one as is_bundled, is_part as is_yaml, read as read_yaml,
};

pub(super) fn is_one(value: &Value) -> bool {
    value.get("items").is_some_and(Value::is_array)
        && (value.get("brunoConfig").is_some()
            || value.get("version").is_some_and(|it| it == "1" || it == 1)
            || value.get("opencollection").is_some())
}

/// Reads Bruno's export.
pub(super) fn read(value: &Value, source: &str) -> (Collection, bool) {
    let mut gathering =
        Gathering::new(CollectionFormat::Bruno, source, &text_or_empty(value, "name"));
    let root = Place::default();
    for environment in items(value, "environments") {
        // Bruno has no variables of the collection's own: one of these is chosen.
        let name = one_line(&text_or_empty(environment, "name"));
        gathering.leave(&root, LeftOutKind::Environment { name });
    }
    leave_unknown(value, &root, &mut gathering);
    leave_others(value, &OF_COLLECTION, &root, &mut gathering);
    leave_config(value.get("brunoConfig").unwrap_or(&Value::Null), &mut gathering);
    let shared = value.get("root").unwrap_or(&Value::Null);
    let inherited = hands_down(shared, &Inherited::default(), &root, &mut gathering);
    below(items(value, "items"), &inherited, &root, &mut gathering);
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

fn below(list: &[Value], inherited: &Inherited, place: &Place, gathering: &mut Gathering) {
    let mut list: Vec<&Value> = list.iter().collect();
    // Requests have a number in their folder; folders often have none and keep their place.
    list.sort_by_key(|item| item.get("seq").and_then(Value::as_u64).unwrap_or(u64::MAX));
    for item in list {
        let name = one_line(&text_or_empty(item, "name"));
        match text_or_empty(item, "type").as_str() {
            "folder" => {
                let place = gathering.enter(place, &name);
                let inside = items(item, "items");
                if inside.is_empty() {
                    gathering.leave(&place, LeftOutKind::EmptyFolder);
                }
                leave_unknown(item, &place, gathering);
                leave_others(item, &OF_FOLDER, &place, gathering);
                let shared = item.get("root").unwrap_or(&Value::Null);
                let inherited = hands_down(shared, inherited, &place, gathering);
                below(inside, &inherited, &place, gathering);
            }
            "http" | "http-request" | "graphql" | "graphql-request" => {
                let place = place.child(&name);
                leave_unknown(item, &place, gathering);
                leave_others(item, &OF_REQUEST, &place, gathering);
                request::read(item, inherited, &place, gathering);
            }
            what => {
                let what = if what.is_empty() { "item".to_owned() } else { what.to_owned() };
                gathering.leave(&place.child(&name), LeftOutKind::UnknownItem { what });
            }
        }
    }
}

/// What the export of a collection, a folder and a request has that is read, or says nothing of what is sent.
const OF_COLLECTION: [&str; 10] = [
    "name",
    "version",
    "uid",
    "items",
    "environments",
    "root",
    "brunoConfig",
    "unknown",
    "exportedAt",
    "exportedUsing",
];
const OF_FOLDER: [&str; 9] =
    ["type", "name", "uid", "seq", "filename", "folder", "items", "root", "unknown"];
/// What is handed down.
const OF_ALL: [&str; 6] = ["headers", "auth", "vars", "script", "assertions", "tests"];
const OF_REQUEST: [&str; 9] =
    ["type", "name", "uid", "seq", "filename", "request", "settings", "examples", "unknown"];

/// What else the export has, by its names.
fn leave_others(owner: &Value, known: &[&str], place: &Place, gathering: &mut Gathering) {
    for what in others(owner, known, "") {
        gathering.leave(place, LeftOutKind::Other { what: one_line(&what) });
    }
}

/// What `bruno.json` says beside the name. What it leaves out of the collection is Bruno's own.
fn leave_config(config: &Value, gathering: &mut Gathering) {
    const READ: [&str; 9] = [
        "version",
        "opencollection",
        "name",
        "type",
        "ignore",
        "size",
        "filesCount",
        "proxy",
        "clientCertificates",
    ];
    let root = Place::default();
    let proxy = &config["proxy"];
    let is_own = is_true(proxy, "enabled") || proxy["inherit"] == false;
    if is_own && !is_disabled(proxy) {
        gathering.leave(&root, LeftOutKind::Proxy);
    }
    let certificates = &config["clientCertificates"];
    if !is_disabled(certificates) && !items(certificates, "certs").is_empty() {
        gathering.leave(&root, LeftOutKind::Certificate);
    }
    let names = others(config, &READ, "");
    if !names.is_empty() {
        gathering.leave(&root, LeftOutKind::Settings { names });
    }
}

/// What a file says beside what is read.
fn leave_unknown(owner: &Value, place: &Place, gathering: &mut Gathering) {
    for what in items(owner, "unknown").iter().filter_map(Value::as_str) {
        gathering.leave(place, LeftOutKind::Other { what: one_line(what) });
    }
}

/// Headers and authorization of a folder, whose other parts are listed.
fn hands_down(
    shared: &Value,
    above: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) -> Inherited {
    let mut inherited = above.clone();
    let docs = text_or_empty(shared, "docs");
    gathering.folder(place, (!docs.trim().is_empty()).then_some(docs));
    leave_others(shared, &["docs", "meta", "request"], place, gathering);
    let Some(request) = shared.get("request") else { return inherited };
    leave_others(request, &OF_ALL, place, gathering);
    let described = items(request, "headers").iter().filter(|it| description(it).is_some());
    let count = described.count();
    if count > 0 {
        gathering.leave(place, LeftOutKind::Descriptions { count });
    }
    for header in items(request, "headers") {
        let name = text_or_empty(header, "name");
        if is_disabled(header) {
            gathering.leave_disabled(place, Disabled::Header, &name);
            continue;
        }
        inherited.headers.retain(|known| !known.name.eq_ignore_ascii_case(&name));
        inherited.headers.push(Header::new(name, text_or_empty(header, "value")));
    }
    if let Some(auth) = authentication(request.get("auth"), place, gathering) {
        inherited.auth = Some(auth);
    }
    variables(request.get("vars"), place, gathering);
    inherited.directives.extend(request::leave_scripts(request, place, gathering));
    inherited
}
