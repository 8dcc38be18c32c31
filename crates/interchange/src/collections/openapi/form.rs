//! Forms: the members of an object (OpenAPI 3), or a list of parameters (OpenAPI 2).

use super::making::Making;
use super::media::Media;
use super::parts::parts;
use super::reference::{Document, members, members_of};
use super::schema::type_of;
use super::variable::{as_it_is, variable};
use crate::collections::body_file::file_part;
use crate::collections::json::{as_text, items, text, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::numbers::compact;
use mudbrick_requests::FormPart;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// `a=1&b=2`.
pub(super) fn urlencoded<'a>(made: &Value, media: &Media<'a>, making: &mut Making<'a, '_>) {
    let mut fields = Vec::new();
    for (name, value) in members_of(made) {
        let encoding = encoding(media, name, making);
        let style = encoding.map(|it| text_or_empty(it, "style")).unwrap_or_default();
        let explode = encoding.and_then(|it| it.get("explode")).and_then(Value::as_bool);
        match value {
            Value::Array(list) if explode.unwrap_or(matches!(style.as_str(), "" | "form")) => {
                fields.extend(list.iter().map(|item| (name.to_owned(), written(item))));
            }
            Value::Array(list) => {
                let delimiter = match style.as_str() {
                    "spaceDelimited" => " ",
                    "pipeDelimited" => "|",
                    _ => ",",
                };
                let list: Vec<String> = list.iter().map(written).collect();
                fields.push((name.to_owned(), list.join(delimiter)));
            }
            Value::Object(members) if style == "deepObject" => fields.extend(
                members.iter().map(|(member, value)| (format!("{name}[{member}]"), written(value))),
            ),
            value => fields.push((name.to_owned(), written(value))),
        }
    }
    making.draft.form(&fields);
}

/// A part for each member, and for each item of a list.
pub(super) fn multipart<'a>(made: &Value, media: &Media<'a>, making: &mut Making<'a, '_>) {
    let properties = properties(media.schema, making.document);
    let mut parts = Vec::new();
    for (name, value) in members_of(made) {
        let encoding = encoding(media, name, making);
        let content_type = encoding.and_then(|it| text(it, "contentType")).unwrap_or_default();
        let content_type = content_type.split(',').next().unwrap_or_default().trim();
        let content_type = (!content_type.is_empty() && !content_type.contains('*'))
            .then(|| content_type.to_owned());
        if encoding.is_some_and(|it| it.get("headers").is_some()) {
            let what = format!("the headers of the form field {name}");
            making.leave(LeftOutKind::Others { what });
        }
        if properties.get(name).is_some_and(|it| is_file(it, making.document)) {
            parts.push(file_part(name, name, content_type, making.gathering, making.place));
            continue;
        }
        let each = match value {
            Value::Array(list) => list.as_slice(),
            value => std::slice::from_ref(value),
        };
        parts.extend(each.iter().map(|value| FormPart {
            name: name.to_owned(),
            value: written(value),
            content_type: content_type.clone().or_else(|| {
                let is_json = as_text(value).is_none() && !value.is_null();
                is_json.then(|| "application/json".to_owned())
            }),
            file_name: None,
        }));
    }
    making.gathering.leave_all(making.place, making.draft.multipart(&parts));
}

/// How a property is sent, where the description says so.
fn encoding<'a>(media: &Media<'a>, name: &str, making: &mut Making<'a, '_>) -> Option<&'a Value> {
    making.resolved(media.media.get("encoding")?.get(name)?)
}

/// Schemas that are looked into for the properties of one form.
const MOST_SCHEMAS: usize = 2_000;

/// The properties of a schema and of its parts. Each schema is looked into once, since they refer to themselves.
fn properties<'a>(
    schema: Option<&'a Value>,
    document: &Document<'a>,
) -> HashMap<&'a str, &'a Value> {
    let mut found = HashMap::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<&Value> = schema.into_iter().collect();
    while let Some(schema) = waiting.pop() {
        let Some(schema) = document.resolved(schema) else { continue };
        if seen.len() >= MOST_SCHEMAS || !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        for (name, property) in members(schema, "properties") {
            found.entry(name).or_insert(property);
        }
        waiting.extend(["allOf", "oneOf", "anyOf"].into_iter().flat_map(|key| items(schema, key)));
    }
    found
}

/// A file, or a list of files.
fn is_file<'a>(property: &'a Value, document: &Document<'a>) -> bool {
    let property = document.resolved(property).unwrap_or(property);
    let item = property.get("items").filter(|_| type_of(property) == "array");
    let one = item.and_then(|item| document.resolved(item)).unwrap_or(property);
    text_or_empty(one, "format") == "binary" || one.get("contentMediaType").is_some()
}

/// OpenAPI 2: each field asks for its value.
pub(super) fn of_parameters<'a>(
    form: &[&'a Value],
    consumed: &[&str],
    making: &mut Making<'a, '_>,
) {
    let is_file = |one: &Value| text_or_empty(one, "type") == "file";
    let multipart = consumed.iter().any(|kind| kind.starts_with("multipart/"));
    if !multipart && !form.iter().any(|one| is_file(one)) {
        let mut fields = Vec::new();
        for part in form.iter().flat_map(|one| asked(one, making)) {
            fields.push((part.name, part.value));
        }
        return making.draft.form(&fields);
    }
    let mut parts = Vec::new();
    for one in form {
        let name = text_or_empty(one, "name");
        match is_file(one) {
            true => parts.push(file_part(&name, &name, None, making.gathering, making.place)),
            false => parts.extend(asked(one, making)),
        }
    }
    making.gathering.leave_all(making.place, making.draft.multipart(&parts));
}

/// What a field is sent as: its variables, whose values are what the description gives.
fn asked<'a>(field: &'a Value, making: &mut Making<'a, '_>) -> Vec<FormPart> {
    let name = text_or_empty(field, "name");
    let asked = parts(field, &name, true, making).into_iter().map(|part| {
        making.gathering.variable(making.place, &variable(&part.variable), &part.value());
        let value = as_it_is(&part.variable);
        FormPart { name: part.name, value, content_type: None, file_name: None }
    });
    asked.collect()
}

fn written(value: &Value) -> String {
    let json = || if value.is_null() { String::new() } else { compact(value) };
    as_text(value).unwrap_or_else(json)
}
