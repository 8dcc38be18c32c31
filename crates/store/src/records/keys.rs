//! The key pairs of a home folder: what can be shown of them. The private keys are the vault's.

use super::error::{FindError, StoreError};
use super::folder::{Folder, Listing, Record, Stored};
use super::trash;
use crate::{Home, Revision};
use mudbrick_model::{Clock, KeyId, KeyPair, Timestamp};
use std::path::PathBuf;
use std::sync::Arc;

impl Record for KeyPair {
    type Id = KeyId;
    const WHAT: &'static str = "key pair";

    fn id(&self) -> &KeyId {
        &self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn names(&self) -> [String; 2] {
        [self.name.clone(), self.title()]
    }
}

/// `keys/`: one file each. Shared by reference, from any thread.
pub struct Keys {
    folder: Folder<KeyPair>,
    trash: PathBuf,
    clock: Arc<dyn Clock>,
}

impl Keys {
    /// The key pairs of a home folder. Reads nothing yet.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder: Folder::new(home.keys(), home.lock("keys"), home.cache().join("keys")),
            trash: home.trash().join("keys"),
            clock,
        }
    }

    /// Every key pair, by name.
    ///
    /// # Errors
    /// The folder cannot be read. A file that cannot be understood is reported in the listing and blocks nothing.
    pub fn list(&self) -> Result<Listing<KeyPair>, FindError> {
        self.folder.list()
    }

    /// The key pair with this id.
    ///
    /// # Errors
    /// [`FindError::NotFound`], or the folder cannot be read.
    pub fn get(&self, id: &KeyId) -> Result<Stored<KeyPair>, FindError> {
        Ok(self.folder.get(id)?.stored)
    }

    /// The key pair a person means by its name or six or more digits of its id.
    ///
    /// # Errors
    /// None or several are called that, or its file cannot be understood.
    pub fn find(&self, name: &str) -> Result<Stored<KeyPair>, FindError> {
        self.folder.find(name)
    }

    /// Makes sure that a new key pair may have this name; two that differ only in case would be mistaken for each other.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], or the folder cannot be read.
    pub fn expect_free(&self, name: &str) -> Result<(), StoreError> {
        let lower = name.trim().to_lowercase();
        let taken =
            self.list()?.items.into_iter().find(|stored| stored.value.name.to_lowercase() == lower);
        match taken {
            None => Ok(()),
            Some(stored) => {
                Err(StoreError::AlreadyExists { what: KeyPair::WHAT, name: stored.value.name })
            }
        }
    }

    /// Saves a new key pair in a file named after it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] when its name is taken or the same key is stored under another; the disk refuses.
    pub fn create(&self, pair: KeyPair) -> Result<Stored<KeyPair>, StoreError> {
        self.expect_free(&pair.name)?;
        match self.get(&pair.id) {
            Ok(stored) => {
                Err(StoreError::AlreadyExists { what: KeyPair::WHAT, name: stored.value.name })
            }
            // A damaged record of this key does not keep it from being imported again.
            Err(FindError::NotFound { .. } | FindError::Damaged { .. }) => self.folder.create(pair),
            Err(error) => Err(error.into()),
        }
    }

    /// Saves a changed key pair, if it is still as it was at `expected`.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was changed meanwhile; not found; the disk refuses. Nothing was changed then.
    pub fn update(
        &self,
        pair: KeyPair,
        expected: &Revision,
    ) -> Result<Stored<KeyPair>, StoreError> {
        self.folder.update(pair, expected)
    }

    /// Moves a key pair to the trash and returns it as it was.
    ///
    /// # Errors
    /// Not found, or the disk refuses.
    pub fn delete(&self, id: &KeyId) -> Result<Stored<KeyPair>, StoreError> {
        trash::discard(&self.folder, &self.trash, id, self.clock.now())
    }

    /// Brings a deleted key pair back.
    ///
    /// # Errors
    /// It is not in the trash, exists already, or the disk refuses.
    pub fn restore(&self, id: &KeyId) -> Result<Stored<KeyPair>, StoreError> {
        trash::restore(&self.folder, &self.trash, id)
    }

    /// The ids of the key pairs that were deleted and can be brought back.
    pub fn deleted(&self) -> Vec<String> {
        trash::ids(&self.trash)
    }

    /// Removes for good what was deleted before an instant, and returns whose private keys nobody needs any more.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sweep_trash(&self, before: Timestamp) -> Result<Vec<KeyId>, StoreError> {
        trash::sweep(&self.folder, &self.trash, before)
    }
}
