//! Files and folders as bytes to be read, with limits, so that a dropped home folder costs nothing.

use crate::folders::{self, Limits};
use crate::view::ImportSource;
use mudbrick_interchange::Input;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::{Secret, files};
use std::path::PathBuf;

/// The most bytes of one file, and of all of them.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most files, as in an archive.
const LIMITS: Limits = Limits {
    most_files: 500,
    deepest: 6,
    remedy: "Choose the files with credentials and keys, or the folder they are in.",
};

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
        folders::collect(path, folders::name_of(path), LIMITS, &mut found)?;
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

fn empty() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "There are no files in it.")
        .remedy("Choose files, or a folder with files.")
}
