//! What can be wrong with a filter, or with what it is to work with.

use std::io;

/// Why a filter gave no results, or no more.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JqError {
    /// It is no filter.
    #[error("{0}")]
    Filter(String),
    /// The text is not JSON from somewhere on.
    #[error("the text is not JSON: {0}")]
    Text(String),
    /// The filter met something that it cannot work with.
    #[error("{0}")]
    Failed(String),
    /// The results cannot be handed on.
    #[error("writing the results: {0}")]
    Write(#[from] io::Error),
}
