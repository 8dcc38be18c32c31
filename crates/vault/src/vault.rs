//! [`Vault`]: loading, saving and removing secrets. The key is left to `access`, earlier states to `generations`, the form of
//! a file to `sealed`.

use crate::closed::{Absent, Closed};
use crate::custody::{VaultFile, identity_path};
use crate::files::{self, FileLock, Mode, ReadError};
use crate::key::{Key, State};
use crate::keyring::{self, Keyring, KeyringState, SystemKeyring};
use crate::opening::{Opening, Purpose, lock_path};
use crate::options::VaultOptions;
use crate::sealed::{self, Fault, Shelf};
use crate::{Secret, SecretId, VaultError};
use mudbrick_model::{Clock, Explain as _, Problem, Timestamp};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once, RwLock};
use std::time::{Duration, UNIX_EPOCH};

/// A private key, a few client secrets or a token: far below this many bytes.
pub(crate) const LIMIT: u64 = 4 * 1024 * 1024;
/// A temporary file of this age is a crash's leftover.
const LEFTOVER: Duration = Duration::from_secs(3600);

/// The secrets of one home folder. Shared by reference; all methods may be called from any thread and block it.
pub struct Vault {
    pub(crate) home: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether the key is here. Held for moments only, so that asking for the state never waits.
    pub(crate) state: RwLock<State>,
    /// Held while the key is got, which may take as long as the keyring is waited for.
    pub(crate) opening: Mutex<Opening>,
    keyring: Arc<dyn Keyring>,
    reads: Arc<AtomicU64>,
    swept: Once,
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
            opening: Mutex::new(Opening::new(
                home,
                options,
                Arc::clone(&keyring),
                Arc::clone(&reads),
            )),
            keyring,
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
        let is_token = id.shelf() == Shelf::Tokens;
        let bytes = match read(&path) {
            Ok(Found::Nothing) => return Ok(None),
            Ok(Found::Bytes(bytes)) => bytes,
            // Whatever is in its place, a token can be had again.
            Ok(Found::SomethingElse) | Err(_) if is_token => return Ok(None),
            Ok(Found::SomethingElse) => {
                let restorable = self.restorable(&*self.key(Purpose::Load)?, id);
                return Err(VaultError::Damaged { path, restorable });
            }
            Err(error) => return Err(error.into()),
        };
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
        // Behind the key, for which a person may have to be waited for.
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

    /// The owners of all that lies in `secrets/`, in their order, without opening the vault.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn owners(&self) -> Result<Vec<String>, VaultError> {
        self.owners_on(Shelf::Secrets)
    }

    /// The same for a shelf. Costs one listing, where [`Vault::holds`] costs a look for each owner.
    ///
    /// # Errors
    /// As [`Vault::owners`].
    pub fn owners_on(&self, shelf: Shelf) -> Result<Vec<String>, VaultError> {
        let folder = self.home.join(shelf.folder());
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ReadError::of(&folder, error).into()),
        };
        let mut owners = Vec::new();
        for entry in entries {
            let name = entry.map_err(|error| ReadError::of(&folder, error))?.file_name();
            // An id is a safe file name as it is.
            owners.extend(name.to_string_lossy().strip_suffix(".age").map(str::to_owned));
        }
        owners.sort_unstable();
        Ok(owners)
    }

    /// Since when each owner on a shelf has what is there, in their order, without opening the vault: when its file was saved.
    ///
    /// # Errors
    /// As [`Vault::owners`].
    pub fn saved_on(&self, shelf: Shelf) -> Result<Vec<(String, Timestamp)>, VaultError> {
        let folder = self.home.join(shelf.folder());
        let saved = |owner: String| {
            // One that was removed meanwhile is not there.
            let file = fs::metadata(folder.join(format!("{owner}.age"))).ok()?;
            let at = file.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            Some((owner, Timestamp(0).after(at)))
        };
        Ok(self.owners_on(shelf)?.into_iter().filter_map(saved).collect())
    }

    /// Why this vault cannot be opened by anybody, as far as its files tell: who keeps its key is said nowhere, or in a
    /// file that cannot be understood. None where there is no vault yet.
    pub fn stranded(&self) -> Option<Problem> {
        let path = VaultFile::path(&self.home);
        match VaultFile::load(&self.home) {
            Ok(Some(_)) => None,
            Ok(None) if identity_path(&self.home).exists() => None,
            Ok(None) if self.owners().is_ok_and(|owners| owners.is_empty()) => None,
            Ok(None) => Some(Closed::Absent(Absent::VaultFile { path }).problem()),
            Err(error) => Some(error.problem()),
        }
    }

    /// Whether a secret is stored, without opening the vault.
    pub fn holds(&self, id: &SecretId) -> bool {
        id.path(&self.home).exists()
    }

    /// Tells one saved state of a secret from another without opening either; none when it is not stored. Looks at its
    /// file and reads nothing.
    pub fn stamp(&self, id: &SecretId) -> Option<String> {
        let file = fs::metadata(id.path(&self.home)).ok()?;
        let at = file.modified().ok()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        // Every save makes a new file, so that two within one tick of the disk's clock differ too.
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&file);
        #[cfg(not(unix))]
        let number = 0_u64;
        Some(format!("{at:x}-{:x}-{number:x}", file.len()))
    }

    /// Whether the system's keyring would answer at once, found without making it ask the person for anything. It need not be
    /// the keeper of this vault's key.
    pub fn keyring_state(&self) -> KeyringState {
        keyring::state(&self.keyring)
    }

    /// How often the keyring was asked for the key: at most once, unless a failure made the person try again.
    pub fn keyring_reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
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
            Shelf::Tokens => {
                let bytes = seal()?;
                if fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
                    // Nothing takes the place of a folder by itself.
                    files::set_aside(&path, self.clock.now())?;
                }
                Ok(files::save(&path, &bytes, Mode::Private)?)
            }
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

/// What lies where a secret should be.
pub(crate) enum Found {
    Nothing,
    Bytes(Vec<u8>),
    /// A folder, a pipe, or a file that is far too large.
    SomethingElse,
}

pub(crate) fn read(path: &Path) -> Result<Found, ReadError> {
    // Opening a pipe would wait for whoever writes to it.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => return Ok(Found::SomethingElse),
        _ => {}
    }
    match files::read(path, LIMIT) {
        Ok(bytes) => Ok(Found::Bytes(bytes)),
        Err(error) if error.is_not_found() => Ok(Found::Nothing),
        Err(ReadError::TooLarge { .. }) => Ok(Found::SomethingElse),
        Err(error) => Err(error),
    }
}

pub(crate) fn explain(fault: Fault, path: PathBuf, restorable: Option<u32>) -> VaultError {
    match fault {
        Fault::Damaged | Fault::OtherOwner => VaultError::Damaged { path, restorable },
        Fault::OtherKey => VaultError::OtherKey { path, restorable },
        Fault::Newer(version) => VaultError::Newer { path, version },
    }
}

#[cfg(test)]
mod tests;
