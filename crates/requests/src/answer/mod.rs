//! What is read from an answer: the part of it that a capture, a check or another request names.
//!
//! ```text
//! # @capture NAME = body $.id  ─┐
//! # @check body $.id exists    ─┼─▶ Part ──of an Answered──▶ a text, or none
//! {{login.response.body.$.id}} ─┘
//! ```
//!
//! Getting the answer is left to the engine.

mod check;
mod error;
mod found;
mod json;
mod predicate;

pub use check::{CheckResult, ResponseCheck};
pub use error::{PartError, TakeError};

use found::Found;
use mudbrick_compare::json::Query;
use mudbrick_model::Header;

/// An answer as it came.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// The status code.
    pub status: u16,
    /// In the order they came.
    pub headers: &'a [Header],
    /// The body; none when there is more of it than is looked through.
    pub body: Option<&'a [u8]>,
    /// The whole time.
    pub total_ms: f64,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponsePart {
    /// The status code.
    Status,
    /// The first header of a name.
    Header(String),
    /// The body as it is.
    Body,
    /// What a JSONPath leads to in a body of JSON.
    Json(Query),
    /// The whole time in milliseconds.
    Time,
}

impl ResponsePart {
    /// Reads `status`, `header NAME`, `body`, `body $.path` or `time` at the beginning of a text. Also gives what follows.
    pub(crate) fn parse(text: &str) -> Result<(Self, &str), PartError> {
        let (word, rest) = word(text);
        match word {
            "status" => Ok((Self::Status, rest)),
            "time" | "duration" => Ok((Self::Time, rest)),
            "header" | "headers" => {
                let (name, rest) = self::word(rest);
                let name = name.trim_matches(['"', '\'']);
                match name {
                    "" => Err(PartError::Unknown),
                    name => Ok((Self::Header(name.to_owned()), rest)),
                }
            }
            "body" if rest.starts_with('$') => {
                let (path, rest) = rest.split_at(json::path_length(rest));
                Ok((Self::Json(json::query(path)?), rest.trim_start()))
            }
            "body" => Ok((Self::Body, rest)),
            _ => Err(PartError::Unknown),
        }
    }

    /// `headers.X-Id`, `body`, `body.*`, `body.$.id`, as they follow `{{login.response.`.
    fn in_reference(text: &str) -> Result<Self, PartError> {
        if let Some(name) = text.strip_prefix("headers.").filter(|name| !name.is_empty()) {
            return Ok(Self::Header(name.to_owned()));
        }
        match text.strip_prefix("body") {
            Some("" | ".*") => Ok(Self::Body),
            Some(path) if path.starts_with(".$") => Ok(Self::Json(json::query(&path[1..])?)),
            _ if text == "status" => Ok(Self::Status),
            _ => Err(PartError::Unknown),
        }
    }

    /// The part as text: a JSON string without its quotes, everything else as it stands. None when there is none.
    ///
    /// # Errors
    /// The body is not of the kind that the part is in.
    pub fn of(&self, received: &Received<'_>) -> Result<Option<String>, TakeError> {
        Ok(self.found(received)?.map(|found| found.text().into_owned()))
    }

    /// The part as what it is: of all that a JSONPath leads to, the first.
    fn found(&self, received: &Received<'_>) -> Result<Option<Found>, TakeError> {
        Ok(match self {
            Self::Status => Some(Found::Number(received.status.to_string())),
            Self::Time => Some(Found::Number(format!("{:.0}", received.total_ms))),
            Self::Header(name) => {
                let mut headers = received.headers.iter();
                let found = headers.find(|header| header.name.eq_ignore_ascii_case(name));
                found.map(|header| Found::Text(header.value.clone()))
            }
            Self::Body => {
                let text = text_of(received)?;
                (!text.is_empty()).then(|| Found::Text(text.to_owned()))
            }
            Self::Json(query) => json::first(query, text_of(received)?)?.map(Found::Json),
        })
    }
}

fn text_of<'a>(received: &Received<'a>) -> Result<&'a str, TakeError> {
    let bytes = received.body.ok_or(TakeError::TooLarge)?;
    let text = std::str::from_utf8(bytes).map_err(|_| TakeError::NotText)?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// What another request's answer gives: `login.response.body.$.id`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The other request's `# @name`.
    pub request: String,
    /// Which part of its answer.
    pub part: ResponsePart,
}

impl Reference {
    /// Reads the name of a variable that is a reference; none for any other. A reference to something that is not there to be
    /// referred to, such as the request that was sent, is an error.
    pub fn parse(name: &str) -> Option<Result<Self, PartError>> {
        let (request, rest) = name.split_once('.')?;
        if request.is_empty() || request.contains(char::is_whitespace) {
            return None;
        }
        let (what, part) = rest.split_once('.').unwrap_or((rest, ""));
        match what {
            "response" => {
                let part = ResponsePart::in_reference(part);
                Some(part.map(|part| Self { request: request.to_owned(), part }))
            }
            "request" if !part.is_empty() => Some(Err(PartError::Unknown)),
            _ => None,
        }
    }
}

/// `# @capture NAME = body $.id`: a variable with a part of the answer as its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// The variable.
    pub name: String,
    /// Its value.
    pub part: ResponsePart,
}

impl Capture {
    pub(crate) fn parse(text: &str) -> Result<Self, PartError> {
        let (name, part) = text.split_once('=').ok_or(PartError::Unknown)?;
        let name = name.trim();
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(PartError::Unknown);
        }
        let (part, rest) = ResponsePart::parse(part.trim())?;
        match rest.is_empty() {
            true => Ok(Self { name: name.to_owned(), part }),
            false => Err(PartError::Unknown),
        }
    }
}

fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

#[cfg(test)]
mod tests;
