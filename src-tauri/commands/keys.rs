//! Key pairs: generated off the window's thread, saved where the person chooses, registered with the practice Adobe.

use super::{Answer, State};
use mudbrick_engine::view::{KeyPairDraft, KeyProgress, KeyView};
use mudbrick_model::{KeyId, ProfileId};
use std::path::PathBuf;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;

#[tauri::command(async)]
pub(crate) fn keys_list(shell: State<'_>) -> Answer<Vec<KeyView>> {
    shell.engine.keys()
}

#[tauri::command]
pub(crate) async fn key_generate(
    shell: State<'_>,
    draft: KeyPairDraft,
    profile: Option<ProfileId>,
    progress: Channel<KeyProgress>,
) -> Answer<KeyView> {
    // A window that went away does not stop the work: the pair is in the vault when it comes back.
    let report = move |step| drop(progress.send(step));
    shell.engine.generate_key(draft, profile, report).await
}

#[tauri::command(async)]
pub(crate) fn key_cancel(shell: State<'_>) {
    shell.engine.cancel_key();
}

#[tauri::command(async)]
pub(crate) fn key_save_certificate<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_>,
    id: KeyId,
) -> Answer<Option<PathBuf>> {
    let name = shell.engine.key_file_names(&id)?.certificate;
    let Some(path) = ask_where(&app, &name) else { return Ok(None) };
    shell.engine.save_certificate(&id, &path)?;
    Ok(Some(path))
}

#[tauri::command(async)]
pub(crate) fn key_save_private<R: Runtime>(
    app: AppHandle<R>,
    shell: State<'_>,
    id: KeyId,
) -> Answer<Option<PathBuf>> {
    let name = shell.engine.key_file_names(&id)?.private_key;
    let Some(path) = ask_where(&app, &name) else { return Ok(None) };
    shell.engine.save_private_key(&id, &path)?;
    Ok(Some(path))
}

#[tauri::command]
pub(crate) async fn key_register_with_practice(
    shell: State<'_>,
    id: KeyId,
    profile: ProfileId,
) -> Answer<KeyView> {
    shell.engine.register_with_practice(&id, &profile).await
}

fn ask_where<R: Runtime>(app: &AppHandle<R>, name: &str) -> Option<PathBuf> {
    let chosen = app.dialog().file().set_file_name(name).blocking_save_file()?;
    chosen.into_path().ok()
}
