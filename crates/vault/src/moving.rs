//! Moving the vault's key from one keeper to another:
//!
//! ```text
//! keyring ─→ passphrase   identity.age saved, read back, opened  →  vault.toml says passphrase  →  entry removed
//! passphrase ─→ keyring   entry written, read back, compared     →  vault.toml says keyring     →  identity.age removed
//! passphrase ─→ another   identity.age replaced by one that was read back and opened
//! ```
//!
//! `vault.toml` decides, and each of its states names a keeper that has proved to have the key. A move that is cut off leaves
//! at most a key too many, never one too few; the next opening of the vault ends it ([`Opening::finish_move`]). All of
//! it happens under the vault's lock, the changes in the keyring under one of their own that outlasts a wait in vain.
//! Whoever waited for the lock while another moved the key is told so and changes nothing: of five that give the vault five
//! passphrases at once, one succeeds and four know that theirs does not open it.

use crate::asking::{Answer, Asked};
use crate::closed::{Absent, Closed, Locked};
use crate::custody::{self, Kept, VaultFile};
use crate::files;
use crate::keeper::Custody;
use crate::keyring::{self, Refusal};
use crate::opening::{Opening, lock_path};
use crate::{SecretText, VaultError};
use age::x25519;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the end of an earlier move may take while the vault is opened; it is tried again the next time.
const PATIENCE: Duration = Duration::from_secs(2);

impl Opening {
    /// Puts the key, which is open already, under a passphrase, and takes it out of the keyring.
    pub(crate) fn move_to_passphrase(
        &mut self,
        identity: &x25519::Identity,
        passphrase: &SecretText,
    ) -> Result<(), VaultError> {
        // Two programs that move the key at once would each remove what the other has just made its keeper.
        let lock = files::lock(&lock_path(&self.home))?;
        let before = self.file_of(identity)?;
        self.expect_unmoved(before.custody)?;
        let kept = custody::save_identity(&self.home, identity, passphrase, &self.derivation)?;
        let leaves_keyring = before.custody == Custody::Keyring || before.remove_from_keyring;
        let after = VaultFile::new(Custody::Passphrase, identity);
        let after = if leaves_keyring { after.leaving_keyring() } else { after };
        if after != before
            && let Err(error) = after.save(&self.home)
        {
            self.drop_identity_file();
            return Err(error.into());
        }
        self.kept = Some(kept);
        drop(lock);
        if leaves_keyring {
            self.leave_keyring(self.keyring_wait);
        }
        Ok(())
    }

    /// Has the keyring keep the key, which is open already, and removes `identity.age`.
    pub(crate) fn move_to_keyring(
        &mut self,
        identity: &x25519::Identity,
    ) -> Result<(), VaultError> {
        let _lock = files::lock(&lock_path(&self.home))?;
        let before = self.file_of(identity)?;
        if before.custody == Custody::Keyring {
            return Ok(());
        }
        self.expect_unmoved(before.custody)?;
        if !before.remove_from_keyring {
            // Until the end is reached, an entry would be one too many.
            before.clone().leaving_keyring().save(&self.home)?;
        }
        let asked = Asked::to_take_over(
            &self.keyring,
            &self.service,
            identity,
            keyring_lock_path(&self.home),
        )?;
        match asked.wait(self.keyring_wait) {
            Answer::Key(_) => {}
            Answer::Closed(closed) => {
                // As it was; should that fail, a needless removal is tried when the vault is opened next.
                if matches!(closed, Closed::Absent(Absent::Keyring { .. })) {
                    let _ = before.save(&self.home);
                }
                return Err(closed.into());
            }
            Answer::Silence(_) => {
                let waited = self.keyring_wait;
                return Err(Closed::Locked(Locked::KeyringSilent { waited }).into());
            }
        }
        VaultFile::new(Custody::Keyring, identity).save(&self.home)?;
        self.kept = Some(Kept::ByKeyring);
        self.drop_identity_file();
        Ok(())
    }

    /// Puts the key under a new passphrase in place of the current one, which has to open it.
    pub(crate) fn change_passphrase(
        &mut self,
        current: &SecretText,
        passphrase: &SecretText,
    ) -> Result<(), VaultError> {
        let seen = Kept::now(&self.home, Custody::Passphrase).ok();
        let _lock = files::lock(&lock_path(&self.home))?;
        let recipient = match VaultFile::load(&self.home)? {
            Some(file) if file.custody != Custody::Passphrase => {
                return Err(VaultError::NoPassphrase);
            }
            Some(file) => Some(file.recipient),
            None => None,
        };
        if seen.is_some() && seen != Kept::now(&self.home, Custody::Passphrase).ok() {
            return Err(VaultError::MovedMeanwhile);
        }
        let (identity, _) = custody::load_identity(&self.home, current, &self.derivation)?;
        if let Some(recipient) = recipient
            && recipient != identity.to_public().to_string()
        {
            return Err(Closed::Absent(Absent::OtherKey { recipient }).into());
        }
        self.kept = None;
        let kept = custody::save_identity(&self.home, &identity, passphrase, &self.derivation)?;
        self.kept = Some(kept);
        Ok(())
    }

    /// Whether the key is kept as it was when it was got; with the vault's lock held. Once told, the person knows, and the
    /// next try begins from what is there now.
    fn expect_unmoved(&mut self, custody: Custody) -> Result<(), VaultError> {
        let now = Kept::now(&self.home, custody)?;
        match self.kept.take() {
            Some(before) if before != now => {
                self.kept = Some(now);
                Err(VaultError::MovedMeanwhile)
            }
            _ => Ok(()),
        }
    }

    /// Ends a move that was cut off. The vault has just been opened as `file` says, so the keeper it names has the key, and
    /// the other one's copy can go; whether it is so still is looked at again under the lock.
    pub(crate) fn finish_move(&self, file: &VaultFile) {
        match file.custody {
            Custody::Passphrase if file.remove_from_keyring => self.leave_keyring(PATIENCE),
            Custody::Passphrase | Custody::AgeKey => {}
            Custody::Keyring => {
                if !custody::identity_path(&self.home).exists() {
                    return;
                }
                // Whoever holds the lock may be about to need the file.
                let lock = files::lock_within(&lock_path(&self.home), Duration::ZERO);
                if lock.is_ok() {
                    self.drop_identity_file();
                }
            }
        }
    }

    /// Removes an entry that nothing needs any more, and whether that was done. When it was not, a useless entry stays.
    pub(crate) fn forget_entry(&self, user: String, patience: Duration) -> bool {
        let service = self.service.clone();
        let lock = keyring_lock_path(&self.home);
        let forgetting =
            keyring::change(&self.keyring, lock, move |keyring| keyring.delete(&service, &user));
        forgetting.is_ok_and(|done| {
            matches!(done.recv_timeout(patience), Ok(Ok(()) | Err(Refusal::NoEntry)))
        })
    }

    /// Removes the entry of a vault that a passphrase keeps, and notes that this was done.
    fn leave_keyring(&self, patience: Duration) {
        let Ok(_lock) = files::lock_within(&lock_path(&self.home), patience) else { return };
        let Ok(Some(file)) = VaultFile::load(&self.home) else { return };
        if file.custody == Custody::Passphrase
            && file.remove_from_keyring
            && self.forget_entry(file.recipient.clone(), patience)
        {
            let _ = file.settled().save(&self.home);
        }
    }

    /// Removes `identity.age` when `vault.toml` says that the keyring keeps the key.
    fn drop_identity_file(&self) {
        if let Ok(Some(file)) = VaultFile::load(&self.home)
            && file.custody == Custody::Keyring
        {
            // Should it fail, the next opening does it.
            let _ = files::remove(&custody::identity_path(&self.home));
        }
    }

    /// What `vault.toml` says, which has to be about this key.
    fn file_of(&self, identity: &x25519::Identity) -> Result<VaultFile, VaultError> {
        match VaultFile::load(&self.home)? {
            Some(file) if file.recipient == identity.to_public().to_string() => Ok(file),
            Some(file) => {
                Err(Closed::Absent(Absent::OtherKey { recipient: file.recipient }).into())
            }
            None => {
                let path = VaultFile::path(&self.home);
                Err(Closed::Absent(Absent::VaultFile { path }).into())
            }
        }
    }
}

/// Held while the keyring's entry is changed, also by a call that nobody waits for any more.
fn keyring_lock_path(home: &Path) -> PathBuf {
    home.join("locks").join("keyring.lock")
}

#[cfg(test)]
mod tests;
