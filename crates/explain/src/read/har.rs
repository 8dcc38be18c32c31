//! HAR files, their entries, and what programs log of a failed call as JSON: a request, a response, a status, a body, under the
//! names that HAR, fetch, axios and others have for them.

use super::seen::{Seen, sent_back, status};
use crate::answer::Bearer;
use mudbrick_model::Header;
use serde_json::{Map, Value};

pub(super) fn read(text: &str) -> Vec<Seen> {
    let Ok(json) = serde_json::from_str::<Value>(text.trim()) else { return Vec::new() };
    of_json(&json)
}

/// The answers that an object tells of; none where it tells of no call.
pub(super) fn of_json(json: &Value) -> Vec<Seen> {
    if let Some(entries) = json.pointer("/log/entries").and_then(Value::as_array) {
        return entries.iter().rev().flat_map(one).collect();
    }
    one(json).into_iter().collect()
}

fn one(entry: &Value) -> Option<Seen> {
    let entry = entry.get("error").filter(|it| it.get("response").is_some()).unwrap_or(entry);
    let members = entry.as_object()?;
    let response = entry.get("response").and_then(Value::as_object).unwrap_or(members);
    let asked = ["request", "config", "req"].iter().find_map(|name| entry.get(*name)?.as_object());
    let found = ["status", "statusCode", "status_code"]
        .iter()
        .find_map(|name| number(response.get(*name)?));
    let url = asked.and_then(url).or_else(|| url(response)).or_else(|| url(members));
    let body = body(response)?;
    let headers = headers(response.get("headers"));
    let location = headers.iter().find(|it| it.name.eq_ignore_ascii_case("location"));
    let body = location.and_then(|header| sent_back(&header.value)).unwrap_or(body);
    let sent = asked.and_then(|asked| asked.get("headers"));
    // What a log leaves out need not have been missing: only HAR lists all of what was sent.
    let is_whole = sent.is_some_and(Value::is_array);
    let bearer = match Bearer::of(&self::headers(sent)) {
        Bearer::Absent if !is_whole => Bearer::Unknown,
        bearer => bearer,
    };
    let seen = Seen {
        method: asked
            .and_then(|it| it.get("method"))
            .and_then(Value::as_str)
            .map(str::to_uppercase),
        status: found.and_then(status),
        headers,
        body: Some(body),
        bearer,
        ..Seen::default()
    };
    Some(match url {
        Some(url) => seen.at_url(&url),
        None => seen,
    })
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn url(members: &Map<String, Value>) -> Option<String> {
    let url = ["url", "uri", "requestUrl"].iter().find_map(|name| members.get(*name)?.as_str())?;
    let base = members.get("baseURL").and_then(Value::as_str).unwrap_or_default();
    Some(if url.contains("://") { url.to_owned() } else { format!("{base}{url}") })
}

/// `content` is HAR's, `data` axios', and the rest what people call it.
fn body(response: &Map<String, Value>) -> Option<Vec<u8>> {
    let names = ["content", "data", "body", "responseBody", "response_body", "text"];
    let value = names.iter().find_map(|name| response.get(*name))?;
    let value = value.get("text").filter(|_| response.contains_key("content")).unwrap_or(value);
    Some(match value {
        Value::String(text) => text.clone().into_bytes(),
        Value::Null => Vec::new(),
        // HAR leaves `text` out of an empty body.
        Value::Object(members)
            if members.contains_key("mimeType") && members.contains_key("size") =>
        {
            Vec::new()
        }
        other => other.to_string().into_bytes(),
    })
}

/// As a list of names and values, or as an object.
fn headers(value: Option<&Value>) -> Vec<Header> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Some(Value::Array(all)) => {
            let one =
                |it: &Value| Some(Header::new(it.get("name")?.as_str()?, text(it.get("value")?)));
            all.iter().filter_map(one).collect()
        }
        Some(Value::Object(all)) => {
            all.iter().map(|(name, value)| Header::new(name, text(value))).collect()
        }
        _ => Vec::new(),
    }
}
