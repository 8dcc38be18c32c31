//! Why a file gives no collection.

use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// A file that was not read, or not whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "source is the file's name, everything else is said by the message")]
pub enum CollectionError {
    #[error("reading {source_name}: nothing in it")]
    Empty { source_name: String },
    #[error("reading {source_name}: {bytes} bytes")]
    TooLarge { source_name: String, bytes: usize },
    #[error("reading {source_name}: more than {most} requests")]
    TooMany { source_name: String, most: usize },
    #[error("reading {source_name}: not text")]
    NotText { source_name: String },
    #[error("reading {source_name}: line {line}, column {column}: {why}")]
    Syntax { source_name: String, line: usize, column: usize, why: String },
    #[error("reading {source_name}: a format that holds no requests or is not known")]
    NotRecognised { source_name: String },
    #[error("reading {source_name}: variables without requests")]
    Environment { source_name: String },
    #[error("reading {source_name}: Postman's first format")]
    PostmanV1 { source_name: String },
    #[error("reading {source_name}: no request in it")]
    NoRequests { source_name: String },
    #[error("reading {source_name}: {}", problem.message)]
    Archive { source_name: String, problem: Problem },
    #[error("reading {source_name}: {}", problem.message)]
    Paste { source_name: String, problem: Problem },
    #[error("reading {source_name}: {}", problem.message)]
    File { source_name: String, problem: Problem },
}

impl Explain for CollectionError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::Empty { source_name } => {
                (format!("{source_name} is empty."), "Export the collection again.")
            }
            Self::TooLarge { source_name, bytes } => (
                format!("{source_name} has {} MiB, and at most 64 MiB are read.", bytes >> 20),
                "Split it, or leave saved answers out of the export.",
            ),
            Self::TooMany { source_name, most } => (
                format!("{source_name} holds more than {most} requests."),
                "Split it, and import the parts that you need.",
            ),
            Self::NotText { source_name } => (
                format!("{source_name} is not text."),
                "Choose a file that was exported from Postman, Insomnia, Bruno or a browser, an OpenAPI description, or a zip file of these.",
            ),
            Self::Syntax { source_name, line, column, why } => (
                format!("{source_name}, line {line}, column {column}: {why}."),
                "Correct the file at this place, or export it again.",
            ),
            Self::NotRecognised { source_name } => (
                format!("{source_name} is in no format of requests that Mudbrick knows."),
                "Mudbrick reads Postman, Insomnia, Bruno, HAR, OpenAPI, curl and .http files.",
            ),
            Self::Environment { source_name } => (
                format!("{source_name} holds variables and no requests."),
                "Import it as a profile, with mudbrick import.",
            ),
            Self::PostmanV1 { source_name } => (
                format!("{source_name} is in Postman's first format, which is not read."),
                "Open it in Postman and export it as Collection v2.1.",
            ),
            Self::NoRequests { source_name } => {
                (format!("{source_name} holds no request."), "Choose another file.")
            }
            Self::Archive { source_name, problem }
            | Self::Paste { source_name, problem }
            | Self::File { source_name, problem } => {
                let mut problem = problem.clone();
                problem.message = format!("{source_name}: {}", problem.message);
                return problem;
            }
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}
