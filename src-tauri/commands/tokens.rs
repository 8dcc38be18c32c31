//! Tokens and other secrets: got, renewed, copied, and revealed only when asked for by name.

use super::{Answer, State};
use crate::copying::{copy, copy_token};
use crate::view::Copied;
use mudbrick_engine::view::{
    SecretKind, SignInPage, SignedInView, SignedOutView, TokenForm, TokenState,
};
use mudbrick_engine::{Freshness, JobId, JobKind, SecretText};
use mudbrick_model::ProfileId;
use tauri::ipc::Channel;

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

/// Opens the page where somebody signs in, tells which it is, and waits until they have.
#[tauri::command]
pub(crate) async fn sign_in(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    page: Channel<SignInPage>,
) -> Answer<SignedInView> {
    let job = shell.engine.jobs().start_as(job, JobKind::SignIn)?;
    let mut opened = None;
    let started = |begun: SignInPage| {
        opened = Some(shell.engine.open_page(&begun));
        let _ = page.send(begun);
    };
    let signed_in = shell.engine.tokens().sign_in(&job, &id, started).await;
    drop(opened);
    signed_in
}

/// Takes the address that the browser was sent to. It holds a code that works once, and with Mudbrick's verifier alone.
#[tauri::command(async)]
pub(crate) fn sign_in_answer(shell: State<'_>, job: JobId, address: String) -> Answer<()> {
    shell.engine.tokens().sign_in_answer(&job, &SecretText::new(address))
}

#[tauri::command]
pub(crate) async fn sign_out(shell: State<'_>, id: ProfileId) -> Answer<SignedOutView> {
    shell.engine.tokens().sign_out(&id).await
}

#[tauri::command]
pub(crate) async fn token_copy(
    shell: State<'_>,
    job: JobId,
    id: ProfileId,
    form: TokenForm,
) -> Answer<Copied> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    copy_token(&shell, &job, &id, form).await
}

#[tauri::command(async)]
pub(crate) fn token_curl(shell: State<'_>, id: ProfileId) -> Answer<String> {
    shell.engine.tokens().curl(&id)
}

#[tauri::command(async)]
pub(crate) fn clipboard_clear(shell: State<'_>) {
    shell.clipboard.clear();
}
