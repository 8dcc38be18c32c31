//! Files and folders of requests as a whole: moved, copied and deleted, each by one rename, and kept so that it can be undone.
//! Whoever is killed in between leaves all of it where it was, or all of it where it goes.

use super::changes::{ALL, RequestChanges};
use super::kept::{ChangeId, KeptChange, KeptPlace};
use super::{OwnRequests, RequestsError};
use crate::Revision;
use mudbrick_model::{RequestChangeKind, RequestPath, Timestamp};
use mudbrick_vault::files::{self, Mode, NewFiles, ReadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes of one file that is copied along with its folder: a body may be a large file.
const MOST_BYTES: u64 = 256 << 20;

/// A file or a folder among the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPlace {
    /// Without the file's ending.
    pub path: RequestPath,
    /// Whether it is a folder.
    pub is_folder: bool,
}

impl OwnRequests {
    /// Where a file or folder is on disk.
    pub fn disk(&self, place: &RequestPlace) -> PathBuf {
        self.on_disk(&place.path, place.is_folder)
    }

    fn on_disk(&self, path: &RequestPath, is_folder: bool) -> PathBuf {
        if is_folder { self.folder.join(path.as_str()) } else { self.file_of(path) }
    }

    /// What was deleted with a change, or is to be.
    fn deleted_at(&self, id: &ChangeId) -> PathBuf {
        self.trash.join(id.to_string())
    }

    /// Removes for good what was deleted with a change.
    pub(super) fn drop_deleted(&self, id: &ChangeId) -> Result<(), RequestsError> {
        let folder = self.deleted_at(id);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ReadError::of(&folder, error).into())
            }
            _ => Ok(()),
        }
    }
}

impl RequestChanges<'_> {
    /// Whether a file or folder is there.
    pub fn is_there(&self, place: &RequestPlace) -> bool {
        let disk = self.requests.disk(place);
        if place.is_folder { disk.is_dir() } else { disk.is_file() }
    }

    /// Gives a file or folder another place.
    ///
    /// # Errors
    /// It is not there, something has the place, or the disk refuses. Nothing was moved then.
    pub fn move_place(
        &self,
        kind: RequestChangeKind,
        place: &RequestPlace,
        to: &RequestPath,
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        self.expect(place)?;
        let (from, there) = (self.requests.disk(place), self.requests.on_disk(to, place.is_folder));
        // A disk that knows no capitals has the file under its new name already when only those change.
        if there.exists() && !is_same(&from, &there) {
            return Err(RequestsError::AlreadyExists { path: to.clone() });
        }
        let kept = KeptPlace {
            is_folder: place.is_folder,
            from: Some(place.path.clone()),
            to: Some(to.clone()),
            state: None,
        };
        self.keeping(kind, kept, now, &from, |_| there)
    }

    /// Puts a file or folder into the trash.
    ///
    /// # Errors
    /// It is not there, or the disk refuses. Nothing was deleted then.
    pub fn delete_place(
        &self,
        place: &RequestPlace,
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        self.expect(place)?;
        let from = self.requests.disk(place);
        let kept = KeptPlace {
            is_folder: place.is_folder,
            from: Some(place.path.clone()),
            to: None,
            state: None,
        };
        let to = |id: &ChangeId| self.requests.deleted_at(id).join(ALL);
        self.keeping(RequestChangeKind::Deleted, kept, now, &from, to)
    }

    /// Puts a copy of a file or folder, byte for byte, at a free place.
    ///
    /// # Errors
    /// It is not there, something has the place, a link or a very large file is in it, or the disk refuses. Nothing was made
    /// then.
    pub fn copy_place(
        &self,
        place: &RequestPlace,
        to: &RequestPath,
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        self.expect(place)?;
        let (from, there) = (self.requests.disk(place), self.requests.on_disk(to, place.is_folder));
        if there.exists() {
            return Err(RequestsError::AlreadyExists { path: to.clone() });
        }
        let staging = self.empty_staging();
        let staged = staging.join(ALL);
        let done = copy(&from, &staged).and_then(|()| {
            let kept = KeptPlace {
                is_folder: place.is_folder,
                from: None,
                to: Some(to.clone()),
                state: Some(state(&staged)?.to_string()),
            };
            let kind = RequestChangeKind::Duplicated;
            self.keeping(kind, kept, now, &staged, |_| there.clone())
        });
        let _ = fs::remove_dir_all(&staging);
        done
    }

    /// Makes an empty folder, or an empty file.
    ///
    /// # Errors
    /// Something has the place, or the disk refuses.
    pub fn make_place(&self, place: &RequestPlace) -> Result<(), RequestsError> {
        let disk = self.requests.disk(place);
        if disk.exists() {
            return Err(RequestsError::AlreadyExists { path: place.path.clone() });
        }
        match place.is_folder {
            true => files::create_folder(&disk).map_err(|error| ReadError::of(&disk, error))?,
            false => files::save_new(&disk, b"", Mode::Shared)?,
        }
        self.requests.note(&disk);
        Ok(())
    }

    /// Puts a file or folder back where it was.
    ///
    /// # Errors
    /// Something else is at its place, or it is not where the change has put it. Nothing was undone then.
    pub fn undo_place(&self, id: &ChangeId, kept: &KeptPlace) -> Result<(), RequestsError> {
        let disk = |path: &RequestPath| self.requests.on_disk(path, kept.is_folder);
        match (&kept.from, &kept.to) {
            (Some(from), to) => {
                let moved = match to {
                    Some(to) => disk(to),
                    None => self.requests.deleted_at(id).join(ALL),
                };
                let home = disk(from);
                match (moved.exists(), home.exists() && !is_same(&moved, &home)) {
                    (true, false) => {
                        self.move_file(&moved, &home)?;
                        if let Some(to) = to {
                            self.remove_empty_folders(to);
                        }
                        Ok(())
                    }
                    // It was kept, and then never moved.
                    (false, true) => Ok(()),
                    (true, true) => Err(RequestsError::AlreadyExists { path: from.clone() }),
                    (false, false) => Err(RequestsError::NotFound { path: from.clone() }),
                }
            }
            (None, Some(to)) => {
                let copy = disk(to);
                if !copy.exists() {
                    return Ok(());
                }
                // Somebody has worked in the copy: that is theirs, and no way back may take it.
                if Some(state(&copy)?.to_string()) != kept.state {
                    return Err(RequestsError::Conflict { path: to.clone() });
                }
                self.move_file(&copy, &self.requests.deleted_at(id).join(ALL))?;
                Ok(())
            }
            (None, None) => Err(RequestsError::NothingToUndo),
        }
    }

    fn expect(&self, place: &RequestPlace) -> Result<(), RequestsError> {
        match self.is_there(place) {
            true => Ok(()),
            false => Err(RequestsError::NotFound { path: place.path.clone() }),
        }
    }

    /// Keeps the way back, then moves it: a crash in between leaves nothing that cannot be undone, and what undoes something
    /// that was never done does nothing.
    fn keeping(
        &self,
        kind: RequestChangeKind,
        place: KeptPlace,
        now: Timestamp,
        from: &Path,
        to: impl FnOnce(&ChangeId) -> PathBuf,
    ) -> Result<ChangeId, RequestsError> {
        let shown = place.from.as_ref().or(place.to.as_ref());
        let name = shown.map(ToString::to_string).unwrap_or_default();
        let id = self.keep(&KeptChange::of_place(kind, &name, place), now)?;
        self.move_kept(&id, from, &to(&id))?;
        Ok(id)
    }
}

/// Whether two names lead to one file or folder.
fn is_same(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(a, b)| a == b)
}

/// A folder with everything below it, or a file, in a fixed order, each with its place below.
fn walk(
    root: &Path,
    inside: &Path,
    found: &mut Vec<(PathBuf, PathBuf)>,
) -> Result<(), RequestsError> {
    let here = root.join(inside);
    let unread = |error| RequestsError::from(ReadError::of(&here, error));
    let kind = fs::symlink_metadata(&here).map_err(unread)?.file_type();
    if !kind.is_dir() {
        // A link may lead anywhere, and a pipe never ends.
        if !kind.is_file() {
            return Err(unread(io::ErrorKind::InvalidInput.into()));
        }
        found.push((here, inside.to_owned()));
        return Ok(());
    }
    found.push((here.clone(), inside.to_owned()));
    let mut names = Vec::new();
    for entry in fs::read_dir(&here).map_err(unread)? {
        names.push(entry.map_err(unread)?.file_name());
    }
    names.sort();
    for name in names {
        walk(root, &inside.join(name), found)?;
    }
    Ok(())
}

fn all(root: &Path) -> Result<Vec<(PathBuf, PathBuf)>, RequestsError> {
    let mut found = Vec::new();
    if root.is_dir() {
        walk(root, Path::new(""), &mut found)?;
    } else {
        found.push((root.to_owned(), PathBuf::new()));
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<(), RequestsError> {
    let mut new = NewFiles::default();
    for (one, inside) in all(from)? {
        let place = if inside.as_os_str().is_empty() { to.to_owned() } else { to.join(inside) };
        if one.is_dir() {
            files::create_folder(&place).map_err(|error| ReadError::of(&place, error))?;
        } else {
            new.save(&place, &files::read(&one, MOST_BYTES)?, Mode::Shared)?;
        }
    }
    Ok(new.finish()?)
}

/// Which state every file below a place is in.
fn state(root: &Path) -> Result<Revision, RequestsError> {
    let mut told = Vec::new();
    for (file, inside) in all(root)?.into_iter().filter(|(one, _)| !one.is_dir()) {
        let revision = Revision::of(&files::read(&file, MOST_BYTES)?);
        told.extend_from_slice(format!("{} {revision}\n", inside.display()).as_bytes());
    }
    Ok(Revision::of(&told))
}
