//! Lines of logs: JSON somewhere in a text, perhaps as a string within JSON, beside an address and a status.

use super::har;
use super::seen::{MOST, Seen, sent_back, status};
use serde_json::{Deserializer, Value};

/// JSON in a string in JSON in a string is deep enough.
const DEEPEST: usize = 4;

pub(super) fn read(text: &str) -> Vec<Seen> {
    let mut found = Vec::new();
    // A line each first: the address and the status beside a body are those of its line. Then the text as a whole, for
    // JSON over several lines.
    if text.lines().nth(1).is_some() {
        // Of a long log, the end is what somebody asks about.
        text.lines().rev().take(MOST).for_each(|line| line_of(line, &mut found));
    }
    line_of(text, &mut found);
    found
}

fn line_of(text: &str, found: &mut Vec<Seen>) {
    let around = Around { url: url(text), status: status_in(text) };
    if let Some(body) = around.url.as_deref().and_then(sent_back) {
        let status = Some(302);
        found.push(Seen { status, body: Some(body), ..Seen::default() });
    }
    for json in values(text) {
        around.add(&json, 0, found);
    }
    if let Some(body) = pairs(text) {
        around.add(&body, DEEPEST, found);
    }
    // Words of a log are an answer only where the log says whose.
    if around.url.is_some() && around.status.is_some() && values(text).is_empty() {
        let words = text.split(": ").last().unwrap_or(text).trim().as_bytes().to_vec();
        found.push(around.seen(words));
    }
}

struct Around {
    url: Option<String>,
    status: Option<u16>,
}

impl Around {
    fn seen(&self, body: Vec<u8>) -> Seen {
        let seen = Seen { status: self.status, body: Some(body), ..Seen::default() };
        match &self.url {
            Some(url) => seen.at_url(url),
            None => seen,
        }
    }

    /// What an object is, and what is written in its strings.
    fn add(&self, json: &Value, depth: usize, found: &mut Vec<Seen>) {
        if found.len() >= MOST {
            return;
        }
        found.push(self.seen(json.to_string().into_bytes()));
        found.extend(har::of_json(json));
        if depth >= DEEPEST {
            return;
        }
        let members: Vec<&Value> = match json {
            Value::Object(members) => members.values().collect(),
            Value::Array(elements) => elements.iter().collect(),
            _ => Vec::new(),
        };
        for member in members {
            match member {
                Value::String(text) if text.contains('{') => {
                    values(text).iter().for_each(|inner| self.add(inner, depth + 1, found));
                }
                Value::Object(_) => self.add(member, depth + 1, found),
                _ => {}
            }
        }
    }
}

/// The JSON objects and arrays in a text, also where a log has written their quotes as `\"`.
fn values(text: &str) -> Vec<Value> {
    let mut found = objects(text);
    if found.is_empty() && text.contains("\\\"") {
        found = objects(&text.replace("\\\"", "\"").replace("\\n", " "));
    }
    found
}

fn objects(text: &str) -> Vec<Value> {
    let (mut found, mut rest) = (Vec::new(), text);
    // Each bracket costs a reading up to the first fault behind it: a text of brackets alone must end too.
    for _ in 0..MOST {
        let Some(at) = rest.find(['{', '[']) else { break };
        rest = &rest[at..];
        let mut reading = Deserializer::from_str(rest).into_iter::<Value>();
        match reading.next() {
            Some(Ok(value)) => {
                rest = &rest[reading.byte_offset()..];
                found.extend(is_worth_it(&value).then_some(value));
            }
            _ => rest = &rest[1..],
        }
    }
    found
}

fn is_worth_it(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(elements) => elements.iter().any(Value::is_object),
        _ => false,
    }
}

/// `error_code=401013 message="Oauth token is not valid"`: the codes alone, as an object.
fn pairs(text: &str) -> Option<Value> {
    const NAMES: [&str; 4] = ["error_code", "errorCode", "error", "error_description"];
    let members: serde_json::Map<_, _> = NAMES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), value_of(text, name)?.into())))
        .collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

fn value_of(text: &str, name: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let (at, _) = text.match_indices(name).find(|(at, _)| {
        let (before, behind) = (&text[..*at], &text[at + name.len()..]);
        !before.ends_with(is_part) && behind.trim_start_matches(' ').starts_with(['=', ':'])
    })?;
    let rest = text[at + name.len()..].trim_start_matches([' ', '=', ':']);
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split([' ', ',', ';', '&', '\n', ')', '}', ']']).next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// The first address in it.
pub(super) fn url(text: &str) -> Option<String> {
    let at = text.find("https://").or_else(|| text.find("http://"))?;
    let rest = &text[at..];
    let end = rest.find(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\' | ')' | '}')
    });
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':']).to_owned())
}

/// A status beside a word that says so: `HTTP 401`, `HTTP/1.1 401`, `status=401`, `" 401 `, `401 (Unauthorized)`, `401 Unauthorized`.
fn status_in(text: &str) -> Option<u16> {
    let words: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '=' | ':' | '"' | ',' | '(' | ')' | '[' | ']' | '{' | '}' | '\\')
        })
        .filter(|word| !word.is_empty())
        .collect();
    let number =
        |word: &str| (word.len() == 3).then(|| word.parse().ok().and_then(status)).flatten();
    let names = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.starts_with("http") && !word.contains("://")
            || word.contains("status")
            || word == "code"
            || word == "response"
    };
    let reason = |word: &str| {
        let reasons = [
            "unauthorized",
            "forbidden",
            "bad",
            "not",
            "too",
            "internal",
            "conflict",
            "gone",
            "service",
            "gateway",
        ];
        reasons.contains(&word.to_ascii_lowercase().as_str())
    };
    let beside = |at: usize| {
        at.checked_sub(1).is_some_and(|before| names(words[before]))
            || words.get(at + 1).is_some_and(|word| reason(word))
    };
    (0..words.len()).find_map(|at| number(words[at]).filter(|_| beside(at)))
}
