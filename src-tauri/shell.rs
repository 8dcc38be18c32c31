//! What every command can reach.

use crate::clipboard::Clipboard;
use crate::closing::Closing;
use crate::dialogs::Dialogs;
use crate::presence::Presence;
use crate::quick_wanted::Wanted;
use crate::shown::Shown;
use crate::size;
use crate::tray::Tray;
use mudbrick_engine::{Engine, WatchedRequests};
use mudbrick_model::Clock;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What every command can reach.
pub(crate) struct Shell {
    pub(crate) engine: Arc<Engine>,
    pub(crate) clipboard: Clipboard,
    pub(crate) dialogs: Box<dyn Dialogs>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) presence: Presence,
    pub(crate) shown: Shown,
    pub(crate) size: size::Pending,
    pub(crate) closing: Closing,
    pub(crate) tray: Tray,
    /// The copy that the quick window waits for.
    pub(crate) quick: Wanted,
    /// Whether the system's shortcuts can be asked for.
    pub(crate) has_shortcuts: bool,
    /// Tells of request files that another program changes.
    pub(crate) watched: Mutex<Option<WatchedRequests>>,
    pub(crate) home: PathBuf,
}
