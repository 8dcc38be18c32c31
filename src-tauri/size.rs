//! How big the window was left, kept in `settings.json` beside what the pages remember.
//!
//! Why not `tauri-plugin-window-state`: it keeps its file in the system's folder for the application, and everything of
//! Mudbrick's is below its home. Where the window was is not kept: the screen it was on may be gone.

use crate::settings_file::{self as file, FILE};
use mudbrick_store::Home;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tauri::utils::config::WindowConfig;
use tauri::{AppHandle, Runtime, Window};

const KEY: &str = "size";
/// As small as a window can be made (`tauri.conf.json`), and as large as any screen.
const WIDTHS: std::ops::RangeInclusive<f64> = 760.0..=16_384.0;
const HEIGHTS: std::ops::RangeInclusive<f64> = 520.0..=16_384.0;

/// In pixels of the pages, whatever the screen's scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Size {
    width: f64,
    height: f64,
    maximized: bool,
}

impl Size {
    fn is_sound(self) -> bool {
        WIDTHS.contains(&self.width) && HEIGHTS.contains(&self.height)
    }
}

/// The size that is still to be written: a window that is dragged changes it many times a second.
#[derive(Default)]
pub(crate) struct Pending(Mutex<Option<Size>>);

impl Pending {
    /// The window has another size.
    pub(crate) fn changed<R: Runtime>(&self, window: &Window<R>) {
        let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) else { return };
        let maximized = window.is_maximized().unwrap_or(false);
        let size = size.to_logical::<f64>(scale);
        let now = Size { width: size.width, height: size.height, maximized };
        let mut pending = self.lock();
        // What it goes back to from being maximized is the size it had before.
        *pending = Some(match (*pending, maximized) {
            (Some(before), true) => Size { maximized, ..before },
            _ => now,
        });
    }

    /// Writes what has changed to the home's file.
    pub(crate) fn keep<R: Runtime>(&self, app: &AppHandle<R>, home: &Path) {
        let Some(mut size) = self.lock().take() else { return };
        if size.maximized
            && let Some(before) = file::stored(app, home, KEY)
            && let Ok(before) = serde_json::from_value::<Size>(before)
        {
            size = Size { maximized: true, ..before };
        }
        let Ok(value) = serde_json::to_value(size) else { return };
        // Nobody asked for it, so nobody is told when it fails: the next window is as big as a first one.
        let _ = file::write(app, home, KEY, value);
    }

    fn lock(&self) -> MutexGuard<'_, Option<Size>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the window that is about to be opened as big as the last one was.
pub(crate) fn restore(home: &Home, config: &mut WindowConfig) {
    let Ok(text) = std::fs::read(home.path().join(FILE)) else { return };
    if let Some(size) = read(&text) {
        (config.width, config.height) = (size.width, size.height);
        config.maximized = size.maximized;
    }
}

fn read(text: &[u8]) -> Option<Size> {
    let mut value: serde_json::Value = serde_json::from_slice(text).ok()?;
    serde_json::from_value::<Size>(value.get_mut(KEY)?.take()).ok().filter(|size| size.is_sound())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_was_kept_is_read_beside_other_settings() {
        let text = br#"{ "window": { "theme": "dark" }, "size": { "width": 1000.5, "height": 700, "maximized": true } }"#;
        assert_eq!(read(text), Some(Size { width: 1000.5, height: 700.0, maximized: true }));
    }

    #[test]
    fn what_cannot_be_a_size_is_not_taken() {
        for size in [
            r#"{ "width": 10, "height": 700, "maximized": false }"#,
            r#"{ "width": 900, "height": 1e9, "maximized": false }"#,
            r#"{ "width": 900, "height": 700 }"#,
            r#""large""#,
        ] {
            assert_eq!(read(format!(r#"{{ "size": {size} }}"#).as_bytes()), None, "{size}");
        }
        assert_eq!(read(b"{}"), None);
        assert_eq!(read(b"not json"), None);
    }
}
