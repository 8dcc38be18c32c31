//! Files and folders as bytes to be read, with limits, so that a dropped home folder costs nothing.

use crate::view::ImportSource;
use mudbrick_interchange::Input;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::{Secret, files};
use std::fs;
use std::path::{Path, PathBuf};

/// The most bytes of one file, and of all of them.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most files, as in an archive.
const MOST_FILES: usize = 500;
/// Folders below this depth are not looked into.
const DEEPEST: usize = 6;
/// What nobody means when dropping a project's folder.
const SKIPPED: [&str; 3] = [".git", "node_modules", "target"];

/// What was read, and what could not be.
pub(super) struct Gathered {
    pub(super) inputs: Vec<Input>,
    pub(super) unread: Vec<ImportSource>,
}

/// Reads files, and folders with what is in them. `others` is how much there is to be read besides.
///
/// # Errors
/// Nothing at all could be read.
pub(super) fn files(paths: &[PathBuf], others: usize) -> Result<Gathered, Problem> {
    let mut found = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        collect(path, name, 0, &mut found)?;
    }
    let mut gathered = Gathered { inputs: Vec::new(), unread: Vec::new() };
    let mut left = MOST_BYTES;
    let mut first = None;
    for (path, name) in found {
        match files::read(&path, left) {
            Ok(bytes) => {
                left = left.saturating_sub(bytes.len() as u64);
                gathered.inputs.push(Input { name, bytes: Secret::new(bytes) });
            }
            Err(error) => {
                let problem = Problem::from(error);
                first.get_or_insert_with(|| problem.clone());
                let problem = Some(problem);
                gathered.unread.push(ImportSource {
                    name,
                    format: None,
                    repairs: Vec::new(),
                    problem,
                });
            }
        }
    }
    match first {
        _ if gathered.inputs.len() + others > 0 => Ok(gathered),
        Some(problem) => Err(problem),
        None => Err(empty()),
    }
}

/// Files by their names, so that the same folder always reads the same.
fn collect(
    path: &Path,
    name: String,
    depth: usize,
    found: &mut Vec<(PathBuf, String)>,
) -> Result<(), Problem> {
    if !path.is_dir() {
        if found.len() == MOST_FILES {
            return Err(too_many());
        }
        found.push((path.to_owned(), name));
        return Ok(());
    }
    let Ok(entries) = fs::read_dir(path) else {
        found.push((path.to_owned(), name));
        return Ok(());
    };
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (inner, inner_name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let is_folder = inner.is_dir();
        // A link to a folder may lead back up.
        if is_folder && (depth == DEEPEST || inner.is_symlink() || SKIPPED.contains(&&*inner_name))
        {
            continue;
        }
        collect(&inner, format!("{name}/{inner_name}"), depth + 1, found)?;
    }
    Ok(())
}

fn too_many() -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("These are more than {MOST_FILES} files. Nothing was read."),
    )
    .remedy("Choose the files with credentials and keys, or the folder they are in.")
}

fn empty() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "There are no files in it.")
        .remedy("Choose files, or a folder with files.")
}
