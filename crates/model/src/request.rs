//! A request as a person writes it, with `{{variables}}` still in it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a person edits, saves in a `.http` file and sends. URL, header values and body may hold `{{variables}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Request {
    /// A few words, such as `List libraries`.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The URL, `https://` included.
    pub url: String,
    /// In the order they are sent.
    pub headers: Vec<Header>,
    /// The body's text; none sends no body at all.
    pub body: Option<String>,
}

/// One header line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Header {
    /// As written; compared without regard to case.
    pub name: String,
    /// As written.
    pub value: String,
}

impl Header {
    /// A header from its two parts.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// What was done to a request that a person keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RequestChangeKind {
    /// It got another name.
    Renamed,
    /// It went to another file.
    Moved,
    /// A copy of it was made.
    Duplicated,
    /// It was taken out.
    Deleted,
    /// Requests of another program were brought in.
    Imported,
}

/// The HTTP methods Adobe's APIs use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs, reason = "the names are the protocol's own")]
pub enum Method {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// All of them, reading ones first.
    pub const ALL: [Self; 7] =
        [Self::Get, Self::Head, Self::Options, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it stands on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Reads a method in any case; none for one that Adobe's APIs do not use.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text))
    }

    /// Whether a call with it can change something at the other end.
    pub fn writes(self) -> bool {
        !matches!(self, Self::Get | Self::Head | Self::Options)
    }
}

/// What a request does to the data at the other end, as far as its description says. A method alone does not tell: searches
/// go by `POST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Effect {
    /// It only looks.
    Read,
    /// It adds or changes something.
    Write,
    /// It takes something away, or what it changes cannot be brought back.
    Destructive,
}

impl Effect {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Destructive => "destructive",
        }
    }

    /// Reads it as it is written. A word that is not known is the worst of them.
    pub fn parse(text: &str) -> Self {
        let known = [Self::Read, Self::Write].into_iter().find(|effect| effect.as_str() == text);
        known.unwrap_or(Self::Destructive)
    }

    /// What can be said by a method alone.
    pub fn of(method: Method) -> Self {
        match method {
            Method::Delete => Self::Destructive,
            method if method.writes() => Self::Write,
            _ => Self::Read,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
