//! The records of a log: mostly a line each, and where JSON begins in a line and goes on behind it, as many lines as it takes.
//! What a record says of the call it is about stays with it.

use super::seen::status;
use serde_json::{Deserializer, Value};
use std::borrow::Cow;

/// Of a long log, the end is what somebody asks about.
const MOST_LINES: usize = 2_000;

/// Brackets of a line from which JSON over several lines is looked for: each costs a reading up to the first fault behind it.
const MOST_BRACKETS: usize = 8;

/// More JSON values of one record are not read.
const MOST_VALUES: usize = 200;

/// What a program calls the method of a request.
const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// What it calls the address.
const ADDRESSES: [&str; 4] = ["url", "uri", "path", "endpoint"];

/// Backslashes before the quotes of a text that is a string within a string.
const MOST_ESCAPES: usize = 3;

/// A record, and what it says of its call.
pub(super) struct Record<'t> {
    pub(super) text: &'t str,
    /// The same with the line behind it where that goes on with it, as an object does that is printed over several lines.
    pub(super) with_next: &'t str,
    pub(super) url: Option<String>,
    pub(super) status: Option<u16>,
}

/// The part of a text that is looked at, and how many lines there are before it.
pub(super) fn last_lines(text: &str) -> (&str, usize) {
    let begin = text.rmatch_indices('\n').nth(MOST_LINES).map(|(at, _)| at + 1);
    let begin = begin.filter(|_| serde_json::from_str::<Value>(text.trim()).is_err());
    let (before, rest) = text.split_at(begin.unwrap_or_default());
    (rest, before.matches('\n').count())
}

/// The records of a text, in its order.
pub(super) fn records(text: &str) -> Vec<Record<'_>> {
    if serde_json::from_str::<Value>(text.trim()).is_ok() {
        return vec![Record::of(text.trim(), text.trim(), None)];
    }
    let (mut at, mut found, mut called) = (0, Vec::new(), None);
    while at < text.len() {
        let end = end(text, at);
        let record =
            Record::of(&text[at..end], &text[at..end_of_next(text, end)], called.as_deref());
        if record.tells_of_a_call() {
            called = record.url.clone().filter(|_| !record.ended_well());
        } else if asks_for_a_path(record.text) {
            called = None;
        }
        found.push(record);
        at = end + 1;
    }
    found
}

impl<'t> Record<'t> {
    /// With the address of the call that was told of before, where it has none: an error in the line below is of that call, and a
    /// line that is read as if nobody knew whose it is would make it Adobe's. Only the codes in it count then: a failure's status is
    /// the line's own, and perhaps that of something else.
    fn of(text: &'t str, with_next: &'t str, called: Option<&str>) -> Self {
        let status = status_in(text);
        match (url(text), called.filter(|_| !asks_for_a_path(text))) {
            (None, Some(called)) => {
                let status = status.filter(|status| *status < 400);
                Self { text, with_next, url: Some(called.to_owned()), status }
            }
            (own, _) => Self { text, with_next, url: own.map(str::to_owned), status },
        }
    }

    /// Addresses of documents, and of the code in a stack trace, are in logs as well.
    fn tells_of_a_call(&self) -> bool {
        let is_named =
            |word: &str| METHODS.contains(&word) || word == "curl" || ADDRESSES.contains(&word);
        let separates = |c: char| !c.is_ascii_alphanumeric();
        url(self.text).is_some()
            && (self.status.is_some() || self.text.split(separates).any(is_named))
    }

    fn ended_well(&self) -> bool {
        self.status.is_some_and(|status| status < 400)
    }
}

/// Whether it is of a call itself, to a path of whoever: `GET /users/7`, `{"path":"/users/7"}`.
fn asks_for_a_path(text: &str) -> bool {
    let separates =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '=' | ':' | ',' | '{');
    let words: Vec<&str> = text.split(separates).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| {
        let is_path = pair[1].starts_with('/') && !pair[1].starts_with("//");
        is_path && (METHODS.contains(&pair[0]) || ADDRESSES.contains(&pair[0]))
    })
}

/// Where the record ends that begins at `at`.
fn end(text: &str, at: usize) -> usize {
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |n| from + n);
    let line = line_end(at);
    let mut from = at;
    for _ in 0..MOST_BRACKETS {
        let Some(bracket) = text[from..line].find(['{', '[']) else { break };
        from += bracket;
        let mut reading = Deserializer::from_str(&text[from..]).into_iter::<Value>();
        match reading.next() {
            Some(Ok(_)) if from + reading.byte_offset() > line => {
                return line_end(from + reading.byte_offset());
            }
            Some(Ok(_)) => from += reading.byte_offset(),
            _ => from += 1,
        }
    }
    line
}

/// Where the line behind the record ends that ends at `end`, if it is indented and has nothing in braces: those are read there.
fn end_of_next(text: &str, end: usize) -> usize {
    let next = text.get(end + 1..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    let goes_on = next.starts_with([' ', '\t']) && !next.contains('{');
    if goes_on { end + 1 + next.len() } else { end }
}

/// The JSON objects and arrays in a text, also where a log has written their quotes as `\"`, or those again as `\\\"`.
pub(super) fn values(text: &str) -> Vec<Value> {
    let mut found = objects(text);
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST_ESCAPES {
        if !found.is_empty() || !text.contains("\\\"") {
            break;
        }
        text = text.replace("\\\"", "\"").replace("\\n", " ").into();
        found = objects(&text);
    }
    found
}

fn objects(text: &str) -> Vec<Value> {
    let (mut found, mut rest) = (Vec::new(), text);
    // Each bracket costs a reading up to the first fault behind it: a text of brackets alone must end too.
    for _ in 0..MOST_VALUES {
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

/// The address in it that was called: the one behind a method, or behind a word for it, or else the first that is on the web.
pub(super) fn url(text: &str) -> Option<&str> {
    let is_called = |(at, _): &(usize, &str)| {
        let before = text[..*at].trim_end_matches([' ', '"', '\'', '`', '\\', '=', ':', '<']);
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let named = |name: &&str| {
            before.strip_suffix(*name).is_some_and(|before| !before.ends_with(is_part))
        };
        METHODS.iter().chain(&ADDRESSES).any(named)
    };
    // The types of Platform's errors are written as addresses, and nobody calls these.
    let is_web = |(_, url): &(usize, &str)| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        rest.is_some_and(|rest| !rest.starts_with("ns.adobe.com/"))
    };
    let on_the_web = || urls_at(text).filter(is_web);
    let found = on_the_web().find(is_called).or_else(|| on_the_web().next());
    found.map(|(_, url)| url)
}

/// All addresses in it, whatever their scheme.
pub(super) fn urls(text: &str) -> impl Iterator<Item = &str> {
    urls_at(text).map(|(_, url)| url)
}

/// The same, each with its place.
fn urls_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    std::iter::from_fn(move || {
        loop {
            let rest = &text[from..];
            let at = rest.find("://")?;
            let begin = rest[..at].trim_end_matches(is_scheme).len();
            let found = &rest[begin..];
            let end = found.find(|c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\' | ')' | '}')
            });
            let url = &found[..end.unwrap_or(found.len())];
            let place = from + begin;
            from = place + url.len();
            if begin < at {
                return Some((place, url.trim_end_matches(['.', ',', ';', ':', ']'])));
            }
        }
    })
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
            // The rest of an address.
            || word.starts_with("//")
            || word.contains("status")
            || word == "code"
            || word == "response"
    };
    let reason = |word: &str| {
        let reasons = [
            "ok",
            "created",
            "accepted",
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
    let units = ["bytes", "byte", "b", "kb", "ms", "s", "seconds"];
    let counts = |word: &&&str| units.contains(&word.to_ascii_lowercase().as_str());
    let beside = |at: usize| {
        let (before, behind) = (at.checked_sub(1).map(|before| words[before]), words.get(at + 1));
        behind.filter(counts).is_none()
            && (before.is_some_and(names) || behind.is_some_and(|word| reason(word)))
    };
    (0..words.len()).find_map(|at| number(words[at]).filter(|_| beside(at)))
}
