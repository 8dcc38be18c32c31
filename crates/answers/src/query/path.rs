//! A JSONPath in its parts. Whether it is one is decided by the library that knows the standard; here it is only taken apart.

use super::name::quoted;
use crate::AnswerError;
use mudbrick_compare::json::{json_path, with_pairs_joined};
use serde_json_path::JsonPath;

/// A JSONPath.
#[derive(Debug, Clone)]
pub struct Path {
    pub(super) segments: Vec<Segment>,
    /// The whole, for paths whose filters look at more than their own value.
    pub(super) whole: JsonPath,
    pub(super) looks_at_root: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Segment {
    Children(Vec<Selector>),
    Descendants(Vec<Selector>),
}

#[derive(Debug, Clone)]
pub(super) enum Selector {
    Name(String),
    All,
    Index(i64),
    Slice {
        from: Option<i64>,
        to: Option<i64>,
        step: i64,
    },
    /// Asked of an array with the one value in it.
    Filter(Box<JsonPath>),
}

/// A step of a result's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Index(u64),
}

impl Path {
    /// Reads one.
    ///
    /// # Errors
    /// [`AnswerError::Path`].
    pub fn parse(written: &str) -> Result<Self, AnswerError> {
        let written = written.trim();
        let whole =
            json_path(written).map_err(|error| AnswerError::Path { message: error.to_string() })?;
        let written = with_pairs_joined(written);
        let mut rest = &written[1..];
        let mut segments = Vec::new();
        let mut looks_at_root = false;
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Ok(Self { segments, whole, looks_at_root });
            }
            let (descends, after) = match rest.strip_prefix("..") {
                Some(after) => (true, after),
                None => (false, rest.strip_prefix('.').unwrap_or(rest)),
            };
            let after = after.trim_start();
            let selectors;
            (selectors, rest) = match after.strip_prefix('[') {
                Some(inner) => {
                    let (list, behind) = bracket(inner);
                    let selectors: Result<Vec<_>, _> = list.into_iter().map(selector).collect();
                    (selectors?, behind)
                }
                None => {
                    let end = after.find(['.', '[', ' ', '\t', '\n', '\r']).unwrap_or(after.len());
                    let selector = match &after[..end] {
                        "*" => Selector::All,
                        name => Selector::Name(name.to_owned()),
                    };
                    (vec![selector], &after[end..])
                }
            };
            looks_at_root |= selectors.iter().any(|selector| match selector {
                Selector::Filter(filter) => has_root(&filter.to_string()[1..]),
                _ => false,
            });
            segments.push(match descends {
                true => Segment::Descendants(selectors),
                false => Segment::Children(selectors),
            });
        }
    }
}

/// Bytes outside of quotes, with their places.
fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let mut quote = None;
    let mut escaped = false;
    text.bytes().enumerate().filter(move |(_, byte)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match (quote, byte) {
            (Some(_), b'\\') => escaped = true,
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, _) => return true,
            _ => {}
        }
        false
    })
}

fn has_root(filter: &str) -> bool {
    outside_quotes(filter).any(|(_, byte)| byte == b'$')
}

/// The selectors up to the closing bracket, and what is behind it.
fn bracket(inner: &str) -> (Vec<&str>, &str) {
    let (mut list, mut depth, mut from) = (Vec::new(), 0u32, 0);
    for (place, byte) in outside_quotes(inner) {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' if depth == 0 => {
                list.push(inner[from..place].trim());
                return (list, &inner[place + 1..]);
            }
            b']' | b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                list.push(inner[from..place].trim());
                from = place + 1;
            }
            _ => {}
        }
    }
    (list, "")
}

fn selector(written: &str) -> Result<Selector, AnswerError> {
    let number = |text: &str| {
        let read = text.trim().parse::<i64>();
        read.map_err(|error| AnswerError::Path { message: error.to_string() })
    };
    let optional =
        |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(number).transpose();
    Ok(match written.as_bytes().first() {
        Some(b'"' | b'\'') => Selector::Name(name(written)),
        Some(b'*') => Selector::All,
        Some(b'?') => {
            let filter = JsonPath::parse(&format!("$[{written}]"));
            let filter =
                filter.map_err(|error| AnswerError::Path { message: error.to_string() })?;
            Selector::Filter(Box::new(filter))
        }
        _ if written.contains(':') => {
            let mut parts = written.split(':');
            let (from, to) = (optional(parts.next())?, optional(parts.next())?);
            Selector::Slice { from, to, step: optional(parts.next())?.unwrap_or(1) }
        }
        _ => Selector::Index(number(written)?),
    })
}

/// A name in either kind of quotes.
fn name(written: &str) -> String {
    if written.starts_with('"') {
        return crate::json::unescaped(written.as_bytes());
    }
    // As a string of JSON, in which the other quote is the one that is escaped.
    let inner = written.get(1..written.len() - 1).unwrap_or_default();
    let mut json = String::from("\"");
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            '\'' if escaped => {
                json.pop();
                json.push('\'');
            }
            '"' => json.push_str("\\\""),
            c => json.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    json.push('"');
    crate::json::unescaped(json.as_bytes())
}

/// A path as it is written.
pub(super) fn written(steps: &[Step]) -> String {
    let mut path = "$".to_owned();
    for step in steps {
        match step {
            Step::Name(name) => path.push_str(&format!("['{}']", quoted(name))),
            Step::Index(number) => path.push_str(&format!("[{number}]")),
        }
    }
    path
}
