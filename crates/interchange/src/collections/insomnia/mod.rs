//! Insomnia: its export in JSON (format 4) and its files in YAML (format 5). Both have the same requests, in a list with
//! parents or in a tree.

mod auth;
mod encoding;
mod request;
mod template;
mod tree;

use super::gathering::Gathering;
use super::json::{as_text, is_empty, items, others, text_or_empty};
use super::left_out::LeftOutKind;
use super::place::{Place, one_line, short};
use super::{Collection, CollectionFormat, numbers};
use request::Inherited;
use serde_json::Value;

pub(super) fn is_list(value: &Value) -> bool {
    value.get("_type").and_then(Value::as_str) == Some("export")
        && value.get("resources").is_some_and(Value::is_array)
}

pub(super) fn is_tree(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str).is_some_and(|it| it.contains(".insomnia.rest/"))
}

/// Reads format 4.
pub(super) fn read_list(value: &Value, source: &str) -> (Collection, bool) {
    let resources = items(value, "resources");
    let workspace = resources.iter().find(|it| text_or_empty(it, "_type") == "workspace");
    let name = workspace.map(|it| text_or_empty(it, "name")).unwrap_or_default();
    let mut gathering = Gathering::new(CollectionFormat::Insomnia, source, &name);
    let nested = tree::of(resources);
    let root = Place::default();
    for folder in &nested {
        // A workspace is the collection itself; a second one is a folder of it.
        match workspace.is_some_and(|first| std::ptr::eq(first, folder.resource)) {
            true => {
                gathering.folder(&root, super::json::description(folder.resource));
                let none = Inherited::default();
                let inherited = request::shared(folder.resource, &none, &root, &mut gathering);
                list_below(folder, &inherited, &root, &mut gathering);
            }
            false => list_item(folder, &Inherited::default(), &root, &mut gathering),
        }
    }
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

fn list_below(
    folder: &tree::Nested<'_>,
    inherited: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) {
    for item in &folder.children {
        list_item(item, inherited, place, gathering);
    }
}

fn list_item(
    item: &tree::Nested<'_>,
    inherited: &Inherited,
    place: &Place,
    gathering: &mut Gathering,
) {
    let resource = item.resource;
    let name = one_line(&text_or_empty(resource, "name"));
    match text_or_empty(resource, "_type").as_str() {
        "request" => request::read(resource, inherited, &place.child(&name), gathering),
        "workspace" | "request_group" => {
            let place = gathering.enter(place, &name);
            gathering.folder(&place, super::json::description(resource));
            variables(resource.get("environment"), &place, gathering);
            if item.children.is_empty() {
                gathering.leave(&place, LeftOutKind::EmptyFolder);
            }
            let inherited = request::shared(resource, inherited, &place, gathering);
            list_below(item, &inherited, &place, gathering);
        }
        "environment" => {
            // The base environment is always in force, and one of the others is chosen.
            variables(resource.get("data"), place, gathering);
            for other in &item.children {
                let name = one_line(&text_or_empty(other.resource, "name"));
                gathering.leave(place, LeftOutKind::Environment { name });
            }
        }
        "cookie_jar" => leave_cookies(resource, gathering),
        "response" => gathering.leave(place, LeftOutKind::Examples { count: 1 }),
        what => {
            let what = what.to_owned();
            gathering.leave(&place.child(&name), LeftOutKind::UnknownItem { what });
        }
    }
}

/// Reads format 5.
pub(super) fn read_tree(value: &Value, source: &str) -> (Collection, bool) {
    let name = text_or_empty(value, "name");
    let mut gathering = Gathering::new(CollectionFormat::Insomnia, source, &name);
    let root = Place::default();
    gathering.folder(&root, value.get("meta").and_then(super::json::description));
    leave_others(value, &mut gathering);
    if let Some(environments) = value.get("environments") {
        variables(environments.get("data"), &root, &mut gathering);
        for other in items(environments, "subEnvironments") {
            let name = one_line(&text_or_empty(other, "name"));
            gathering.leave(&root, LeftOutKind::Environment { name });
        }
    }
    if let Some(jar) = value.get("cookieJar") {
        leave_cookies(jar, &mut gathering);
    }
    tree_below(items(value, "collection"), &Inherited::default(), &root, &mut gathering);
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

/// What a file of format 5 has beside its requests, variables and cookies.
fn leave_others(value: &Value, gathering: &mut Gathering) {
    const READ: [&str; 9] = [
        "type",
        "schema_version",
        "name",
        "meta",
        "collection",
        "environments",
        "cookieJar",
        "certificates",
        "testSuites",
    ];
    let root = Place::default();
    if value.get("certificates").is_some_and(|it| !is_empty(it)) {
        gathering.leave(&root, LeftOutKind::Certificate);
    }
    for suite in items(value, "testSuites") {
        let what = format!("the test suite {}", short(&text_or_empty(suite, "name")));
        gathering.leave(&root, LeftOutKind::Other { what: what.trim_end().to_owned() });
    }
    for what in others(value, &READ, "") {
        gathering.leave(&root, LeftOutKind::Other { what: one_line(&what) });
    }
}

fn tree_below(inside: &[Value], inherited: &Inherited, place: &Place, gathering: &mut Gathering) {
    for item in inside {
        let name = one_line(&text_or_empty(item, "name"));
        if item.get("children").is_some_and(Value::is_array) {
            let place = gathering.enter(place, &name);
            gathering.folder(&place, item.get("meta").and_then(super::json::description));
            variables(item.get("environment"), &place, gathering);
            let inherited = request::shared(item, inherited, &place, gathering);
            tree_below(items(item, "children"), &inherited, &place, gathering);
        } else if item.get("method").is_some() && item.get("protoFileId").is_none() {
            request::read(item, inherited, &place.child(&name), gathering);
        } else {
            let what = "socket or gRPC request".to_owned();
            gathering.leave(&place.child(&name), LeftOutKind::UnknownItem { what });
        }
    }
}

fn leave_cookies(jar: &Value, gathering: &mut Gathering) {
    let count = items(jar, "cookies").len();
    if count > 0 {
        gathering.leave(&Place::default(), LeftOutKind::Cookies { count });
    }
}

/// An environment's values; those within others are called `outer.inner` and `outer[0]`.
fn variables(data: Option<&Value>, place: &Place, gathering: &mut Gathering) {
    fn one(name: &str, value: &Value, place: &Place, gathering: &mut Gathering) {
        match value {
            Value::Object(members) if as_text(value).is_none() => {
                for (inner, value) in members {
                    let name = match name {
                        "" => inner.clone(),
                        outer => format!("{outer}.{inner}"),
                    };
                    one(&name, value, place, gathering);
                }
            }
            Value::Array(list) => {
                for (at, value) in list.iter().enumerate() {
                    one(&format!("{name}[{at}]"), value, place, gathering);
                }
            }
            Value::Null => {}
            Value::String(text) => {
                let text = template::adopted(text, place, gathering);
                gathering.variable(place, name, &text);
            }
            other => gathering.variable(place, name, &numbers::compact(other)),
        }
    }
    if let Some(data) = data {
        one("", data, place, gathering);
    }
}
