//! A folder of `.bru` files as Bruno's own export would have it.

use super::bru::{self, Bru};
use crate::collections::json::text_or_empty;
use serde_json::{Map, Value, json};

/// The file that says that a folder is a collection.
const CONFIG: &str = "bruno.json";

/// Whether a file belongs to a collection that is a folder.
pub(in crate::collections) fn is_part(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.ends_with(".bru") || name == CONFIG
}

/// The folder that a collection is in, when this is the file that says so: `api/` or nothing.
pub(in crate::collections) fn base_of(path: &str) -> Option<&str> {
    let base = path.strip_suffix(CONFIG)?;
    (base.is_empty() || base.ends_with('/')).then_some(base)
}

/// The collection of these files, in the form of the export, and the files that cannot be read with the line.
pub(in crate::collections) fn read(
    files: &[(&str, String)],
    base: &str,
) -> (Value, Vec<(String, usize)>) {
    let mut collection = json!({ "version": "1", "items": [], "environments": [] });
    let mut unread = Vec::new();
    let mut sorted: Vec<&(&str, String)> = files.iter().collect();
    // A folder's own file before what is in it.
    sorted.sort_by_key(|(path, _)| (!path.ends_with("folder.bru"), *path));
    for (path, text) in sorted {
        let inside = path.strip_prefix(base).unwrap_or(path);
        if inside == CONFIG {
            match serde_json::from_str::<Value>(text) {
                Ok(config) => {
                    collection["name"] = config["name"].clone();
                    collection["brunoConfig"] = config;
                }
                Err(error) => unread.push(((*path).to_owned(), error.line())),
            }
            continue;
        }
        let Ok(bru) = bru::parse(text).map_err(|line| unread.push(((*path).to_owned(), line)))
        else {
            continue;
        };
        let mut parts: Vec<&str> = inside.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let stem = name.strip_suffix(".bru").unwrap_or(name);
        match (name, parts.as_slice()) {
            ("collection.bru", []) => {
                collection["unknown"] = unknown(&bru).into();
                collection["root"] = shared(&bru.blocks);
            }
            (_, ["environments"]) => push(&mut collection["environments"], json!({ "name": stem })),
            ("folder.bru", folders) => {
                let folder = folder_at(&mut collection, folders);
                let named = bru::value_of(bru.blocks.get("meta"), "name");
                if !named.is_empty() {
                    folder["name"] = Value::String(named);
                }
                folder["unknown"] = unknown(&bru).into();
                folder["root"] = shared(&bru.blocks);
            }
            (_, folders) => {
                let folder = folder_at(&mut collection, folders);
                push(&mut folder["items"], request(stem, &bru));
            }
        }
    }
    (collection, unread)
}

/// What a file says that nobody reads.
fn unknown(bru: &Bru) -> Vec<String> {
    let mut unknown = bru.unknown.clone();
    for pair in bru.blocks["meta"].as_array().into_iter().flatten() {
        let (name, value) = (text_or_empty(pair, "name"), text_or_empty(pair, "value"));
        match name.as_str() {
            "name" | "type" | "seq" => {}
            "tags" => unknown.extend(value.split(", ").map(|tag| format!("the tag {tag}"))),
            _ => unknown.push(format!("meta.{name}")),
        }
    }
    unknown
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

fn request(stem: &str, bru: &Bru) -> Value {
    let blocks = &bru.blocks;
    let line = bru::METHODS.iter().find_map(|method| Some((*method, blocks.get(*method)?)));
    let meta = |name: &str| bru::value_of(blocks.get("meta"), name);
    let kind = meta("type");
    let named = meta("name");
    let name = if named.is_empty() { stem.to_owned() } else { named };
    // A method of one's own is a value beside the others.
    let line = line.map(|(method, line)| (method.to_owned(), line));
    let own = || blocks.get("http").map(|line| (bru::value_of(Some(line), "method"), line));
    let Some((method, line)) = line.or_else(own) else {
        return json!({ "type": if kind.is_empty() { "item" } else { &kind }, "name": name });
    };
    let line = |name: &str| bru::value_of(Some(line), name);
    let mut request = common(blocks, &line("auth"));
    request["method"] = Value::String(method.to_uppercase());
    request["url"] = Value::String(line("url"));
    request["docs"] = blocks["docs"].clone();
    request["body"] = bodies(blocks, &line("body"));
    request["params"] = parameters(blocks);
    json!({
        "type": "http", "name": name, "request": request, "seq": meta("seq").parse::<u64>().ok(),
        "settings": settings(blocks), "examples": blocks["example"], "unknown": unknown(bru),
    })
}

fn common(blocks: &Value, mode: &str) -> Value {
    let list = |name: &str| blocks.get(name).cloned().unwrap_or_else(|| json!([]));
    let text = |name: &str| blocks.get(name).cloned().unwrap_or(Value::Null);
    json!({
        "headers": list("headers"),
        "auth": auth(blocks, mode),
        "vars": { "req": variables(blocks, "vars:pre-request"), "res": variables(blocks, "vars:post-response") },
        "script": { "req": text("script:pre-request"), "res": text("script:post-response") },
        "assertions": list("assert"),
        "tests": text("tests"),
    })
}

/// A block of variables. An `@` before a name says that it is the request's alone, and is no part of it.
fn variables(blocks: &Value, block: &str) -> Value {
    let pairs = blocks[block].as_array().into_iter().flatten();
    let named = pairs.map(|pair| {
        let mut pair = pair.clone();
        pair["name"] = text_or_empty(&pair, "name").trim_start_matches('@').into();
        pair
    });
    named.collect()
}

/// The kind that is chosen, and the settings of all that there are, named as in the export.
fn auth(blocks: &Value, mode: &str) -> Value {
    let mut auth = Map::new();
    for (name, block) in blocks.as_object().into_iter().flatten() {
        let Some(kind) = name.strip_prefix("auth:") else { continue };
        let pairs = block.as_array().into_iter().flatten();
        let settings =
            pairs.map(|pair| (in_camel_case(&text_or_empty(pair, "name")), pair["value"].clone()));
        auth.insert(kind.to_owned(), settings.collect());
    }
    auth.insert("mode".to_owned(), mode.into());
    Value::Object(auth)
}

/// `token_header_prefix` as `tokenHeaderPrefix`.
fn in_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        camel.push_str(&first.to_uppercase());
        camel.push_str(rest);
    }
    camel
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

/// All bodies that there are, and which is chosen.
fn bodies(blocks: &Value, chosen: &str) -> Value {
    let block = |name: &str| blocks.get(name).cloned().unwrap_or(Value::Null);
    let form = |name: &str, read: fn(&Value) -> Value| -> Value {
        blocks[name].as_array().into_iter().flatten().map(read).collect()
    };
    let mode = match chosen {
        "form-urlencoded" => "formUrlEncoded",
        "multipart-form" => "multipartForm",
        // The oldest files have a body and no word about it.
        "" if blocks.get("body").is_some() => "json",
        "" => "none",
        other => other,
    };
    json!({
        "mode": mode,
        "json": blocks.get("body:json").or(blocks.get("body")),
        "text": block("body:text"),
        "xml": block("body:xml"),
        "sparql": block("body:sparql"),
        "graphql": { "query": block("body:graphql"), "variables": block("body:graphql:vars") },
        "formUrlEncoded": block("body:form-urlencoded"),
        "multipartForm": form("body:multipart-form", with_files),
        "file": form("body:file", file),
    })
}

/// A file as it is in the export: one that is switched off is one that is not selected.
fn file(pair: &Value) -> Value {
    let files = files_of(&text_or_empty(pair, "value")).unwrap_or_default();
    json!({
        "filePath": files.first(), "selected": pair["enabled"],
        "contentType": pair["contentType"], "description": pair["description"],
    })
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
    let inside = value.trim().strip_prefix("@file(")?.strip_suffix(')')?;
    Some(inside.split('|').map(str::to_owned).collect())
}
