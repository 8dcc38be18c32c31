//! How texts come in: secrets from a file, standard input or the environment, never as an argument; bodies likewise.

use mudbrick_engine::{Secret, SecretText};
use mudbrick_model::{ErrorCode, Problem};
use std::io::Read;
use std::path::Path;

/// Far more than any secret; less than what an endless file would do to memory.
const MOST_BYTES: u64 = 64 * 1024;

/// More than any Adobe API takes in one call but file uploads.
const MOST_BODY_BYTES: u64 = 64 * 1024 * 1024;

/// The vault's passphrase, when one was given.
pub(crate) fn passphrase(file: Option<&Path>) -> Result<Option<SecretText>, Problem> {
    if let Some(file) = file {
        return from_file(file).map(Some);
    }
    match std::env::var("MUDBRICK_PASSPHRASE") {
        Ok(text) if !text.is_empty() => Ok(Some(Secret::new(text))),
        Ok(_) | Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Problem::new(
            ErrorCode::InvalidInput,
            "MUDBRICK_PASSPHRASE is not valid UTF-8 text.",
        )),
    }
}

/// A request's body from a file, or from standard input for `-`.
pub(crate) fn whole_text(file: &Path) -> Result<String, Problem> {
    read(file, MOST_BODY_BYTES)
}

fn read(file: &Path, most: u64) -> Result<String, Problem> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(most).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most).read_to_string(&mut text))
    };
    read.map_err(|error| unreadable(file, &error))?;
    Ok(text)
}

fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    let name = match file.to_str() {
        Some("-") => "Standard input".to_owned(),
        _ => file.display().to_string(),
    };
    Problem::new(ErrorCode::InvalidInput, format!("{name} cannot be read."))
        .detail(error.to_string())
}

/// All of a file, or of standard input for `-`, text or not.
pub(crate) fn whole_bytes(file: &Path) -> Result<Secret<Vec<u8>>, Problem> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(MOST_BODY_BYTES).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file)
            .and_then(|open| open.take(MOST_BODY_BYTES).read_to_end(&mut bytes))
    };
    let bytes = Secret::new(bytes);
    read.map(|_| bytes).map_err(|error| unreadable(file, &error))
}

/// The first line of a file, or of standard input for `-`.
pub(crate) fn from_file(file: &Path) -> Result<SecretText, Problem> {
    let whole = Secret::new(read(file, MOST_BYTES)?);
    let line = whole.expose().lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(Problem::new(ErrorCode::InvalidInput, format!("{} is empty.", file.display()))
            .remedy("Put the secret on its first line."));
    }
    Ok(Secret::new(line.to_owned()))
}
