//! The body of an operation, in the three ways that the versions have for it.

use super::reference::Document;
use super::schema::{DEEPEST, Maker};
use crate::collections::body_file::{file_body, file_part};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{as_text, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::Place;
use mudbrick_requests::FormPart;
use serde_json::Value;

/// Reads `requestBody` (OpenAPI 3).
pub(super) fn read<'a>(
    body: &'a Value,
    document: &Document<'a>,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let Some(content) = document.resolved(body).and_then(|body| body.get("content")?.as_object())
    else {
        return;
    };
    // JSON where there is a choice: it is what people write by hand.
    let json = content.iter().find(|(kind, _)| kind.contains("json"));
    let Some((kind, media)) = json.or_else(|| content.iter().next()) else { return };
    let others: Vec<&str> = content.keys().filter(|it| *it != kind).map(String::as_str).collect();
    if !others.is_empty() {
        let what = format!("the body as {}", others.join(", "));
        gathering.leave(place, LeftOutKind::Other { what });
    }
    let example = example(media, document);
    let schema = media.get("schema");
    of_type(kind, example, schema, document, draft, place, gathering);
}

/// A media type's own example.
fn example<'a>(media: &'a Value, document: &Document<'a>) -> Option<&'a Value> {
    if let Some(example) = media.get("example") {
        return Some(example);
    }
    let (_, first) = media.get("examples")?.as_object()?.iter().next()?;
    document.resolved(first)?.get("value")
}

/// A body of a content type, from its example or its schema.
pub(super) fn of_type<'a>(
    kind: &str,
    example: Option<&Value>,
    schema: Option<&'a Value>,
    document: &Document<'a>,
    draft: &mut Draft,
    place: &Place,
    gathering: &mut Gathering,
) {
    let made = match (example, schema) {
        (Some(example), _) => example.clone(),
        (None, Some(schema)) => {
            let mut maker = Maker::new(document);
            let made = maker.value(schema);
            if maker.was_cut {
                gathering.leave(place, LeftOutKind::SchemaDepth { depth: DEEPEST });
            }
            for reference in maker.lost {
                gathering.leave(place, LeftOutKind::Reference { reference });
            }
            made
        }
        (None, None) => Value::Null,
    };
    let members = made.as_object();
    if kind.contains("x-www-form-urlencoded") {
        let fields = members.into_iter().flatten();
        let fields: Vec<(String, String)> =
            fields.map(|(name, value)| (name.clone(), written(value))).collect();
        draft.form(&fields);
    } else if kind.starts_with("multipart/") {
        let mut parts = Vec::new();
        for (name, value) in members.into_iter().flatten() {
            match is_file(schema, name, document) {
                true => parts.push(file_part(name, name, None, gathering, place)),
                false => parts.push(FormPart {
                    name: name.clone(),
                    value: written(value),
                    content_type: None,
                    file_name: None,
                }),
            }
        }
        gathering.leave_all(place, draft.multipart(&parts));
    } else if kind.contains("json") {
        let kind = if kind == "*/*" { "application/json" } else { kind };
        if !made.is_null() {
            draft.text_body(pretty(&made), Some(kind));
        }
    } else if let Some(text) = made.as_str().filter(|text| *text != "string") {
        draft.text_body(text.to_owned(), Some(kind));
    } else if !made.is_null() && !made.is_string() {
        draft.text_body(pretty(&made), Some(kind));
    } else {
        // Binary data, which the person has in a file.
        draft.default_type(kind);
        file_body("body", draft, gathering, place);
    }
}

fn is_file<'a>(schema: Option<&'a Value>, name: &str, document: &Document<'a>) -> bool {
    let Some(schema) = schema.and_then(|schema| document.resolved(schema)) else { return false };
    let Some(property) = schema.get("properties").and_then(|all| all.get(name)) else {
        return false;
    };
    let property = document.resolved(property).unwrap_or(property);
    text_or_empty(property, "format") == "binary" || property.get("contentMediaType").is_some()
}

fn written(value: &Value) -> String {
    as_text(value)
        .unwrap_or_else(|| if value.is_null() { String::new() } else { value.to_string() })
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
