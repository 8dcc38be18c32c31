//! The vault's key in memory, or why it is not there. When it comes and goes is left to `access`.

use crate::closed::{Closed, Locked};
use crate::error::VaultError;
use age::x25519;
use std::sync::Arc;

pub(crate) struct Key {
    pub(crate) identity: x25519::Identity,
    pub(crate) recipient: x25519::Recipient,
}

/// Whether the key is here, and why it is not.
#[derive(Default)]
pub(crate) struct State {
    /// Whoever works with it holds a share; it is wiped from memory when the last one is dropped.
    pub(crate) key: Option<Arc<Key>>,
    /// A copy of what `opening` last found, or why it was locked.
    pub(crate) closed: Option<Closed>,
    /// How often it was locked, so that a key that was asked for before is not let in after.
    pub(crate) locks: u64,
}

impl State {
    /// The error of a vault that has been locked and not been unlocked since.
    pub(crate) fn locked(&self) -> Option<VaultError> {
        match &self.closed {
            Some(closed @ Closed::Locked(Locked::OnPurpose { .. })) => Some(closed.clone().into()),
            _ => None,
        }
    }
}
