//! How texts come in: secrets from a file, standard input or the environment, never as an argument; bodies likewise.

use mudbrick_engine::{FileBody, Secret, SecretText};
use mudbrick_model::{ErrorCode, Problem};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Far more than any secret; less than what an endless file would do to memory.
const MOST_BYTES: u64 = 64 * 1024;

/// Far more than any export or key, and read into memory whole.
const MOST_IMPORT_BYTES: u64 = 64 * 1024 * 1024;

/// The vault's passphrase, when one was given.
pub(crate) fn passphrase(file: Option<&Path>) -> Result<Option<SecretText>, Problem> {
    if let Some(file) = file {
        return passphrase_from_file(file).map(Some);
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

/// A request's body from a file of any size, or from standard input for `-`. What can be read once only, such as a pipe,
/// is kept in a file without a name first: a call may have to be sent twice.
pub(crate) fn body(file: &Path) -> Result<FileBody, Problem> {
    let taken = || -> io::Result<FileBody> {
        if file == Path::new("-") {
            return spooled(&mut io::stdin().lock());
        }
        let mut open = File::open(file)?;
        if open.metadata()?.is_file() { FileBody::of(open) } else { spooled(&mut open) }
    };
    taken().map_err(|error| unreadable(file, &error))
}

fn spooled(from: &mut impl Read) -> io::Result<FileBody> {
    let mut spool = tempfile::tempfile()?;
    io::copy(from, &mut spool)?;
    FileBody::of(spool)
}

/// Whether its beginning looks as if variables were meant to be filled in it.
pub(crate) fn has_variables(body: &FileBody) -> bool {
    let mut beginning = Vec::new();
    let read = body.open().take(MOST_BYTES).read_to_end(&mut beginning);
    let Ok(text) = read.and_then(|_| String::from_utf8(beginning).map_err(io::Error::other)) else {
        return false;
    };
    text.split("{{").skip(1).any(|rest| {
        let name = rest.split("}}").next().unwrap_or_default();
        name.len() < rest.len()
            && !name.is_empty()
            && name.len() < 64
            && !name.contains(['"', '{', '\n'])
    })
}

/// All of a file or of standard input, which must not be longer than a limit: what is cut is not what was given.
fn read(file: &Path, most: u64) -> Result<Secret<Vec<u8>>, Problem> {
    let mut bytes = Vec::new();
    let read = match file == Path::new("-") {
        // One byte more than is allowed tells a longer input from one that just fits. A pipe has no length to look at.
        true => io::stdin().lock().take(most + 1).read_to_end(&mut bytes),
        false => File::open(file).and_then(|open| open.take(most + 1).read_to_end(&mut bytes)),
    };
    let bytes = Secret::new(bytes);
    read.map_err(|error| unreadable(file, &error))?;
    if bytes.expose().len() as u64 > most {
        let limit = if most < 1 << 20 {
            format!("{} KiB", most >> 10)
        } else {
            format!("{} MiB", most >> 20)
        };
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("{} is larger than {limit}, which is the most that is read of it.", name(file)),
        )
        .remedy("Look whether it is the right file. Nothing was changed."));
    }
    Ok(bytes)
}

fn unreadable(file: &Path, error: &io::Error) -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("{} cannot be read.", name(file)))
        .detail(error.to_string())
}

fn name(file: &Path) -> String {
    match file.to_str() {
        Some("-") => "Standard input".to_owned(),
        _ => file.display().to_string(),
    }
}

/// All of a file, or of standard input for `-`, text or not.
pub(crate) fn whole_bytes(file: &Path) -> Result<Secret<Vec<u8>>, Problem> {
    read(file, MOST_IMPORT_BYTES)
}

/// All of a file as text, or of standard input for `-`.
pub(crate) fn text(file: &Path) -> Result<String, Problem> {
    read_text(file, MOST_IMPORT_BYTES)
}

/// UTF-8, or UTF-16 that begins with its mark, as Windows saves it. A mark is no part of the text.
fn read_text(file: &Path, most: u64) -> Result<String, Problem> {
    let whole = read(file, most)?;
    let bytes = whole.expose().as_slice();
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.as_chunks().0.iter().copied().map(unit).collect();
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => units(rest, u16::from_be_bytes),
        _ => {
            let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            std::str::from_utf8(rest).ok().map(str::to_owned)
        }
    };
    text.ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, format!("{} is not text.", name(file)))
            .remedy("Save it as UTF-8.")
    })
}

/// A secret: the first line of a file, or of standard input for `-`. What was copied with it at its ends is none of it.
pub(crate) fn from_file(file: &Path) -> Result<SecretText, Problem> {
    Ok(Secret::new(first_line(file)?.expose().trim().to_owned()))
}

/// A passphrase in the same way. A space at its end counts, as it does where one is typed or in the environment.
pub(crate) fn passphrase_from_file(file: &Path) -> Result<SecretText, Problem> {
    first_line(file)
}

fn first_line(file: &Path) -> Result<SecretText, Problem> {
    let whole = Secret::new(read_text(file, MOST_BYTES)?);
    let line = whole.expose().lines().next().unwrap_or_default().trim_end_matches('\r');
    if line.trim().is_empty() {
        return Err(Problem::new(ErrorCode::InvalidInput, format!("{} is empty.", name(file)))
            .remedy("Put the secret on its first line."));
    }
    Ok(Secret::new(line.to_owned()))
}
