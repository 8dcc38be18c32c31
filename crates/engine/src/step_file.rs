//! A small file that remembers how far something in steps has come, so that whoever was killed goes on: read strictly, saved
//! whole. What is in it, and where it is, is left to the rooms.

use mudbrick_model::{ErrorCode, Explain as _, Problem};
use mudbrick_vault::files::{self, Mode, ReadError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Far above what a few names and credentials take, in bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// What is in the file; none when there is no file. `remedy` is what a person does about one that cannot be understood, and
/// `is_known` tells whether its version is.
///
/// # Errors
/// It is there and cannot be read or understood.
pub(crate) fn load<T: DeserializeOwned>(
    path: &Path,
    is_known: impl FnOnce(&T) -> bool,
    remedy: &str,
) -> Result<Option<T>, Problem> {
    let text = match files::read_text(path, MOST_BYTES) {
        Ok(text) => text,
        Err(ReadError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error.problem()),
    };
    let read = serde_json::from_str::<T>(&text).ok().filter(is_known);
    read.map(Some).ok_or_else(|| {
        let message = format!("{} does not say what Mudbrick writes there.", path.display());
        Problem::new(ErrorCode::Damaged, message).remedy(remedy)
    })
}

pub(crate) fn save<T: Serialize>(path: &Path, value: &T) -> Result<(), Problem> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
    files::save(path, text.as_bytes(), Mode::Private).map_err(|error| error.problem())
}

pub(crate) fn remove(path: &Path) -> Result<(), Problem> {
    files::remove(path).map_err(|error| error.problem())
}
