//! What is made in two steps, a secret first and the record that names it after. Were the program killed in between, the
//! secret would lie in the vault for ever and belong to nobody. So an empty file of its owner's id lies in `unfinished/`
//! meanwhile, and the next start removes what such a file names and no record does.

use super::Vault;
use crate::vault::stored;
use mudbrick_model::Problem;
use mudbrick_store::Home;
use mudbrick_vault::{SecretId, files};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

pub(crate) struct Unfinished {
    folder: PathBuf,
    /// Shared by whoever is making something, and had alone by whoever sweeps: what is being made now is not swept.
    lock: PathBuf,
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

    fn note_of(&self, owner: &str) -> PathBuf {
        // An id is a safe file name.
        self.folder.join(owner)
    }

    fn forget(&self, owner: &str) {
        let _ = fs::remove_file(self.note_of(owner));
    }
}

impl Vault {
    /// Whose secrets may be without a record.
    pub(crate) fn unfinished(&self) -> Vec<String> {
        self.unfinished.owners()
    }

    /// Makes something whose secret is saved before its record. A secret that was there before is never taken for one of
    /// a work that was cut off.
    pub(crate) fn making<T>(
        &self,
        owner: &str,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        // Now rather than never: a command line that only makes things has no other start. What cannot be swept now is
        // swept the next time.
        let _ = self.sweep_unfinished();
        let _at_work = files::lock_shared(&self.unfinished.lock)?;
        let secret = SecretId::secret(owner);
        if self.core.vault.holds(&secret) {
            return make();
        }
        // Without the note a crash would leave a file that nobody needs, which is no reason to fail now.
        let _ = files::save_cache(&self.unfinished.note_of(owner), b"");
        let made = make();
        if made.is_ok() || !self.core.vault.holds(&secret) {
            self.unfinished.forget(owner);
        }
        made
    }

    /// Removes secrets whose record was never saved. Where a record is damaged, it may be the one, and all stay.
    pub(crate) fn sweep_unfinished(&self) -> Result<(), Problem> {
        let owners = self.unfinished.owners();
        if owners.is_empty() {
            return Ok(());
        }
        let Some(_alone) = files::lock_if_free(&self.unfinished.lock)? else { return Ok(()) };
        let (profiles, keys) = (self.core.profiles.list()?, self.core.keys.list()?);
        if !profiles.damaged.is_empty() || !keys.damaged.is_empty() {
            return Ok(());
        }
        let mut recorded: BTreeSet<String> =
            profiles.items.iter().map(|stored| stored.value.id.to_string()).collect();
        recorded.extend(keys.items.iter().map(|stored| stored.value.id.to_string()));
        recorded.extend(self.core.profiles.deleted());
        recorded.extend(self.core.keys.deleted());
        // Listed again: what was finished while the lock was waited for has no note any more.
        for owner in self.unfinished.owners() {
            if !recorded.contains(&owner) {
                stored::forget_owner(&self.core.vault, &owner)?;
            }
            self.unfinished.forget(&owner);
        }
        Ok(())
    }
}
