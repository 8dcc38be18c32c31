//! [`Vault`]: loading, saving and removing secrets. Getting the key is left to `opening`, the form of a file to `sealed`.

use crate::closed::{Absent, Closed};
use crate::files::{self, FileLock, Mode};
use crate::keyring::{Keyring, SystemKeyring};
use crate::opening::{Opening, Purpose, lock_path};
use crate::sealed::{self, Fault, Shelf};
use crate::{Secret, SecretId, SecretText, VaultError};
use age::x25519;
use mudbrick_model::{Clock, Explain, Problem, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, OnceLock, PoisonError};
use std::time::Duration;

/// A private key, a few client secrets or a token: far below this many bytes.
const LIMIT: u64 = 4 * 1024 * 1024;
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
    home: PathBuf,
    clock: Arc<dyn Clock>,
    key: OnceLock<Key>,
    /// Held while the key is got, which may take as long as the keyring is waited for.
    opening: Mutex<Opening>,
    /// A copy of what `opening` last found, so that asking for the state never waits.
    closed: Mutex<Option<Closed>>,
    reads: Arc<AtomicU64>,
    swept: Once,
}

struct Key {
    identity: x25519::Identity,
    recipient: x25519::Recipient,
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
            key: OnceLock::new(),
            opening: Mutex::new(Opening::new(home, options, keyring, Arc::clone(&reads))),
            closed: Mutex::new(None),
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
            Err(fault) => Err(explain(fault, path)),
        }
    }

    /// Saves a secret whole, replacing an earlier one. The first save of all makes the vault. An unreadable file in its
    /// place is set aside when it is of [`Shelf::Secrets`].
    ///
    /// # Errors
    /// The vault is closed, the file in its place is a newer Mudbrick's, or the disk refuses; nothing was changed then.
    pub fn save(&self, id: &SecretId, secret: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let key = self.key(Purpose::Save)?;
        let path = id.path(&self.home);
        let bytes = sealed::seal(&key.recipient, id, secret)
            .map_err(|source| files::SaveError::of(&path, source))?;
        let _lock = self.lock_files()?;
        if id.shelf() == Shelf::Secrets {
            self.make_room(key, id, &path)?;
        }
        Ok(files::save(&path, &bytes, Mode::Private)?)
    }

    /// Removes a secret; nothing of it is kept. One that is not there counts as removed. Needs no key.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn remove(&self, id: &SecretId) -> Result<(), VaultError> {
        let path = id.path(&self.home);
        if !path.exists() {
            return Ok(());
        }
        let _lock = self.lock_files()?;
        Ok(files::remove(&path)?)
    }

    /// Whether a secret is stored, without opening the vault.
    pub fn holds(&self, id: &SecretId) -> bool {
        id.path(&self.home).exists()
    }

    /// What is known, without trying and without waiting.
    pub fn state(&self) -> VaultState {
        match &*lock(&self.closed) {
            _ if self.is_open() => VaultState::Open,
            Some(closed) => VaultState::Closed(closed.problem()),
            None => VaultState::Untouched,
        }
    }

    /// Whether the key is here.
    pub fn is_open(&self) -> bool {
        self.key.get().is_some()
    }

    /// Tries a passphrase now; a vault that does not exist yet is made with it.
    ///
    /// # Errors
    /// [`crate::Locked::WrongPassphrase`], or another way of being closed.
    pub fn unlock(&self, passphrase: SecretText) -> Result<(), VaultError> {
        lock(&self.opening).set_passphrase(passphrase);
        self.key(Purpose::Save).map(drop)
    }

    /// Tries again after a failure, such as when the person has unlocked the keyring.
    ///
    /// # Errors
    /// The vault is still closed.
    pub fn retry(&self) -> Result<(), VaultError> {
        lock(&self.opening).retry();
        self.key(Purpose::Save).map(drop)
    }

    /// Has a passphrase keep the vault's key from now on, instead of the keyring or of an earlier passphrase. A vault
    /// that does not exist yet is made.
    ///
    /// # Errors
    /// The vault is closed, or the disk refuses; the earlier custody then goes on.
    pub fn use_passphrase(&self, passphrase: SecretText) -> Result<(), VaultError> {
        lock(&self.opening).offer_passphrase(&passphrase);
        let key = self.key(Purpose::Save)?;
        lock(&self.opening).move_to_passphrase(&key.identity, passphrase)
    }

    /// How often the keyring was asked for the key: at most once, unless a failure made the person try again.
    pub fn keyring_reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    fn key(&self, purpose: Purpose) -> Result<&Key, VaultError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let mut opening = lock(&self.opening);
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let found = opening.key(purpose);
        *lock(&self.closed) = match &found {
            Err(VaultError::Closed(closed)) => Some(closed.clone()),
            _ => None,
        };
        let identity = found?;
        Ok(self.key.get_or_init(|| Key { recipient: identity.to_public(), identity }))
    }

    /// An unreadable secret is never overwritten.
    fn make_room(&self, key: &Key, id: &SecretId, path: &Path) -> Result<(), VaultError> {
        let bytes = match files::read(path, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        match sealed::open(&key.identity, id, &bytes) {
            Ok(_) => Ok(()),
            Err(fault @ Fault::Newer(_)) => Err(explain(fault, path.to_owned())),
            Err(_) => Ok(files::set_aside(path, self.clock.now()).map(drop)?),
        }
    }

    fn lock_files(&self) -> Result<FileLock, VaultError> {
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

fn explain(fault: Fault, path: PathBuf) -> VaultError {
    match fault {
        Fault::Damaged | Fault::OtherOwner => VaultError::Damaged { path },
        Fault::OtherKey => VaultError::OtherKey { path },
        Fault::Newer(version) => VaultError::Newer { path, version },
    }
}

/// What a lock guards here stays whole when its holder panics.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
