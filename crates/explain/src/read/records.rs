//! The records of a log: mostly a line each, and where JSON begins in a line and goes on behind it, as many lines as it takes.
//! What a record says of the call it is about stays with it.

use super::seen::status;
use serde_json::{Deserializer, Value};

/// Of a long log, the end is what somebody asks about.
const MOST_LINES: usize = 2_000;

/// Brackets of a line from which JSON over several lines is looked for: each costs a reading up to the first fault behind it.
const MOST_BRACKETS: usize = 8;

/// More JSON values of one record are not read.
const MOST_VALUES: usize = 200;

/// A record, and what it says of its call.
pub(super) struct Record<'t> {
    pub(super) text: &'t str,
    pub(super) url: Option<String>,
    pub(super) status: Option<u16>,
}

/// The last records of a text, in its order.
pub(super) fn records(text: &str) -> Vec<Record<'_>> {
    if serde_json::from_str::<Value>(text.trim()).is_ok() {
        return vec![Record::of(text.trim(), None)];
    }
    let mut at = text.rmatch_indices('\n').nth(MOST_LINES).map_or(0, |(at, _)| at + 1);
    let (mut found, mut called) = (Vec::new(), None);
    while at < text.len() {
        let end = end(text, at);
        let record = Record::of(&text[at..end], called.as_deref());
        if record.tells_of_a_call() {
            called.clone_from(&record.url);
        }
        found.push(record);
        at = end + 1;
    }
    found
}

impl<'t> Record<'t> {
    /// With the address of the call that was told of before, where it has none: an error in the line below is of that call, and a
    /// line that is read as if nobody knew whose it is would make it Adobe's.
    fn of(text: &'t str, called: Option<&str>) -> Self {
        let url = url(text).or(called).map(str::to_owned);
        Self { text, url, status: status_in(text) }
    }

    /// Addresses of documents, and of the code in a stack trace, are in logs as well.
    fn tells_of_a_call(&self) -> bool {
        const WORDS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "url", "uri", "curl"];
        let is_named = |word: &str| WORDS.contains(&word);
        let separates = |c: char| !c.is_ascii_alphanumeric();
        url(self.text).is_some()
            && (self.status.is_some() || self.text.split(separates).any(is_named))
    }
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

/// The JSON objects and arrays in a text, also where a log has written their quotes as `\"`.
pub(super) fn values(text: &str) -> Vec<Value> {
    let mut found = objects(text);
    if found.is_empty() && text.contains("\\\"") {
        found = objects(&text.replace("\\\"", "\"").replace("\\n", " "));
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

/// The first address in it that is on the web.
pub(super) fn url(text: &str) -> Option<&str> {
    urls(text).find(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// All addresses in it, whatever their scheme.
pub(super) fn urls(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    std::iter::from_fn(move || {
        loop {
            let at = rest.find("://")?;
            let begin = rest[..at].trim_end_matches(is_scheme).len();
            let found = &rest[begin..];
            let end = found.find(|c: char| {
                c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\\' | ')' | '}')
            });
            let (url, behind) = found.split_at(end.unwrap_or(found.len()));
            rest = behind;
            if begin < at {
                return Some(url.trim_end_matches(['.', ',', ';', ':']));
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
