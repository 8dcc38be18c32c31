//! Changes of request files: made under one lock, and kept so that they can be undone. What a change means is left to the
//! engine; here a file is a text, and a change is what it was and what it becomes.

use super::encoding::Encoding;
use super::kept::{ChangeId, FileChange, KeptChange, KeptFile};
use super::ours::Turn;
use super::{OwnRequests, RequestsError};
use mudbrick_model::{RequestChangeKind, RequestPath, Timestamp};
use mudbrick_vault::files::{self, FileLock, Mode, NewFiles, SaveError};
use std::fs;
use std::path::{Path, PathBuf};

/// Where files wait until all of them are there. A name with a dot in front is never listed.
const STAGING: &str = ".importing";
/// What is moved from there.
pub(super) const ALL: &str = "all";

/// The request files while nobody else changes them.
pub struct RequestChanges<'a> {
    pub(super) requests: &'a OwnRequests,
    _turn: Turn<'a>,
    // Two Mudbricks that read, edit and save one file must take turns, or the second overwrites what the first has saved.
    _lock: FileLock,
}

impl OwnRequests {
    /// Waits for other Mudbricks to be done with the files, and keeps them out until the value is dropped.
    ///
    /// # Errors
    /// Another one is busy for too long.
    pub fn change(&self) -> Result<RequestChanges<'_>, RequestsError> {
        let lock = files::lock(&self.lock)?;
        Ok(RequestChanges { requests: self, _turn: self.ours.begin(), _lock: lock })
    }

    /// Removes for good what undoes changes from before an instant, and returns how many there were.
    ///
    /// # Errors
    /// Another Mudbrick is busy, or the disk refuses.
    pub fn sweep_changes(&self, before: Timestamp) -> Result<usize, RequestsError> {
        if self.changes().iter().all(|id| id.at() >= before) {
            return Ok(0);
        }
        let changes = self.change()?;
        let old: Vec<ChangeId> = self.changes().into_iter().filter(|id| id.at() < before).collect();
        for id in &old {
            changes.forget(id)?;
        }
        Ok(old.len())
    }

    /// What can be undone, the oldest first.
    fn changes(&self) -> Vec<ChangeId> {
        let entries = fs::read_dir(&self.trash).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut ids: Vec<ChangeId> = names.filter_map(|name| ChangeId::of_file(&name)).collect();
        ids.sort();
        ids
    }

    fn kept_at(&self, id: &ChangeId) -> PathBuf {
        self.trash.join(id.file())
    }
}

impl RequestChanges<'_> {
    /// A file's text; none when there is no such file.
    ///
    /// # Errors
    /// No text, or the disk refuses.
    pub fn text(&self, path: &RequestPath) -> Result<Option<String>, RequestsError> {
        match self.requests.load(path) {
            Ok(stored) => Ok(Some(stored.text)),
            Err(RequestsError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps what undoes the change, then makes it.
    ///
    /// # Errors
    /// A file is not as the change says it is, or the disk refuses. In the second case files before the one that failed have
    /// changed, and the change can be undone.
    pub fn make(
        &self,
        kind: RequestChangeKind,
        name: &str,
        changes: &[FileChange],
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        for change in changes {
            self.check(&change.path, change.before.as_deref())?;
        }
        let kept = |change| KeptFile::of(change, self.requests.encoding(&change.path));
        let files = changes.iter().map(kept).collect();
        // First the way back, so that a crash in between leaves nothing that cannot be undone.
        let id = self.keep(&KeptChange::new(kind, name, files), now)?;
        // What takes a request in goes before what gives it up: a crash in between leaves it twice, and never nowhere.
        let (gives, takes): (Vec<_>, Vec<_>) = changes.iter().partition(|it| it.put.is_none());
        for change in takes.into_iter().chain(gives) {
            self.write(&change.path, change.after.as_deref())?;
        }
        Ok(id)
    }

    /// Adds files that are all below one new folder, or are that one file: all of them at once, as a change that can be undone.
    ///
    /// # Errors
    /// [`RequestsError::AlreadyExists`] when something has the name of the folder, or the disk refuses. Nothing was added then.
    pub fn add(
        &self,
        name: &str,
        top: &RequestPath,
        files: &[(RequestPath, String)],
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        if self.is_taken(top) {
            return Err(RequestsError::AlreadyExists { path: top.clone() });
        }
        let staging = self.empty_staging();
        let staged = self.stage(&staging, top, files).and_then(|from| {
            let kept = files.iter().map(|(path, text)| {
                let change = FileChange {
                    path: path.clone(),
                    before: None,
                    after: Some(text.clone()),
                    taken: None,
                    put: None,
                };
                KeptFile::of(&change, Encoding::default())
            });
            let kept = KeptChange::new(RequestChangeKind::Imported, name, kept.collect());
            let id = self.keep(&kept, now)?;
            // One rename, so that whoever is killed here leaves all of the files or none.
            let to = match from.is_dir() {
                true => self.requests.folder.join(top.as_str()),
                false => self.requests.place(&self.requests.folder, top),
            };
            self.move_kept(&id, &from, &to)?;
            Ok(id)
        });
        let _ = fs::remove_dir_all(&staging);
        staged
    }

    /// Keeps what undoes a change.
    pub(super) fn keep(
        &self,
        kept: &KeptChange,
        now: Timestamp,
    ) -> Result<ChangeId, RequestsError> {
        let id = ChangeId::after(self.requests.changes().last(), now);
        files::save_new(&self.requests.kept_at(&id), kept.render().as_bytes(), Mode::Private)?;
        Ok(id)
    }

    /// Moves what a change is kept for. When that fails the change is forgotten, but never while something has moved: a disk
    /// may refuse to make a move last after it was made.
    pub(super) fn move_kept(
        &self,
        id: &ChangeId,
        from: &Path,
        to: &Path,
    ) -> Result<(), RequestsError> {
        self.move_file(from, to).map_err(|error| {
            if from.exists() || files::move_file(to, from).is_ok() {
                // What cannot be forgotten undoes nothing.
                let _ = self.forget(id);
            }
            error.into()
        })
    }

    /// Moves a file or folder.
    pub(super) fn move_file(&self, from: &Path, to: &Path) -> Result<(), SaveError> {
        let moved = files::move_file(from, to);
        self.requests.note(from);
        self.requests.note(to);
        moved
    }

    /// Where files wait, without what a process left there that was killed.
    pub(super) fn empty_staging(&self) -> PathBuf {
        let staging = self.requests.folder.join(STAGING);
        let _ = fs::remove_dir_all(&staging);
        staging
    }

    /// Whether a folder or file has the name.
    pub fn is_taken(&self, top: &RequestPath) -> bool {
        let folder = self.requests.folder.join(top.as_str());
        folder.exists() || self.requests.place(&self.requests.folder, top).exists()
    }

    /// Writes the files where nobody looks for them, and returns what is to be moved.
    fn stage(
        &self,
        staging: &Path,
        top: &RequestPath,
        files: &[(RequestPath, String)],
    ) -> Result<PathBuf, RequestsError> {
        let mut new = NewFiles::default();
        for (path, text) in files {
            let inside = path.as_str().strip_prefix(top.as_str()).unwrap_or(path.as_str());
            let place = staging.join(format!("{ALL}{inside}.http"));
            new.save(&place, text.as_bytes(), Mode::Shared)?;
        }
        new.finish()?;
        let folder = staging.join(ALL);
        Ok(if folder.is_dir() { folder } else { staging.join(format!("{ALL}.http")) })
    }

    /// Removes the folders above a file that hold nothing any more.
    pub fn remove_empty_folders(&self, path: &RequestPath) {
        let place = self.requests.place(&self.requests.folder, path);
        let above = place.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != self.requests.folder) {
            // One that is not empty is not removed, and neither are those above it.
            if files::remove_folder(folder).is_err() {
                return;
            }
            self.requests.note(folder);
        }
    }

    /// Saves a file that is as it was read, with no way back: what a person has replaced, such as a secret that they had typed,
    /// must not stay on the disk.
    ///
    /// # Errors
    /// The file is not as it was read, or the disk refuses.
    pub fn save(
        &self,
        path: &RequestPath,
        before: Option<&str>,
        text: &str,
    ) -> Result<(), RequestsError> {
        self.check(path, before)?;
        match before {
            Some(before) if before == text => Ok(()),
            _ => self.write(path, Some(text)),
        }
    }

    /// Editors of other makers do not wait for our lock.
    fn check(&self, path: &RequestPath, before: Option<&str>) -> Result<(), RequestsError> {
        match self.text(path)?.as_deref() == before {
            true => Ok(()),
            false => Err(RequestsError::Conflict { path: path.clone() }),
        }
    }

    /// Saves a file, or removes it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn write(&self, path: &RequestPath, text: Option<&str>) -> Result<(), RequestsError> {
        let place = self.requests.place(&self.requests.folder, path);
        match text {
            Some(text) => {
                let bytes = self.requests.encoding(path).encode(text);
                files::save(&place, &bytes, Mode::Shared)?;
            }
            None => files::remove(&place)?,
        }
        self.requests.note(&place);
        Ok(())
    }

    /// Saves a file that a change had removed or may have, in the encoding that it had.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn restore(&self, kept: &KeptFile, text: Option<&str>) -> Result<(), RequestsError> {
        let place = self.requests.place(&self.requests.folder, &kept.path);
        match text {
            Some(text) if !place.exists() => {
                files::save(&place, &kept.encoding.encode(text), Mode::Shared)?;
                self.requests.note(&place);
                Ok(())
            }
            text => self.write(&kept.path, text),
        }
    }

    /// What undoes a change: the one that was made last, or a certain one.
    ///
    /// # Errors
    /// [`RequestsError::NothingToUndo`], or its file is damaged.
    pub fn kept(&self, id: Option<&ChangeId>) -> Result<(ChangeId, KeptChange), RequestsError> {
        let last = || self.requests.changes().pop();
        let id = id.cloned().or_else(last).ok_or(RequestsError::NothingToUndo)?;
        match files::read_text(&self.requests.kept_at(&id), super::LIMIT) {
            Ok(text) => match KeptChange::parse(&text) {
                Some(kept) => Ok((id, kept)),
                None => Err(RequestsError::DamagedChange { path: self.requests.kept_at(&id) }),
            },
            Err(error) if error.is_not_found() => Err(RequestsError::NothingToUndo),
            Err(error) => Err(error.into()),
        }
    }

    /// Drops what undoes a change, since it was undone.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn forget(&self, id: &ChangeId) -> Result<(), RequestsError> {
        // What was deleted first: without the file beside it nobody would know whose it is.
        self.requests.drop_deleted(id)?;
        Ok(files::remove(&self.requests.kept_at(id))?)
    }
}
