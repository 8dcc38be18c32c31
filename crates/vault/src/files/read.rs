//! Reading whole files with a limit, so that a wrong path to a huge file costs nothing.

use super::ReadError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// [`ReadError::NotFound`], [`ReadError::TooLarge`], or the system's own.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::of(path, source);
    let file = File::open(path).map_err(failed)?;
    let expected = file.metadata().map_err(failed)?.len();
    let too_large = || ReadError::TooLarge { path: path.to_owned(), limit };
    if expected > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    // One byte more than is allowed, so that a file of just that size is told from a longer one.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Reads a UTF-8 file of at most `limit` bytes; a byte-order mark in front is dropped.
///
/// # Errors
/// [`ReadError::NotText`] when it is not UTF-8; else as [`read`].
pub fn read_text(path: &Path, limit: u64) -> Result<String, ReadError> {
    let text = String::from_utf8(read(path, limit)?)
        .map_err(|_| ReadError::NotText { path: path.to_owned() })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
