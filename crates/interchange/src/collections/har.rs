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
    if let Some(scheme) = scheme_of_no_host(&url) {
        let place = Place::default().child(&short(&url));
        return gathering.leave(&place, LeftOutKind::NotHttp { scheme: scheme.to_owned() });
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
        None => ("", path),
    };
    let comment = text(request, "comment").filter(|comment| !comment.trim().is_empty());
    let name = comment.unwrap_or_else(|| format!("{method} /{}", short(path)));
    let folder = if host.is_empty() { Place::default() } else { Place::default().child(host) };
    let place = folder.child(&name);
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
    let values = draft.headers.iter().map(|header| header.value.as_str());
    let texts = values.chain([draft.url.as_str()]).chain(draft.body.as_deref());
    gathering.leave_all(&place, LeftOutKind::in_braces(texts));
    gathering.add(&place, draft);
}

/// The scheme of a URL that leads to no host: `data:` and `blob:` are the browser's own. What follows a host's name there is
/// its port.
fn scheme_of_no_host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.trim().split_once(':')?;
    let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-".contains(c));
    let has_host = rest.starts_with("//") || rest.starts_with(|c: char| c.is_ascii_digit());
    (is_scheme && !scheme.is_empty() && !has_host).then_some(scheme)
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
        let written = with_files(written, &content_type, gathering, place);
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
    let pairs: Vec<(String, String)> = params
        .iter()
        .map(|param| (text_or_empty(param, "name"), text_or_empty(param, "value")))
        .collect();
    if pairs.is_empty() {
        return;
    }
    // A browser records the names and values of a form as they were sent, encoded; Insomnia as they were entered.
    if !pairs.iter().all(|(name, value)| was_sent(name, "&=") && was_sent(value, "&")) {
        return draft.form(&pairs);
    }
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
    let pairs = pairs.collect::<Vec<_>>().join("&");
    draft.default_type("application/x-www-form-urlencoded");
    draft.body = Some(pairs);
}

/// Whether a name or value can have been sent as it stands, between `ends`.
fn was_sent(text: &str, ends: &str) -> bool {
    let codes = text.split('%').skip(1);
    let is_code = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    text.chars().all(|c| c.is_ascii_graphic() && !ends.contains(c))
        && codes.into_iter().all(is_code)
}

/// A recorded form of several parts. A browser leaves out what was in its files: a part that names a file and holds nothing
/// is read from that file, which is told.
fn with_files(
    written: String,
    content_type: &str,
    gathering: &mut Gathering,
    place: &Place,
) -> String {
    let boundary = content_type.split_once("boundary=").map(|(_, boundary)| boundary);
    let boundary = boundary.and_then(|it| it.split(';').next()).unwrap_or_default();
    let boundary = boundary.trim().trim_matches('"');
    if !content_type.starts_with("multipart/") || boundary.is_empty() {
        return written;
    }
    let boundary = format!("--{boundary}");
    let mut parts = written.split(boundary.as_str());
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(&boundary);
        let empty = part.strip_suffix("\r\n\r\n\r\n").map(|headers| (headers, "\r\n"));
        let empty = empty.or_else(|| Some((part.strip_suffix("\n\n\n")?, "\n")));
        let file = empty.and_then(|(headers, _)| parameter(headers, "filename"));
        match (empty, file.filter(|file| !file.is_empty())) {
            (Some((headers, end)), Some(file)) => {
                let name = parameter(headers, "name").unwrap_or_default();
                let reference = file_part(name, file, None, gathering, place).value;
                out.push_str(&format!("{headers}{end}{end}{reference}{end}"));
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// A parameter of a part's Content-Disposition.
fn parameter<'a>(headers: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = headers.split_once(&format!("; {name}=\""))?;
    behind.split_once('"').map(|(value, _)| value)
}
