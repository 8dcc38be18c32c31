//! Files and folders of other programs as bytes, within limits.

use super::held::Held;
use super::view::UnreadFile;
use crate::folders::{self, Limits};
use mudbrick_interchange::collections::{self, Given, GivenFile, MOST_BYTES};
use mudbrick_model::{ErrorCode, Explain as _, Problem};
use mudbrick_vault::files;
use std::path::{Path, PathBuf};

/// A collection that is a folder has a file for each request.
const LIMITS: Limits =
    Limits { most_files: 25_000, deepest: 16, remedy: "Choose the folder of one collection." };

/// What holds requests, by its ending. Others of a folder are not opened.
const ENDINGS: [&str; 11] =
    ["bru", "http", "rest", "json", "yaml", "yml", "har", "zip", "sh", "curl", "txt"];

/// Reads files, folders and texts. What cannot be read beside something that can is told with it.
pub(super) fn read(files: &[PathBuf], texts: Vec<(String, Vec<u8>)>) -> Result<Held, Problem> {
    let (mut all, mut unread) = given(files)?;
    all.extend(texts.into_iter().map(|(name, bytes)| {
        let files = vec![GivenFile { path: name.clone(), bytes }];
        Given { name, files }
    }));
    let reading = collections::read(&all);
    unread.extend(reading.errors.iter().map(|error| UnreadFile::from(error.problem())));
    if reading.collections.iter().all(|collection| collection.count() == 0) {
        let first = unread.into_iter().next();
        return Err(first.map_or_else(no_requests, |unread| unread.problem));
    }
    Ok(Held { collections: reading.collections, unread })
}

fn no_requests() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "There is no request in it.").remedy(
        "Mudbrick reads collections of Postman, Insomnia and Bruno, HAR files, OpenAPI descriptions, curl commands and .http files.",
    )
}

/// Each path as one thing that was given, and what could not be read.
fn given(paths: &[PathBuf]) -> Result<(Vec<Given>, Vec<UnreadFile>), Problem> {
    let (mut given, mut unread) = (Vec::new(), Vec::new());
    for path in paths {
        let name = folders::name_of(path);
        let mut found = Vec::new();
        folders::collect(path, String::new(), LIMITS, &mut found)?;
        let is_folder = path.is_dir();
        // A folder's files share the limit of one.
        let mut left = MOST_BYTES as u64;
        let mut files = Vec::new();
        for (path, inside) in found {
            let inside = inside.trim_start_matches('/').to_owned();
            let shown = if is_folder { format!("{name}/{inside}") } else { name.clone() };
            if is_folder && !has_requests(&inside) {
                unread.push(not_opened(shown));
                continue;
            }
            if is_folder && path.is_symlink() {
                unread.push(link(shown));
                continue;
            }
            match files::read(&path, left) {
                Ok(bytes) => {
                    left = left.saturating_sub(bytes.len() as u64);
                    let path = if is_folder { inside } else { name.clone() };
                    files.push(GivenFile { path, bytes });
                }
                Err(error) => unread.push(Problem::from(error).into()),
            }
        }
        if !files.is_empty() {
            given.push(Given { name, files });
        }
    }
    Ok((given, unread))
}

fn has_requests(path: &str) -> bool {
    let ending = Path::new(path).extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.to_ascii_lowercase().as_str()))
}

fn not_opened(name: String) -> UnreadFile {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{name} was not opened: its ending is not one of a file with requests."),
    )
    .remedy("Name the file itself if it holds requests.")
    .into()
}

fn link(name: String) -> UnreadFile {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{name} was not read: it is a link, which may lead anywhere."),
    )
    .remedy("Name the file itself.")
    .into()
}
