//! Jobs: what goes on, and stopping one of them.

use super::State;
use mudbrick_engine::JobId;
use mudbrick_engine::view::JobView;

#[tauri::command(async)]
pub(crate) fn jobs_list(shell: State<'_>) -> Vec<JobView> {
    shell.engine.jobs().list()
}

#[tauri::command(async)]
pub(crate) fn job_stop(shell: State<'_>, job: JobId) -> bool {
    shell.engine.jobs().stop(&job)
}
