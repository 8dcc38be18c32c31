//! Postman's URLs. A URL is a text, or an object whose parts are sent and whose `raw` is shown: when they differ, the parts
//! win and the difference is said.

use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::{as_text, description, is_disabled, items, text, text_or_empty};
use crate::collections::left_out::{Disabled, LeftOutKind};
use crate::collections::path;
use crate::collections::place::{Place, short};
use crate::collections::scheme::split_scheme;
use serde_json::Value;

/// The URL as it is sent, with `{{name}}` for each path variable without a value.
pub(super) fn read(
    url: &Value,
    draft: &mut Draft,
    gathering: &mut Gathering,
    place: &Place,
) -> String {
    let raw = match url {
        Value::String(raw) => raw.clone(),
        _ => text_or_empty(url, "raw"),
    };
    let variables: Vec<(String, String)> = items(url, "variable")
        .iter()
        .map(|variable| {
            let name = text(variable, "key").or_else(|| text(variable, "id")).unwrap_or_default();
            if let Some(said) = description(variable) {
                draft.describe(&name, &said);
            }
            (name, text_or_empty(variable, "value"))
        })
        .collect();
    let has_parts = ["host", "path", "query"]
        .iter()
        .any(|key| url.get(key).is_some_and(|part| !part.is_null()));
    if !has_parts {
        leave_unnamed(&raw, &variables, gathering, place);
        return resolved(&raw, &variables);
    }
    let mut sent = before_the_query(url);
    let query = query(url, draft, gathering, place);
    if let Some(query) = query {
        sent.push('?');
        sent.push_str(&query);
    }
    if let Some(hash) = text(url, "hash").filter(|hash| !hash.is_empty()) {
        sent.push('#');
        sent.push_str(&hash);
    }
    leave_unnamed(&sent, &variables, gathering, place);
    let resolved = resolved(&sent, &variables);
    if !raw.is_empty() && !same(&raw, &sent) && !same(&raw, &resolved) {
        gathering.leave(place, LeftOutKind::UrlDiffers { shown: short(&raw) });
    }
    resolved
}

/// Protocol, host, port and path.
fn before_the_query(url: &Value) -> String {
    let mut sent = String::new();
    let host = joined(url.get("host"), ".");
    if let Some(protocol) = text(url, "protocol").filter(|protocol| !protocol.is_empty()) {
        sent.push_str(protocol.trim_end_matches("://"));
        sent.push_str("://");
    }
    sent.push_str(&host);
    if let Some(port) = text(url, "port").filter(|port| !port.is_empty()) {
        sent.push(':');
        sent.push_str(&port);
    }
    match url.get("path") {
        Some(Value::String(path)) => {
            if !path.starts_with('/') {
                sent.push('/');
            }
            sent.push_str(path);
        }
        Some(path @ Value::Array(_)) => {
            sent.push('/');
            sent.push_str(&escaped(&joined(Some(path), "/"), PATH_ENDS));
        }
        _ => {}
    }
    sent
}

/// A list of segments, each a text or an object with a value; or one text.
fn joined(part: Option<&Value>, with: &str) -> String {
    match part {
        Some(Value::Array(segments)) => {
            let segment = |one: &Value| as_text(one).unwrap_or_else(|| text_or_empty(one, "value"));
            segments.iter().map(segment).collect::<Vec<_>>().join(with)
        }
        Some(one) => as_text(one).unwrap_or_default(),
        None => String::new(),
    }
}

/// The query without what is switched off; none when there is none at all.
fn query(
    url: &Value,
    draft: &mut Draft,
    gathering: &mut Gathering,
    place: &Place,
) -> Option<String> {
    if let Some(query) = url.get("query").and_then(Value::as_str) {
        return (!query.is_empty()).then(|| query.trim_start_matches('?').to_owned());
    }
    let mut pairs = Vec::new();
    for parameter in items(url, "query") {
        let name = text(parameter, "key");
        let shown = name.clone().unwrap_or_default();
        if is_disabled(parameter) {
            gathering.leave_disabled(place, Disabled::Query, &shown);
            continue;
        }
        if let Some(said) = description(parameter) {
            draft.describe(&shown, &said);
        }
        match (name, text(parameter, "value")) {
            (None, None) => {}
            (name, Some(value)) => {
                let name = escaped(&name.unwrap_or_default(), NAME_ENDS);
                pairs.push(format!("{name}={}", escaped(&value, VALUE_ENDS)));
            }
            (Some(name), None) => pairs.push(escaped(&name, NAME_ENDS)),
        }
    }
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

/// What would end a part of the URL: Postman escapes no more than that when it joins the parts, and nothing in a variable.
const PATH_ENDS: &[char] = &['?', '#'];
const NAME_ENDS: &[char] = &['&', '#', '='];
const VALUE_ENDS: &[char] = &['&', '#'];

fn escaped(part: &str, ends: &[char]) -> String {
    let mut written = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(at) = rest.find(ends) {
        let variable = rest.find("{{").filter(|begin| *begin < at);
        let end = variable.and_then(|begin| Some(begin + rest[begin..].find("}}")? + 2));
        let end = end.unwrap_or(at);
        written.push_str(&rest[..end]);
        rest = &rest[end..];
        if end == at {
            written.push_str(&format!("%{:02X}", rest.as_bytes()[0]));
            rest = &rest[1..];
        }
    }
    written + rest
}

/// The path's variables filled: `:id` and `:id` with a value. A segment is one only as a whole.
fn resolved(url: &str, variables: &[(String, String)]) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let begin = split_scheme(path).map_or(0, |(_, rest)| path.len() - rest.len());
    let (scheme, behind) = url.split_at(begin);
    let behind = path::filled(behind, |name| {
        match variables.iter().rev().find(|(known, _)| known == name) {
            Some((_, value)) if !value.trim().is_empty() => Some(escaped(value, PATH_ENDS)),
            // A name that could not be a variable's is a path's own.
            _ if !name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) => None,
            _ => Some(path::stand_in(name)),
        }
    });
    format!("{scheme}{behind}")
}

/// Lists the variables that no segment of the path names.
fn leave_unnamed(
    url: &str,
    variables: &[(String, String)],
    gathering: &mut Gathering,
    place: &Place,
) {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let named = path.split('/').filter_map(|segment| segment.strip_prefix(':'));
    let named: Vec<String> = named.map(str::to_owned).collect();
    for (name, value) in variables {
        path::leave_unnamed(name, value, &named, gathering, place);
    }
}

/// Whether the URL that is shown says the same: a scheme or a slash at its end are often missing.
fn same(shown: &str, sent: &str) -> bool {
    let bare = |url: &str| {
        let url = url.trim();
        let url = split_scheme(url).map_or(url, |(_, rest)| rest);
        url.trim_end_matches(['/', '?', '&']).to_owned()
    };
    bare(shown) == bare(sent)
}
