//! JSONPath (RFC 9535) over a text of any size: the results are the very characters that came, found by their places. What a filter looks
//! at is read into memory, value by value, and its numbers are compared as floating-point numbers.

mod evaluate;
pub mod jq;
mod name;
mod path;

use crate::json::Value;
use crate::{AnswerError, Body, Stop, body};
use evaluate::Evaluation;
pub(crate) use name::quoted;
pub use path::Path;

/// So much of the results is kept.
pub const MOST_BYTES: u64 = 64 << 20;
/// So many results are listed with their paths, as long as the paths are not longer than that altogether.
pub const MOST_LISTED: usize = 10_000;
const MOST_PATHS: usize = 8 << 20;

/// One result and where it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path, as the standard normalises paths: `$['a'][3]`.
    pub path: String,
    /// What it is and where.
    pub value: Value,
}

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// How many results there are.
    pub count: u64,
    /// The first ones.
    pub listed: Vec<Found>,
    /// The results' texts, as they came, one after the other: a body of its own.
    pub text: Vec<u8>,
    /// Whether `text` has fewer than all, because they are too large.
    pub is_cut: bool,
}

/// Asks a text.
///
/// # Errors
/// A filter needs too much memory, the disk refuses, or it was stopped.
pub fn ask(text: &dyn Body, path: &Path, stop: &Stop) -> Result<Results, AnswerError> {
    let mut results = Results::default();
    let mut paths = 0;
    let mut evaluation = Evaluation::new(text, stop);
    evaluation.ask(path, &mut |found_at, value| {
        results.count += 1;
        if results.listed.len() < MOST_LISTED && paths < MOST_PATHS {
            let path = path::written(found_at);
            paths += path.len();
            results.listed.push(Found { path, value });
        }
        let room = MOST_BYTES.saturating_sub(results.text.len() as u64);
        if results.is_cut || value.end - value.at + 1 > room {
            // What is missing is counted all the same.
            results.is_cut = true;
            return Ok(());
        }
        results.text.extend(body::bytes(text, value.at, value.end)?);
        results.text.push(b'\n');
        Ok(())
    })?;
    Ok(results)
}
