//! Closing the window: what was typed a moment ago is still in the page, which is asked for it first. With a tray the window
//! only goes out of sight; without one the program ends with it, unless it is started again meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, CloseRequestApi, Emitter, Manager as _, Runtime, Window};
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

    /// Somebody starts the program again before it has ended.
    pub(crate) fn call_off(&self) {
        self.is_asked.store(false, Ordering::Relaxed);
    }

    /// Whether the window is to close, as soon as that can be said.
    async fn is_still_asked(&self) -> bool {
        let _ = timeout(PATIENCE, self.is_kept.notified()).await;
        self.is_asked.load(Ordering::Relaxed)
    }
}

/// Somebody closes the window. It closes when its page has handed over what was typed, or does not answer; at once when it is
/// asked for again.
pub(crate) fn requested<R: Runtime>(window: &Window<R>, api: &CloseRequestApi, closing: &Closing) {
    if closing.is_asked.swap(true, Ordering::Relaxed) {
        // The quick window, out of sight, would keep the program going.
        window.app_handle().exit(0);
        return;
    }
    api.prevent_close();
    end_when_kept(window.app_handle(), closing);
}

/// Only out of sight: the tray brings it back.
pub(crate) fn put_away<R: Runtime>(window: &Window<R>, api: &CloseRequestApi) {
    api.prevent_close();
    // It fails only when the window has gone.
    let _ = window.hide();
}

/// The program ends, from wherever that was asked for.
pub(crate) fn quit<R: Runtime>(app: &AppHandle<R>, closing: &Closing) {
    if !closing.is_asked.swap(true, Ordering::Relaxed) {
        end_when_kept(app, closing);
    }
}

fn end_when_kept<R: Runtime>(app: &AppHandle<R>, closing: &Closing) {
    // A page that is not told does not answer.
    let _ = app.emit(NAME, ());
    let (app, closing) = (app.clone(), closing.clone());
    tauri::async_runtime::spawn(async move {
        if closing.is_still_asked().await {
            app.exit(0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Closing {
        let closing = Closing::default();
        closing.is_asked.store(true, Ordering::Relaxed);
        closing
    }

    #[tokio::test]
    async fn it_ends_when_its_page_has_handed_over_all() {
        let closing = asked();
        closing.kept();
        assert!(closing.is_still_asked().await);
    }

    #[tokio::test]
    async fn it_ends_beside_a_page_that_does_not_answer() {
        assert!(asked().is_still_asked().await);
    }

    #[tokio::test]
    async fn it_stays_where_it_is_started_again_meanwhile() {
        let closing = asked();
        closing.call_off();
        closing.kept();
        assert!(!closing.is_still_asked().await);
    }
}
