//! What this crate's own tests share: a keyring that can refuse, stay silent and lie, and a home with a vault.

use crate::files::faults::Disk;
use crate::keyring::{Keyring, KeyringState, Refusal};
use crate::{Closed, Secret, SecretId, SecretText, Vault, VaultError, VaultOptions};
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// A keyring in memory.
#[derive(Default)]
pub(crate) struct FakeKeyring {
    pub(crate) entries: Mutex<HashMap<String, String>>,
    /// Refuses everything with this.
    refusal: Mutex<Option<Refusal>>,
    /// Reading waits for a message from the test.
    gate: Mutex<Option<Receiver<()>>>,
    /// Whether the process that asks is alive still; nobody says so unless a test does.
    life: Mutex<Option<Arc<Life>>>,
    /// Removing waits for a message from the test.
    removal: Mutex<Option<Receiver<()>>>,
    /// What is read instead of what was written.
    lie: Mutex<Option<String>>,
    asked: AtomicUsize,
}

/// A process that dies before one of its steps, which are changes to the disk and questions to the keyring.
#[derive(Default)]
pub(crate) struct Life {
    steps: AtomicUsize,
    ends_at: usize,
}

impl Life {
    pub(crate) fn until(ends_at: usize) -> Arc<Self> {
        Arc::new(Self { ends_at, ..Self::default() })
    }

    /// Whether the next step can be taken.
    pub(crate) fn step(&self) -> bool {
        self.steps.fetch_add(1, Ordering::SeqCst) < self.ends_at
    }

    pub(crate) fn is_over(&self) -> bool {
        self.steps.load(Ordering::SeqCst) > self.ends_at
    }
}

impl FakeKeyring {
    pub(crate) fn refuse(&self, refusal: Option<Refusal>) {
        *self.refusal.lock().unwrap() = refusal;
    }

    pub(crate) fn silence(&self) -> Sender<()> {
        let (speak, gate) = mpsc::channel();
        self.asked.store(0, Ordering::SeqCst);
        *self.gate.lock().unwrap() = Some(gate);
        speak
    }

    /// It works no longer than a process lives.
    pub(crate) fn die_with(&self, life: &Arc<Life>) {
        *self.life.lock().unwrap() = Some(Arc::clone(life));
    }

    pub(crate) fn silence_removal(&self) -> Sender<()> {
        let (speak, gate) = mpsc::channel();
        *self.removal.lock().unwrap() = Some(gate);
        speak
    }

    pub(crate) fn lie(&self, text: &str) {
        *self.lie.lock().unwrap() = Some(text.to_owned());
    }

    /// Waits until somebody reads, since the keyring fell silent.
    pub(crate) fn until_asked(&self) {
        while self.asked.load(Ordering::SeqCst) == 0 {
            thread::yield_now();
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        if self.life.lock().unwrap().as_ref().is_some_and(|life| !life.step()) {
            return Err(Refusal::Denied("the process is dead".to_owned()));
        }
        self.refusal.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

impl Keyring for FakeKeyring {
    fn read(&self, _: &str, user: &str) -> Result<SecretText, Refusal> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let gate = self.gate.lock().unwrap().take();
        if let Some(gate) = gate {
            gate.recv().expect("the test speaks");
        }
        self.check()?;
        if let Some(lie) = &*self.lie.lock().unwrap() {
            return Ok(Secret::new(lie.clone()));
        }
        let entries = self.entries.lock().unwrap();
        entries.get(user).cloned().map(Secret::new).ok_or(Refusal::NoEntry)
    }

    fn write(&self, _: &str, user: &str, text: &SecretText) -> Result<(), Refusal> {
        self.check()?;
        self.entries.lock().unwrap().insert(user.to_owned(), text.expose().clone());
        Ok(())
    }

    fn delete(&self, _: &str, user: &str) -> Result<(), Refusal> {
        let gate = self.removal.lock().unwrap().take();
        if let Some(gate) = gate {
            gate.recv().expect("the test speaks");
        }
        self.check()?;
        self.entries.lock().unwrap().remove(user);
        Ok(())
    }

    fn state(&self) -> KeyringState {
        match self.check() {
            Ok(()) => KeyringState::Unlocked,
            Err(Refusal::Locked(_)) => KeyringState::Locked,
            Err(Refusal::NoKeyring(detail)) => KeyringState::Absent(detail),
            Err(_) => KeyringState::Unknown,
        }
    }
}

pub(crate) struct Fixture {
    pub(crate) home: TempDir,
    pub(crate) keyring: Arc<FakeKeyring>,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap(), keyring: Arc::default() }
    }

    /// As a new process would open it.
    pub(crate) fn vault(&self) -> Vault {
        self.vault_with(None)
    }

    pub(crate) fn vault_with(&self, passphrase: Option<&str>) -> Vault {
        self.vault_waiting(Duration::from_secs(60), passphrase)
    }

    /// For a keyring that stays silent.
    pub(crate) fn impatient_vault(&self) -> Vault {
        self.vault_waiting(Duration::from_millis(20), None)
    }

    pub(crate) fn vault_waiting(&self, keyring_wait: Duration, passphrase: Option<&str>) -> Vault {
        let options = VaultOptions {
            keyring_wait,
            passphrase: passphrase.map(text),
            work_factor: Some(1),
            ..VaultOptions::default()
        };
        Vault::with_keyring(self.home.path(), options, self.keyring.clone())
    }

    pub(crate) fn with_a_secret(passphrase: Option<&str>) -> Self {
        let fixture = Self::new();
        fixture.vault_with(passphrase).save(&id(), &secret("one")).unwrap();
        fixture
    }

    /// The same home, as a copy of the disk has it.
    pub(crate) fn found_on(disk: &Disk, entries: &HashMap<String, String>) -> Self {
        let home = tempfile::tempdir().unwrap();
        disk.write_to(home.path());
        let keyring =
            FakeKeyring { entries: Mutex::new(entries.clone()), ..FakeKeyring::default() };
        Self { home, keyring: Arc::new(keyring) }
    }

    pub(crate) fn entries(&self) -> HashMap<String, String> {
        self.keyring.entries.lock().unwrap().clone()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn vault_file(&self) -> String {
        fs::read_to_string(self.home.path().join("vault.toml")).unwrap()
    }
}

pub(crate) fn id() -> SecretId {
    SecretId::secret("0f0e0d0c0b0a09080706050403020100")
}

pub(crate) fn text(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

pub(crate) fn secret(text: &str) -> Secret<Vec<u8>> {
    Secret::new(text.as_bytes().to_vec())
}

/// On a busy machine the keyring's answer may take longer than an impatient vault waits.
pub(crate) fn until_open(vault: &Vault) {
    assert!((0..1000).any(|_| vault.retry().is_ok()), "{:?}", vault.state());
}

pub(crate) fn loaded(vault: &Vault) -> Result<String, Closed> {
    match vault.load(&id()) {
        Ok(found) => Ok(String::from_utf8(found.unwrap().expose().clone()).unwrap()),
        Err(VaultError::Closed(closed)) => Err(closed),
        Err(other) => panic!("{other:?}"),
    }
}
