//! Getting the vault's key, once per process:
//!
//! ```text
//! vault.toml ─ keyring ────→ the entry of that public key ─→ key     (else locked, absent, denied)
//!            ─ passphrase ─→ identity.age ────────────────→ key     (else locked, absent)
//!            ─ the person ─→ what MUDBRICK_AGE_KEY and its kin name ─→ key   (else locked)
//! no vault.toml, no secrets ─→ a new key, kept by the keyring or under the passphrase; a key that was given is taken
//! no vault.toml, secrets    ─→ absent: a new key would not open them
//! ```
//!
//! A key that was given opens any vault that it is the key of, and a passphrase is spared by a key that the kernel keeps for a
//! while (`session_key`).
//!
//! A failure is remembered, so that a locked keyring is not asked again for every secret; [`Opening::retry`] forgets it.
//! A passphrase is kept until it has opened the vault or has proved wrong, and no longer.
//! The files are left to `custody`, the questions to the keyring to `asking`, another keeper of the key to `moving`.

use crate::asking::{Answer, Asked};
use crate::closed::{Absent, Closed, Locked};
use crate::custody::{self, Kept, VaultFile};
use crate::derivation::KeyDerivation;
use crate::files;
use crate::keeper::Custody;
use crate::keyring::Keyring;
use crate::sealed::{EARLIER, Shelf};
use crate::session_key;
use crate::{AgeKey, SecretText, VaultError, VaultOptions};
use age::x25519;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Whether the caller has something to save. Only then may a vault be made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Load,
    Save,
}

pub(crate) struct Opening {
    pub(crate) home: PathBuf,
    pub(crate) service: String,
    pub(crate) keyring: Arc<dyn Keyring>,
    pub(crate) keyring_wait: Duration,
    pub(crate) derivation: KeyDerivation,
    passphrase: Option<SecretText>,
    age_key: Option<AgeKey>,
    asked: Option<Asked>,
    /// What `vault.toml` said when the keeper it names was asked, so that it is read once.
    file: Option<VaultFile>,
    /// How the key was kept when it was got. None while a move of this process's own has not come to its end.
    pub(crate) kept: Option<Kept>,
    closed: Option<Closed>,
    reads: Arc<AtomicU64>,
}

impl Opening {
    pub(crate) fn new(
        home: &Path,
        options: VaultOptions,
        keyring: Arc<dyn Keyring>,
        reads: Arc<AtomicU64>,
    ) -> Self {
        let derivation = options.derivation(home);
        Self {
            home: home.to_owned(),
            service: options.service,
            keyring,
            keyring_wait: options.keyring_wait,
            derivation,
            passphrase: options.passphrase,
            age_key: options.age_key,
            asked: None,
            file: None,
            kept: None,
            closed: None,
            reads,
        }
    }

    /// The key, or why it cannot be had.
    pub(crate) fn key(&mut self, purpose: Purpose) -> Result<x25519::Identity, VaultError> {
        // After one vain wait the keyring's answer is looked for without waiting again.
        let patience = if self.closed.is_some() { Duration::ZERO } else { self.keyring_wait };
        let found = match (self.asked.take(), self.closed.take()) {
            (Some(asked), _) => self.await_answer(asked, patience),
            (None, Some(closed)) => Err(closed.into()),
            (None, None) => self.ask(purpose),
        };
        match &found {
            Ok(_) => {
                self.passphrase = None;
                if let Some(file) = self.file.take() {
                    self.finish_move(&file);
                }
            }
            // Whoever has something to save may be about to make the vault.
            Err(VaultError::Closed(Closed::Absent(Absent::VaultFile { .. })))
                if purpose == Purpose::Load => {}
            Err(VaultError::Closed(closed)) => {
                if matches!(closed, Closed::Locked(Locked::WrongPassphrase)) {
                    self.passphrase = None;
                }
                self.closed = Some(closed.clone());
            }
            Err(_) => {}
        }
        found
    }

    /// Forgets a failure. A keyring that was asked and is still silent is waited for anew, not asked twice.
    pub(crate) fn retry(&mut self) {
        self.closed = None;
    }

    /// Forgets everything that could lead to the key: the passphrase, and a question whose answer may be on its way.
    pub(crate) fn forget(&mut self) {
        self.passphrase = None;
        self.asked = None;
        self.file = None;
        self.closed = None;
    }

    pub(crate) fn set_passphrase(&mut self, passphrase: SecretText) {
        self.passphrase = Some(passphrase);
        self.closed = None;
    }

    /// As [`Self::set_passphrase`], but one that was given before stays. Whether the one that will be tried is this one.
    pub(crate) fn offer_passphrase(&mut self, passphrase: &SecretText) -> bool {
        match &self.passphrase {
            Some(given) => given.expose() == passphrase.expose(),
            None => {
                self.set_passphrase(passphrase.clone());
                true
            }
        }
    }

    fn ask(&mut self, purpose: Purpose) -> Result<x25519::Identity, VaultError> {
        match VaultFile::load(&self.home)? {
            Some(file) => self.ask_keeper(file),
            None if custody::identity_path(&self.home).exists() => self.mend_vault_file(),
            None if self.has_secrets()? || purpose == Purpose::Load => {
                // Another Mudbrick may have made the vault, and saved a secret, since this one looked.
                if let Some(file) = VaultFile::load(&self.home)? {
                    return self.ask_keeper(file);
                }
                let path = VaultFile::path(&self.home);
                Err(Closed::Absent(Absent::VaultFile { path }).into())
            }
            None => self.make_key(),
        }
    }

    fn ask_keeper(&mut self, file: VaultFile) -> Result<x25519::Identity, VaultError> {
        if let Some(given) = &self.age_key {
            let identity = identity_of(given)?;
            if identity.to_public().to_string() != file.recipient {
                return Err(unusable(given, "it is another vault's"));
            }
            self.kept = Kept::now(&self.home, file.custody).ok();
            return Ok(identity);
        }
        self.file = Some(file.clone());
        match file.custody {
            Custody::AgeKey => Err(Closed::Locked(Locked::AgeKeyNeeded).into()),
            Custody::Passphrase => {
                // Whoever gives a passphrase wants to know whether it is the right one.
                if self.passphrase.is_none()
                    && let Some(identity) = session_key::find(&file.recipient)
                {
                    self.kept = Kept::now(&self.home, file.custody).ok();
                    return Ok(identity);
                }
                let identity = self.open_identity_file()?;
                if identity.to_public().to_string() != file.recipient {
                    return Err(
                        Closed::Absent(Absent::OtherKey { recipient: file.recipient }).into()
                    );
                }
                Ok(identity)
            }
            Custody::Keyring => {
                self.reads.fetch_add(1, Ordering::Relaxed);
                self.kept = Some(Kept::ByKeyring);
                let asked = Asked::for_key(&self.keyring, &self.service, file.recipient)?;
                self.await_answer(asked, self.keyring_wait)
            }
        }
    }

    fn open_identity_file(&mut self) -> Result<x25519::Identity, VaultError> {
        let path = custody::identity_path(&self.home);
        if !path.exists() {
            // No passphrase opens what is not there.
            return Err(Closed::Absent(Absent::IdentityFile { path }).into());
        }
        let Some(passphrase) = &self.passphrase else {
            return Err(Closed::Locked(Locked::PassphraseNeeded).into());
        };
        let (identity, kept) = custody::load_identity(&self.home, passphrase, &self.derivation)?;
        self.kept = Some(kept);
        Ok(identity)
    }

    /// A crash between the two saves of a new vault, or a lost `vault.toml`: the key itself is here, so all is well.
    fn mend_vault_file(&mut self) -> Result<x25519::Identity, VaultError> {
        let identity = self.open_identity_file()?;
        VaultFile::new(Custody::Passphrase, &identity).save(&self.home)?;
        Ok(identity)
    }

    fn make_key(&mut self) -> Result<x25519::Identity, VaultError> {
        // Only one of two programs that start with an empty home may make the vault’s key.
        let lock = files::lock(&lock_path(&self.home))?;
        if let Some(file) = VaultFile::load(&self.home)? {
            // Another Mudbrick made the vault while this one waited for the lock.
            drop(lock);
            return self.ask_keeper(file);
        }
        if custody::identity_path(&self.home).exists() {
            // It died between the two saves, and its key may be all that is left of what it meant to keep.
            return self.mend_vault_file();
        }
        let identity = match &self.age_key {
            Some(given) => identity_of(given)?,
            None => x25519::Identity::generate(),
        };
        if let Some(passphrase) = &self.passphrase {
            let kept = custody::save_identity(&self.home, &identity, passphrase, &self.derivation)?;
            self.kept = Some(kept);
            VaultFile::new(Custody::Passphrase, &identity).save(&self.home)?;
            return Ok(identity);
        }
        if self.age_key.is_some() {
            VaultFile::new(Custody::AgeKey, &identity).save(&self.home)?;
            self.kept = Some(Kept::ByPerson);
            return Ok(identity);
        }
        drop(lock);
        self.reads.fetch_add(1, Ordering::Relaxed);
        let asked = Asked::to_keep(&self.keyring, &self.service, identity)?;
        self.await_answer(asked, self.keyring_wait)
    }

    fn await_answer(
        &mut self,
        asked: Asked,
        patience: Duration,
    ) -> Result<x25519::Identity, VaultError> {
        let is_new = asked.is_new;
        match asked.wait(patience) {
            Answer::Key(identity) if is_new => self.adopt(identity),
            Answer::Key(identity) => Ok(identity),
            Answer::Closed(closed) => Err(closed.into()),
            Answer::Silence(asked) => {
                self.asked = Some(asked);
                let waited = self.keyring_wait;
                Err(Closed::Locked(Locked::KeyringSilent { waited }).into())
            }
        }
    }

    /// Makes the new key, which the keyring keeps by now, the vault's.
    fn adopt(&mut self, identity: x25519::Identity) -> Result<x25519::Identity, VaultError> {
        let lock = files::lock(&lock_path(&self.home))?;
        if let Some(file) = VaultFile::load(&self.home)? {
            // Another Mudbrick was quicker, and its key it is.
            drop(lock);
            self.forget_entry(identity.to_public().to_string(), self.keyring_wait);
            return self.ask_keeper(file);
        }
        if let Err(error) = VaultFile::new(Custody::Keyring, &identity).save(&self.home) {
            self.forget_entry(identity.to_public().to_string(), self.keyring_wait);
            return Err(error.into());
        }
        self.kept = Some(Kept::ByKeyring);
        Ok(identity)
    }

    fn has_secrets(&self) -> Result<bool, VaultError> {
        let folder = self.home.join(Shelf::Secrets.folder());
        match fs::read_dir(&folder) {
            Ok(entries) => Ok(entries.flatten().any(|entry| match entry.file_name() {
                name if name == EARLIER => {
                    fs::read_dir(entry.path()).is_ok_and(|mut inner| inner.next().is_some())
                }
                name => Path::new(&name).extension() == Some(OsStr::new("age")),
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(files::ReadError::of(&folder, error).into()),
        }
    }
}

/// The key that the person gave.
fn identity_of(given: &AgeKey) -> Result<x25519::Identity, VaultError> {
    given.load().map_err(|detail| unusable(given, &detail))
}

fn unusable(given: &AgeKey, detail: &str) -> VaultError {
    let detail = detail.to_owned();
    Closed::Locked(Locked::AgeKeyUnusable { variable: given.variable(), detail }).into()
}

/// Held while the vault's own files are changed.
pub(crate) fn lock_path(home: &Path) -> PathBuf {
    home.join("locks").join("vault.lock")
}

#[cfg(test)]
mod tests;
