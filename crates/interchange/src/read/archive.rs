//! Zip files, as the Console's `config.zip` is one: opened in memory within limits, never into another one.

use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::Secret;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// All that may come out of one archive.
const MAX_UNPACKED: u64 = 64 << 20;
/// Files in one archive of credentials.
pub(crate) const MAX_FILES: usize = 500;

/// A file of an archive, or why it cannot be had.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) content: Result<Secret<Vec<u8>>, Problem>,
}

/// Whether the bytes begin like a zip file.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The files of an archive, in its order; folders and what systems add are passed over.
pub(crate) fn open(bytes: &[u8], most_files: usize) -> Result<Vec<Member>, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > most_files {
        return Err(too_much(format!("The archive holds {} files.", archive.len())));
    }
    let mut left = MAX_UNPACKED;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let file = match archive.by_index(at) {
            Ok(file) => file,
            Err(error) => {
                let name = format!("file {}", at + 1);
                members.push(Member { name, content: Err(damaged(&error)) });
                continue;
            }
        };
        let name = match file.name() {
            Ok(name) => name.into_owned(),
            Err(_) => format!("file {}", at + 1),
        };
        if file.is_dir() || is_added_by_systems(&name) {
            continue;
        }
        if file.is_symlink() {
            members.push(Member { name, content: Err(leads_out()) });
            continue;
        }
        // What the directory says of the size is anybody's word; what comes out is counted. The last two bytes more than
        // allowed tell that there would be more.
        let expected = usize::try_from(file.size().min(left)).unwrap_or_default().min(1 << 20);
        let mut content = Vec::with_capacity(expected);
        let read = file.take(left + 1).read_to_end(&mut content);
        let content = Secret::new(content);
        let size = content.expose().len() as u64;
        if size > left {
            return Err(too_much("What is in the archive is larger than 64 MiB.".into()));
        }
        left -= size;
        let content = match read {
            Ok(_) if is_archive(content.expose()) => Err(Problem::new(
                ErrorCode::InvalidInput,
                "It is an archive in an archive, which is not opened.",
            )
            .remedy("Unpack it and drop what is in it.")),
            Ok(_) => Ok(content),
            Err(_) => Err(Problem::new(ErrorCode::Damaged, "It is damaged in the archive.")),
        };
        members.push(Member { name, content });
    }
    Ok(members)
}

/// What is said of a link, and of a name that leads out of the archive.
pub(crate) fn leads_out() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "It leads out of the archive.")
        .remedy("Unpack the archive where you trust it, and choose the file itself.")
}

fn is_added_by_systems(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.starts_with("__MACOSX/") || matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn too_much(message: String) -> Problem {
    Problem::new(ErrorCode::InvalidInput, message)
        .remedy("Unpack it and drop the files that hold credentials.")
}

fn damaged(error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => Problem::new(
            ErrorCode::InvalidInput,
            "The archive is protected by a password or packed in an unusual way.",
        )
        .remedy("Unpack it and drop what is in it."),
        _ => Problem::new(ErrorCode::Damaged, "The archive is damaged and cannot be opened.")
            .remedy("Download or copy it again."),
    }
}
