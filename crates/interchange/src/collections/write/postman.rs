//! A Postman collection, v2.1.

use super::{OutgoingRequests, decoded_pairs, is_form};
use crate::collections::file_variables::with_file_variables;
use mudbrick_model::Request;
use mudbrick_requests::{Entry, LiteralCredentials};
use serde_json::{Map, Value, json};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Postman's own word for what Mudbrick calls differently.
const BUILT_IN: [(&str, &str); 2] = [("{{$uuid}}", "{{$guid}}"), ("{{$random.uuid}}", "{{$guid}}")];

/// The collection's text. A file with one request is that request; another one is a folder.
pub fn postman(name: &str, files: &[OutgoingRequests]) -> String {
    let mut root = json!({ "item": [] });
    let mut variables: Vec<(String, String)> = Vec::new();
    let mut literal = LiteralCredentials::default();
    for outgoing in files {
        // Postman has one value for a name: a file with another one gets it written into its requests.
        let mut own = Vec::new();
        for (name, value) in &outgoing.file.variables {
            match variables.iter().find(|(known, _)| known == name) {
                Some((_, known)) if known == value => {}
                Some(_) => own.push((name.clone(), value.clone())),
                None => variables.push((name.clone(), value.clone())),
            }
        }
        let (folders, stem) = outgoing.parts();
        let mut here = &mut root;
        for folder in folders {
            here = folder_in(here, folder);
        }
        if outgoing.file.entries.len() != 1 {
            here = folder_in(here, stem);
            describe(here, &outgoing.file.comments);
        }
        for (name, request, entry) in outgoing.entries(&mut literal) {
            let request =
                if own.is_empty() { request } else { with_file_variables(&request, &own) };
            push(here, item(&name, &request, entry));
        }
    }
    let variables =
        variables.iter().map(|(name, value)| json!({ "key": name, "value": adopted(value) }));
    let collection = json!({
        "info": { "name": name, "schema": SCHEMA },
        "item": root["item"],
        "variable": variables.collect::<Vec<_>>(),
    });
    format!("{collection:#}\n")
}

fn push(folder: &mut Value, item: Value) {
    if let Some(items) = folder["item"].as_array_mut() {
        items.push(item);
    }
}

/// The folder of this name in another one, made where there is none.
fn folder_in<'a>(parent: &'a mut Value, name: &str) -> &'a mut Value {
    let is_it = |item: &Value| item["name"] == name && item.get("item").is_some();
    let known = parent["item"].as_array().and_then(|items| items.iter().position(is_it));
    let at = known.unwrap_or_else(|| {
        push(parent, json!({ "name": name, "item": [] }));
        parent["item"].as_array().map_or(0, |items| items.len() - 1)
    });
    &mut parent["item"][at]
}

fn describe(owner: &mut Value, lines: &[String]) {
    if !lines.is_empty() {
        owner["description"] = Value::String(lines.join("\n"));
    }
}

fn item(name: &str, request: &Request, entry: &Entry) -> Value {
    let headers = request.headers.iter();
    let headers =
        headers.map(|header| json!({ "key": header.name, "value": adopted(&header.value) }));
    let mut members = Map::new();
    members.insert("method".to_owned(), request.method.as_str().into());
    members.insert("header".to_owned(), headers.collect::<Vec<_>>().into());
    let mut settings = None;
    if let Some(text) = &request.body {
        members.insert("body".to_owned(), body(request, text));
        // Without this, Postman drops the body of a GET request.
        settings = (!request.method.writes()).then(|| json!({ "disableBodyPruning": true }));
    }
    members.insert("url".to_owned(), adopted(&request.url).into());
    let mut request = Value::Object(members);
    let note = entry.note.iter().cloned();
    let lines: Vec<String> = note.chain(entry.comments.iter().cloned()).collect();
    describe(&mut request, &lines);
    let mut item = json!({ "name": name, "request": request });
    if let Some(settings) = settings {
        item["protocolProfileBehavior"] = settings;
    }
    item
}

fn body(request: &Request, text: &str) -> Value {
    if let Some(path) = text.trim().strip_prefix("< ").filter(|path| !path.contains('\n')) {
        return json!({ "mode": "file", "file": { "src": path } });
    }
    if is_form(request) {
        let pairs = decoded_pairs(text).into_iter().map(|(name, value)| {
            json!({ "key": name, "value": adopted(&value.unwrap_or_default()), "type": "text" })
        });
        return json!({ "mode": "urlencoded", "urlencoded": pairs.collect::<Vec<_>>() });
    }
    let mut body = json!({ "mode": "raw", "raw": adopted(text) });
    if text.trim_start().starts_with(['{', '[']) {
        body["options"] = json!({ "raw": { "language": "json" } });
    }
    body
}

/// Variables as Postman writes them: it encodes on its own.
fn adopted(text: &str) -> String {
    let text =
        BUILT_IN.iter().fold(text.to_owned(), |text, (own, theirs)| text.replace(own, theirs));
    text.replace("{{%", "{{")
}
