//! Client secrets replaced at Adobe and here: what it needs, where it stands, and each step of it as a job.

use super::{Answer, State};
use mudbrick_engine::view::{PlannedRotation, RotationNews, RotationReport, RotationWish};
use mudbrick_engine::{Confirmation, JobId, JobKind};
use mudbrick_model::ProfileId;
use tauri::ipc::Channel;

/// What rotating these profiles' secrets needs and would change, without asking Adobe.
#[tauri::command(async)]
pub(crate) fn rotation_plan(shell: State<'_>, ids: Vec<ProfileId>) -> Answer<Vec<PlannedRotation>> {
    shell.engine.rotation().plan(&ids)
}

/// The profiles with which a rotation was begun that is not over.
#[tauri::command(async)]
pub(crate) fn rotation_under_way(shell: State<'_>) -> Answer<Vec<ProfileId>> {
    shell.engine.rotation().under_way()
}

/// Keeps where the credential is in the Console, from the address of its page.
#[tauri::command(async)]
pub(crate) fn rotation_set_place(shell: State<'_>, id: ProfileId, address: String) -> Answer<()> {
    shell.engine.rotation().set_address(&id, &address)
}

#[tauri::command]
pub(crate) async fn rotation_carry_out(
    shell: State<'_>,
    job: JobId,
    wish: RotationWish,
    confirmed: bool,
    progress: Channel<RotationNews>,
) -> Answer<RotationReport> {
    let job = shell.engine.jobs().start_as(job, JobKind::Rotation)?;
    let confirmation = Confirmation::given(confirmed);
    // A window that went away stops nothing: where it stands is found again.
    let tell = move |news| drop(progress.send(news));
    shell.engine.rotation().carry_out(job, &wish, &confirmation, tell).await
}
