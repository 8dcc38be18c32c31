//! Why `{{$…}}` gives nothing.

use thiserror::Error;

/// Why a function gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FunctionError {
    /// There is none of the name, or it is another program's.
    #[error("there is no such function")]
    Unknown,
    /// What follows the name cannot be read.
    #[error("it is written as {form}")]
    Form {
        /// How it is written.
        form: &'static str,
    },
    /// A pattern of a date has letters that are not understood.
    #[error("its pattern has {letters}, which is not supported")]
    Pattern {
        /// The letters.
        letters: String,
    },
    /// The time is out of every calendar.
    #[error("the date is out of range")]
    OutOfRange,
    /// The environment has no such variable.
    #[error("the environment has no {name}")]
    NoVariable {
        /// Its name.
        name: String,
    },
    /// The environment variable is Mudbrick's own.
    #[error("{name} is Mudbrick's own")]
    Own {
        /// Its name.
        name: String,
    },
    /// There is no `.env` beside the request's file, or the request is in no file.
    #[error("there is no .env beside the request's file")]
    NoDotenv,
    /// The `.env` has no such variable.
    #[error(".env has no {name}")]
    NotInDotenv {
        /// Its name.
        name: String,
    },
}
