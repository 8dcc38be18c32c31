//! What was told of the vault, so that nothing is told twice.

use mudbrick_model::{ErrorCode, Timestamp};
use std::sync::Mutex;

/// What was last told of the vault, and when somebody else last asked for it to be locked.
pub(super) struct Watch {
    pub(super) told: Mutex<Told>,
    pub(super) asked: Mutex<Timestamp>,
}

/// As much of the vault's state as an event is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Untouched,
    Open,
    Closed(ErrorCode),
}

impl Watch {
    /// Requests to lock from before `now` are none of this engine's business.
    pub(super) fn since(now: Timestamp) -> Self {
        Self { told: Mutex::new(Told::Untouched), asked: Mutex::new(now) }
    }
}
