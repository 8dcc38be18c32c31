//! What the engine tells its holder when something changed, and how.

use crate::tokens::view::TokenState;
use mudbrick_model::ProfileId;
use serde::Serialize;

/// Receives events; called from any thread, must return at once.
pub trait EventSink: Send + Sync {
    /// Something changed.
    fn emit(&self, event: Event);
}

/// For a holder that looks for itself, such as the command line.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoEvents;

impl EventSink for NoEvents {
    fn emit(&self, _event: Event) {}
}

/// What the engine tells everybody who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Event {
    /// A profile was made, changed or deleted.
    ProfilesChanged,
    /// A profile's token is another now.
    TokenChanged {
        /// Whose.
        profile: ProfileId,
        /// Now.
        token: TokenState,
    },
    /// History has a new entry.
    HistoryChanged,
    /// A key pair was made, changed or deleted.
    KeysChanged,
    /// The practice Adobe started or stopped.
    PracticeChanged,
    /// Drafts of requests can no longer be saved, or can be again.
    TabsChanged,
    /// Files among the person's own requests are others than before, by Mudbrick or by another program.
    RequestsChanged,
    /// A job began or ended.
    JobsChanged,
    /// The vault was opened or locked, or its key is kept by somebody else now.
    VaultChanged,
}
