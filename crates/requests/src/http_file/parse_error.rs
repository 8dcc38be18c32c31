//! What makes a text no `.http` file.

use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Why a text is not a `.http` file. Lines count from 1, and are not quoted: a secret may stand in them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// A request line begins with a word that is no method.
    #[error("reading line {line}: no method and no URL")]
    UnknownMethod {
        /// Where.
        line: usize,
    },
    /// A method without a URL.
    #[error("reading line {line}: a request without a URL")]
    NoUrl {
        /// Where.
        line: usize,
    },
    /// A line among the headers that is none.
    #[error("reading line {line}: not a header")]
    NotAHeader {
        /// Where.
        line: usize,
    },
}

impl Explain for ParseError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::UnknownMethod { line } => (
                format!("Line {line} should begin with a method or a URL, and does not."),
                "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS, followed by the URL.",
            ),
            Self::NoUrl { line } => (
                format!("Line {line} names a method, but no URL."),
                "Write the URL after the method, in the same line.",
            ),
            Self::NotAHeader { line } => (
                format!("Line {line} stands among the headers and is none."),
                "Write headers as Name: value, and leave a blank line before the body.",
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}
