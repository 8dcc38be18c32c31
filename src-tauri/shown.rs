//! What the window was last shown of the policy.

use mudbrick_engine::Locking;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the window was last shown of the policy. It sends all its settings back whenever one of them changes, and by then
/// the policy may have been changed elsewhere.
#[derive(Default)]
pub(crate) struct Shown(Mutex<Option<Locking>>);

impl Shown {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<Locking>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
