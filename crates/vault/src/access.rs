//! Whether secrets can be read: the key in memory, locking and unlocking, and who keeps the key. Getting it is left to
//! `opening`, moving it to `moving`.

use crate::closed::{Closed, LockCause, Locked};
use crate::custody::{self, VaultFile, identity_path};
use crate::derivation::WorkFactor;
use crate::keeper::Custody;
use crate::key::{Key, State};
use crate::opening::{Opening, Purpose};
use crate::session_key;
use crate::wiping::wipe_stack;
use crate::{SecretText, Vault, VaultError};
use age::x25519;
use mudbrick_model::{Explain, Problem};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

/// What is known of the vault, without trying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultState {
    /// Nothing has needed a secret yet.
    Untouched,
    /// The key is here.
    Open,
    /// It is not: locked, absent or denied, which the problem's code tells apart, with the way out.
    Closed(Problem),
}

impl Vault {
    /// What is known, without trying and without waiting.
    pub fn state(&self) -> VaultState {
        let state = self.read();
        match (&state.key, &state.closed) {
            (Some(_), _) => VaultState::Open,
            (None, Some(closed)) => VaultState::Closed(closed.problem()),
            (None, None) => VaultState::Untouched,
        }
    }

    /// Whether the key is here.
    pub fn is_open(&self) -> bool {
        self.read().key.is_some()
    }

    /// Who keeps the key, without trying; none when nothing was stored yet or `vault.toml` cannot be understood.
    pub fn custody(&self) -> Option<Custody> {
        match VaultFile::load(&self.home) {
            Ok(Some(file)) => Some(file.custody),
            Ok(None) => identity_path(&self.home).exists().then_some(Custody::Passphrase),
            Err(_) => None,
        }
    }

    /// How much work the passphrase makes of each guess, and so how much memory opening takes; none when no passphrase
    /// keeps the key.
    pub fn work_factor(&self) -> Option<WorkFactor> {
        custody::work_factor(&self.home)
    }

    /// Forgets the key and every passphrase, and wipes them from memory; work that is under way ends with the share it
    /// has. The vault then stays locked until [`Vault::unlock`] or [`Vault::retry`], also for who waits for the keyring
    /// now. A vault in which nothing was ever stored cannot be locked.
    pub fn lock(&self, cause: LockCause) {
        let custody = self.custody();
        {
            let mut state = self.write();
            if custody.is_none() && state.key.is_none() {
                return;
            }
            state.key = None;
            state.locks += 1;
            let custody = custody.unwrap_or(Custody::Keyring);
            state.closed = Some(Closed::Locked(Locked::OnPurpose { cause, custody }));
        }
        // Who holds it now forgets by itself, having seen that the vault was locked.
        if let Ok(mut opening) = self.opening.try_lock() {
            opening.forget();
        }
    }

    /// Has the kernel keep the key for so long, so that other processes of this user open the vault without its passphrase.
    ///
    /// # Errors
    /// The vault is closed, or the system's kernel keeps no keys.
    pub fn keep_for_session(&self, lasts: Duration) -> Result<(), VaultError> {
        let key = self.key(Purpose::Load)?;
        let recipient = key.recipient.to_string();
        session_key::keep(&recipient, &custody::text_of(&key.identity), lasts)
            .map_err(|detail| VaultError::NoSession { detail })
    }

    /// Has the kernel forget the key, and whether it kept one.
    pub fn end_session(&self) -> bool {
        let file = VaultFile::load(&self.home).ok().flatten();
        file.is_some_and(|file| session_key::forget(&file.recipient))
    }

    /// Tries a passphrase now; a vault that does not exist yet is made with it.
    ///
    /// # Errors
    /// [`crate::Locked::WrongPassphrase`], or another way of being closed.
    pub fn unlock(&self, passphrase: SecretText) -> Result<(), VaultError> {
        // One at a time asks the keyring or derives a key: a keyring shows a window for each who asks, and scrypt takes
        // much memory.
        let mut opening = lock(&self.opening);
        self.unbar();
        if !self.is_open() {
            opening.set_passphrase(passphrase);
        }
        self.key_from(opening, Purpose::Save).map(drop)
    }

    /// Tries again after a failure, such as when the person has unlocked the keyring, or after [`Vault::lock`].
    ///
    /// # Errors
    /// The vault is still closed.
    pub fn retry(&self) -> Result<(), VaultError> {
        let mut opening = lock(&self.opening);
        self.unbar();
        opening.retry();
        self.key_from(opening, Purpose::Save).map(drop)
    }

    /// Has a passphrase keep the vault's key from now on, instead of the keyring or of an earlier passphrase. A vault
    /// that does not exist yet is made. The keyring's entry is removed once the passphrase has proved to open the key.
    ///
    /// # Errors
    /// The vault is closed, the passphrase empty, or the disk refuses; the earlier custody then goes on.
    pub fn use_passphrase(&self, passphrase: SecretText) -> Result<(), VaultError> {
        expect_some(&passphrase)?;
        let mut opening = lock(&self.opening);
        let was_open = self.is_open();
        let tried = !was_open && opening.offer_passphrase(&passphrase);
        let key = self.key_from(opening, Purpose::Save)?;
        if tried && self.custody() == Some(Custody::Passphrase) {
            return Ok(());
        }
        lock(&self.opening).move_to_passphrase(&key.identity, &passphrase)
    }

    /// Puts the vault's key under another passphrase. Works on a locked vault too, and leaves it locked.
    ///
    /// # Errors
    /// [`crate::Locked::WrongPassphrase`] when `current` is not the vault's, [`VaultError::NoPassphrase`] when the keyring
    /// keeps the key, [`VaultError::EmptyPassphrase`], or the disk refuses; nothing was changed then.
    pub fn change_passphrase(
        &self,
        current: &SecretText,
        passphrase: &SecretText,
    ) -> Result<(), VaultError> {
        expect_some(passphrase)?;
        let changed = lock(&self.opening).change_passphrase(current, passphrase);
        wipe_stack();
        changed
    }

    /// Has the keyring keep the vault's key from now on. `identity.age` is removed once the keyring has shown that it
    /// keeps the key. A vault that does not exist yet is made.
    ///
    /// # Errors
    /// The vault is closed, the keyring absent, locked or refusing, or the disk refuses; the passphrase then goes on.
    pub fn use_keyring(&self) -> Result<(), VaultError> {
        let key = self.key(Purpose::Save)?;
        lock(&self.opening).move_to_keyring(&key.identity)
    }

    pub(crate) fn key(&self, purpose: Purpose) -> Result<Arc<Key>, VaultError> {
        {
            let state = self.read();
            if let Some(key) = &state.key {
                return Ok(Arc::clone(key));
            }
            // Known at once, however long somebody else is waiting for the keyring.
            if let Some(error) = state.locked() {
                return Err(error);
            }
        }
        // Whoever waited here finds the key that the one before has opened.
        self.key_from(lock(&self.opening), purpose)
    }

    fn key_from(
        &self,
        mut opening: MutexGuard<'_, Opening>,
        purpose: Purpose,
    ) -> Result<Arc<Key>, VaultError> {
        let locks = {
            let state = self.read();
            if let Some(key) = &state.key {
                return Ok(Arc::clone(key));
            }
            if let Some(error) = state.locked() {
                return Err(error);
            }
            state.locks
        };
        let found = opening.key(purpose);
        let mut state = self.write();
        if state.locks != locks {
            opening.forget();
            return Err(state.locked().unwrap_or(VaultError::Closed(Closed::Locked(
                Locked::OnPurpose { cause: LockCause::Person, custody: Custody::Keyring },
            ))));
        }
        state.closed = match &found {
            Err(VaultError::Closed(closed)) => Some(closed.clone()),
            _ => None,
        };
        let identity = found?;
        let key = Arc::new(Key { recipient: identity.to_public(), identity });
        state.key = Some(Arc::clone(&key));
        drop(state);
        wipe_stack();
        Ok(key)
    }

    /// Ends what [`Vault::lock`] began.
    fn unbar(&self) {
        let mut state = self.write();
        if state.locked().is_some() {
            state.closed = None;
        }
    }

    /// The public half of the key that is in memory.
    pub(crate) fn recipient_in_memory(&self) -> Option<x25519::Recipient> {
        self.read().key.as_ref().map(|key| key.recipient.clone())
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn expect_some(passphrase: &SecretText) -> Result<(), VaultError> {
    if passphrase.expose().is_empty() { Err(VaultError::EmptyPassphrase) } else { Ok(()) }
}

/// What a lock guards here stays whole when its holder panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
