//! The window itself: its start, its settings, the practice Adobe.

use super::{Answer, State};
use crate::settings;
use crate::view::Settings;
use mudbrick_engine::view::{PracticeView, StartView};
use std::sync::Arc;
use tauri::{AppHandle, Runtime};

#[tauri::command(async)]
pub(crate) fn start(shell: State<'_>) -> Answer<StartView> {
    let start = shell.engine.start();
    // The first view does not wait for the keyring, which may be asking the person for its password.
    let engine = Arc::clone(&shell.engine);
    tauri::async_runtime::spawn_blocking(move || engine.profiles().open_vault());
    start
}

#[tauri::command(async)]
pub(crate) fn settings_get<R: Runtime>(app: AppHandle<R>, shell: State<'_>) -> Settings {
    settings::load(&app, &shell)
}

#[tauri::command(async)]
pub(crate) fn settings_set<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_>,
    settings: Settings,
) -> Answer<()> {
    settings::save(&app, &shell, &settings)
}

#[tauri::command]
pub(crate) async fn practice_start(shell: State<'_>) -> Answer<PracticeView> {
    shell.engine.practice().start().await
}

#[tauri::command]
pub(crate) async fn practice_stop(shell: State<'_>) -> Answer<()> {
    shell.engine.practice().stop().await;
    Ok(())
}
