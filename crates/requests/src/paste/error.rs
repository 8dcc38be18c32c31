//! Why a pasted text is no request, and what to do about it.

use super::remark::Place;
use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Why no request can be read from a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PasteError {
    /// It has none of the known forms.
    #[error("reading a pasted text: not a request in a known form")]
    NotARequest,
    /// There is no text.
    #[error("reading a pasted text: it is empty")]
    Empty,
    /// An option without the value it needs.
    #[error("reading a pasted text: line {}: option {option} without a value", place.line)]
    NoValue {
        /// Where.
        place: Place,
        /// As written.
        option: String,
    },
    /// A method that Adobe's APIs do not use.
    #[error("reading a pasted text: method {method:?}")]
    UnknownMethod {
        /// As written.
        method: String,
    },
    /// Nowhere to send it.
    #[error("reading a pasted text: no URL")]
    NoUrl,
    /// A script that cannot be read from some place on.
    #[error("reading a pasted text: line {}, column {}: not understood", place.line, place.column)]
    Script {
        /// Where.
        place: Place,
    },
}

impl Explain for PasteError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::NotARequest => (
                "The text is not a request that Mudbrick can read.".to_owned(),
                "Paste a curl command, Invoke-RestMethod or Invoke-WebRequest, fetch(…), code as Postman writes it, a raw HTTP request, or a URL.",
            ),
            Self::Empty => ("There is no text.".to_owned(), "Copy the request and paste it again."),
            Self::NoValue { place, option } => (
                format!("Line {}: the option {option} has no value.", place.line),
                "Copy the whole command, to its end.",
            ),
            Self::UnknownMethod { method } => (
                format!("{method:?} is not a method that Adobe's APIs use."),
                "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS.",
            ),
            Self::NoUrl => ("The text contains no URL.".to_owned(), "Copy the whole command."),
            Self::Script { place } => (
                format!(
                    "Line {}, column {}: Mudbrick does not understand this.",
                    place.line, place.column
                ),
                "Copy the whole command, to its end. Mudbrick reads values, and runs nothing.",
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}
