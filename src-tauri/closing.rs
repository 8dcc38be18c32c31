//! Closing the window: what was typed a moment ago is still in the page, which is asked for it first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{CloseRequestApi, Emitter, Runtime, Window};
use tokio::sync::Notify;
use tokio::time::timeout;

/// The event's name on both sides.
const NAME: &str = "mudbrick://closing";
/// Nobody waits longer for a window to close, whatever its page is busy with.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether the window is about to close.
#[derive(Clone, Default)]
pub(crate) struct Closing {
    is_asked: Arc<AtomicBool>,
    is_kept: Arc<Notify>,
}

impl Closing {
    /// The page has handed over all that was typed.
    pub(crate) fn kept(&self) {
        self.is_kept.notify_one();
    }
}

/// Somebody closes the window. It closes when its page has handed over what was typed, or does not answer; at once when it is
/// asked for again.
pub(crate) fn requested<R: Runtime>(window: &Window<R>, api: &CloseRequestApi, closing: &Closing) {
    if closing.is_asked.swap(true, Ordering::Relaxed) {
        return;
    }
    api.prevent_close();
    // A page that is not told does not answer.
    let _ = window.emit(NAME, ());
    let (window, closing) = (window.clone(), closing.clone());
    tauri::async_runtime::spawn(async move {
        let _ = timeout(PATIENCE, closing.is_kept.notified()).await;
        // It fails only when the window has gone.
        let _ = window.destroy();
    });
}
