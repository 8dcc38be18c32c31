//! The inspector: what is in a token. The page gets claims; a profile's own token never comes to it, and one that was pasted into
//! it goes through here and stays nowhere.

use super::{Answer, State};
use mudbrick_engine::view::{AskedView, ClaimDifference, InspectedView, TokenSource};
use mudbrick_engine::{JobId, JobKind};
use mudbrick_model::ProfileId;

#[tauri::command(async)]
pub(crate) fn token_inspect(
    shell: State<'_>,
    source: TokenSource,
    profile: Option<ProfileId>,
) -> Answer<InspectedView> {
    shell.engine.inspection().look(&source, profile.as_ref())
}

#[tauri::command(async)]
pub(crate) fn token_compare(
    shell: State<'_>,
    left: TokenSource,
    right: TokenSource,
) -> Answer<Vec<ClaimDifference>> {
    shell.engine.inspection().look_at_both(&left, &right)
}

#[tauri::command]
pub(crate) async fn token_ask(
    shell: State<'_>,
    job: JobId,
    source: TokenSource,
    profile: ProfileId,
) -> Answer<AskedView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Inspection)?;
    job.unless_stopped(shell.engine.inspection().ask_about(source, &profile)).await
}

/// The page asks the person first.
#[tauri::command]
pub(crate) async fn token_revoke(
    shell: State<'_>,
    job: JobId,
    source: TokenSource,
    profile: ProfileId,
) -> Answer<()> {
    let job = shell.engine.jobs().start_as(job, JobKind::Inspection)?;
    job.unless_stopped(shell.engine.inspection().revoke_what_is_meant(source, &profile)).await
}
