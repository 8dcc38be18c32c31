//! One request on many profiles: what is about to happen, and what came of each as it ends.

use super::{Answer, State};
use mudbrick_engine::view::{
    PlannedCall, PromptAnswers, PromptView, ReplayWish, ReplayedOn, ReplayedOnAll,
};
use mudbrick_engine::{Confirmation, JobId, JobKind, ReplayOn};
use mudbrick_model::{ExchangeId, ProfileId};
use tauri::ipc::Channel;

#[tauri::command(async)]
pub(crate) fn replay_prompts(
    shell: State<'_>,
    id: ExchangeId,
    profiles: Vec<ProfileId>,
) -> Answer<Vec<PromptView>> {
    shell.engine.runs().replay_prompts(id, &profiles)
}

#[tauri::command(async)]
pub(crate) fn replay_plan(
    shell: State<'_>,
    id: ExchangeId,
    profiles: Vec<ProfileId>,
    answers: Option<PromptAnswers>,
) -> Answer<Vec<PlannedCall>> {
    shell.engine.runs().replay_plan(id, &profiles, &answers.unwrap_or_default())
}

#[tauri::command]
#[allow(clippy::too_many_arguments, reason = "they are the members of one message")]
pub(crate) async fn replay_on(
    shell: State<'_>,
    job: JobId,
    id: ExchangeId,
    profiles: Vec<ProfileId>,
    wish: ReplayWish,
    answers: Option<PromptAnswers>,
    confirmed: bool,
    result: Channel<ReplayedOn>,
) -> Answer<ReplayedOnAll> {
    // A window that went away stops nothing: what was sent is in the history.
    let tell = move |one: &ReplayedOn| drop(result.send(one.clone()));
    let job = shell.engine.jobs().start_as(job, JobKind::Replay)?;
    let replay = ReplayOn::wished(id, profiles, wish, answers.unwrap_or_default());
    shell.engine.runs().replay_on(&job, &replay, &Confirmation::given(confirmed), tell).await
}
