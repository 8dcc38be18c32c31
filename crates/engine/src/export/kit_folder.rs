//! A kit as a folder, which may be new, empty or an earlier kit's. No link in it is followed.

use mudbrick_interchange::kit::KitFile;
use mudbrick_model::{ErrorCode, Note, Problem};
use mudbrick_vault::files::{self, Destination, Existing, Mode, Place, SaveError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file that makes a folder a kit.
const MARKER: &str = "kit.toml";

/// Writes the files, and tells what of an earlier kit is not in the new one. What was written before a failure is
/// removed, where it was new.
pub(crate) fn write(
    folder: &Path,
    existing: Existing,
    kit: &[KitFile],
) -> Result<Option<Note>, Problem> {
    let note = left_over(folder, existing, kit)?;
    let mut made: Vec<PathBuf> = Vec::new();
    for file in kit {
        let path = folder.join(&file.path);
        let is_new = matches!(Place::of(&path), Ok(Place::Free));
        let written = no_link_above(folder, &file.path).and_then(|()| {
            files::deliver(Destination::agreed(&path), file.text.as_bytes(), Mode::Shared)
        });
        if let Err(error) = written {
            for path in &made {
                // The error that stopped it is the one to tell.
                let _ = files::remove(path);
            }
            return Err(error.into());
        }
        if is_new {
            made.push(path);
        }
    }
    Ok(note)
}

/// A folder of an earlier kit that was replaced by a link would take the files elsewhere.
pub(crate) fn no_link_above(folder: &Path, inside: &str) -> Result<(), SaveError> {
    let mut path = folder.to_owned();
    for part in Path::new(inside).parent().into_iter().flat_map(Path::iter) {
        path.push(part);
        if path.is_symlink() {
            return Err(SaveError::IsLink { path });
        }
    }
    Ok(())
}

/// What of an earlier kit in this folder is not in the new one. Nothing is removed: it may be somebody's own.
///
/// # Errors
/// The folder is a link, holds something else than a kit, or holds one that is to be kept.
fn left_over(
    folder: &Path,
    existing: Existing,
    files: &[KitFile],
) -> Result<Option<Note>, Problem> {
    if folder.is_symlink() {
        return Err(SaveError::IsLink { path: folder.to_owned() }.into());
    }
    let mut present = Vec::new();
    walk(folder, &PathBuf::new(), &mut present);
    if present.is_empty() && !folder.is_file() {
        return Ok(None);
    }
    if !folder.join(MARKER).is_file() {
        return Err(Problem::new(
            ErrorCode::AlreadyExists,
            format!("{} holds other files. Nothing was written.", folder.display()),
        )
        .remedy("Choose a new or empty folder, an earlier kit's, or a name that ends in .zip."));
    }
    if existing == Existing::Kept {
        return Err(Problem::new(
            ErrorCode::AlreadyExists,
            format!("{} is an earlier kit. Nothing was written.", folder.display()),
        )
        .remedy("Choose another folder, or agree to replace it."));
    }
    let written: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    present.retain(|path| !written.contains(path.as_str()));
    Ok((!present.is_empty()).then_some(Note::FilesLeftOver { files: present }))
}

/// The files below a folder, with `/` between their parts, but for those of version control.
fn walk(folder: &Path, inside: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder.join(inside)).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let path = inside.join(&name);
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(folder, &path, found),
            _ => {
                let parts = path.iter().map(|part| part.to_string_lossy());
                found.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
    }
    found.sort();
}
