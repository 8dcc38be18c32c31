//! HAR 1.2. It has no variables: those of a file are filled, and others stay as they are written.

use super::{OutgoingRequests, decoded_pairs, is_form};
use crate::collections::file_variables::with_file_variables;
use mudbrick_model::{Request, Timestamp};
use mudbrick_requests::LiteralCredentials;
use serde_json::{Value, json};

/// The file's text. `now` is when the requests are said to have begun, since the format wants to know.
pub fn har(files: &[OutgoingRequests], now: Timestamp, version: &str) -> String {
    let started = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().to_string();
    let mut entries = Vec::new();
    let mut literal = LiteralCredentials::default();
    for outgoing in files {
        for (name, request, _) in outgoing.entries(&mut literal) {
            let request = with_file_variables(&request, &outgoing.file.variables);
            entries.push(json!({
                "startedDateTime": started,
                "time": 0,
                "request": written(&name, &request),
                "response": {
                    "status": 0, "statusText": "", "httpVersion": "HTTP/1.1", "cookies": [],
                    "headers": [], "content": { "size": 0, "mimeType": "x-unknown" },
                    "redirectURL": "", "headersSize": -1, "bodySize": -1,
                    "comment": "Not sent: exported from a file of requests."
                },
                "cache": {},
                "timings": { "send": 0, "wait": 0, "receive": 0 },
            }));
        }
    }
    let har = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "Mudbrick", "version": version },
            "entries": entries,
        }
    });
    format!("{har:#}\n")
}

fn written(name: &str, request: &Request) -> Value {
    let named = |name: &str, value: &str| json!({ "name": name, "value": value });
    let headers = request.headers.iter().map(|header| named(&header.name, &header.value));
    let query = request.url.split('#').next().unwrap_or_default().split_once('?');
    let query = query.map_or_else(Vec::new, |(_, query)| decoded_pairs(query));
    let query = query.iter().map(|(name, value)| named(name, value.as_deref().unwrap_or_default()));
    let mut written = json!({
        "method": request.method.as_str(),
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers.collect::<Vec<_>>(),
        "queryString": query.collect::<Vec<_>>(),
        "headersSize": -1,
        "bodySize": request.body.as_ref().map_or(0, String::len),
        "comment": name,
    });
    if let Some(body) = &request.body {
        let kind = request.headers.iter().find(|it| it.name.eq_ignore_ascii_case("content-type"));
        let kind = kind.map_or("", |header| header.value.as_str());
        written["postData"] = json!({ "mimeType": kind, "text": body });
        if is_form(request) {
            let pairs = decoded_pairs(body);
            let pairs = pairs.iter();
            let pairs =
                pairs.map(|(name, value)| named(name, value.as_deref().unwrap_or_default()));
            written["postData"]["params"] = pairs.collect::<Vec<_>>().into();
        }
    }
    written
}
