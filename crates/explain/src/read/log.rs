//! Records of logs: JSON somewhere in a text, perhaps as a string within JSON, beside an address and a status.

use super::har;
use super::records::{Record, records, urls, values};
use super::seen::{MOST, Seen, SignIn, copied};
use serde_json::Value;

/// JSON in a string in JSON in a string is deep enough.
const DEEPEST: usize = 4;

pub(super) fn read(text: &str, sign_in: Option<SignIn<'_>>) -> Vec<Seen> {
    let mut found = Vec::new();
    for record in records(text).into_iter().rev().take(MOST) {
        record_of(record, sign_in, &mut found);
    }
    found
}

fn record_of(record: Record<'_>, sign_in: Option<SignIn<'_>>, found: &mut Vec<Seen>) {
    let Record { text, url, status } = record;
    found.extend(urls(text).find_map(|url| copied(url, sign_in)));
    let around = Around { url, status };
    let json = values(text);
    for value in &json {
        around.add(value, 0, found);
    }
    // What is within the JSON was read there, with the address and the status that it has itself.
    let words = if json.is_empty() { text } else { text.split('{').next().unwrap_or_default() };
    if let Some(body) = pairs(words) {
        around.add(&body, DEEPEST, found);
    }
    if json.is_empty() {
        found.push(around.seen(text.trim().as_bytes().to_vec()));
        // Words of a log are an answer only where the log says whose.
        if around.url.is_some() && around.status.is_some() {
            let words = text.split(": ").last().unwrap_or(text).trim();
            found.push(around.seen(words.as_bytes().to_vec()));
        }
    }
}

/// What is said of the call beside its body.
struct Around {
    url: Option<String>,
    status: Option<u16>,
}

impl Around {
    fn seen(&self, body: Vec<u8>) -> Seen {
        self.filled(Seen { body: Some(body), ..Seen::default() })
    }

    /// With what is said here, where it does not say that itself.
    fn filled(&self, seen: Seen) -> Seen {
        let seen = Seen { status: seen.status.or(self.status), ..seen };
        match &self.url {
            Some(url) if seen.host.is_none() => seen.at_url(url),
            _ => seen,
        }
    }

    /// What an object is, and what is written in its strings.
    fn add(&self, json: &Value, depth: usize, found: &mut Vec<Seen>) {
        if found.len() >= MOST {
            return;
        }
        if let Some(calls) = har::whole(json) {
            found.extend(calls);
            return;
        }
        // An object's own address and status go before those around it, for all that is in it.
        let within = Self {
            url: har::address(json).or_else(|| self.url.clone()),
            status: json.as_object().and_then(har::status_of).or(self.status),
        };
        found.push(within.seen(json.to_string().into_bytes()));
        found.extend(har::calls(json).into_iter().map(|seen| within.filled(seen)));
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
                    values(text).iter().for_each(|inner| within.add(inner, depth + 1, found));
                }
                Value::String(text) => {
                    if let Some(body) = pairs(text) {
                        within.add(&body, DEEPEST, found);
                    }
                }
                Value::Object(_) => within.add(member, depth + 1, found),
                _ => {}
            }
        }
    }
}

/// `error_code=401013 message="Oauth token is not valid"`: the codes and what is said beside them, as an object.
fn pairs(text: &str) -> Option<Value> {
    const CODES: [&str; 3] = ["error_code", "errorCode", "error"];
    const WORDS: [&str; 2] = ["error_description", "message"];
    let value = |name: &&str| Some(((*name).to_owned(), value_of(text, name)?.into()));
    let mut members: serde_json::Map<String, Value> = CODES.iter().filter_map(value).collect();
    if members.is_empty() {
        return None;
    }
    members.extend(WORDS.iter().filter_map(value));
    Some(Value::Object(members))
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
