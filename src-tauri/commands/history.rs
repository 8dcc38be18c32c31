//! History: found again, looked at, replayed.

use super::{Answer, State};
use mudbrick_engine::view::{ExchangeSummary, ExchangeView};
use mudbrick_engine::{Confirmation, JobId, JobKind};
use mudbrick_model::{ExchangeId, ProfileId};

#[tauri::command(async)]
pub(crate) fn history_list(
    shell: State<'_>,
    profile: Option<ProfileId>,
    text: String,
    before: Option<ExchangeId>,
    limit: u32,
) -> Answer<Vec<ExchangeSummary>> {
    shell.engine.history().list(profile, &text, before, limit)
}

#[tauri::command(async)]
pub(crate) fn history_get(shell: State<'_>, id: ExchangeId) -> Answer<ExchangeView> {
    shell.engine.answers().get(id)
}

#[tauri::command]
pub(crate) async fn history_replay(
    shell: State<'_>,
    job: JobId,
    id: ExchangeId,
    profile: ProfileId,
    confirmed: bool,
) -> Answer<ExchangeView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Send)?;
    shell.engine.requests().replay(&job, id, &profile, Confirmation::given(confirmed)).await
}
