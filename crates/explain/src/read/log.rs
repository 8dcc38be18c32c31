//! Records of logs: JSON somewhere in a text, perhaps as a string within JSON, beside an address and a status.

use super::har;
use super::records::{self, Record, records, urls, values};
use super::seen::{MOST, Seen, SignIn, copied};
use serde_json::Value;

/// JSON in a string in JSON in a string is deep enough.
const DEEPEST: usize = 4;

/// Several for each of the lines that are looked at. Each reading is put to every rule, so a text of objects alone must end here.
const MOST_OF_ALL: usize = 20_000;

pub(super) fn read(text: &str, sign_in: Option<SignIn<'_>>) -> Vec<Seen> {
    let readings = records(text).into_iter().rev().flat_map(|record| record_of(record, sign_in));
    readings.take(MOST_OF_ALL).collect()
}

fn record_of(record: Record<'_>, sign_in: Option<SignIn<'_>>) -> Vec<Seen> {
    let Record { text, with_next, url, status } = record;
    let mut found = Vec::new();
    found.extend(urls(text).find_map(|url| copied(url, sign_in)));
    let around = Around { url, status };
    let json = values(text);
    // What is within the JSON is read there, with the address and the status that it has itself.
    let words =
        if json.is_empty() { with_next } else { text.split('{').next().unwrap_or_default() };
    for value in &json {
        if !har::is_record(value) && !around.is_told_in(value, words) {
            found.push(around.within(value).seen(value.to_string().into_bytes()));
        }
        around.add(value, 0, &mut found);
    }
    if let Some(body) = pairs(words) {
        around.add(&body, DEEPEST, &mut found);
    }
    if json.is_empty() {
        found.push(around.part(text.trim().as_bytes().to_vec()));
        found.extend(around.last_words(text));
    }
    found
}

/// What is said of the call beside its body.
struct Around {
    url: Option<String>,
    status: Option<u16>,
}

impl Around {
    /// The answer with that as its whole body.
    fn seen(&self, body: Vec<u8>) -> Seen {
        self.filled(Seen { body: Some(body), ..Seen::default() })
    }

    /// The answer of which that may be a part.
    fn part(&self, body: Vec<u8>) -> Seen {
        Seen { is_part: true, ..self.seen(body) }
    }

    /// With what is said here, where it does not say that itself.
    fn filled(&self, seen: Seen) -> Seen {
        let seen = Seen { status: seen.status.or(self.status), ..seen };
        match &self.url {
            Some(url) if seen.host.is_none() => seen.at_url(url),
            _ => seen,
        }
    }

    /// The same in an object: its own address and status go before those around it, for all that is in it.
    fn within(&self, json: &Value) -> Self {
        Self {
            url: har::address(json).or_else(|| self.url.clone()),
            status: json.as_object().and_then(har::status_of).or(self.status),
        }
    }

    /// Whether only this object tells of the call, and not the words before it: then it is a record of a log, too.
    fn is_told_in(&self, json: &Value, words: &str) -> bool {
        let is_in = |url: &String| json.to_string().contains(url.as_str());
        records::url(words).is_none() && self.url.as_ref().is_some_and(is_in)
    }

    /// Words of a log are an answer only where the log says whose, and where they are not those that say it.
    fn last_words(&self, text: &str) -> Option<Seen> {
        let url = self.url.as_ref().filter(|_| self.status.is_some())?;
        let (_, words) = text.rsplit_once(": ")?;
        (!words.contains(url.as_str())).then(|| self.seen(words.trim().as_bytes().to_vec()))
    }

    /// What is within an object, also in its strings, and then all of it: a record of a log may have an answer's codes among its
    /// own members.
    fn add(&self, json: &Value, depth: usize, found: &mut Vec<Seen>) {
        if found.len() >= MOST {
            return;
        }
        if let Some(calls) = har::whole(json) {
            found.extend(calls);
            return;
        }
        let within = self.within(json);
        found.extend(har::calls(json).into_iter().map(|seen| within.call(seen)));
        let members: Vec<&Value> = match json {
            _ if depth >= DEEPEST => Vec::new(),
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
        found.push(within.part(json.to_string().into_bytes()));
    }

    /// A call within a record. What merely has a member called data or text, and says nothing of a call, need not be one.
    fn call(&self, seen: Seen) -> Seen {
        let is_part = seen.status.is_none() && seen.host.is_none();
        Seen { is_part, ..self.filled(seen) }
    }
}

/// `error_code=401013 message="Oauth token is not valid"`: the codes and what is said beside them, as an object. Also as other
/// languages print their objects: `{'error_code': '401013'}`, `"error_code"=>"401013"`, `[error_code] => 401013`.
fn pairs(text: &str) -> Option<Value> {
    const CODES: [&str; 3] = ["error_code", "errorCode", "error"];
    const WORDS: [&str; 2] = ["error_description", "message"];
    let value = |name: &&str| Some(((*name).to_owned(), value_of(text, name)?));
    let mut members: serde_json::Map<String, Value> = CODES.iter().filter_map(value).collect();
    if members.is_empty() {
        return None;
    }
    members.extend(WORDS.iter().filter_map(value));
    Some(Value::Object(members))
}

fn value_of(text: &str, name: &str) -> Option<Value> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = |(at, _): (usize, &str)| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        let sign = behind.trim_start_matches(['\'', '"', ']']).trim_start_matches(' ');
        let is_one = !before.ends_with(is_part) && sign.starts_with(['=', ':']);
        is_one.then(|| (behind, sign.trim_start_matches([' ', '=', ':', '>'])))
    };
    let (behind, rest) = text.match_indices(name).find_map(named)?;
    let value = match rest.chars().next()? {
        // Without its other quote it broke off.
        quote @ ('"' | '\'') => rest[1..].split_once(quote)?.0,
        _ => rest.split([' ', ',', ';', '&', '\n', ')', '}', ']']).next()?,
    };
    // Where names have quotes, texts have them too, and this is a number.
    let has_quoted_name = behind.starts_with(['\'', '"']);
    let number = (has_quoted_name && !rest.starts_with(['\'', '"'])).then(|| value.parse::<u64>());
    match number {
        Some(Ok(number)) => Some(number.into()),
        _ => (!value.is_empty()).then(|| value.into()),
    }
}
