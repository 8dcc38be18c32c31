//! Why curl is not called with some arguments, and what a person is told of it.

use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// Why curl is not called so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CurlCallError {
    /// An option that is not known may do anything.
    #[error("reading curl's arguments: unknown option {0}")]
    UnknownOption(String),
    /// An option without the value it needs.
    #[error("reading curl's arguments: {0} without a value")]
    NoValue(String),
    /// It would print the token, pass it on, or send it where nobody can tell.
    #[error("reading curl's arguments: {option} {why}")]
    Unsafe {
        /// As curl's manual names it.
        option: String,
        /// What it does, as the end of a sentence that begins with it.
        why: &'static str,
    },
    /// A method that Adobe's APIs do not use.
    #[error("reading curl's arguments: method {0:?}")]
    UnknownMethod(String),
    /// Nowhere to send it.
    #[error("reading curl's arguments: no URL")]
    NoUrl,
}

impl Explain for CurlCallError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::UnknownOption(option) => (
                format!(
                    "Mudbrick does not know what {option} makes of the call. Nothing was sent."
                ),
                "Write the option out as curl’s manual does, or leave it out.",
            ),
            Self::NoValue(option) => {
                (format!("{option} needs a value."), "Add it behind the option.")
            }
            Self::Unsafe { option, why } => (
                format!("curl’s {option} {why}. Nothing was sent."),
                "Leave it out. `mudbrick send --include` and `--timeline` show what came and where the time went.",
            ),
            Self::UnknownMethod(method) => {
                (format!("{method} is not a method that Adobe’s APIs use."), "Correct it.")
            }
            Self::NoUrl => {
                ("There is no URL for curl.".to_owned(), "Add one that begins with https://.")
            }
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}
