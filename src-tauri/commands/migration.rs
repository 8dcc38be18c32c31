//! Leaving service account (JWT): how far a profile is, a try of OAuth beside it, and the steps that a person decides.

use super::{Answer, State};
use mudbrick_engine::view::{MigrationView, TrialProgress, TrialWish, Tried};
use mudbrick_engine::{JobId, JobKind, Secret};
use mudbrick_model::ProfileId;
use tauri::ipc::Channel;

#[tauri::command(async)]
pub(crate) fn migrations_list(shell: State<'_>) -> Answer<Vec<ProfileId>> {
    Ok(shell.engine.migration().under_way())
}

#[tauri::command(async)]
pub(crate) fn migration_status(shell: State<'_>, id: ProfileId) -> Answer<MigrationView> {
    shell.engine.migration().status(&id)
}

#[tauri::command]
pub(crate) async fn migration_try(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    wish: TrialWish,
    client_secret: Option<String>,
    progress: Channel<TrialProgress>,
) -> Answer<Tried> {
    let job = shell.engine.jobs().start_as(job, JobKind::Migration)?;
    // A window that went away stops nothing: what was sent is in the history.
    let tell = move |how_far| drop(progress.send(how_far));
    let secret = client_secret.map(Secret::new);
    shell.engine.migration().try_beside(&job, &id, &wish, secret, tell).await
}

#[tauri::command]
pub(crate) async fn migration_switch(shell: State<'_>, id: ProfileId) -> Answer<MigrationView> {
    shell.engine.migration().switch(&id).await
}

#[tauri::command]
pub(crate) async fn migration_undo(shell: State<'_>, id: ProfileId) -> Answer<MigrationView> {
    shell.engine.migration().undo(&id).await
}

#[tauri::command]
pub(crate) async fn migration_retire(shell: State<'_>, id: ProfileId) -> Answer<MigrationView> {
    shell.engine.migration().retire(&id).await
}

/// Opens the Developer Console in the browser of the system.
#[tauri::command(async)]
pub(crate) fn console_open(shell: State<'_>) {
    shell.dialogs.open_console();
}
