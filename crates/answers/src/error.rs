//! Why a body could not be shown, searched or asked.

use std::io;

/// What can go wrong with a body.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The disk refuses.
    #[error("reading the answer's body: {0}")]
    Read(#[from] io::Error),
    /// Whoever asked does not want it any more.
    #[error("stopped")]
    Stopped,
    /// A regular expression is none, or would need too much memory.
    #[error("reading the regular expression: {message}")]
    Pattern {
        /// Where and why.
        message: String,
    },
    /// A JSONPath is none.
    #[error("reading the JSONPath: {message}")]
    Path {
        /// Where and why.
        message: String,
    },
    /// A filter looks at more of a body than fits into memory.
    #[error("the filter needs a value of {bytes} bytes in memory; at most {most} are read")]
    TooLarge {
        /// How large the value is.
        bytes: u64,
        /// How large it may be.
        most: u64,
    },
    /// A path counts from the end of an array that is too long for that.
    #[error("an array that is counted from its end has more than {most} elements")]
    TooManyElements {
        /// How many there may be.
        most: usize,
    },
    /// There is no array of objects to make a table of.
    #[error("there is no array of objects")]
    NoTable,
    /// A table has more columns than a file of it can have.
    #[error("the table has more than {most} columns")]
    TooManyColumns {
        /// How many there may be.
        most: usize,
    },
    /// A table has more rows than can be put in order.
    #[error("the table has more than {most} rows")]
    TooManyRows {
        /// How many there may be.
        most: usize,
    },
}
