//! The file in which the window remembers things about itself: nothing here matters to the person's work, so
//! `tauri-plugin-store`, whose save is not atomic, is good enough.

use mudbrick_model::{ErrorCode, Problem};
use serde_json::Value;
use std::path::Path;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::StoreExt;

pub(crate) const FILE: &str = "settings.json";

/// What the file has under a name.
pub(crate) fn stored<R: Runtime>(app: &AppHandle<R>, home: &Path, key: &str) -> Option<Value> {
    app.store(home.join(FILE)).ok()?.get(key)
}

/// Puts something into the file under a name.
pub(crate) fn write<R: Runtime>(
    app: &AppHandle<R>,
    home: &Path,
    key: &str,
    value: Value,
) -> Result<(), Problem> {
    let store = app.store(home.join(FILE)).map_err(not_saved)?;
    store.set(key, value);
    store.save().map_err(not_saved)
}

pub(crate) fn not_saved(error: impl std::fmt::Display) -> Problem {
    Problem::new(ErrorCode::Storage, "The window's settings could not be saved.")
        .remedy("Check that Mudbrick's data folder can be written and the disk is not full.")
        .detail(error.to_string())
}
