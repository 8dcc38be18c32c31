//! What people type to find exchanges: words, "exact words", and `key:value` for everything else. Read here; which profiles
//! and hosts are meant is looked up by whoever searches.

mod values;

pub(super) use values::Now;

use mudbrick_model::{Method, Timestamp};
use mudbrick_store::{Mark, StatusFilter};
use std::ops::RangeInclusive;

/// A search text as it was understood.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SearchText {
    pub(super) words: Vec<String>,
    pub(super) phrases: Vec<String>,
    pub(super) profiles: Vec<String>,
    pub(super) organizations: Vec<String>,
    pub(super) hosts: Vec<String>,
    pub(super) methods: Vec<Method>,
    pub(super) statuses: Vec<StatusFilter>,
    pub(super) since: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
    pub(super) name: Option<String>,
    pub(super) took_ms: Option<RangeInclusive<f64>>,
    pub(super) body_bytes: Option<RangeInclusive<u64>>,
    pub(super) only: Vec<Mark>,
}

/// What of a search text is not understood: a sentence on each.
pub(super) type Unknown = Vec<String>;

/// The keys, as they are told to whoever wrote another one.
pub(super) const KEYS: &str =
    "status, method, host, profile, org, request, after, before, time, size and is";

/// One part between spaces; quotes keep spaces together.
struct Part {
    /// In front of a colon that is outside quotes.
    key: Option<String>,
    value: String,
    is_quoted: bool,
}

impl SearchText {
    /// Reads a text.
    ///
    /// # Errors
    /// A sentence on each part that is not understood.
    pub(super) fn parse(text: &str, now: &Now) -> Result<Self, Unknown> {
        let mut search = Self::default();
        let mut unknown = Unknown::new();
        for part in parts(text) {
            if let Err(why) = search.add(part, now) {
                unknown.push(why);
            }
        }
        if unknown.is_empty() { Ok(search) } else { Err(unknown) }
    }

    fn add(&mut self, part: Part, now: &Now) -> Result<(), String> {
        let Part { key, value, is_quoted } = part;
        let Some(key) = key else {
            let place = if is_quoted { &mut self.phrases } else { &mut self.words };
            place.push(value);
            return Ok(());
        };
        // While somebody types, a key has no value for a moment.
        if value.is_empty() {
            return Ok(());
        }
        let each = || value.split(',').map(str::trim).filter(|one| !one.is_empty());
        match key.as_str() {
            "status" => {
                for one in each() {
                    self.statuses.push(values::status(one)?);
                }
            }
            "method" => {
                for one in each() {
                    let method = Method::parse(&one.to_ascii_uppercase());
                    self.methods
                        .push(method.ok_or_else(|| {
                            format!("{one} is not a method that Mudbrick sends.")
                        })?);
                }
            }
            "is" => {
                for one in each() {
                    match one.to_lowercase().as_str() {
                        "failed" => self.statuses.push(StatusFilter::Failed),
                        "unanswered" => self.statuses.push(StatusFilter::Unanswered),
                        "write" => self.only.push(Mark::Write),
                        "pinned" => self.only.push(Mark::Pinned),
                        "noted" => self.only.push(Mark::Noted),
                        _ => {
                            return Err(format!(
                                "is:{one} is not known; there are is:failed, is:unanswered, is:write, is:pinned and is:noted."
                            ));
                        }
                    }
                }
            }
            "host" => self.hosts.extend(each().map(str::to_lowercase)),
            "profile" => self.profiles.extend(each().map(str::to_lowercase)),
            "org" => self.organizations.extend(each().map(str::to_lowercase)),
            "request" => self.name = Some(value),
            "after" => self.since = Some(values::time(&value, now)?),
            "before" => self.until = Some(values::time(&value, now)?),
            "time" => narrow(&mut self.took_ms, values::milliseconds(&value)?),
            "size" => narrow(&mut self.body_bytes, values::bytes(&value)?),
            _ => {
                return Err(format!(
                    "{key}: is not known; there are {KEYS}. To search for {key}:{value} itself, put it in quotes."
                ));
            }
        }
        Ok(())
    }
}

/// What both leave. `time:>1s time:<2s` is one range.
fn narrow<T: PartialOrd + Copy>(range: &mut Option<RangeInclusive<T>>, by: RangeInclusive<T>) {
    *range = Some(match range.take() {
        None => by,
        Some(range) => {
            let start = if *range.start() > *by.start() { *range.start() } else { *by.start() };
            let end = if *range.end() < *by.end() { *range.end() } else { *by.end() };
            start..=end
        }
    });
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (part, after) = next(rest);
        if part.key.is_some() || !part.value.is_empty() {
            parts.push(part);
        }
        rest = after.trim_start();
    }
    parts
}

fn next(text: &str) -> (Part, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let (value, rest) = until_quote(quoted);
        return (Part { key: None, value: value.to_owned(), is_quoted: true }, rest);
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let Some((key, value)) = word.split_once(':').filter(|(key, value)| is_key(key, value)) else {
        return (Part { key: None, value: word.to_owned(), is_quoted: false }, rest);
    };
    let key = Some(key.to_lowercase());
    match rest.strip_prefix('"') {
        // `request:"List libraries"`
        Some(quoted) if value.is_empty() => {
            let (value, rest) = until_quote(quoted);
            (Part { key, value: value.to_owned(), is_quoted: true }, rest)
        }
        _ => (Part { key, value: value.to_owned(), is_quoted: false }, rest),
    }
}

/// A quote that is not closed yet goes to the end.
fn until_quote(text: &str) -> (&str, &str) {
    text.split_once('"').unwrap_or((text, ""))
}

/// Addresses, hosts with ports, times and JSON have colons too, and are words.
fn is_key(key: &str, value: &str) -> bool {
    let is_name = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphabetic());
    let is_port = key == "localhost" && value.starts_with(|c: char| c.is_ascii_digit());
    is_name && !value.starts_with("//") && !is_port
}

#[cfg(test)]
mod tests;
