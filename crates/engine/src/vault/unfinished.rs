//! What is made in two steps, a secret first and the record that names it after. Were the program killed in between, the
//! secret would lie in the vault for ever and belong to nobody. So an empty file of its owner's id lies in `unfinished/`
//! meanwhile, and the next start removes what such a file names and no record does.

use mudbrick_store::Home;
use std::fs;
use std::path::PathBuf;

pub(crate) struct Unfinished {
    folder: PathBuf,
    /// Shared by whoever is making something, and had alone by whoever sweeps: what is being made now is not swept.
    pub(super) lock: PathBuf,
}

impl Unfinished {
    pub(crate) fn of(home: &Home) -> Self {
        Self { folder: home.unfinished(), lock: home.lock("unfinished") }
    }

    /// Whose secrets may be without a record.
    pub(crate) fn owners(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    pub(super) fn note_of(&self, owner: &str) -> PathBuf {
        // An id is a safe file name.
        self.folder.join(owner)
    }

    pub(super) fn forget(&self, owner: &str) {
        // A note that stays costs a look at the next start, where the record is found.
        let _ = fs::remove_file(self.note_of(owner));
    }
}
