//! Where files are chosen, and the browser: the system's own dialogs and programs, or in a test whatever stands in for them.

use mudbrick_engine::open_console;
use std::path::PathBuf;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;

/// Asks a person for files. Blocks until they answer.
pub trait Dialogs: Send + Sync {
    /// Files to read; none when the dialog was closed.
    fn open_files(&self) -> Option<Vec<PathBuf>>;

    /// A folder, to read or to save in; none when the dialog was closed.
    fn choose_folder(&self) -> Option<PathBuf>;

    /// A place to save under a suggested name; none when the dialog was closed.
    fn save_file(&self, name: &str) -> Option<PathBuf>;

    /// Opens the Developer Console in the browser; waits for nobody.
    fn open_console(&self);
}

/// The system's dialogs.
pub(crate) struct Native<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Dialogs for Native<R> {
    fn open_files(&self) -> Option<Vec<PathBuf>> {
        let chosen = self.0.dialog().file().blocking_pick_files()?;
        Some(chosen.into_iter().filter_map(|file| file.into_path().ok()).collect())
    }

    fn choose_folder(&self) -> Option<PathBuf> {
        self.0.dialog().file().blocking_pick_folder()?.into_path().ok()
    }

    fn save_file(&self, name: &str) -> Option<PathBuf> {
        let chosen = self.0.dialog().file().set_file_name(name).blocking_save_file()?;
        chosen.into_path().ok()
    }

    fn open_console(&self) {
        open_console();
    }
}
