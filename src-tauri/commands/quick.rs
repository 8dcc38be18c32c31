//! The quick window: its list, what is copied from it, putting it away, and the way from it to the large one.

use super::{Answer, State};
use crate::{quick, quick_copying, single};
use mudbrick_engine::view::{ProfileSummary, TokenForm};
use mudbrick_model::ProfileId;
use tauri::{AppHandle, Runtime};

#[tauri::command(async)]
pub(crate) fn quick_list(shell: State<'_>) -> Answer<Vec<ProfileSummary>> {
    shell.engine.board().recent()
}

/// Copies a token and puts the window away, unless the window went before.
#[tauri::command]
pub(crate) async fn quick_copy<R: Runtime>(
    app: AppHandle<R>,
    id: ProfileId,
    form: TokenForm,
) -> Answer<()> {
    quick_copying::copy_and_go(&app, &id, form).await
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
