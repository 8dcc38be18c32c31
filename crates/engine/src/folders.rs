//! What is in a folder that a person names, with limits, so that a dropped home folder costs nothing.

use mudbrick_model::{ErrorCode, Problem};
use std::fs;
use std::path::{Path, PathBuf};

/// What nobody means when dropping a project's folder.
const SKIPPED: [&str; 3] = [".git", "node_modules", "target"];

/// How far a folder is looked into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The most files in all.
    pub(crate) most_files: usize,
    /// Folders below this depth are not looked into.
    pub(crate) deepest: usize,
    /// What to choose instead of too many files.
    pub(crate) remedy: &'static str,
}

/// The file, or all files below the folder by their names, so that the same folder always reads the same. They are added to
/// `found` with what people know them by.
///
/// # Errors
/// There are more files than the limits allow.
pub(crate) fn collect(
    path: &Path,
    name: String,
    limits: Limits,
    found: &mut Vec<(PathBuf, String)>,
) -> Result<(), Problem> {
    below(path, name, 0, limits, found)
}

fn below(
    path: &Path,
    name: String,
    depth: usize,
    limits: Limits,
    found: &mut Vec<(PathBuf, String)>,
) -> Result<(), Problem> {
    if !path.is_dir() {
        if found.len() == limits.most_files {
            return Err(too_many(limits));
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
        let is_deepest = depth == limits.deepest;
        // A link to a folder may lead back up.
        if is_folder && (is_deepest || inner.is_symlink() || SKIPPED.contains(&&*inner_name)) {
            continue;
        }
        below(&inner, format!("{name}/{inner_name}"), depth + 1, limits, found)?;
    }
    Ok(())
}

/// A file's or folder's own name.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn too_many(limits: Limits) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("These are more than {} files. Nothing was read.", limits.most_files),
    )
    .remedy(limits.remedy)
}
