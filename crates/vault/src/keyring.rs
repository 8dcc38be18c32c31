//! The operating system's keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows. A call may
//! block for as long as the keyring asks the person for a password, so calls are made on a thread of their own. Deciding
//! how long to wait and what an answer means for the vault is left to `opening`.

#[cfg(target_os = "linux")]
mod unlocked;

use crate::{Secret, SecretText, files};
use ::keyring::{Entry, Error};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Why the keyring did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no keyring to ask.
    NoKeyring(String),
    /// It has no such entry.
    NoEntry,
    /// It is locked, which only the Secret Service tells.
    #[cfg_attr(not(any(test, all(unix, not(target_os = "macos")))), expect(dead_code))]
    Locked(String),
    /// It will not.
    Denied(String),
}

/// Whether the keyring would hand something out at once, found without asking it for anything that makes it ask the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyringState {
    /// It would.
    Unlocked,
    /// It would ask for its password first.
    Locked,
    /// There is none, and what the system said.
    Absent(String),
    /// This system does not tell, or did not in time.
    Unknown,
}

/// How long the keyring's state is waited for. Nobody is typing anything meanwhile.
const STATE_WAIT: Duration = Duration::from_secs(5);

/// The keyring's state.
pub(crate) fn state(keyring: &Arc<dyn Keyring>) -> KeyringState {
    let asked = call(keyring, |keyring| keyring.state());
    asked
        .ok()
        .and_then(|state| state.recv_timeout(STATE_WAIT).ok())
        .unwrap_or(KeyringState::Unknown)
}

/// What the vault needs of a keyring. Every call may block without limit.
pub(crate) trait Keyring: Send + Sync {
    /// The text stored for a user of a service.
    fn read(&self, service: &str, user: &str) -> Result<SecretText, Refusal>;
    /// Stores the text, replacing an earlier one.
    fn write(&self, service: &str, user: &str, text: &SecretText) -> Result<(), Refusal>;
    /// Removes the entry.
    fn delete(&self, service: &str, user: &str) -> Result<(), Refusal>;
    /// Whether it is locked. Must not make it ask the person for anything.
    fn state(&self) -> KeyringState;
}

/// Makes a call on a thread of its own. The receiver is hung up on when that thread fails.
pub(crate) fn call<T: Send + 'static>(
    keyring: &Arc<dyn Keyring>,
    work: impl FnOnce(&dyn Keyring) -> T + Send + 'static,
) -> io::Result<Receiver<T>> {
    let (answer, receiver) = mpsc::sync_channel(1);
    let keyring = Arc::clone(keyring);
    thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        // Nobody may be waiting any more, and then the answer is dropped and wiped.
        let _ = answer.send(work(&*keyring));
    })?;
    Ok(receiver)
}

/// As [`call`], for a call that changes the entry of a key that is in use. The lock at `lock` is held until the call has
/// really ended, however long after everybody stopped waiting for it: a removal that hangs in the keyring's own window
/// must not come after the entry was wanted again.
pub(crate) fn change<T: Send + 'static>(
    keyring: &Arc<dyn Keyring>,
    lock: PathBuf,
    work: impl FnOnce(&dyn Keyring) -> Result<T, Refusal> + Send + 'static,
) -> io::Result<Receiver<Result<T, Refusal>>> {
    call(keyring, move |keyring| {
        let _held = files::lock(&lock).map_err(|error| Refusal::Denied(error.to_string()))?;
        work(keyring)
    })
}

/// The keyring of the system Mudbrick runs on.
pub(crate) struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn read(&self, service: &str, user: &str) -> Result<SecretText, Refusal> {
        #[cfg(target_os = "linux")]
        if let Some(text) = unlocked::read(service, user) {
            return Ok(text);
        }
        entry(service, user)?.get_password().map(Secret::new).map_err(refusal)
    }

    fn write(&self, service: &str, user: &str, text: &SecretText) -> Result<(), Refusal> {
        entry(service, user)?.set_password(text.expose()).map_err(refusal)
    }

    fn delete(&self, service: &str, user: &str) -> Result<(), Refusal> {
        entry(service, user)?.delete_credential().map_err(refusal)
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    fn state(&self) -> KeyringState {
        use secret_service::{EncryptionType, blocking::SecretService};
        let is_locked = SecretService::connect(EncryptionType::Plain)
            .and_then(|service| service.get_default_collection()?.is_locked());
        match is_locked {
            Ok(false) => KeyringState::Unlocked,
            Ok(true) => KeyringState::Locked,
            Err(error) => KeyringState::Absent(error.to_string()),
        }
    }

    /// Keychain and Credential Manager are open as long as the person is logged in, but may ask who wants to know.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    fn state(&self) -> KeyringState {
        KeyringState::Unknown
    }
}

fn entry(service: &str, user: &str) -> Result<Entry, Refusal> {
    Entry::new(service, user).map_err(|error| match (error, Entry::store_status()) {
        (Error::NoDefaultStore, Err(cause)) => Refusal::NoKeyring(cause.to_string()),
        (error, _) => refusal(error),
    })
}

fn refusal(error: Error) -> Refusal {
    let detail = error.to_string();
    match error {
        Error::NoEntry => Refusal::NoEntry,
        Error::NoDefaultStore => Refusal::NoKeyring(detail),
        Error::NoStorageAccess(cause) => no_access(&*cause, detail),
        _ => Refusal::Denied(detail),
    }
}

/// What the Secret Service said, which `tests/it` has from a real one.
#[cfg(all(unix, not(target_os = "macos")))]
fn no_access(cause: &(dyn std::error::Error + Send + Sync + 'static), detail: String) -> Refusal {
    match cause.downcast_ref() {
        // A prompt that was dismissed, or that no window could be opened for, asked to unlock.
        Some(secret_service::Error::Locked | secret_service::Error::Prompt) => {
            Refusal::Locked(detail)
        }
        // The service runs, and the person has never made a keyring in it.
        Some(secret_service::Error::NoResult) => Refusal::NoKeyring(detail),
        _ => Refusal::Denied(detail),
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn no_access(_: &(dyn std::error::Error + Send + Sync + 'static), detail: String) -> Refusal {
    Refusal::Denied(detail)
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;
    use secret_service::Error as Service;

    #[test]
    fn what_a_keyring_says_is_told_apart_by_its_kind() {
        let no_access = |cause| refusal(Error::NoStorageAccess(Box::new(cause)));
        assert_eq!(refusal(Error::NoEntry), Refusal::NoEntry);
        assert!(matches!(refusal(Error::NoDefaultStore), Refusal::NoKeyring(_)));
        for locked in [Service::Locked, Service::Prompt] {
            assert!(matches!(no_access(locked), Refusal::Locked(_)));
        }
        assert!(matches!(no_access(Service::NoResult), Refusal::NoKeyring(_)));
        assert!(matches!(no_access(Service::Unavailable), Refusal::Denied(_)));
        let other = refusal(Error::NoStorageAccess("the prompt is locked".into()));
        assert!(matches!(other, Refusal::Denied(_)), "words do not count");
    }

    #[test]
    fn an_entry_that_is_no_text_is_not_shown() {
        let refused = refusal(Error::BadEncoding(b"canary".to_vec()));
        assert_eq!(refused, Refusal::Denied("Password data is not valid UTF-8".to_owned()));
    }
}
