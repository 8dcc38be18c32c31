//! What the window remembers about itself: nothing here matters to the person's work, so `tauri-plugin-store`, whose
//! save is not atomic, is good enough.

use mudbrick_engine::view::Settings;
use mudbrick_model::{ErrorCode, Problem};
use std::path::Path;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::StoreExt;

const FILE: &str = "settings.json";
const KEY: &str = "window";

pub(crate) fn load<R: Runtime>(app: &AppHandle<R>, home: &Path) -> Settings {
    let Ok(store) = app.store(home.join(FILE)) else { return Settings::default() };
    store.get(KEY).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

pub(crate) fn save<R: Runtime>(
    app: &AppHandle<R>,
    home: &Path,
    settings: &Settings,
) -> Result<(), Problem> {
    let value = serde_json::to_value(settings).map_err(not_saved)?;
    let store = app.store(home.join(FILE)).map_err(not_saved)?;
    store.set(KEY, value);
    store.save().map_err(not_saved)
}

fn not_saved(error: impl std::fmt::Display) -> Problem {
    Problem::new(ErrorCode::Storage, "The window's settings could not be saved.")
        .remedy("Check that Mudbrick's data folder can be written and the disk is not full.")
        .detail(error.to_string())
}
