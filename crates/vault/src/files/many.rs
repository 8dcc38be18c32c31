//! New files that are worth something only when all of them are there, such as those of a folder that is moved to its place
//! when it is whole.

use super::disk::{Mode, sync_folder};
use super::folder::folder_of;
use super::{SaveError, save};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files that are saved together. Each is whole and synced when it is saved; their names last when all are finished, for
/// which each folder is synced once and not for every file in it.
#[derive(Debug, Default)]
#[must_use = "the names of the files last only when they are finished"]
pub struct NewFiles {
    folders: BTreeSet<PathBuf>,
}

impl NewFiles {
    /// As [`save_new`](super::save_new), but for the folder.
    ///
    /// # Errors
    /// As [`save_new`](super::save_new).
    pub fn save(&mut self, path: &Path, bytes: &[u8], mode: Mode) -> Result<(), SaveError> {
        save::save_new_unsynced(path, bytes, mode)?;
        self.folders.insert(folder_of(path).to_owned());
        Ok(())
    }

    /// Makes the names of all of them last.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(self) -> Result<(), SaveError> {
        for folder in self.folders {
            sync_folder(&folder).map_err(|source| SaveError::of(&folder, source))?;
        }
        Ok(())
    }
}
