//! Checks of profiles and their reports; what products usually want; the sandboxes of Experience Platform.

use super::{Answer, State};
use mudbrick_engine::view::{
    CheckupProgress, CheckupReport, CheckupWish, Exported, ProductView, ProfileView, SandboxList,
};
use mudbrick_engine::{Destination, JobId, JobKind, Pace, SandboxesFrom};
use mudbrick_model::ProfileId;
use tauri::ipc::Channel;

#[tauri::command]
pub(crate) async fn checkup(
    shell: State<'_>,
    job: JobId,
    wish: CheckupWish,
    progress: Channel<CheckupProgress>,
) -> Answer<CheckupReport> {
    let job = shell.engine.jobs().start_as(job, JobKind::Check)?;
    // A window that went away stops nothing: the calls are in the history.
    let tell = move |how_far| drop(progress.send(how_far));
    shell.engine.checkup().check(&job, &wish, Pace::CHECKUP, tell).await
}

/// The report to be pasted somewhere, looked through for secrets.
#[tauri::command(async)]
pub(crate) fn checkup_markdown(shell: State<'_>, report: CheckupReport) -> Answer<String> {
    shell.engine.checkup().markdown(&report)
}

/// Asks where, and answers nothing when the dialog was closed.
#[tauri::command(async)]
pub(crate) fn checkup_save(shell: State<'_>, report: CheckupReport) -> Answer<Option<Exported>> {
    let Some(path) = shell.dialogs.save_file("mudbrick-check.md") else { return Ok(None) };
    shell.engine.checkup().save(&report, Destination::agreed(&path)).map(Some)
}

#[tauri::command(async)]
pub(crate) fn products_list(shell: State<'_>) -> Answer<Vec<ProductView>> {
    Ok(shell.engine.checkup().products())
}

/// The sandboxes that the profile's account may use: what Platform said lately, unless they are wanted anew.
#[tauri::command]
pub(crate) async fn sandboxes_list(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    refresh: bool,
) -> Answer<SandboxList> {
    let job = shell.engine.jobs().start_as(job, JobKind::Sandboxes)?;
    let from = if refresh { SandboxesFrom::Platform } else { SandboxesFrom::Kept };
    shell.engine.sandboxes().list(&job, &id, from).await
}

#[tauri::command]
pub(crate) async fn sandbox_switch(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    name: String,
) -> Answer<ProfileView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Sandboxes)?;
    shell.engine.sandboxes().switch(&job, &id, &name).await
}
