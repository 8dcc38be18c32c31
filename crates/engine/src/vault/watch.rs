//! What was told of the vault, so that nothing is told twice.

use mudbrick_model::{ErrorCode, Timestamp};
use std::sync::Mutex;
use tracing::{info, warn};

/// What was last told of the vault, and when somebody else last asked for it to be locked.
pub(super) struct Watch {
    pub(super) reported: Mutex<Reported>,
    pub(super) asked: Mutex<Timestamp>,
}

/// As much of the vault's state as an event is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reported {
    Untouched,
    Open,
    Closed(ErrorCode),
}

impl Reported {
    /// The first opening is ordinary, and part of every copy of a token: it is not worth a line in the log.
    pub(super) fn log_change_to(self, now: Self) {
        match (self, now) {
            (Self::Untouched, Self::Open) | (_, Self::Untouched) => {}
            (Self::Open | Self::Closed(_), Self::Open) => info!("vault open"),
            (_, Self::Closed(code)) => warn!(?code, "vault closed"),
        }
    }
}

impl Watch {
    /// Requests to lock from before `now` are none of this engine's business.
    pub(super) fn since(now: Timestamp) -> Self {
        Self { reported: Mutex::new(Reported::Untouched), asked: Mutex::new(now) }
    }
}
