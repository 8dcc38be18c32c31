//! A row, and what is said of one that is none.

use mudbrick_model::{ErrorCode, Problem};
use std::collections::BTreeMap;
use std::path::Path;

/// A row is kept in memory while it is sent with: a file whose first quote is never closed is no row.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// What helps against another character set.
pub(super) const AS_UTF8: &str = "Save it as UTF-8. Excel calls that CSV UTF-8.";

/// Variables for one time that all requests are sent.
pub(crate) struct Row {
    /// Counted from 1, the header line left out.
    pub(crate) number: u64,
    pub(crate) values: BTreeMap<String, String>,
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let message = format!("The rows in {} cannot be read.", path.display());
    Problem::new(ErrorCode::InvalidInput, message).detail(error.to_string())
}

/// Says what is wrong with a row.
pub(super) fn bad_row(path: &Path, number: u64, why: impl std::fmt::Display) -> Problem {
    let message = format!("Row {number} of {} {why}. Nothing was sent.", path.display());
    Problem::new(ErrorCode::InvalidInput, message)
}

/// Says of which row the text is in another character set.
pub(super) fn not_utf8(path: &Path, number: u64) -> Problem {
    bad_row(path, number, "is not UTF-8 text").remedy(AS_UTF8)
}
