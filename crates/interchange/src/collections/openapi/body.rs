//! The body of an operation, in the ways that the versions have for it.

use super::form;
use super::making::Making;
use super::media::Media;
use super::reference::members;
use super::schema::type_of;
use crate::collections::body_file::file_body;
use crate::collections::json::{description, items, text_or_empty};
use crate::collections::left_out::LeftOutKind;
use crate::collections::numbers::{self, compact, pretty};
use mudbrick_model::Header;
use serde_json::Value;

/// Reads `requestBody` (OpenAPI 3).
pub(super) fn read<'a>(body: &'a Value, making: &mut Making<'a, '_>) {
    let Some(body) = making.resolved(body) else { return };
    if let Some(said) = description(body) {
        making.draft.describe("Body", &said);
    }
    let content: Vec<(&str, &Value)> = members(body, "content").collect();
    let kinds: Vec<&str> = content.iter().map(|(kind, _)| *kind).collect();
    let Some(at) = chosen(&kinds, making) else { return };
    let (kind, media) = content[at];
    let (example, others) = making.examples(media);
    if !others.is_empty() {
        let what = format!("further examples of the body ({})", others.len());
        making.leave(LeftOutKind::Others { what });
    }
    of_type(&Media { kind, example, schema: media.get("schema"), media }, making);
}

/// Which of several content types the body gets, by its place; the others are told.
fn chosen(kinds: &[&str], making: &mut Making<'_, '_>) -> Option<usize> {
    let declared = making.draft.header("content-type").map(essence);
    let is_declared = |kind: &&str| declared.as_deref() == Some(essence(kind).as_str());
    let declared = kinds.iter().position(is_declared);
    // JSON where there is a choice: it is what people write by hand.
    let json = || kinds.iter().position(|kind| kind.contains("json"));
    let at = declared.or_else(json).or((!kinds.is_empty()).then_some(0))?;
    let others = kinds.iter().enumerate().filter(|(other, _)| *other != at);
    let others: Vec<&str> = others.map(|(_, kind)| *kind).collect();
    if !others.is_empty() {
        let what = format!("the body as {}", others.join(", "));
        making.leave(LeftOutKind::Other { what });
    }
    Some(at)
}

/// The body of OpenAPI 2, whose form is a list of parameters.
pub(super) fn of_parameters<'a>(
    operation: &'a Value,
    given: &[&'a Value],
    making: &mut Making<'a, '_>,
) {
    let own = items(operation, "consumes");
    let consumed = if own.is_empty() { making.document.consumed() } else { own };
    let kinds: Vec<&str> = consumed.iter().filter_map(Value::as_str).collect();
    let body = given.iter().find(|one| text_or_empty(one, "in") == "body");
    if let Some(body) = body {
        let kind = chosen(&kinds, making).map_or("application/json", |at| kinds[at]);
        let (example, schema) = (body.get("example"), body.get("schema"));
        of_type(&Media { kind, example, schema, media: body }, making);
    } else if !given.is_empty() {
        form::of_parameters(given, &kinds, making);
    }
}

fn of_type<'a>(media: &Media<'a>, making: &mut Making<'a, '_>) {
    let kind = settled(media.kind, making);
    let made = match (media.example, media.schema) {
        (Some(example), _) => example.clone(),
        (None, Some(schema)) => making.made(schema),
        (None, None) => Value::Null,
    };
    let braces = LeftOutKind::in_braces([compact(&made).as_str()]);
    making.gathering.leave_all(making.place, braces);
    if kind.contains("x-www-form-urlencoded") {
        form::urlencoded(&made, media, making);
    } else if kind.starts_with("multipart/") {
        form::multipart(&made, media, making);
    } else if kind.contains("json") {
        if !made.is_null() {
            let text = json(&made, &kind, media, making);
            making.draft.text_body(text, Some(&kind));
        }
    } else if let Some(text) = made.as_str().filter(|text| *text != "string") {
        making.draft.text_body(text.to_owned(), Some(&kind));
    } else if is_text(&kind) {
        // What was made is JSON, and anything else under this name.
        making.draft.default_type(&kind);
        making.leave(LeftOutKind::NoBody { content_type: kind });
    } else {
        // Binary data, which the person has in a file.
        making.draft.default_type(&kind);
        file_body("body", making.draft, making.gathering, making.place);
    }
}

/// The content type that goes out: a range such as `*/*` is none. A parameter that names another one of the kind counts.
fn settled(kind: &str, making: &mut Making<'_, '_>) -> String {
    let declared = making.draft.header("content-type").unwrap_or_default().to_owned();
    let is_range = kind.contains('*');
    let both_json = kind.contains("json") && declared.contains("json");
    if !declared.is_empty() && (is_range || both_json || essence(&declared) == essence(kind)) {
        return declared;
    }
    let kind = match essence(kind).as_str() {
        "*/*" | "application/*" => "application/json",
        "text/*" => "text/plain",
        _ if is_range => "application/octet-stream",
        _ => kind,
    };
    let lost = making.draft.make_way(&Header::new("Content-Type", kind), "body");
    making.gathering.leave_all(making.place, lost);
    kind.to_owned()
}

/// A content type without its parameters.
fn essence(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether people write it by hand.
fn is_text(kind: &str) -> bool {
    kind.starts_with("text/")
        || ["xml", "yaml", "csv", "javascript", "graphql"].iter().any(|word| kind.contains(word))
}

/// JSON. An example that is written as a text is that JSON, digit for digit, unless the body is to be a text.
fn json<'a>(made: &Value, kind: &str, media: &Media<'a>, making: &Making<'a, '_>) -> String {
    let is_lines = ["ndjson", "jsonl", "json-seq"].iter().any(|word| kind.contains(word));
    let schema = media.schema.and_then(|schema| making.document.resolved(schema));
    let wants_text = schema.is_some_and(|schema| type_of(schema) == "string");
    match made.as_str() {
        Some(text) if is_lines || (!wants_text && is_json(text)) => text.to_owned(),
        _ if is_lines => compact(made),
        _ => pretty(made),
    }
}

/// Whether a text is JSON, or was meant to be.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) || numbers::read(text).is_ok()
}
