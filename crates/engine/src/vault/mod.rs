//! The vault's room: who keeps the key to all secrets, locking and unlocking, earlier states of secrets, and everything that
//! other rooms have to know of secrets. The vault itself is a crate of its own.
//!
//! ```text
//! stored ◀─ client_secrets      what the vault's files hold, and the two client secrets of a profile
//! known_secrets                 what to look for in whatever leaves Mudbrick or is recorded
//! making ─▶ unfinished           secrets whose record was not saved yet
//! custody                       unlock, lock, move the key, bring an earlier state back
//! ```

pub(crate) mod client_secrets;
mod custody;
pub(crate) mod known_secrets;
mod making;
pub(crate) mod stored;
mod unfinished;
pub(crate) mod view;
mod watch;

pub use client_secrets::{ClientSecrets, SecretAnswer};

use crate::core::Core;
use known_secrets::LastKnown;
use std::sync::Arc;
use unfinished::Unfinished;
use watch::Watch;

/// The vault's room.
pub struct Vault {
    core: Arc<Core>,
    watch: Watch,
    known: LastKnown,
    unfinished: Unfinished,
}

impl Vault {
    pub(crate) fn new(core: &Arc<Core>) -> Self {
        Self {
            watch: Watch::since(core.now()),
            known: LastKnown::default(),
            unfinished: Unfinished::of(&core.home),
            core: Arc::clone(core),
        }
    }

    /// How often the keyring was asked since the engine was opened.
    pub fn keyring_reads(&self) -> u64 {
        self.core.vault.keyring_reads()
    }
}
