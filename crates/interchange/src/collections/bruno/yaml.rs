//! Bruno's YAML, as its own export would have it: a folder with an `opencollection.yml` and a file for each request, or all of it
//! in one file (the structure reference of Bruno's documents, <https://docs.usebruno.com/opencollection-yaml/structure-reference>).

use super::folder::{folder_at, push};
use crate::collections::MOST_BYTES;
use crate::collections::json::{as_text, items, others, text_or_empty};
use crate::read::syntax::yaml;
use serde_json::{Map, Value, json};

/// The file that says that a folder is a collection.
const ROOT: [&str; 2] = ["opencollection.yml", "opencollection.yaml"];
const FOLDER: [&str; 2] = ["folder.yml", "folder.yaml"];

/// The folder that a collection is in, when this is the file that says so: `api/` or nothing.
pub(in crate::collections) fn base_of(path: &str) -> Option<&str> {
    let (base, name) = path.rfind('/').map_or(("", path), |at| path.split_at(at + 1));
    ROOT.contains(&name).then_some(base)
}

/// Whether a file may belong to a collection.
pub(in crate::collections) fn is_part(path: &str) -> bool {
    path.ends_with(".yml") || path.ends_with(".yaml")
}

/// Whether all of a collection is in this document.
pub(in crate::collections) fn is_one(value: &Value) -> bool {
    value.get("opencollection").is_some() && value.get("info").is_some()
}

/// A collection that is one document.
pub(in crate::collections) fn bundled(value: &Value) -> Value {
    let mut collection = root(value);
    collection["items"] = items(value, "items").iter().map(|item| inside(item, "")).collect();
    collection
}

/// The collection of these files, and those that cannot be read, with the line.
pub(in crate::collections) fn read(
    files: &[(&str, String)],
    base: &str,
) -> (Value, Vec<(String, usize)>) {
    let mut collection = root(&Value::Null);
    let mut unread = Vec::new();
    let mut sorted: Vec<&(&str, String)> = files.iter().collect();
    // The collection's own file and a folder's before what is in them.
    let order = |path: &str| (base_of(path) != Some(base), !is_folder(name_of(path)));
    sorted.sort_by_key(|(path, _)| (order(path), *path));
    for (path, text) in sorted {
        let document = match yaml::parse_document(text, MOST_BYTES) {
            Ok(document) => document,
            Err(error) => {
                unread.push(((*path).to_owned(), error.line));
                continue;
            }
        };
        let inner = path.strip_prefix(base).unwrap_or(path);
        let mut parts: Vec<&str> = inner.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        match (name, parts.as_slice()) {
            _ if base_of(path) == Some(base) => {
                let before = std::mem::replace(&mut collection, root(&document));
                collection["items"] = before["items"].clone();
                for item in items(&document, "items") {
                    push(&mut collection["items"], inside(item, ""));
                }
            }
            (_, ["environments"]) => {
                push(&mut collection["environments"], json!({ "name": stem }));
            }
            (name, folders) if is_folder(name) => {
                let folder = folder_at(&mut collection, folders);
                fill_folder(folder, &document);
            }
            (_, folders) => {
                let folder = folder_at(&mut collection, folders);
                push(&mut folder["items"], inside(&document, stem));
            }
        }
    }
    (collection, unread)
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn is_folder(name: &str) -> bool {
    FOLDER.contains(&name)
}

fn root(document: &Value) -> Value {
    const KNOWN: [&str; 8] =
        ["opencollection", "info", "bundled", "config", "request", "docs", "items", "extensions"];
    let name = text_or_empty(&document["info"], "name");
    let environments = items(&document["config"], "environments").iter();
    let environments = environments.map(|it| json!({ "name": text_or_empty(it, "name") }));
    let mut unknown = others(document, &KNOWN, "");
    unknown.extend(others(&document["config"], &["environments"], "config."));
    unknown.extend(others(&document["info"], &["name", "type"], "info."));
    json!({
        "version": "1", "name": name, "items": [],
        "environments": environments.collect::<Vec<_>>(),
        "root": { "docs": docs(document), "request": common(&document["request"], &Value::Null) },
        "unknown": unknown,
    })
}

fn fill_folder(folder: &mut Value, document: &Value) {
    let name = text_or_empty(&document["info"], "name");
    if !name.is_empty() {
        folder["name"] = Value::String(name);
    }
    folder["seq"] = document["info"]["seq"].clone();
    folder["root"] =
        json!({ "docs": docs(document), "request": common(&document["request"], &Value::Null) });
    folder["unknown"] = others(document, &["info", "request", "docs", "items"], "").into();
}

/// A request or a folder with all that is in it. `stem` is its name where it says none.
fn inside(document: &Value, stem: &str) -> Value {
    let info = &document["info"];
    let named = text_or_empty(info, "name");
    let name = if named.is_empty() { stem.to_owned() } else { named };
    let kind = text_or_empty(info, "type");
    if kind == "folder" {
        let mut folder = json!({ "type": "folder", "name": name });
        fill_folder(&mut folder, document);
        folder["items"] = items(document, "items").iter().map(|item| inside(item, "")).collect();
        return folder;
    }
    let part = ["http", "graphql"].into_iter().find(|part| document.get(*part).is_some());
    let Some(part) = part.filter(|_| matches!(kind.as_str(), "" | "http" | "graphql")) else {
        return json!({ "type": if kind.is_empty() { "item" } else { &kind }, "name": name });
    };
    let (given, runtime) = (&document[part], &document["runtime"]);
    let mut request = common(given, runtime);
    request["method"] = Value::String(text_or_empty(given, "method").to_uppercase());
    request["url"] = given["url"].clone();
    request["docs"] = docs(document);
    request["params"] = Value::Array(items(given, "params").to_vec());
    let (body, mut unknown) = body(&given["body"], part);
    request["body"] = body;
    let tags = items(info, "tags").iter().filter_map(as_text);
    unknown.extend(tags.map(|tag| format!("the tag {tag}")));
    const TOP: [&str; 8] =
        ["info", "http", "graphql", "runtime", "settings", "docs", "examples", "auth"];
    const PARTS: [&str; 6] = ["method", "url", "headers", "params", "body", "auth"];
    const RUNTIME: [&str; 4] = ["scripts", "assertions", "variables", "auth"];
    unknown.extend(others(document, &TOP, ""));
    unknown.extend(others(given, &PARTS, &format!("{part}.")));
    unknown.extend(others(runtime, &RUNTIME, "runtime."));
    unknown.extend(others(info, &["name", "type", "seq", "tags"], "info."));
    if request["auth"] == Value::Null {
        request["auth"] = auth(&document["auth"]);
    }
    json!({
        "type": "http", "name": name, "seq": info["seq"], "request": request,
        "settings": document["settings"], "examples": document["examples"], "unknown": unknown,
    })
}

/// What a request and a folder may both have. A folder has its scripts and variables beside its headers, a request has them
/// apart.
fn common(given: &Value, runtime: &Value) -> Value {
    let list = |name: &str| -> Vec<Value> {
        items(given, name).iter().chain(items(runtime, name)).cloned().collect()
    };
    let scripts = list("scripts");
    let code = |wanted: &[&str]| {
        let of = scripts.iter().filter(|it| wanted.contains(&text_or_empty(it, "type").as_str()));
        of.map(|it| text_or_empty(it, "code")).collect::<Vec<_>>().join("\n")
    };
    let assertions = list("assertions").into_iter().map(|it| {
        let value = format!("{} {}", text_or_empty(&it, "operator"), text_or_empty(&it, "value"));
        json!({ "name": it["expression"], "value": value.trim(), "disabled": it["disabled"] })
    });
    let own = match auth(&given["auth"]) {
        Value::Null => auth(&runtime["auth"]),
        own => own,
    };
    json!({
        "headers": items(given, "headers"),
        "auth": own,
        "vars": { "req": list("variables"), "res": [] },
        "script": { "req": code(&["before-request"]), "res": code(&["after-response"]) },
        "tests": code(&["tests"]),
        "assertions": assertions.collect::<Vec<_>>(),
    })
}

/// `inherit`, or a kind with its values beside it or below its name.
fn auth(given: &Value) -> Value {
    let Some(kind) = given.as_str().or_else(|| given["type"].as_str()) else { return Value::Null };
    let mut values = given.as_object().cloned().unwrap_or_default();
    values.remove("type");
    let mut values = match values.get(kind).and_then(Value::as_object) {
        Some(below) => below.clone(),
        None => values,
    };
    place_of_token(&mut values);
    let members = [("mode".to_owned(), kind.into()), (kind.to_owned(), Value::Object(values))];
    Value::Object(Map::from_iter(members))
}

/// Says as the export does where a token goes: `placement: { header: Bearer }` or `placement: { query: token }`.
fn place_of_token(values: &mut Map<String, Value>) {
    let config = values.get_mut("tokenConfig").and_then(Value::as_object_mut);
    let Some(placement) = config.and_then(|config| config.remove("placement")) else { return };
    if let Some(key) = placement.get("query") {
        values.insert("tokenPlacement".to_owned(), "url".into());
        values.insert("tokenQueryKey".to_owned(), key.clone());
    } else if let Some(prefix) = placement.get("header") {
        values.insert("tokenHeaderPrefix".to_owned(), prefix.clone());
    }
}

/// The body that is chosen, and what of it is not taken over.
fn body(given: &Value, part: &str) -> (Value, Vec<String>) {
    if let Some(all) = given.as_array() {
        let chosen = all.iter().position(|one| one["selected"] == true).unwrap_or_default();
        let not_taken = all.iter().enumerate().filter(|(place, _)| *place != chosen);
        let not_taken =
            not_taken.map(|(_, one)| format!("another body, {}", text_or_empty(one, "title")));
        let not_taken: Vec<String> = not_taken.collect();
        let of = all.get(chosen).map_or(&Value::Null, |one| one.get("body").unwrap_or(one));
        return (body(of, part).0, not_taken);
    }
    let data = &given["data"];
    let kind = text_or_empty(given, "type");
    let taken = match kind.as_str() {
        _ if part == "graphql" => json!({ "mode": "graphql", "graphql": {
            "query": text_or_empty(given, "query"), "variables": text_or_empty(given, "variables"),
        } }),
        "json" | "text" | "xml" | "sparql" => json!({ "mode": kind, kind.as_str(): data }),
        "form-urlencoded" => json!({ "mode": "formUrlEncoded", "formUrlEncoded": data }),
        "multipart-form" => {
            let fields = data.as_array().into_iter().flatten().map(|field| {
                let mut field = field.clone();
                if field["type"] == "file" && field["value"].is_string() {
                    field["value"] = json!([field["value"]]);
                }
                field
            });
            json!({ "mode": "multipartForm", "multipartForm": fields.collect::<Vec<_>>() })
        }
        "file" => {
            json!({ "mode": "file", "file": data })
        }
        _ => json!({ "mode": "none" }),
    };
    let is_known = taken["mode"] != "none" || matches!(kind.as_str(), "" | "none");
    let unknown = (!is_known).then(|| format!("the body of the type {kind}"));
    (taken, unknown.into_iter().collect())
}

fn docs(document: &Value) -> Value {
    let docs = &document["docs"];
    docs.get("content").unwrap_or(docs).clone()
}
