//! Why a pasted command cannot be read, and what to do about it.

use super::words::WordsError;
use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Why a text is not a curl command that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CurlError {
    /// It is something else.
    #[error("reading a curl command: it does not begin with curl")]
    NotCurl,
    /// A quotation mark has no partner.
    #[error("reading a curl command: the quotation mark {mark} is never closed")]
    Unclosed {
        /// The mark that is waited for.
        mark: char,
    },
    /// A part of it would have to be run.
    #[error("reading a curl command: {written} would have to be run")]
    Substitution {
        /// Its beginning.
        written: String,
    },
    /// An option that is not known, or not one that a request can hold.
    #[error("reading a curl command: option {option}")]
    UnknownOption {
        /// As written.
        option: String,
    },
    /// An option without the value it needs.
    #[error("reading a curl command: option {option} without a value")]
    NoValue {
        /// As written.
        option: String,
    },
    /// The body is in a file or in several parts.
    #[error("reading a curl command: {option} takes its body from elsewhere")]
    BodyElsewhere {
        /// As written.
        option: String,
    },
    /// A method that Adobe's APIs do not use.
    #[error("reading a curl command: method {method:?}")]
    UnknownMethod {
        /// As written.
        method: String,
    },
    /// Nowhere to send it.
    #[error("reading a curl command: no URL")]
    NoUrl,
}

impl Explain for CurlError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::NotCurl => (
                "This is not a curl command.".to_owned(),
                "Copy the whole command, from the word curl to its end.",
            ),
            Self::Unclosed { mark } => (
                format!("The command ends inside a quotation: {mark} is never closed."),
                "Copy the whole command, to its end.",
            ),
            Self::Substitution { written } => (
                format!("A part of the command would have to be run first: {written}."),
                "Put its result in its place; Mudbrick runs nothing that is pasted.",
            ),
            Self::UnknownOption { option } => (
                format!("The option {option} is not one that Mudbrick knows."),
                "Remove it from the command and paste it again.",
            ),
            Self::NoValue { option } => (
                format!("The option {option} has no value."),
                "Copy the whole command, to its end.",
            ),
            Self::BodyElsewhere { option } => (
                format!(
                    "The option {option} takes the body from a file or in several parts, which a saved request cannot."
                ),
                "Put the body's text into the command, behind --data-raw.",
            ),
            Self::UnknownMethod { method } => (
                format!("{method:?} is not a method that Adobe's APIs use."),
                "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS.",
            ),
            Self::NoUrl => ("The command names no URL.".to_owned(), "Copy the whole command."),
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}

impl From<WordsError> for CurlError {
    fn from(error: WordsError) -> Self {
        match error {
            WordsError::Unclosed { mark } => Self::Unclosed { mark },
            WordsError::Substitution { written } => Self::Substitution { written },
        }
    }
}
