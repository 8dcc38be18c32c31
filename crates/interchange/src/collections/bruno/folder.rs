//! A folder of `.bru` files as Bruno's own export would have it.

use super::bru;
use crate::collections::json::text_or_empty;
use serde_json::{Map, Value, json};

/// Whether a file belongs to a collection that is a folder.
pub(in crate::collections) fn is_part(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.ends_with(".bru") || name == "bruno.json"
}

/// The collection of these files, in the form of the export, and the files that cannot be read with the line.
pub(in crate::collections) fn read(files: &[(&str, String)]) -> (Value, Vec<(String, usize)>) {
    let config = files.iter().find(|(path, _)| path.ends_with("bruno.json"));
    // What is above the configuration is no part of the collection.
    let base = config.map_or("", |(path, _)| path.strip_suffix("bruno.json").unwrap_or_default());
    let config: Value =
        config.and_then(|(_, text)| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let mut collection = json!({ "version": "1", "name": text_or_empty(&config, "name"), "items": [], "environments": [] });
    let mut unread = Vec::new();
    let mut sorted: Vec<&(&str, String)> = files.iter().collect();
    // A folder's own file before what is in it.
    sorted.sort_by_key(|(path, _)| (!path.ends_with("folder.bru"), *path));
    for (path, text) in sorted {
        let inside = path.strip_prefix(base).unwrap_or(path);
        if inside.ends_with("bruno.json") {
            continue;
        }
        let Ok(blocks) = bru::parse(text).map_err(|line| unread.push(((*path).to_owned(), line)))
        else {
            continue;
        };
        let mut parts: Vec<&str> = inside.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let stem = name.strip_suffix(".bru").unwrap_or(name);
        match (name, parts.as_slice()) {
            ("collection.bru", []) => collection["root"] = shared(&blocks),
            (_, ["environments"]) => push(&mut collection["environments"], json!({ "name": stem })),
            ("folder.bru", folders) => {
                let folder = folder_at(&mut collection, folders);
                let named = bru::value_of(blocks.get("meta"), "name");
                if !named.is_empty() {
                    folder["name"] = Value::String(named);
                }
                folder["root"] = shared(&blocks);
            }
            (_, folders) => {
                let folder = folder_at(&mut collection, folders);
                push(&mut folder["items"], request(stem, &blocks));
            }
        }
    }
    (collection, unread)
}

pub(super) fn push(list: &mut Value, item: Value) {
    if let Some(list) = list.as_array_mut() {
        list.push(item);
    }
}

/// The folder of this path, made where there is none. It is found again by its folder's name, which is not always its title.
pub(super) fn folder_at<'a>(collection: &'a mut Value, folders: &[&str]) -> &'a mut Value {
    let mut here = collection;
    for folder in folders {
        let known = here["items"]
            .as_array()
            .and_then(|items| items.iter().position(|item| item["folder"] == *folder));
        let at = known.unwrap_or_else(|| {
            let made = json!({ "type": "folder", "name": folder, "folder": folder, "items": [] });
            push(&mut here["items"], made);
            here["items"].as_array().map_or(0, |items| items.len() - 1)
        });
        here = &mut here["items"][at];
    }
    here
}

/// What a collection or folder has for all of its requests.
fn shared(blocks: &Value) -> Value {
    let mode = bru::value_of(blocks.get("auth"), "mode");
    json!({ "docs": blocks["docs"], "request": common(blocks, &mode) })
}

fn request(stem: &str, blocks: &Value) -> Value {
    const METHODS: [&str; 9] =
        ["get", "post", "put", "delete", "patch", "options", "head", "connect", "trace"];
    let line = METHODS.iter().find_map(|method| Some((*method, blocks.get(*method)?)));
    let meta = |name: &str| bru::value_of(blocks.get("meta"), name);
    let kind = meta("type");
    let named = meta("name");
    let name = if named.is_empty() { stem.to_owned() } else { named };
    let Some((method, line)) = line else {
        return json!({ "type": if kind.is_empty() { "item" } else { &kind }, "name": name });
    };
    let line = |name: &str| bru::value_of(Some(line), name);
    let mut request = common(blocks, &line("auth"));
    request["method"] = Value::String(method.to_uppercase());
    request["url"] = Value::String(line("url"));
    request["docs"] = blocks["docs"].clone();
    request["body"] = body(blocks, &line("body"));
    request["params"] = parameters(blocks);
    json!({
        "type": "http", "name": name, "request": request,
        "seq": meta("seq").parse::<u64>().ok(), "settings": settings(blocks),
    })
}

fn common(blocks: &Value, mode: &str) -> Value {
    let list = |name: &str| blocks.get(name).cloned().unwrap_or_else(|| json!([]));
    let text = |name: &str| blocks.get(name).cloned().unwrap_or(Value::Null);
    json!({
        "headers": list("headers"),
        "auth": auth(blocks, mode),
        "vars": { "req": list("vars:pre-request"), "res": list("vars:post-response") },
        "script": { "req": text("script:pre-request"), "res": text("script:post-response") },
        "assertions": list("assert"),
        "tests": text("tests"),
    })
}

fn auth(blocks: &Value, mode: &str) -> Value {
    let mut auth = Map::new();
    auth.insert("mode".to_owned(), mode.into());
    let pairs = blocks.get(format!("auth:{mode}")).and_then(Value::as_array);
    let pairs = pairs.into_iter().flatten();
    let values: Map<String, Value> =
        pairs.map(|pair| (text_or_empty(pair, "name"), pair["value"].clone())).collect();
    auth.insert(mode.to_owned(), Value::Object(values));
    Value::Object(auth)
}

fn settings(blocks: &Value) -> Value {
    let pairs = blocks.get("settings").and_then(Value::as_array).into_iter().flatten();
    pairs.map(|pair| (text_or_empty(pair, "name"), pair["value"].clone())).collect()
}

fn parameters(blocks: &Value) -> Value {
    let of = |block: &str, kind: &str| -> Vec<Value> {
        let pairs = blocks.get(block).and_then(Value::as_array).into_iter().flatten();
        let typed = |pair: &Value| {
            let mut pair = pair.clone();
            pair["type"] = kind.into();
            pair
        };
        pairs.map(typed).collect()
    };
    [of("params:query", "query"), of("query", "query"), of("params:path", "path")].concat().into()
}

/// The body that is chosen; files that have others keep them beside it.
fn body(blocks: &Value, chosen: &str) -> Value {
    let block = |name: &str| blocks.get(name).cloned().unwrap_or(Value::Null);
    match chosen {
        "json" => json!({ "mode": "json", "json": blocks.get("body:json").or(blocks.get("body")) }),
        "text" | "xml" | "sparql" => {
            json!({ "mode": chosen, chosen: block(&format!("body:{chosen}")) })
        }
        "graphql" => {
            json!({ "mode": "graphql", "graphql": { "query": block("body:graphql"), "variables": block("body:graphql:vars") } })
        }
        "formUrlEncoded" | "form-urlencoded" => {
            json!({ "mode": "formUrlEncoded", "formUrlEncoded": block("body:form-urlencoded") })
        }
        "multipartForm" | "multipart-form" => {
            let fields = block("body:multipart-form");
            let fields = fields.as_array().into_iter().flatten().map(with_files);
            json!({ "mode": "multipartForm", "multipartForm": fields.collect::<Vec<_>>() })
        }
        "file" => {
            let files = block("body:file");
            let files = files.as_array().into_iter().flatten().filter_map(|pair| {
                let path = files_of(&text_or_empty(pair, "value"))?.into_iter().next()?;
                Some(json!({ "filePath": path, "enabled": pair["enabled"] }))
            });
            json!({ "mode": "file", "file": files.collect::<Vec<_>>() })
        }
        _ => json!({ "mode": "none" }),
    }
}

fn with_files(pair: &Value) -> Value {
    let mut pair = pair.clone();
    if let Some(files) = files_of(&text_or_empty(&pair, "value")) {
        pair["value"] = files.into();
    }
    pair
}

/// The paths of `@file(a|b)`.
fn files_of(value: &str) -> Option<Vec<String>> {
    let inside = value.trim().strip_prefix("@file(")?.split_once(')')?.0;
    Some(inside.split('|').map(str::to_owned).collect())
}
