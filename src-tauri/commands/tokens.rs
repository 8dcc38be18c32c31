//! Tokens and other secrets: got, renewed, copied, and revealed only when asked for by name.

use super::{Answer, State};
use crate::clipboard::CLEARS_AFTER;
use crate::view::Copied;
use mudbrick_engine::view::{SecretKind, TokenForm, TokenState};
use mudbrick_engine::{Freshness, JobId, JobKind, SecretText};
use mudbrick_model::{ProfileId, Timestamp};

#[tauri::command(async)]
pub(crate) fn secret_copy(shell: State<'_>, id: ProfileId, kind: SecretKind) -> Answer<Copied> {
    let secret = shell.engine.profiles().secret(&id, kind)?;
    copy(&shell, secret.value, secret.title, None)
}

/// The one way a secret reaches the web view: asked for by name, once, for the person to look at.
#[tauri::command(async)]
pub(crate) fn secret_reveal(shell: State<'_>, id: ProfileId, kind: SecretKind) -> Answer<String> {
    Ok(shell.engine.profiles().secret(&id, kind)?.value.expose().clone())
}

#[tauri::command]
pub(crate) async fn token_get(shell: State<'_>, job: JobId, id: ProfileId) -> Answer<TokenState> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    job.unless_stopped(shell.engine.tokens().ready(&id, Freshness::Cached)).await
}

#[tauri::command]
pub(crate) async fn token_renew(shell: State<'_>, job: JobId, id: ProfileId) -> Answer<TokenState> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    job.unless_stopped(shell.engine.tokens().ready(&id, Freshness::Renewed)).await
}

#[tauri::command]
pub(crate) async fn token_copy(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    form: TokenForm,
) -> Answer<Copied> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    let token = job.unless_stopped(shell.engine.tokens().text(&id, form)).await?;
    copy(&shell, token.value, token.title, token.expires_at)
}

#[tauri::command(async)]
pub(crate) fn token_curl(shell: State<'_>, id: ProfileId) -> Answer<String> {
    shell.engine.tokens().curl(&id)
}

#[tauri::command(async)]
pub(crate) fn clipboard_clear(shell: State<'_>) {
    shell.clipboard.clear();
}

/// Puts a secret on the clipboard, from which it goes by itself.
pub(super) fn copy(
    shell: &State<'_>,
    secret: SecretText,
    what: String,
    expires_at: Option<Timestamp>,
) -> Answer<Copied> {
    shell.clipboard.copy(secret, shell.clock.now())?;
    let clears_in_s = u32::try_from(CLEARS_AFTER.as_secs()).unwrap_or(u32::MAX);
    Ok(Copied { what, expires_at, clears_in_s })
}
