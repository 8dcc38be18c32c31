//! How the engine tells its holder that something changed.

use crate::view::Event;

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
