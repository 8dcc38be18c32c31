//! Files of bodies (`< file`) that a request would no longer find from another folder. They are looked for beside the request's
//! file, so that a folder takes along what is in it, and a file alone takes nothing along.

use super::own::{OwnFile, below};
use super::view::LostFile;
use mudbrick_model::{Problem, RequestPath};
use mudbrick_requests::body_file_lines;
use mudbrick_store::{OwnRequests, RequestPlace};
use std::path::{Component, Path, PathBuf};

/// What of a file or folder, moved to a place, would no longer be found there.
pub(super) fn lost_files(
    own: &OwnRequests,
    place: &RequestPlace,
    to: &RequestPath,
) -> Result<Vec<LostFile>, Problem> {
    let (from, there) =
        (own.disk(place), own.disk(&RequestPlace { path: to.clone(), is_folder: place.is_folder }));
    let mut files = match place.is_folder {
        true => own.list()?.paths,
        false => vec![place.path.clone()],
    };
    files.retain(|path| !place.is_folder || below(path, &place.path).is_some());
    let mut lost = Vec::new();
    for path in files {
        // What cannot be read names no file.
        let Ok(file) = own.load(&path) else { continue };
        let Ok(file) = OwnFile::read(&path, file.text) else { continue };
        let now = own.file_of(&path);
        let after = moved(&now, &from, &there).unwrap_or_else(|| there.clone());
        for entry in 0..file.requests.len() {
            for name in lost_of(&file, entry, &now, &after, (&from, &there)) {
                lost.push(LostFile { request: file.address(entry), file: name });
            }
        }
    }
    Ok(lost)
}

/// The same for one request that goes to another file.
pub(super) fn lost_of_request(
    own: &OwnRequests,
    file: &OwnFile,
    entry: usize,
    to: &RequestPath,
) -> Vec<String> {
    let (now, after) = (own.file_of(&file.path), own.file_of(to));
    // Nothing but the request moves.
    let nothing = PathBuf::new();
    lost_of(file, entry, &now, &after, (&nothing, &nothing))
}

fn lost_of(
    file: &OwnFile,
    entry: usize,
    now: &Path,
    after: &Path,
    (from, to): (&Path, &Path),
) -> Vec<String> {
    let (Some(folder), Some(next)) = (now.parent(), after.parent()) else { return Vec::new() };
    let lines = body_file_lines(&file.requests[entry]).into_iter();
    let named =
        lines.filter(|line| !line.path.contains("{{") && Path::new(&line.path).is_relative());
    let lost = named.filter(|line| {
        let wanted = plain(&next.join(&line.path));
        // After the move a file of the folder that moves is where it is wanted when it is at the same place in it now.
        let source = moved(&wanted, to, from).unwrap_or(wanted);
        plain(&folder.join(&line.path)).is_file() && !source.is_file()
    });
    lost.map(|line| line.path).collect()
}

/// A path below one folder as it is below another.
fn moved(path: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    if from.as_os_str().is_empty() {
        return None;
    }
    path.strip_prefix(from)
        .ok()
        .filter(|rest| !rest.as_os_str().is_empty())
        .map(|rest| to.join(rest))
}

/// A path without `.` and `..`, as its names read.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::inside("/a/b/c", Some("/x/c"))]
    #[case::itself("/a/b", None)]
    #[case::beside("/a/bc", None)]
    fn a_path_in_a_folder_that_moves(#[case] path: &str, #[case] expected: Option<&str>) {
        let moved = moved(Path::new(path), Path::new("/a/b"), Path::new("/x"));
        assert_eq!(moved.as_deref(), expected.map(Path::new));
    }
}
