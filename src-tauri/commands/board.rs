//! The board: what there is to know of every profile, and what is done to many of them at once.

use super::{Answer, State};
use mudbrick_engine::view::{BoardRow, Exported, RenewalProgress, Renewed};
use mudbrick_engine::{Destination, JobId, JobKind, Pace};
use mudbrick_model::ProfileId;
use tauri::ipc::Channel;

#[tauri::command(async)]
pub(crate) fn board_rows(shell: State<'_>) -> Answer<Vec<BoardRow>> {
    shell.engine.board().rows()
}

#[tauri::command]
pub(crate) async fn board_renew(
    shell: State<'_>,
    job: JobId,
    ids: Vec<ProfileId>,
    progress: Channel<RenewalProgress>,
) -> Answer<Renewed> {
    let job = shell.engine.jobs().start_as(job, JobKind::Renewal)?;
    // A window that went away stops nothing: whoever asks for a token next has a new one.
    let tell = move |how_far| drop(progress.send(how_far));
    shell.engine.board().renew(&job, &ids, Pace::RENEWAL, tell).await
}

/// Asks where, and answers nothing when the dialog was closed.
#[tauri::command(async)]
pub(crate) fn board_save(shell: State<'_>, ids: Vec<ProfileId>) -> Answer<Option<Exported>> {
    let Some(path) = shell.dialogs.save_file("mudbrick-board.csv") else { return Ok(None) };
    shell.engine.board().save_table(&ids, Destination::agreed(&path)).map(Some)
}
