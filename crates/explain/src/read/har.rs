//! HAR files, their entries, and what programs log of a failed call as JSON: a request, a response, a status, a body, under the
//! names that HAR, fetch, axios and others have for them.

use super::seen::{Seen, sent_back, status};
use crate::answer::Bearer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mudbrick_model::Header;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The answers in an object that is one of them and says whose they are: nothing else of it needs to be read.
pub(super) fn whole(json: &Value) -> Option<Vec<Seen>> {
    let has_response = [json.get("response"), json.pointer("/error/response")]
        .iter()
        .flatten()
        .any(|response| response.is_object());
    let calls = calls(json);
    let is_placed = has_response && calls.iter().any(|seen| seen.host.is_some());
    (is_file(json) || is_placed).then_some(calls)
}

/// Whether it is a HAR file.
pub(super) fn is_file(json: &Value) -> bool {
    json.pointer("/log/entries").is_some_and(Value::is_array)
}

/// The answers that an object tells of, the last one first; none where it tells of no call.
pub(super) fn calls(json: &Value) -> Vec<Seen> {
    let Some(entries) = json.pointer("/log/entries").and_then(Value::as_array) else {
        return one(json).into_iter().collect();
    };
    let call = |entry: &Value| {
        let of = |name: &str| entry.get("request")?.get(name)?.as_str().map(str::to_owned);
        Some((of("method")?, of("url")?))
    };
    let mut later = HashSet::new();
    // What was sent again was answered again: only the last answer says how it ended.
    let is_last = |entry: &&Value| call(entry).is_none_or(|call| later.insert(call));
    entries.iter().rev().filter(is_last).filter_map(one).collect()
}

/// The address that an object has as a member of its own.
pub(super) fn address(json: &Value) -> Option<String> {
    url(json.as_object()?).filter(|url| url.contains("://"))
}

/// Whether it is a record of a log, which tells of a call: the answer's body may be within it, and is not the whole of it.
pub(super) fn is_record(json: &Value) -> bool {
    const WORDS: [&str; 12] = [
        "level",
        "levelname",
        "log_level",
        "log.level",
        "loglevel",
        "severity",
        "request",
        "req",
        "response",
        "res",
        "method",
        "baseURL",
    ];
    match json {
        Value::Array(elements) => elements.iter().any(is_record),
        Value::Object(members) => {
            let is_word = |name: &String| WORDS.iter().any(|it| it.eq_ignore_ascii_case(name));
            let has_answer = status_of(members).is_some() && body(members).is_some();
            has_answer || address(json).is_some() || members.keys().any(is_word)
        }
        _ => false,
    }
}

/// The status that an object has as a member of its own.
pub(super) fn status_of(members: &Map<String, Value>) -> Option<u16> {
    let names = ["status", "statusCode", "status_code"];
    names.iter().find_map(|name| number(members.get(*name)?)).and_then(status)
}

fn one(entry: &Value) -> Option<Seen> {
    let entry = entry.get("error").filter(|it| it.get("response").is_some()).unwrap_or(entry);
    let members = entry.as_object()?;
    let response = entry.get("response").and_then(Value::as_object).unwrap_or(members);
    let asked = ["request", "config", "req"].iter().find_map(|name| entry.get(*name)?.as_object());
    let url = asked.and_then(url).or_else(|| url(response)).or_else(|| url(members));
    let method = asked.and_then(|it| it.get("method")).and_then(Value::as_str);
    let method = method.map(str::to_uppercase);
    // A proxy answers that, and not the host to which it is to open a way.
    if method.as_deref() == Some("CONNECT") {
        return None;
    }
    let body = body(response)?;
    let headers = headers(response.get("headers"));
    let location = headers.iter().find(|it| it.name.eq_ignore_ascii_case("location"));
    let body = location.and_then(|header| sent_back(&header.value)).or(body);
    let sent = asked.and_then(|asked| asked.get("headers"));
    // What a log leaves out need not have been missing, and browsers leave tokens and cookies out of the HAR files they save.
    let bearer = match Bearer::of_pasted(&self::headers(sent)) {
        Bearer::Absent => Bearer::Unknown,
        bearer => bearer,
    };
    let seen =
        Seen { method, status: status_of(response), headers, body, bearer, ..Seen::default() };
    Some(match url {
        Some(url) => seen.at_url(&url),
        None => seen,
    })
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn url(members: &Map<String, Value>) -> Option<String> {
    // Elastic's common schema has the parts of an address in an object.
    let text = |value: &'_ Value| value.get("full").unwrap_or(value).as_str().map(str::to_owned);
    let url = ["url", "uri", "requestUrl"].iter().find_map(|name| text(members.get(*name)?))?;
    let base = members.get("baseURL").and_then(Value::as_str).unwrap_or_default();
    Some(if url.contains("://") { url } else { format!("{base}{url}") })
}

/// `content` is HAR's, `data` axios', and the rest what people call it. Where a response has none of them it is none; a body
/// that was not written down is not known, which is not the same as empty.
fn body(response: &Map<String, Value>) -> Option<Option<Vec<u8>>> {
    let names = ["content", "data", "body", "responseBody", "response_body", "text"];
    let value = names.iter().find_map(|name| response.get(*name))?;
    // Elastic's common schema has the text of a body within an object.
    let value = value.get("content").filter(|it| it.is_string()).unwrap_or(value);
    Some(match (value, response.contains_key("content")) {
        (Value::Object(content), true) => in_content(content),
        (Value::String(text), _) => Some(text.clone().into_bytes()),
        (Value::Null, _) => None,
        (other, _) => Some(other.to_string().into_bytes()),
    })
}

/// HAR leaves `text` out of what is empty, and of what the browser did not keep.
fn in_content(content: &Map<String, Value>) -> Option<Vec<u8>> {
    let is_har = content.contains_key("mimeType") || content.contains_key("size");
    match content.get("text") {
        Some(Value::String(text)) if content.get("encoding").is_some_and(|it| it == "base64") => {
            STANDARD.decode(text.trim()).ok()
        }
        Some(Value::String(text)) => Some(text.clone().into_bytes()),
        _ if is_har => (content.get("size").and_then(number) == Some(0)).then(Vec::new),
        _ => Some(Value::Object(content.clone()).to_string().into_bytes()),
    }
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
