//! Making something whose secret is saved before its record, and removing what was left half made.

use super::{Vault, stored};
use mudbrick_model::Problem;
use mudbrick_vault::{SecretId, files};
use std::collections::BTreeSet;

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
        // Whoever makes a record shares this lock. While anybody does, an unfinished secret may be about to get its
        // record.
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
