//! Requests: the catalogue and the person's own, checked, sent, stopped.

use super::{Answer, State, tokens};
use crate::board::Content;
use crate::view::{ClipboardRequest, Copied};
use mudbrick_engine::view::{
    BeforeMoving, ChangedRequest, ExchangeView, GoingOut, OpenedRequest, PastedRequest,
    RequestAddress, RequestCheck, RequestOrigin, RequestSummary, UndoneChange, WrittenRequest,
};
use mudbrick_engine::{Confirmation, JobId, JobKind, Sending, Surroundings, Taken};
use mudbrick_model::{CodeLanguage, ErrorCode, Problem, ProfileId, Request};

#[tauri::command(async)]
pub(crate) fn requests_list(
    shell: State<'_>,
    profile: Option<ProfileId>,
) -> Answer<Vec<RequestSummary>> {
    match profile {
        Some(profile) => shell.engine.requests().list_for(&profile),
        None => shell.engine.requests().list(),
    }
}

#[tauri::command(async)]
pub(crate) fn request_get(
    shell: State<'_>,
    address: RequestAddress,
    origin: RequestOrigin,
) -> Answer<OpenedRequest> {
    shell.engine.requests().open(&address, origin)
}

#[tauri::command(async)]
pub(crate) fn request_save(
    shell: State<'_>,
    address: String,
    request: Request,
    revision: Option<String>,
) -> Answer<OpenedRequest> {
    // Parsed here and not on its way in, so that a name which cannot be used is told with its sentence.
    shell.engine.requests().save(&RequestAddress::parse(&address)?, &request, revision.as_deref())
}

#[tauri::command(async)]
pub(crate) fn request_rename(
    shell: State<'_>,
    address: RequestAddress,
    name: String,
) -> Answer<ChangedRequest> {
    shell.engine.requests().rename(&address, &name)
}

#[tauri::command(async)]
pub(crate) fn request_before_moving(
    shell: State<'_>,
    address: RequestAddress,
    to: String,
) -> Answer<BeforeMoving> {
    shell.engine.requests().before_moving(&address, &to)
}

#[tauri::command(async)]
pub(crate) fn request_move(
    shell: State<'_>,
    address: RequestAddress,
    to: String,
    replace: bool,
) -> Answer<ChangedRequest> {
    shell.engine.requests().move_to(&address, &to, Taken::agreed(replace))
}

#[tauri::command(async)]
pub(crate) fn request_duplicate(
    shell: State<'_>,
    address: RequestAddress,
) -> Answer<ChangedRequest> {
    shell.engine.requests().duplicate(&address, None)
}

#[tauri::command(async)]
pub(crate) fn request_delete(shell: State<'_>, address: RequestAddress) -> Answer<ChangedRequest> {
    shell.engine.requests().delete(&address)
}

#[tauri::command(async)]
pub(crate) fn request_undo(shell: State<'_>, change: String) -> Answer<UndoneChange> {
    shell.engine.requests().undo(Some(&change))
}

#[tauri::command(async)]
pub(crate) fn request_pasted(shell: State<'_>, text: String) -> Answer<PastedRequest> {
    shell.engine.requests().read_pasted(&text)
}

#[tauri::command(async)]
pub(crate) fn request_clipboard(shell: State<'_>) -> Answer<ClipboardRequest> {
    let Content::Text(text) = shell.clipboard.content()? else {
        return Err(Problem::new(
            ErrorCode::InvalidInput,
            "The clipboard is empty or holds no text.",
        )
        .remedy("Copy the request, then paste it again."));
    };
    let pasted = shell.engine.requests().read_pasted(text.expose())?;
    Ok(ClipboardRequest::of(pasted, &text))
}

#[tauri::command(async)]
pub(crate) fn request_check(
    shell: State<'_>,
    profile: ProfileId,
    request: Request,
) -> Answer<RequestCheck> {
    shell.engine.requests().check(&profile, &request, &Surroundings::default())
}

#[tauri::command]
pub(crate) async fn request_send(
    shell: State<'_>,
    job: JobId,
    profile: ProfileId,
    request: Request,
    confirmed: bool,
) -> Answer<ExchangeView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Send)?;
    shell.engine.requests().send(&job, &profile, request, Confirmation::given(confirmed)).await
}

#[tauri::command(async)]
pub(crate) fn request_going_out(
    shell: State<'_>,
    profile: ProfileId,
    request: Request,
) -> Answer<GoingOut> {
    shell.engine.requests().what_goes_out(&profile, &Sending::of(request))
}

#[tauri::command(async)]
pub(crate) fn request_written_as(
    shell: State<'_>,
    profile: ProfileId,
    request: Request,
    language: CodeLanguage,
) -> Answer<WrittenRequest> {
    shell.engine.requests().written_as(&profile, &Sending::of(request), language)
}

/// With the token in it: onto the clipboard, past the page.
#[tauri::command]
pub(crate) async fn request_copy_with_secrets(
    shell: State<'_>,
    job: JobId,
    profile: ProfileId,
    request: Request,
    language: CodeLanguage,
) -> Answer<Copied> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    let (requests, sending) = (shell.engine.requests(), Sending::of(request));
    let code = requests.written_with_secrets(&profile, &sending, language);
    let code = job.unless_stopped(code).await?;
    tokens::copy(&shell, code.value, code.title, code.expires_at)
}
