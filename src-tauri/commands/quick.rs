//! The quick window: its list, putting it away, and the way from it to the large one.

use super::{Answer, State};
use crate::{quick, single};
use mudbrick_engine::view::ProfileSummary;
use tauri::{AppHandle, Runtime};

#[tauri::command(async)]
pub(crate) fn quick_list(shell: State<'_>) -> Answer<Vec<ProfileSummary>> {
    shell.engine.board().recent()
}

#[tauri::command(async)]
pub(crate) fn quick_show<R: Runtime>(app: AppHandle<R>) {
    quick::show(&app);
}

#[tauri::command(async)]
pub(crate) fn quick_hide<R: Runtime>(app: AppHandle<R>) {
    quick::hide(&app);
}

#[tauri::command(async)]
pub(crate) fn window_show<R: Runtime>(app: AppHandle<R>) {
    quick::hide(&app);
    single::show(&app);
}
