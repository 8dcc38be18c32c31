//! History: found again, looked at, replayed, annotated and deleted.

use super::{Answer, State};
use mudbrick_engine::view::{
    ExchangeSummary, ExchangeView, HistoryCount, HistorySize, PromptAnswers, SentFromView,
};
use mudbrick_engine::{Confirmation, JobId, JobKind, Pinned};
use mudbrick_model::{ExchangeId, ProfileId, ProfileName};

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
    answers: Option<PromptAnswers>,
    confirmed: bool,
) -> Answer<ExchangeView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Send)?;
    let (answers, confirmation) = (answers.unwrap_or_default(), Confirmation::given(confirmed));
    shell.engine.requests().replay_with(&job, id, &profile, answers, confirmation).await
}

#[tauri::command(async)]
pub(crate) fn history_before_replay(
    shell: State<'_>,
    id: ExchangeId,
    profile: ProfileId,
) -> Answer<Option<SentFromView>> {
    shell.engine.requests().before_replay(id, &profile)
}

#[tauri::command(async)]
pub(crate) fn history_count(
    shell: State<'_>,
    profile: Option<ProfileId>,
    text: String,
) -> Answer<HistoryCount> {
    shell.engine.history().count(profile, &text)
}

#[tauri::command(async)]
pub(crate) fn history_size(shell: State<'_>) -> Answer<HistorySize> {
    shell.engine.history().size()
}

#[tauri::command(async)]
pub(crate) fn history_note(shell: State<'_>, id: ExchangeId, text: String) -> Answer<()> {
    shell.engine.history().note(id, &text)
}

#[tauri::command(async)]
pub(crate) fn history_pin(shell: State<'_>, id: ExchangeId, pinned: bool) -> Answer<()> {
    shell.engine.history().pin(id, if pinned { Pinned::Yes } else { Pinned::No })
}

#[tauri::command(async)]
pub(crate) fn history_store_secret(
    shell: State<'_>,
    id: ExchangeId,
    profile: ProfileId,
) -> Answer<ProfileName> {
    shell.engine.history().store_new_secret(id, &profile)
}

#[tauri::command(async)]
pub(crate) fn history_delete(shell: State<'_>, ids: Vec<ExchangeId>) -> Answer<usize> {
    shell.engine.history().delete(&ids)
}

#[tauri::command(async)]
pub(crate) fn history_delete_matching(
    shell: State<'_>,
    profile: Option<ProfileId>,
    text: String,
) -> Answer<usize> {
    shell.engine.history().delete_matching(profile, &text)
}
