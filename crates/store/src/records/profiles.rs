//! The profiles of a home folder.

use super::error::{FindError, StoreError};
use super::folder::{Folder, Listing, Record, Stored};
use super::trash;
use crate::{Home, Revision};
use mudbrick_model::{Clock, Profile, ProfileId, Timestamp};
use std::path::PathBuf;
use std::sync::Arc;

impl Record for Profile {
    type Id = ProfileId;
    const WHAT: &'static str = "profile";

    fn id(&self) -> &ProfileId {
        &self.id
    }

    fn title(&self) -> String {
        Self::title(self)
    }

    fn names(&self) -> [String; 2] {
        [self.name.clone(), Self::title(self)]
    }
}

/// `profiles/`: one file each, so that damage to one cannot touch another. Shared by reference, from any thread.
pub struct Profiles {
    folder: Folder<Profile>,
    trash: PathBuf,
    clock: Arc<dyn Clock>,
}

impl Profiles {
    /// The profiles of a home folder. Reads nothing yet.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder: Folder::new(
                home.profiles(),
                home.lock("profiles"),
                home.cache().join("profiles"),
            ),
            trash: home.trash().join("profiles"),
            clock,
        }
    }

    /// Every profile, by organisation and name.
    ///
    /// # Errors
    /// The folder cannot be read. A file that cannot be understood is reported in the listing and blocks nothing.
    pub fn list(&self) -> Result<Listing<Profile>, FindError> {
        self.folder.list()
    }

    /// The profile with this id.
    ///
    /// # Errors
    /// [`FindError::NotFound`], or the folder cannot be read.
    pub fn get(&self, id: &ProfileId) -> Result<Stored<Profile>, FindError> {
        Ok(self.folder.get(id)?.stored)
    }

    /// The profile a person means by a short name (`acme-places`), a name (`Places`), a title (`Acme · Places`) or six or
    /// more digits of an id. A short name costs one file however many profiles there are.
    ///
    /// # Errors
    /// None or several are called that, or the file with that short name cannot be understood.
    pub fn find(&self, name: &str) -> Result<Stored<Profile>, FindError> {
        self.folder.find(name)
    }

    /// Saves a new profile in a file named after its title, with a number when that is taken.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn create(&self, profile: Profile) -> Result<Stored<Profile>, StoreError> {
        self.folder.create(profile)
    }

    /// Saves an edited profile, if it is still as it was at `expected`. Comments in its file stay.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was changed meanwhile; not found; the disk refuses. Nothing was changed then.
    pub fn update(
        &self,
        profile: Profile,
        expected: &Revision,
    ) -> Result<Stored<Profile>, StoreError> {
        self.folder.update(profile, expected)
    }

    /// Moves a profile to the trash and returns it as it was.
    ///
    /// # Errors
    /// Not found, or the disk refuses.
    pub fn delete(&self, id: &ProfileId) -> Result<Stored<Profile>, StoreError> {
        trash::discard(&self.folder, &self.trash, id, self.clock.now())
    }

    /// Brings a deleted profile back.
    ///
    /// # Errors
    /// It is not in the trash, exists already, or the disk refuses.
    pub fn restore(&self, id: &ProfileId) -> Result<Stored<Profile>, StoreError> {
        trash::restore(&self.folder, &self.trash, id)
    }

    /// The ids of the profiles that were deleted and can be brought back.
    pub fn deleted(&self) -> Vec<String> {
        trash::ids(&self.trash)
    }

    /// Removes for good what was deleted before an instant, and returns whose secrets nobody needs any more.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sweep_trash(&self, before: Timestamp) -> Result<Vec<ProfileId>, StoreError> {
        trash::sweep(&self.folder, &self.trash, before)
    }

    /// How many files were read and folders listed since this was opened.
    pub fn reads(&self) -> u64 {
        self.folder.reads()
    }
}
