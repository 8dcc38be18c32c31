//! How a vault is opened.

use crate::derivation::KeyDerivation;
use crate::{AgeKey, SecretText};
use mudbrick_model::{Clock, SystemClock};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How a vault is opened.
pub struct VaultOptions {
    /// The keyring entry's service.
    pub service: String,
    /// How long the keyring is waited for before the vault counts as locked. The person may be typing a password.
    pub keyring_wait: Duration,
    /// Opens a vault that has a passphrase; a new vault is given this one instead of going to the keyring.
    pub passphrase: Option<SecretText>,
    /// The vault's key itself, where a person keeps it; a new vault has this one, and nobody else keeps it.
    pub age_key: Option<AgeKey>,
    /// The base-2 logarithm of scrypt's N for a passphrase; none goes by the memory that is free.
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
            age_key: None,
            work_factor: None,
            clock: Arc::new(SystemClock),
        }
    }
}

impl VaultOptions {
    /// How keys are derived from passphrases in a home folder.
    pub(crate) fn derivation(&self, home: &Path) -> KeyDerivation {
        let derivation = KeyDerivation::in_home(home);
        match self.work_factor {
            Some(factor) => derivation.with_work_factor(factor),
            None => derivation,
        }
    }
}
