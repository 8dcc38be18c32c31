//! `< file` in a request's body: found beside the request's file, read, and refused when it is elsewhere and nobody agreed.

use super::surroundings::Surroundings;
use mudbrick_model::{ErrorCode, Problem, Request};
use mudbrick_net::FileBody;
use mudbrick_requests::{BodyFileContent, BodyFileLine, BodyFiles, body_file_lines};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file in which variables are filled is a text that somebody wrote.
const MOST_FILLED: u64 = 16 << 20;
/// All files of a body that has several parts, which is put together in memory.
const MOST_TOGETHER: u64 = 64 << 20;

/// Whether a body may be a file that is outside of the request's folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutsideFiles {
    /// It may not: a request that came from elsewhere would send any file of this computer.
    #[default]
    Refused,
    /// The person asked for it.
    Allowed,
}

impl OutsideFiles {
    /// From a person's word.
    pub fn agreed(answer: bool) -> Self {
        if answer { Self::Allowed } else { Self::Refused }
    }
}

/// What the files of a body came to.
pub(super) enum ReadFiles {
    /// Parts of a body, or one in which variables are filled.
    Parts(BodyFiles),
    /// The body is a file, of any size.
    Whole(FileBody),
}

/// Reads what a request's body names. A request that is in no file names none.
pub(super) fn read(
    request: &Request,
    surroundings: &Surroundings,
    outside: OutsideFiles,
) -> Result<ReadFiles, Problem> {
    let mut files = BodyFiles::default();
    let Some(folder) = surroundings.folder() else { return Ok(ReadFiles::Parts(files)) };
    let mut together = 0;
    for line in body_file_lines(request) {
        let path = place(folder, &line, outside)?;
        let file = open(&path, &line)?;
        if line.is_as_it_is() {
            return Ok(ReadFiles::Whole(file));
        }
        together += file.length();
        if (line.fills && file.length() > MOST_FILLED) || together > MOST_TOGETHER {
            return Err(too_large(&line));
        }
        let mut bytes = Vec::new();
        let read = file.open().take(MOST_TOGETHER).read_to_end(&mut bytes);
        read.map_err(|error| unreadable(&line, &error))?;
        let content = match line.fills {
            true => BodyFileContent::Text(text(bytes, &line)?),
            false => BodyFileContent::Bytes(Arc::from(bytes)),
        };
        files = files.with(&line, content);
    }
    Ok(ReadFiles::Parts(files))
}

/// The texts in which variables are filled. A file that cannot be had is told when it is sent.
pub(super) fn filled_texts(
    request: &Request,
    surroundings: &Surroundings,
    outside: OutsideFiles,
) -> Vec<String> {
    let Some(folder) = surroundings.folder() else { return Vec::new() };
    let filled = body_file_lines(request).into_iter().filter(|line| line.fills);
    let text_of = |line: BodyFileLine| -> Option<String> {
        let file = open(&place(folder, &line, outside).ok()?, &line).ok()?;
        let mut bytes = Vec::new();
        let fits = file.length() <= MOST_FILLED;
        fits.then(|| file.open().take(MOST_FILLED).read_to_end(&mut bytes))?.ok()?;
        text(bytes, &line).ok()
    };
    filled.filter_map(text_of).collect()
}

/// Where the file really is, links followed.
fn place(folder: &Path, line: &BodyFileLine, outside: OutsideFiles) -> Result<PathBuf, Problem> {
    if line.path.contains("{{") {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("Nothing was sent: the file {} is named by a variable.", line.path),
        )
        .remedy("Write the file's name itself."));
    }
    let missing = |error: std::io::Error| unreadable(line, &error);
    let folder = std::fs::canonicalize(folder).map_err(missing)?;
    let place = std::fs::canonicalize(folder.join(&line.path)).map_err(missing)?;
    if place.starts_with(&folder) || outside == OutsideFiles::Allowed {
        return Ok(place);
    }
    Err(Problem::new(
        ErrorCode::FileOutside,
        format!("Nothing was sent: the file {} is outside of the request's folder.", line.path),
    )
    .detail(place.display().to_string())
    .remedy(
        "Put it beside the request, or add --outside-files when you know what the request sends.",
    ))
}

fn open(path: &Path, line: &BodyFileLine) -> Result<FileBody, Problem> {
    // Opening a pipe would wait for whoever writes to it.
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(line, &error))?;
    if !metadata.is_file() {
        let error = std::io::Error::other("it is not a regular file");
        return Err(unreadable(line, &error));
    }
    File::open(path).and_then(FileBody::of).map_err(|error| unreadable(line, &error))
}

fn text(bytes: Vec<u8>, line: &BodyFileLine) -> Result<String, Problem> {
    let charset = line.charset.as_deref().unwrap_or("utf8").to_ascii_lowercase();
    let text = match charset.as_str() {
        "utf8" | "utf-8" | "ascii" => String::from_utf8(bytes).ok(),
        "latin1" | "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!("Nothing was sent: the character set {charset} is not supported."),
            )
            .remedy("Save the file as UTF-8 and write <@ before its name."));
        }
    };
    text.ok_or_else(|| {
        Problem::new(
            ErrorCode::InvalidInput,
            format!("Nothing was sent: the file {} is not text in {charset}.", line.path),
        )
        .remedy("Write < instead of <@ before its name to send it byte for byte.")
    })
}

fn too_large(line: &BodyFileLine) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was sent: the file {} is too large for this body.", line.path),
    )
    .remedy(format!(
        "A file in which variables are filled may have {} MiB, and the parts of a body {} MiB together. A file that is the whole body has no limit.",
        MOST_FILLED >> 20,
        MOST_TOGETHER >> 20
    ))
}

fn unreadable(line: &BodyFileLine, error: &std::io::Error) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was sent: the file {} cannot be read.", line.path),
    )
    .remedy("Files in a body are looked for in the folder of the request's file.")
    .detail(error.to_string())
}
