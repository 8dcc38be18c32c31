//! Who keeps the vault's key, locking and unlocking, and the earlier states of secrets. The work is the vault's; what the
//! engine itself remembers of secrets goes when the vault is locked.

use super::watch::Reported;
use super::{Vault, stored};
use crate::core::Change;
use crate::threads::lock;
use crate::view::{
    Custody, Event, GenerationView, SecretOwner, UnlockedBy, VaultState as Shown, VaultView,
};
use mudbrick_model::{ErrorCode, Explain as _, Problem, Timestamp};
use mudbrick_vault::{LockCause, SecretId, SecretText, VaultState, WorkFactor, files};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tracing::{info, warn};

/// A time stamp and nothing else.
const MOST_BYTES: u64 = 64;

impl Vault {
    /// Whether secrets can be read and who keeps the key, without trying.
    pub fn view(&self) -> VaultView {
        let custody = self.core.vault.custody();
        let state = match self.core.vault.state() {
            VaultState::Untouched => match self.core.vault.stranded() {
                Some(problem) => Shown::Absent { problem },
                None => Shown::Untouched,
            },
            VaultState::Open => Shown::Open,
            VaultState::Closed(problem) => match problem.code {
                ErrorCode::VaultAbsent => Shown::Absent { problem },
                ErrorCode::VaultDenied => Shown::Denied { problem },
                _ => Shown::Locked {
                    problem,
                    by: match custody {
                        Some(mudbrick_vault::Custody::Passphrase) => UnlockedBy::Passphrase,
                        _ => UnlockedBy::Keyring,
                    },
                },
            },
        };
        let custody = custody.map(|keeper| match keeper {
            mudbrick_vault::Custody::Keyring => Custody::Keyring,
            mudbrick_vault::Custody::Passphrase => Custody::Passphrase,
            mudbrick_vault::Custody::AgeKey => Custody::AgeKey,
        });
        VaultView { state, custody, excess_memory_mib: self.excess_memory_mib(custody) }
    }

    /// A vault from before the memory was bounded goes on working, and says what it costs.
    fn excess_memory_mib(&self, custody: Option<Custody>) -> Option<u32> {
        let factor =
            self.core.vault.work_factor().filter(|_| custody == Some(Custody::Passphrase))?;
        let mib = u32::try_from(factor.memory() / (1024 * 1024)).unwrap_or(u32::MAX);
        (factor > WorkFactor::MOST_WRITTEN).then_some(mib)
    }

    /// Opens the vault with its passphrase, or without one by asking its keeper again.
    pub fn unlock(&self, passphrase: Option<SecretText>) -> Result<VaultView, Problem> {
        let opened = match passphrase {
            Some(passphrase) => self.core.vault.unlock(passphrase),
            None => self.core.vault.retry(),
        };
        self.tell();
        opened?;
        Ok(self.view())
    }

    /// Opens the vault for every process of this user, for so long: the kernel keeps the key until then, until somebody locks
    /// the vault, or until the computer is started again.
    ///
    /// # Errors
    /// The vault cannot be opened, needs no passphrase, or this system has no place for the key.
    pub fn unlock_for(&self, lasts: Duration) -> Result<VaultView, Problem> {
        if self.core.vault.custody() != Some(mudbrick_vault::Custody::Passphrase) {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "No passphrase keeps this vault's key, so there is nothing to spare.",
            )
            .remedy("Nothing has to be done: each program gets the key by itself."));
        }
        let kept = self.core.vault.keep_for_session(lasts);
        self.tell();
        kept?;
        info!(minutes = lasts.as_secs() / 60, "vault open for a while");
        Ok(self.view())
    }

    /// Locks the vault and forgets every secret in memory: the key, the passphrase, tokens, what was read and not yet
    /// imported. What is under way goes on with what it holds.
    pub fn lock(&self, cause: LockCause) {
        info!(?cause, "vault locked");
        // The kernel first: from there the vault could be opened again, here and by others. That nobody touches a window says
        // nothing of the scripts that it was opened for.
        if cause != LockCause::Idle {
            self.core.vault.end_session();
        }
        // Then the vault: what is forgotten afterwards cannot be filled again from it.
        self.core.vault.lock(cause);
        self.core.changed(Change::VaultLocked);
        // Fingerprints are not secrets, but they tell whether a guess is one.
        self.known.forget();
        self.core.hang_up();
        self.tell();
    }

    /// Locks this vault here and in every other Mudbrick over the same home that watches [`Vault::lock_requested`]. A
    /// full disk is no obstacle: the time of an empty file says as much as its text.
    pub fn lock_everywhere(&self) -> Result<(), Problem> {
        // Here first: whatever happens to the file, this vault is locked.
        self.lock(LockCause::Person);
        let now = self.core.now();
        let mut asked = lock(&self.watch.asked);
        // Our own request must not lock this vault again when the person has unlocked it meanwhile.
        *asked = now.max(*asked);
        let (path, text) = (self.lock_request(), format!("{}\n", now.0));
        files::save(&path, text.as_bytes(), files::Mode::Private)
            .or_else(|_| files::touch(&path, now))
            .map_err(|error| not_told(&error.problem()))
    }

    /// Whether another Mudbrick has asked for the vault to be locked since this was last called. Costs one small file.
    pub fn lock_requested(&self) -> bool {
        let Some(at) = asked_at(&self.lock_request()) else { return false };
        let mut asked = lock(&self.watch.asked);
        let is_new = at > *asked;
        *asked = at.max(*asked);
        is_new
    }

    /// Has a passphrase keep the vault's key from now on.
    pub fn use_passphrase(&self, passphrase: SecretText) -> Result<VaultView, Problem> {
        self.moved(self.core.vault.use_passphrase(passphrase))
    }

    /// Replaces the vault's passphrase by another.
    pub fn change_passphrase(
        &self,
        current: &SecretText,
        passphrase: &SecretText,
    ) -> Result<VaultView, Problem> {
        self.moved(self.core.vault.change_passphrase(current, passphrase))
    }

    /// Has the operating system's keyring keep the vault's key from now on.
    pub fn use_keyring(&self) -> Result<VaultView, Problem> {
        self.moved(self.core.vault.use_keyring())
    }

    /// Earlier states of a profile's or key's secrets, the newest first.
    pub fn generations(&self, owner: &SecretOwner) -> Result<Vec<GenerationView>, Problem> {
        let generations = self.core.vault.generations(&secret_id(owner))?;
        self.tell();
        let view = |found: mudbrick_vault::Generation| GenerationView {
            number: found.number,
            replaced_at: found.replaced_at,
            readable: found.readable,
        };
        Ok(generations.into_iter().map(view).collect())
    }

    /// Puts an earlier state of somebody's secrets back; what it replaces becomes an earlier state itself.
    pub fn restore(&self, owner: &SecretOwner, number: u32) -> Result<(), Problem> {
        self.core.vault.restore(&secret_id(owner), number)?;
        info!(number, "earlier secret restored");
        match owner {
            SecretOwner::Profile { id } => {
                // A damaged profile does not keep its secret from being restored.
                if let Ok(stored) = self.core.profiles.get(id) {
                    stored::adopt_client_secrets(&self.core.vault, &stored.value)?;
                }
                self.core.changed(Change::Profile(id));
                self.core.emit(Event::ProfilesChanged);
            }
            SecretOwner::Key { .. } => self.core.emit(Event::KeysChanged),
        }
        Ok(())
    }

    /// Tells who listens when the vault is another than was last told. Lists show tokens, which an open vault knows.
    pub(crate) fn tell(&self) {
        let now = match self.core.vault.state() {
            VaultState::Untouched => Reported::Untouched,
            VaultState::Open => Reported::Open,
            VaultState::Closed(problem) => Reported::Closed(problem.code),
        };
        // Replaced under the lock, so that of two threads that see the same change one tells of it.
        let before = std::mem::replace(&mut *lock(&self.watch.reported), now);
        if before != now {
            before.log_change_to(now);
            self.core.emit(Event::VaultChanged);
            self.core.emit(Event::ProfilesChanged);
        }
    }

    fn moved(&self, outcome: Result<(), mudbrick_vault::VaultError>) -> Result<VaultView, Problem> {
        self.tell();
        if let Err(error) = &outcome {
            warn!(code = ?error.code(), "vault's key not moved");
        }
        outcome?;
        let view = self.view();
        info!(custody = ?view.custody, "vault's key moved");
        self.core.emit(Event::VaultChanged);
        Ok(view)
    }

    fn lock_request(&self) -> PathBuf {
        self.core.home.lock_request()
    }
}

/// What the file says, or when it was written where it says nothing.
fn asked_at(path: &Path) -> Option<Timestamp> {
    let text = files::read_text(path, MOST_BYTES).ok()?;
    if !text.trim().is_empty() {
        return text.trim().parse().ok().map(Timestamp);
    }
    let written = std::fs::metadata(path).ok()?.modified().ok()?;
    let since = written.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp)
}

fn not_told(problem: &Problem) -> Problem {
    let message = "Mudbrick windows that are open could not be told to lock the vault. Nothing else has it open.";
    let detail = [Some(problem.message.as_str()), problem.detail.as_deref()];
    Problem::new(problem.code, message)
        .remedy("Lock the vault in each window, or close them.")
        .detail(detail.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn secret_id(owner: &SecretOwner) -> SecretId {
    match owner {
        SecretOwner::Profile { id } => SecretId::secret(id.as_str()),
        SecretOwner::Key { id } => SecretId::secret(id.as_str()),
    }
}
