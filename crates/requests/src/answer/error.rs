//! Why a part of an answer cannot be had, or is not understood.

use thiserror::Error;

/// Why a part of an answer cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TakeError {
    /// The body is too large to be looked through.
    #[error("the body is too large to be looked through")]
    TooLarge,
    /// There is none, as with the status 204.
    #[error("the answer has no body")]
    Empty,
    /// The body is not text.
    #[error("the body is not text")]
    NotText,
    /// The body is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The filter of a JSONPath has to see the whole body, and cannot.
    #[error("the body cannot be filtered: {why}")]
    NotFiltered {
        /// What of it is in the way.
        why: String,
    },
    /// Only numbers are smaller or larger.
    #[error("it is no number")]
    NotANumber,
}

/// Why a part of an answer is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PartError {
    /// It begins with a word that names no part.
    #[error("it names no part of an answer")]
    Unknown,
    /// No JSONPath of RFC 9535.
    #[error("the JSONPath is not one: {reason}")]
    Path {
        /// What is wrong with it.
        reason: String,
    },
    /// What the part is compared by is not understood.
    #[error("it names no comparison")]
    Comparison,
    /// Only numbers are smaller or larger.
    #[error("it compares with no number")]
    Number,
    /// The unit of a time is none, or its number.
    #[error("a time is written as 500, 500 ms, 2 s or 1 m")]
    Time,
}
