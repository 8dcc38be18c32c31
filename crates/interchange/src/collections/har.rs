//! HAR 1.2: what a browser recorded. Its own headers, cookies and answers are not taken over.

use super::body_file::file_part;
use super::draft::Draft;
use super::gathering::Gathering;
use super::json::{items, text, text_or_empty};
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use super::{Collection, CollectionFormat};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use mudbrick_model::Header;
use mudbrick_requests::FormPart;
use serde_json::Value;

/// Headers that a browser writes about itself and its page.
const BROWSERS: [&str; 18] = [
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "dnt",
    "host",
    "origin",
    "pragma",
    "priority",
    "referer",
    "te",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "if-none-match",
    "if-modified-since",
];

pub(super) fn is_one(value: &Value) -> bool {
    value.get("log").and_then(|log| log.get("entries")).is_some_and(Value::is_array)
}

pub(super) fn read(value: &Value, source: &str) -> (Collection, bool) {
    let mut gathering = Gathering::new(CollectionFormat::Har, source, "");
    let entries = value.get("log").map_or(&[][..], |log| items(log, "entries"));
    let answers = entries.iter().filter(|entry| answered(entry)).count();
    if answers > 0 {
        gathering.leave(&Place::default(), LeftOutKind::Examples { count: answers });
    }
    for entry in entries {
        if let Some(request) = entry.get("request") {
            one(request, &mut gathering);
        }
    }
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

fn answered(entry: &Value) -> bool {
    let status = entry.get("response").and_then(|it| it.get("status")).and_then(Value::as_u64);
    status.is_some_and(|status| status > 0)
}

fn one(request: &Value, gathering: &mut Gathering) {
    let (method, url) = (text_or_empty(request, "method"), text_or_empty(request, "url"));
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
        None => ("", path),
    };
    let comment = text(request, "comment").filter(|comment| !comment.trim().is_empty());
    let name = comment.unwrap_or_else(|| format!("{method} /{}", short(path)));
    let place = Place::default().child(host).child(&name);
    let mut draft = Draft { method, url, ..Draft::default() };
    let mut own: Vec<String> = Vec::new();
    let mut cookies = items(request, "cookies").len();
    for header in items(request, "headers") {
        let (name, value) = (text_or_empty(header, "name"), text_or_empty(header, "value"));
        let lower = name.to_ascii_lowercase();
        // HTTP/2 has the request line in headers that begin with a colon.
        if lower.starts_with(':') || lower.starts_with("sec-") || BROWSERS.contains(&lower.as_str())
        {
            own.push(name);
        } else if lower == "cookie" {
            cookies = cookies.max(value.split(';').filter(|it| !it.trim().is_empty()).count());
        } else {
            draft.headers.push(Header::new(name, value));
        }
    }
    if !own.is_empty() {
        gathering.leave(&place, LeftOutKind::OwnHeader { name: own.join(", ") });
    }
    if cookies > 0 {
        gathering.leave(&place, LeftOutKind::Cookies { count: cookies });
    }
    if let Some(posted) = request.get("postData").filter(|posted| !posted.is_null()) {
        body(posted, &mut draft, gathering, &place);
    }
    gathering.add(&place, draft);
}

fn body(posted: &Value, draft: &mut Draft, gathering: &mut Gathering, place: &Place) {
    let content_type = text_or_empty(posted, "mimeType");
    let mut written = text_or_empty(posted, "text");
    if ["encoding", "_encoding"].iter().any(|key| text_or_empty(posted, key) == "base64") {
        let bytes = BASE64.decode(written.trim()).ok();
        let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else {
            let what = "the body, which is no text,".to_owned();
            return gathering.leave(place, LeftOutKind::Other { what });
        };
        written = text;
    }
    let params = items(posted, "params");
    if !written.is_empty() {
        let known = Some(content_type.as_str()).filter(|known| !known.is_empty());
        return draft.text_body(written, known);
    }
    if content_type.starts_with("multipart/") {
        let parts: Vec<FormPart> = params
            .iter()
            .map(|param| {
                let (name, value) = (text_or_empty(param, "name"), text_or_empty(param, "value"));
                let content_type = text(param, "contentType").filter(|it| !it.is_empty());
                match text(param, "fileName").filter(|file| !file.is_empty()) {
                    Some(file) => file_part(&name, &file, content_type, gathering, place),
                    None => FormPart { name, value, content_type, file_name: None },
                }
            })
            .collect();
        return gathering.leave_all(place, draft.multipart(&parts));
    }
    // A browser records the names and values of a form as they were sent, encoded.
    let pairs = params
        .iter()
        .map(|param| format!("{}={}", text_or_empty(param, "name"), text_or_empty(param, "value")));
    let pairs = pairs.collect::<Vec<_>>().join("&");
    if !pairs.is_empty() {
        draft.default_type("application/x-www-form-urlencoded");
        draft.body = Some(pairs);
    }
}
