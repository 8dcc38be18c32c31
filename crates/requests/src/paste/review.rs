//! Looks at a request that was read and names what a person should look at before it is sent: whatever no person would write
//! on purpose.

use super::credentials::Named;
use super::doubt_kind::{DoubtKind, OddUrl, OddValue};
use super::remark::Remarks;
use crate::template::{self, Segment};
use mudbrick_model::{Header, Request};
use serde::de::IgnoredAny;

/// Where in the text the parts of the request are.
pub(super) struct Places {
    pub(super) url: usize,
    /// One for each header of the request.
    pub(super) headers: Vec<usize>,
    pub(super) body: usize,
}

/// A header as written, before the profile's credentials take their place in it.
pub(super) fn header(header: &Named, at: usize, remarks: &mut Remarks) {
    let Named { name, value } = header;
    if name.is_empty() || !name.bytes().all(is_token) {
        remarks.doubt(at, DoubtKind::OddHeaderName { name: name.clone() });
    }
    let mut odd = |what| remarks.doubt(at, DoubtKind::OddHeaderValue { name: name.clone(), what });
    if value.contains(['\n', '\r']) {
        odd(OddValue::LineBreak);
    }
    if has_option(value) {
        odd(OddValue::Option);
    }
    let marks = ['"', '\u{201c}', '\u{201d}'];
    let count = value.chars().filter(|c| marks.contains(c)).count();
    if count % 2 == 1 || value.starts_with('\'') != value.ends_with('\'') {
        odd(OddValue::QuotationMark);
    }
    let lower = value.to_ascii_lowercase();
    if lower.matches("bearer ").count() > 1 {
        odd(OddValue::BearerTwice);
    }
    let is_authorization = name.eq_ignore_ascii_case("authorization");
    if is_authorization && !value.trim().contains(' ') {
        remarks.doubt(at, DoubtKind::NoBearer);
    }
    if !is_authorization {
        left_out(value, at, remarks);
    }
}

/// The whole request.
pub(super) fn request(request: &Request, places: &Places, remarks: &mut Remarks) {
    url(&request.url, places.url, remarks);
    for (position, header) in request.headers.iter().enumerate() {
        let same = |other: &&Header| other.name.eq_ignore_ascii_case(&header.name);
        let first = request.headers[..position].iter().find(same);
        if first.is_some_and(|first| first.value != header.value) {
            let at = places.headers.get(position).copied().unwrap_or_default();
            remarks.doubt(at, DoubtKind::DuplicateHeader { name: header.name.clone() });
        }
    }
    if let Some(text) = &request.body {
        body(request, text, places.body, remarks);
    }
}

fn url(url: &str, at: usize, remarks: &mut Remarks) {
    let mut odd = |what| remarks.doubt(at, DoubtKind::OddUrl { what });
    let shown = without_placeholders(url);
    if shown.contains(char::is_whitespace) {
        odd(if has_option(&shown) { OddUrl::Option } else { OddUrl::WhiteSpace });
    }
    if shown.contains(['"', '\'', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}'])
        && !is_filter(&shown)
    {
        odd(OddUrl::QuotationMark);
    }
    if shown.contains("&amp;") {
        odd(OddUrl::HtmlEntity);
    }
    if shown.contains('\\') {
        odd(OddUrl::Backslash);
    }
    let path = shown.split(['?', '#']).next().unwrap_or_default();
    let variable = path.split('/').skip(3).find(|part| {
        part.strip_prefix(':').is_some_and(|name| {
            name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
    });
    if let Some(name) = variable {
        remarks.doubt(at, DoubtKind::PathVariable { name: name.to_owned() });
    }
    let mut odd = |what| remarks.doubt(at, DoubtKind::OddUrl { what });
    if path.matches("://").count() > 1 {
        odd(OddUrl::SecondUrl);
    }
    if shown.starts_with('/') {
        return remarks.doubt(at, DoubtKind::NoHost);
    }
    if let Some((scheme, rest)) = shown.split_once("://") {
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            odd(OddUrl::Scheme);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !url.starts_with("{{") && !could_be_a_host(authority) {
            odd(OddUrl::Host);
        }
    }
    left_out(&shown, at, remarks);
}

/// Quotation marks inside a query are a filter's: `filter=name eq 'x'`, which is written with a literal apostrophe.
fn is_filter(url: &str) -> bool {
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let path = url.split('?').next().unwrap_or_default();
    !path.contains(['"', '\'', '`'])
        && query.matches('\'').count().is_multiple_of(2)
        && !query.contains(['"', '`'])
}

fn could_be_a_host(authority: &str) -> bool {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    host.starts_with('[')
        || name == "localhost"
        || name.contains(PLACEHOLDER)
        || (name.contains('.')
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains(".."))
}

fn body(request: &Request, text: &str, at: usize, remarks: &mut Remarks) {
    let content_type = request.headers.iter().find(|h| h.name.eq_ignore_ascii_case("content-type"));
    let content_type = content_type.map(|h| h.value.to_ascii_lowercase()).unwrap_or_default();
    // What is in a file is looked at when it is read.
    let is_file = text.starts_with("< ") && !text.contains('\n');
    let is_json = (content_type.contains("json") && !is_file)
        || (content_type.is_empty() && text.trim_start().starts_with(['{', '[']));
    // One JSON value a line.
    let is_lines = content_type.contains("ndjson") || content_type.contains("jsonl");
    if is_json
        && !is_lines
        && !content_type.contains("{{")
        && let Err(error) = serde_json::from_str::<IgnoredAny>(&filled(text))
    {
        remarks.doubt(at, DoubtKind::NotJson { why: error.to_string() });
    }
    if content_type.starts_with("multipart/") {
        let boundary = content_type.split_once("boundary=").map(|(_, value)| value);
        let boundary =
            boundary.map(|value| value.split(';').next().unwrap_or(value).trim_matches('"'));
        // The header's value was lowered for the comparison, so the text is, too.
        let found =
            boundary.is_some_and(|value| text.to_ascii_lowercase().contains(&format!("--{value}")));
        if !found {
            remarks.doubt(at, DoubtKind::NoBoundary);
        }
    }
    if !request.method.writes() {
        let method = request.method.to_string();
        remarks.doubt(at, DoubtKind::UnexpectedBody { method });
    }
    let mut lines = text.lines();
    if lines.next().is_some_and(is_header_line) && !content_type.contains("multipart") {
        remarks.doubt(at, DoubtKind::HeaderInBody);
    }
}

/// `Authorization: Bearer …`, `x-api-key: …`.
fn is_header_line(line: &str) -> bool {
    let Some((name, value)) = line.split_once(": ") else { return false };
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && (name.contains('-')
            || matches!(name.to_ascii_lowercase().as_str(), "authorization" | "accept" | "host"))
        && !value.is_empty()
}

/// `...`, `…`, `xxxxx`, `****`: the author of the text did not say what belongs there.
fn left_out(text: &str, at: usize, remarks: &mut Remarks) {
    let words =
        text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '&' | '=' | ',' | ';'));
    let found = words.into_iter().find(|word| {
        let first = word.chars().next();
        let same = word.chars().all(|c| Some(c) == first);
        let masked =
            same && word.chars().count() >= 3 && matches!(first, Some('x' | 'X' | '*' | '.'));
        masked || word.contains('\u{2026}') || word.contains("...") || word.contains("***")
    });
    if let Some(written) = found {
        remarks.doubt(at, DoubtKind::LeftOutThere { written: written.to_owned() });
    }
}

/// Whether an option of curl is in the text: what is left of a quotation mark that was lost.
fn has_option(text: &str) -> bool {
    let mut words = text.split_whitespace().skip(1);
    words.any(|word| {
        matches!(
            word,
            "-H" | "-X" | "-d" | "-F" | "--header" | "--request" | "--data" | "--data-raw" | "curl"
        )
    })
}

/// Stands for a placeholder's value where only the text around it matters.
const PLACEHOLDER: char = '\u{fffc}';

fn without_placeholders(text: &str) -> String {
    let segments = template::segments(text).into_iter();
    segments
        .map(|segment| match segment {
            Segment::Literal(text) => text.to_owned(),
            Segment::Variable(_) => PLACEHOLDER.to_string(),
        })
        .collect()
}

/// JSON with a value for every placeholder, so that it can be checked: one outside a string stands for a whole value.
pub(super) fn filled(json: &str) -> String {
    template::segments(json)
        .into_iter()
        .map(|segment| match segment {
            Segment::Literal(text) => text,
            // A digit is right inside a string and outside.
            Segment::Variable(_) => "0",
        })
        .collect()
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
