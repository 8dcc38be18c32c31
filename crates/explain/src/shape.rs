//! What a body is, as far as rules ask: nothing, JSON (or XML, read as the same), a web page, a text, or the beginning of
//! something that broke off.

use crate::{words, xml};
use serde::Deserialize;
use serde_json::Value;

/// What a status is called (RFC 9110, RFC 6585). In a log it stands where the body would, and says nothing of it.
const REASONS: [&str; 26] = [
    "Bad Request",
    "Unauthorized",
    "Payment Required",
    "Forbidden",
    "Not Found",
    "Method Not Allowed",
    "Not Acceptable",
    "Proxy Authentication Required",
    "Request Timeout",
    "Conflict",
    "Gone",
    "Length Required",
    "Precondition Failed",
    "Payload Too Large",
    "Content Too Large",
    "URI Too Long",
    "Unsupported Media Type",
    "Unprocessable Entity",
    "Unprocessable Content",
    "Precondition Required",
    "Too Many Requests",
    "Internal Server Error",
    "Not Implemented",
    "Bad Gateway",
    "Service Unavailable",
    "Gateway Timeout",
];

/// A body.
#[derive(Debug)]
pub(crate) enum Shape {
    /// It was not kept, or nobody brought it.
    Unknown,
    Empty,
    Json(Value),
    Html,
    Text(String),
    /// The beginning of JSON, or no text at all: it may be anybody's.
    Broken,
}

/// The same, as rules name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ShapeName {
    Empty,
    Json,
    Html,
    Text,
    /// Anything but a web page, what broke off, and what its status is called.
    Data,
}

impl Shape {
    pub(crate) fn of(body: Option<&[u8]>) -> Self {
        let Some(body) = body else { return Self::Unknown };
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
        let Ok(text) = std::str::from_utf8(body) else { return Self::Broken };
        match body.first() {
            None => Self::Empty,
            Some(b'{' | b'[') => match serde_json::from_str(text) {
                Ok(json) => Self::Json(json),
                Err(_) => Self::Broken,
            },
            Some(b'<') if is_page(text) => Self::Html,
            Some(b'<') => xml::read(text).map_or(Self::Broken, Self::Json),
            Some(_) => Self::Text(text.to_owned()),
        }
    }

    pub(crate) fn is(&self, name: ShapeName) -> bool {
        match name {
            ShapeName::Empty => matches!(self, Self::Empty),
            ShapeName::Json => matches!(self, Self::Json(_)),
            ShapeName::Html => matches!(self, Self::Html),
            ShapeName::Text => matches!(self, Self::Text(_)),
            ShapeName::Data => match self {
                Self::Json(_) | Self::Empty => true,
                Self::Text(text) => !is_reason(text),
                Self::Unknown | Self::Html | Self::Broken => false,
            },
        }
    }

    pub(crate) fn json(&self) -> Option<&Value> {
        match self {
            Self::Json(json) => Some(json),
            _ => None,
        }
    }

    /// Whether one of the words, in lower case, is in its text.
    pub(crate) fn says(&self, wanted: &[String]) -> bool {
        let text = match self {
            Self::Json(json) => words::of(json),
            Self::Text(text) => text.to_lowercase(),
            _ => return false,
        };
        wanted.iter().any(|word| words::has(&text, &word.to_lowercase()))
    }
}

/// Whether the words are those of a status and nothing else.
fn is_reason(words: &str) -> bool {
    let words = words.trim_end_matches('.');
    REASONS.iter().any(|reason| reason.eq_ignore_ascii_case(words))
}

fn is_page(text: &str) -> bool {
    let beginning: String = text.chars().take(400).collect::<String>().to_ascii_lowercase();
    beginning.starts_with("<!doctype html") || beginning.contains("<html")
}
