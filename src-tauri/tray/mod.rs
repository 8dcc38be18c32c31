//! The tray: the profiles by recent use with the time that their tokens have left, a click copies. It is off until a person
//! turns it on; then the window, when it is closed, only goes out of sight. What is done is left to [`acting`].
//!
//! ```text
//! Linux           the desktop's status notifier host, over the bus; a click opens the quick window. None without a host.
//! macOS, Windows  Tauri's own; a click opens the menu
//! ```

pub(crate) mod acting;
mod menu;
#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(not(target_os = "linux"))]
#[path = "native.rs"]
mod system;

use menu::Menu;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Runtime};

/// Whether there is one.
#[derive(Default)]
pub(crate) struct Tray(Mutex<Option<system::Shown>>);

impl Tray {
    /// Whether a window that goes out of sight can be brought back from here.
    pub(crate) fn is_shown(&self) -> bool {
        // While it is coming or going the bus is waited for, and a window that is being closed waits for nobody.
        self.0.try_lock().is_ok_and(|shown| shown.is_some())
    }

    /// Shows it, or takes it away. Waits for the bus.
    fn show<R: Runtime>(&self, app: &AppHandle<R>, menu: Option<Menu>) {
        // Held meanwhile: two changes at once would leave two of them.
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (menu, shown.take()) {
            (Some(menu), None) => *shown = system::show(app, menu),
            (None, Some(tray)) => system::remove(app, tray),
            (_, before) => *shown = before,
        }
    }
}
