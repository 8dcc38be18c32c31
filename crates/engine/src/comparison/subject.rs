//! What is compared, read into memory: an answer of the history, or a file.

use crate::history::History;
use mudbrick_answers::charset;
use mudbrick_model::{ErrorCode, ExchangeId, Outcome, Problem};
use mudbrick_redact::MASK;
use mudbrick_store::OpenBody;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A comparison holds both bodies and about three times as much beside each.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// An answer of the history.
    Exchange(ExchangeId),
    /// A file with a body, such as one that is expected.
    File(PathBuf),
}

pub(super) struct Loaded {
    pub(super) title: String,
    pub(super) status: Option<u16>,
    pub(super) headers: Option<Vec<(String, String)>>,
    pub(super) body: Vec<u8>,
    /// The body as text, where that is not what its bytes are in UTF-8.
    decoded: Option<String>,
    /// Whether it is only what came of an answer that broke off.
    pub(super) is_part: bool,
    /// What somebody who reads the comparison has to know of this side.
    pub(super) notes: Vec<String>,
}

impl Loaded {
    pub(super) fn text(&self) -> Option<&str> {
        match &self.decoded {
            Some(text) => Some(text),
            None => std::str::from_utf8(&self.body).ok(),
        }
    }

    pub(super) fn is_decoded(&self) -> bool {
        self.decoded.is_some()
    }

    pub(super) fn is_masked(&self) -> bool {
        self.text().is_some_and(|text| text.contains(MASK))
    }
}

pub(super) fn load(history: &History, subject: &Subject) -> Result<Loaded, Problem> {
    match subject {
        Subject::Exchange(id) => answer(history, *id),
        Subject::File(path) => file(path),
    }
}

fn answer(history: &History, id: ExchangeId) -> Result<Loaded, Problem> {
    let exchange = history.exchange(id)?;
    let title = format!("#{}", id.0);
    let content_type = exchange.outcome.header("content-type").map(ToOwned::to_owned);
    if let Some(why) = &exchange.not_kept {
        let message = format!("The answer {title} cannot be compared: {why}.");
        let problem = Problem::new(ErrorCode::InvalidInput, message);
        return Err(problem.remedy("Send the request again."));
    }
    let (status, headers, body_bytes, is_part) = match exchange.outcome {
        Outcome::Answered { status, headers, body_bytes } => (status, headers, body_bytes, false),
        Outcome::Failed { came: Some(came), .. } => {
            (came.status, came.headers, came.body_bytes, true)
        }
        Outcome::Failed { came: None, .. } => {
            let message = format!("No answer came to {title}, so there is nothing to compare.");
            return Err(Problem::new(ErrorCode::InvalidInput, message));
        }
    };
    let body = match history.open_body(id)? {
        OpenBody::Bytes(bytes) => bytes,
        OpenBody::File(file) => most_of(file).map_err(|error| {
            Problem::new(ErrorCode::Storage, format!("The answer {title} could not be read again."))
                .remedy("Send the request again.")
                .detail(error.to_string())
        })?,
    };
    if body.len() > MOST_BYTES {
        return Err(too_large(&title));
    }
    // Masks are about as long as what they stand for, and not exactly: only a body that is gone is told.
    let decoded = decoded(&body, content_type.as_deref());
    let is_gone = body.is_empty() && body_bytes > 0;
    let gone = is_gone.then(|| format!("The body of {title} is not kept any more."));
    let part = is_part.then(|| format!("{title} broke off: only what came of it is compared."));
    let notes = gone.into_iter().chain(part).collect();
    let headers = headers.into_iter().map(|header| (header.name, header.value)).collect();
    let (status, headers) = (Some(status), Some(headers));
    Ok(Loaded { title, status, headers, body, decoded, is_part, notes })
}

/// The text of a body that is not in UTF-8.
fn decoded(body: &[u8], content_type: Option<&str>) -> Option<String> {
    match charset::text(body, content_type)? {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn file(path: &Path) -> Result<Loaded, Problem> {
    let title = path.display().to_string();
    let body = File::open(path).and_then(most_of).map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, format!("{title} cannot be read."))
            .remedy("Name a file, or the number of an entry of the history.")
            .detail(error.to_string())
    })?;
    if body.len() > MOST_BYTES {
        return Err(too_large(&title));
    }
    let decoded = decoded(&body, None);
    let notes = Vec::new();
    Ok(Loaded { title, status: None, headers: None, body, decoded, is_part: false, notes })
}

/// One byte more than is allowed tells a longer file from one that just fits; some files have no length to look at.
fn most_of(file: File) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    file.take(MOST_BYTES as u64 + 1).read_to_end(&mut body)?;
    Ok(body)
}

fn too_large(title: &str) -> Problem {
    let limit = MOST_BYTES >> 20;
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{title} is larger than {limit} MiB, which is the most that is compared."),
    )
}
