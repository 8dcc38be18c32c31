//! Postman's bodies: raw, forms, files, GraphQL. An empty form is no body.

use crate::collections::body_file::{file_body, file_part, unchosen_file_part};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{
    as_text, description, is_disabled, is_true, items, text, text_or_empty,
};
use crate::collections::json_comments;
use crate::collections::left_out::{Disabled, LeftOutKind};
use crate::collections::numbers;
use crate::collections::place::{Place, short};
use mudbrick_requests::FormPart;
use serde_json::Value;

/// Whether anything would be sent but for the method.
pub(super) fn has_content(body: &Value) -> bool {
    !is_true(body, "disabled") && is_written(body)
}

fn is_written(body: &Value) -> bool {
    match mode(body).as_str() {
        "raw" => !raw(body).trim().is_empty(),
        mode @ ("urlencoded" | "formdata") => match body.get(mode) {
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Array(fields)) => fields.iter().any(|field| !is_disabled(field)),
            _ => false,
        },
        "graphql" => body.get("graphql").is_some_and(|it| !text_or_empty(it, "query").is_empty()),
        "file" => file_of(body).is_some(),
        _ => false,
    }
}

/// Lists what Postman keeps under the ways that are not chosen, or under one that is not known.
pub(super) fn leave_others(body: &Value, gathering: &mut Gathering, place: &Place) {
    const KNOWN: [&str; 5] = ["raw", "urlencoded", "formdata", "graphql", "file"];
    const ABOUT: [&str; 4] = ["mode", "options", "disabled", "description"];
    let chosen = mode(body);
    for (name, content) in body.as_object().into_iter().flatten() {
        let is_chosen = *name == chosen && KNOWN.contains(&name.as_str());
        if !is_chosen && !ABOUT.contains(&name.as_str()) && !is_empty(content) {
            gathering.leave(place, LeftOutKind::BodyNotChosen { mode: short(name) });
        }
    }
}

fn is_empty(content: &Value) -> bool {
    match content {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.values().all(is_empty),
        Value::Number(_) => false,
    }
}

/// The text of a raw body. One that was written as JSON itself, by hand, is that JSON.
fn raw(body: &Value) -> String {
    match body.get("raw") {
        Some(value @ (Value::Object(_) | Value::Array(_))) => numbers::pretty(value),
        _ => text_or_empty(body, "raw"),
    }
}

fn mode(body: &Value) -> String {
    text_or_empty(body, "mode")
}

pub(super) fn read(body: &Value, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
    if is_true(body, "disabled") && is_written(body) {
        return gathering.leave_disabled(place, Disabled::Body, &mode(body));
    }
    if !has_content(body) {
        return form_fields(body, &mode(body), draft, gathering, place).clear();
    }
    match mode(body).as_str() {
        "raw" => {
            let language = language(body);
            let said = draft.header("content-type").or(language).unwrap_or_default().to_owned();
            let text = json_comments::left_out_of(raw(body), &said, gathering, place);
            draft.text_body(text, language);
        }
        "urlencoded" => match body.get("urlencoded").and_then(Value::as_str) {
            Some(written) => {
                draft.body = Some(written.to_owned());
                draft.default_type("application/x-www-form-urlencoded");
            }
            None => {
                let fields = form_fields(body, "urlencoded", draft, gathering, place);
                let fields: Vec<(String, String)> = fields
                    .into_iter()
                    .map(|field| (text_or_empty(field, "key"), text_or_empty(field, "value")))
                    .collect();
                draft.form(&fields);
            }
        },
        "formdata" => {
            let fields = form_fields(body, "formdata", draft, gathering, place);
            let parts = fields.into_iter().flat_map(|field| parts(field, gathering, place));
            let parts: Vec<FormPart> = parts.collect();
            gathering.leave_all(place, draft.multipart(&parts));
        }
        "graphql" => graphql(body, draft),
        "file" => match file_of(body) {
            Some(File::Named(path)) => file_body(&path, draft, gathering, place),
            Some(File::Content(content)) => draft.text_body(content, None),
            None => {}
        },
        _ => {}
    }
}

/// The content type that Postman gives a raw body by itself, for the language that was chosen.
fn language(body: &Value) -> Option<&'static str> {
    let raw = body.get("options")?.get("raw")?;
    match text(raw, "language")?.as_str() {
        "json" => Some("application/json"),
        "xml" => Some("application/xml"),
        "html" => Some("text/html"),
        "javascript" => Some("application/javascript"),
        "text" => Some("text/plain"),
        _ => None,
    }
}

/// The fields that are switched on.
fn form_fields<'a>(
    body: &'a Value,
    form: &str,
    draft: &mut Draft,
    gathering: &mut Gathering,
    place: &Place,
) -> Vec<&'a Value> {
    let mut kept = Vec::new();
    for field in items(body, form) {
        let name = text_or_empty(field, "key");
        if is_disabled(field) {
            gathering.leave_disabled(place, Disabled::Field, &name);
            continue;
        }
        if let Some(said) = description(field) {
            draft.describe(&name, &said);
        }
        kept.push(field);
    }
    kept
}

/// A field's parts: a file field may name several files.
fn parts(field: &Value, gathering: &mut Gathering, place: &Place) -> Vec<FormPart> {
    let name = text_or_empty(field, "key");
    let content_type = text(field, "contentType").filter(|it| !it.trim().is_empty());
    if text(field, "type").as_deref() != Some("file") {
        let value = text_or_empty(field, "value");
        return vec![FormPart { name, value, content_type, file_name: None }];
    }
    let files: Vec<String> = match field.get("src") {
        Some(Value::Array(files)) => files.iter().filter_map(as_text).collect(),
        Some(file) => as_text(file).into_iter().collect(),
        None => Vec::new(),
    };
    if files.iter().all(|path| path.trim().is_empty()) {
        return vec![unchosen_file_part(&name, content_type, gathering, place)];
    }
    let part = |path: &String| file_part(&name, path, content_type.clone(), gathering, place);
    files.iter().map(part).collect()
}

fn graphql(body: &Value, draft: &mut Draft) {
    let Some(given) = body.get("graphql") else { return };
    let variables = match given.get("variables") {
        Some(Value::String(text)) => text.clone(),
        Some(value) if value.is_object() => numbers::compact(value),
        _ => String::new(),
    };
    let operation = text(given, "operationName");
    draft.graphql(&text_or_empty(given, "query"), operation.as_deref(), &variables);
}

enum File {
    Named(String),
    Content(String),
}

fn file_of(body: &Value) -> Option<File> {
    let file = body.get("file")?;
    if let Some(path) = as_text(file).or_else(|| text(file, "src")).filter(|path| !path.is_empty())
    {
        return Some(File::Named(path));
    }
    text(file, "content").filter(|content| !content.is_empty()).map(File::Content)
}
