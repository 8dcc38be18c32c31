//! JSONPath (RFC 9535) into a text of JSON. What it leads to is given as it stands in the text: parsing a number would change
//! a long one.

use super::error::{PartError, TakeError};
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};

/// A JSONPath as it is written.
#[derive(Debug, Clone)]
pub struct JsonQuery {
    written: String,
    path: JsonPath,
}

impl PartialEq for JsonQuery {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl JsonQuery {
    pub(super) fn parse(text: &str) -> Result<Self, PartError> {
        let path = JsonPath::parse(text)
            .map_err(|error| PartError::Path { reason: error.message().to_owned() })?;
        Ok(Self { written: text.to_owned(), path })
    }

    /// The first that it leads to, in the body's own order.
    pub(super) fn first<'a>(&self, text: &'a str) -> Result<Option<&'a str>, TakeError> {
        Ok(self.all(text)?.into_iter().next())
    }

    /// All that it leads to.
    pub(super) fn all<'a>(&self, text: &'a str) -> Result<Vec<&'a str>, TakeError> {
        let value: Value = serde_json::from_str(text).map_err(|_| TakeError::NotJson)?;
        let located = self.path.query_located(&value);
        let found = located.locations().filter_map(|path| {
            path.iter().try_fold(text.trim(), |text, step| match step {
                PathElement::Name(name) => member(text, name),
                PathElement::Index(index) => element(text, *index),
            })
        });
        Ok(found.collect())
    }
}

/// How far a JSONPath reaches: up to the first blank that is in no brackets and no quotes.
pub(super) fn path_length(text: &str) -> usize {
    let (mut depth, mut quote, mut escaped) = (0_usize, None, false);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if depth > 0 => quote = Some(c),
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            (None, c) if c.is_whitespace() && depth == 0 => return at,
            (None, _) => {}
        }
    }
    text.len()
}

/// A string without its quotes and escapes; any other value as it stands.
pub(super) fn as_text(json: &str) -> String {
    match json.starts_with('"') {
        true => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
        false => json.to_owned(),
    }
}

/// The last member of a name, which is the one that counts for `serde_json` too.
fn member<'a>(object: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = object.strip_prefix('{')?.trim_start();
    let mut found = None;
    while rest.starts_with('"') {
        let key = &rest[..value_length(rest)];
        rest = rest[key.len()..].trim_start().strip_prefix(':')?.trim_start();
        let value = &rest[..value_length(rest)];
        if as_text(key) == name {
            found = Some(value);
        }
        rest = next(&rest[value.len()..])?;
    }
    found
}

fn element(array: &str, index: usize) -> Option<&str> {
    let mut rest = array.strip_prefix('[')?.trim_start();
    for _ in 0..index {
        rest = next(&rest[value_length(rest)..])?;
    }
    Some(&rest[..value_length(rest)])
}

/// What follows the comma behind a value; the closing bracket when there is none.
fn next(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    match rest.strip_prefix(',') {
        Some(rest) => Some(rest.trim_start()),
        None => rest.starts_with([']', '}']).then_some(rest),
    }
}

/// How long the value at the beginning of a valid text is.
fn value_length(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => {
                in_string = !in_string;
                if !in_string && depth == 0 {
                    return at + 1;
                }
            }
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}
