//! [`Vault`]: loading, saving and removing secrets. Getting the key is left to `opening`, the form of a file to `sealed`.

use crate::closed::{Absent, Closed, LockCause, Locked};
use crate::custody::{Custody, VaultFile, identity_path};
use crate::files::{self, FileLock, Mode};
use crate::keyring::{Keyring, SystemKeyring};
use crate::opening::{Opening, Purpose, lock_path};
use crate::sealed::{self, Fault, Shelf};
use crate::wiping::wipe_stack;
use crate::{Secret, SecretId, SecretText, VaultError};
use age::x25519;
use mudbrick_model::{Clock, Explain, Problem, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{
    Arc, Mutex, MutexGuard, Once, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};
use std::time::Duration;

/// A private key, a few client secrets or a token: far below this many bytes.
pub(crate) const LIMIT: u64 = 4 * 1024 * 1024;
/// A temporary file of this age is a crash's leftover.
const LEFTOVER: Duration = Duration::from_secs(3600);

/// How a vault is opened.
pub struct VaultOptions {
    /// The keyring entry's service.
    pub service: String,
    /// How long the keyring is waited for before the vault counts as locked. The person may be typing a password.
    pub keyring_wait: Duration,
    /// Opens a vault that has a passphrase; a new vault is given this one instead of going to the keyring.
    pub passphrase: Option<SecretText>,
    /// The base-2 logarithm of scrypt's N for a passphrase; none takes about a second on this machine.
    pub work_factor: Option<u8>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
}

impl Default for VaultOptions {
    fn default() -> Self {
        Self {
            service: "mudbrick".to_owned(),
            keyring_wait: Duration::from_secs(30),
            passphrase: None,
            work_factor: None,
            clock: Arc::new(SystemClock),
        }
    }
}

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

/// The secrets of one home folder. Shared by reference; all methods may be called from any thread and block it.
pub struct Vault {
    pub(crate) home: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether the key is here. Held for moments only, so that asking for the state never waits.
    state: RwLock<State>,
    /// Held while the key is got, which may take as long as the keyring is waited for.
    opening: Mutex<Opening>,
    reads: Arc<AtomicU64>,
    swept: Once,
}

#[derive(Default)]
struct State {
    /// Whoever works with it holds a share; it is wiped from memory when the last one is dropped.
    key: Option<Arc<Key>>,
    /// A copy of what `opening` last found, or why it was locked.
    closed: Option<Closed>,
    /// How often it was locked, so that a key that was asked for before is not let in after.
    locks: u64,
}

impl State {
    /// The error of a vault that has been locked and not been unlocked since.
    fn locked(&self) -> Option<VaultError> {
        match &self.closed {
            Some(closed @ Closed::Locked(Locked::OnPurpose { .. })) => Some(closed.clone().into()),
            _ => None,
        }
    }
}

pub(crate) struct Key {
    pub(crate) identity: x25519::Identity,
    pub(crate) recipient: x25519::Recipient,
}

impl Vault {
    /// A vault over a home folder, which need not exist yet. Reads nothing and asks nobody.
    pub fn open(home: &Path, options: VaultOptions) -> Self {
        Self::with_keyring(home, options, Arc::new(SystemKeyring))
    }

    pub(crate) fn with_keyring(
        home: &Path,
        options: VaultOptions,
        keyring: Arc<dyn Keyring>,
    ) -> Self {
        let reads = Arc::new(AtomicU64::new(0));
        Self {
            home: home.to_owned(),
            clock: Arc::clone(&options.clock),
            state: RwLock::default(),
            opening: Mutex::new(Opening::new(home, options, keyring, Arc::clone(&reads))),
            reads,
            swept: Once::new(),
        }
    }

    /// A secret; none when it was never saved. The key is not asked for when there is no file. A token that cannot be
    /// read counts as none, since a new one is to be had.
    ///
    /// # Errors
    /// The vault is closed, or the file is damaged, which leaves it where it is.
    pub fn load(&self, id: &SecretId) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        let path = id.path(&self.home);
        let bytes = match files::read(&path, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let is_token = id.shelf() == Shelf::Tokens;
        let key = match self.key(Purpose::Load) {
            // The vault this token was of is gone.
            Err(VaultError::Closed(Closed::Absent(Absent::VaultFile { .. }))) if is_token => {
                return Ok(None);
            }
            found => found?,
        };
        match sealed::open(&key.identity, id, &bytes) {
            Ok(secret) => Ok(Some(secret)),
            Err(_) if is_token => Ok(None),
            Err(fault) => Err(explain(fault, path, self.restorable(&key, id))),
        }
    }

    /// Saves a secret whole. The first save of all makes the vault. Of [`Shelf::Secrets`] the state before is kept as a
    /// [`Generation`](crate::Generation), an unreadable file in its place is set aside, and saving what is there already
    /// does nothing.
    ///
    /// # Errors
    /// The vault is closed, the file in its place is a newer Mudbrick's, or the disk refuses; nothing was changed then.
    pub fn save(&self, id: &SecretId, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let key = self.key(Purpose::Save)?;
        let lock = self.lock_files()?;
        self.save_locked(&key, id, secret, &lock)
    }

    /// Loads a secret, has it changed and saves it, with nobody else saving in between. None leaves it as it is.
    ///
    /// # Errors
    /// As [`Vault::load`] and [`Vault::save`]; nothing was changed then.
    pub fn update(
        &self,
        id: &SecretId,
        change: impl FnOnce(Option<Secret<Vec<u8>>>) -> Option<Secret<Vec<u8>>>,
    ) -> Result<(), VaultError> {
        let key = self.key(Purpose::Save)?;
        let lock = self.lock_files()?;
        match change(self.load(id)?) {
            Some(changed) => self.save_locked(&key, id, &changed, &lock),
            None => Ok(()),
        }
    }

    /// Removes a secret with all its generations; nothing of it is kept. One that is not there counts as removed. Needs no
    /// key.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn remove(&self, id: &SecretId) -> Result<(), VaultError> {
        let path = id.path(&self.home);
        if !path.exists() && !self.has_earlier(id) {
            return Ok(());
        }
        let lock = self.lock_files()?;
        if id.shelf() == Shelf::Secrets {
            // First: once the secret itself is gone, nothing leads to them any more.
            self.remove_earlier(id, &lock)?;
        }
        Ok(files::remove(&path)?)
    }

    /// Whether a secret is stored, without opening the vault.
    pub fn holds(&self, id: &SecretId) -> bool {
        id.path(&self.home).exists()
    }

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

    /// Tries a passphrase now; a vault that does not exist yet is made with it.
    ///
    /// # Errors
    /// [`crate::Locked::WrongPassphrase`], or another way of being closed.
    pub fn unlock(&self, passphrase: SecretText) -> Result<(), VaultError> {
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

    /// How often the keyring was asked for the key: at most once, unless a failure made the person try again.
    pub fn keyring_reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
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

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// With the vault's lock held.
    fn save_locked(
        &self,
        key: &Key,
        id: &SecretId,
        secret: &Secret<Vec<u8>>,
        lock: &FileLock,
    ) -> Result<(), VaultError> {
        let path = id.path(&self.home);
        let seal = || {
            sealed::seal(&key.recipient, id, secret)
                .map_err(|source| files::SaveError::of(&path, source))
        };
        match id.shelf() {
            Shelf::Secrets => self.replace(key, id, secret, seal, lock),
            Shelf::Tokens => Ok(files::save(&path, &seal()?, Mode::Private)?),
        }
    }

    pub(crate) fn lock_files(&self) -> Result<FileLock, VaultError> {
        let lock = files::lock(&lock_path(&self.home))?;
        self.swept.call_once(|| {
            let before = self.clock.now().before(LEFTOVER);
            for shelf in [Shelf::Secrets, Shelf::Tokens] {
                files::sweep(&self.home.join(shelf.folder()), before);
            }
            files::sweep(&self.home, before);
        });
        Ok(lock)
    }
}

pub(crate) fn explain(fault: Fault, path: PathBuf, restorable: Option<u32>) -> VaultError {
    match fault {
        Fault::Damaged | Fault::OtherOwner => VaultError::Damaged { path, restorable },
        Fault::OtherKey => VaultError::OtherKey { path, restorable },
        Fault::Newer(version) => VaultError::Newer { path, version },
    }
}

fn expect_some(passphrase: &SecretText) -> Result<(), VaultError> {
    if passphrase.expose().is_empty() { Err(VaultError::EmptyPassphrase) } else { Ok(()) }
}

/// What a lock guards here stays whole when its holder panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
