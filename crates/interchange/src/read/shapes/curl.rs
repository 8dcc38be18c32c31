//! Commands and requests as text: what their headers, forms and addresses say about a credential. The request itself is
//! imported elsewhere, as a request.

use super::claims;
use crate::read::fields::{self, is_placeholder};
use crate::read::findings::Findings;
use crate::read::shapes::loose;
use crate::read::syntax::{Node, Origins, Value};
use mudbrick_model::{Unused, UnusedReason};
use std::borrow::Cow;
use std::rc::Rc;
use zeroize::Zeroizing;

/// No command is longer, and each name is looked for in all of it.
const MAX: usize = 1 << 20;

/// Headers that name a part of a credential.
const HEADERS: [(&str, &str); 4] = [
    ("x-api-key", "client_id"),
    ("x-gw-ims-org-id", "org_id"),
    ("x-sandbox-name", "sandbox"),
    ("authorization", "authorization"),
];

/// Parameters of IMS's endpoints, in a form, an address or `-F`.
const PARAMETERS: [&str; 6] =
    ["client_id", "client_secret", "scope", "org_id", "jwt_token", "grant_type"];

/// Whether it is a command, or a request as it goes over the wire.
pub(crate) fn looks_like_one(text: &str) -> bool {
    let first = text.trim_start_matches(|c: char| c.is_whitespace() || "$%>`\u{feff}".contains(c));
    let lower =
        first.get(..first.floor_char_boundary(400)).unwrap_or_default().to_ascii_lowercase();
    let is_request = ["post ", "get ", "put ", "delete ", "patch "].iter().any(|method| {
        lower.starts_with(method) && (lower.contains("http") || lower.contains(" /"))
    });
    text.len() <= MAX
        && (lower.starts_with("curl")
            || (lower.starts_with("-x ") || lower.starts_with("-h "))
            || lower.contains("\ncurl ")
            || is_request)
}

/// Reads each command of a text; false when nothing of a credential is in it.
pub(crate) fn read(findings: &mut Findings<'_>, text: &str) -> bool {
    let mut any = false;
    let mut starts: Vec<usize> =
        text.match_indices("curl ").map(|(at, _)| at).filter(|at| begins_line(text, *at)).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    starts.push(text.len());
    for pair in starts.windows(2) {
        any |= command(findings, &text[pair[0]..pair[1]]);
    }
    if !any && text.trim_start_matches(['$', ' ']).starts_with("curl ") {
        findings.format("curl command");
        findings.ignore(Unused::CurlCommand, UnusedReason::NothingOfACredential);
        return true;
    }
    any
}

fn begins_line(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    line.trim_matches(|c: char| c.is_whitespace() || "$%>".contains(c)).is_empty()
}

fn command(findings: &mut Findings<'_>, text: &str) -> bool {
    let mut entries: Vec<(String, Value)> = Vec::new();
    let origins = Origins::of(findings.source());
    let mut add = |field: &str, origin: String, value: &str| {
        if !value.trim().is_empty() && entries.iter().all(|(known, _)| known != field) {
            origins.name(field, &origin);
            entries.push((field.to_owned(), Value::text(value.trim())));
        }
    };
    // ASCII letters keep their places in lower case.
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    for (header, field) in HEADERS {
        if let Some(value) = header_value(text, &lower, header) {
            add(field, format!("header {header}"), value);
        }
    }
    for parameter in PARAMETERS {
        if let Some(value) = parameter_value(text, &lower, parameter) {
            add(parameter, format!("parameter {parameter}"), &value);
        }
    }
    for host in ["ims-na1-stg1.adobelogin.com", "ims-na1.adobelogin.com"] {
        if lower.contains(host) {
            add("ims_host", "address".into(), host);
        }
    }
    let signs = entries.iter().any(|(field, _)| field == "jwt_token");
    let is_adobe = entries.iter().any(|(field, value)| {
        matches!(field.as_str(), "client_id" | "client_secret" | "jwt_token")
            && value.as_text().is_some_and(|text| !is_placeholder(text))
    });
    if !is_adobe {
        return false;
    }
    findings.format("curl command");
    let value = Value::Map(entries);
    let node = Node::root(&value, Rc::new(origins));
    let mut partial = findings.partial();
    fields::fill(findings, &mut partial, &node);
    if signs {
        partial.grant = Some(mudbrick_model::Grant::Jwt);
        let assertion = node.get("jwt_token").and_then(|node| node.text());
        if let Some(payload) = assertion.and_then(loose::payload_of) {
            let origins = Origins::of(&format!("{} › parameter jwt_token", findings.source()));
            claims(&mut partial, &Node::root(&payload, Rc::new(origins)));
        }
    }
    partial.name = None;
    findings.partials.push(partial);
    true
}

/// Behind `Name:` up to the quote or the end of the line.
fn header_value<'a>(text: &'a str, lower: &str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(found) = lower[from..].find(name) {
        let at = from + found + name.len();
        from = at;
        // In JSON, as a browser copies a `fetch` call, quotes stand around both.
        let behind = text[at..].trim_start_matches(['"', '\'', ' ']);
        let Some(value) = behind.strip_prefix(':') else { continue };
        let value = value.trim_start_matches([' ', '\t', '"', '\'']);
        let end = value.find(['"', '\'', '\n', '\r', '\\']).unwrap_or(value.len());
        let value = value[..end].trim();
        if !value.is_empty() {
            return Some(value);
        }
    }
    None
}

/// Behind `name=` up to whatever ends a parameter, decoded.
fn parameter_value(text: &str, lower: &str, name: &str) -> Option<Zeroizing<String>> {
    let mut from = 0;
    while let Some(found) = lower[from..].find(name) {
        let start = from + found;
        let at = start + name.len();
        from = at;
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            continue;
        }
        let Some(value) = text[at..].strip_prefix('=') else { continue };
        let quoted = value.starts_with(['"', '\'']);
        let value = value.trim_start_matches(['"', '\'']);
        // A form's value has no blanks, unless quotes are around the whole of it.
        let opened = before.is_some_and(|c| "\"'".contains(c)) || quoted;
        let stop = |c: char| "\"'&\n\r\\`;".contains(c) || (!opened && c.is_whitespace());
        let end = value.find(stop).unwrap_or(value.len());
        let decoded = decode(value[..end].trim());
        if !decoded.is_empty() {
            return Some(decoded);
        }
    }
    None
}

fn decode(value: &str) -> Zeroizing<String> {
    let spaced = Zeroizing::new(value.replace('+', " "));
    Zeroizing::new(match percent_encoding::percent_decode_str(&spaced).decode_utf8() {
        Ok(Cow::Owned(text)) => text,
        Ok(Cow::Borrowed(text)) => text.to_owned(),
        Err(_) => value.to_owned(),
    })
}
