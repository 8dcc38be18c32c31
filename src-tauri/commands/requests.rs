//! Requests: the catalogue and the person's own, checked, sent, stopped.

use super::{Answer, State};
use crate::copying::copy;
use crate::pasteboard::Content;
use crate::view::{ClipboardRequest, CopiedCode};
use mudbrick_engine::view::{
    BeforeMoving, BeforeMovingPlace, ChangedPlace, ChangedRequest, EditedRequest, ExchangeView,
    GoingOut, OpenedRequest, PastedRequest, PlaceName, PromptAnswers, PromptView, RequestAddress,
    RequestCheck, RequestOrigin, RequestPlaces, RequestSource, RequestSummary, TabId, UndoneChange,
    WrittenRequest,
};
use mudbrick_engine::{Confirmation, Destination, JobId, JobKind, OutsideFiles, SecretCode, Taken};
use mudbrick_model::{CodeLanguage, ErrorCode, Problem, ProfileId};
use std::path::PathBuf;

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
    request: EditedRequest,
    revision: Option<String>,
) -> Answer<OpenedRequest> {
    // Parsed here and not on its way in, so that a name which cannot be used is told with its sentence.
    shell.engine.requests().save(&RequestAddress::parse(&address)?, request, revision.as_deref())
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
pub(crate) fn request_places(shell: State<'_>) -> Answer<RequestPlaces> {
    shell.engine.requests().places()
}

#[tauri::command(async)]
pub(crate) fn place_before_moving(
    shell: State<'_>,
    place: PlaceName,
    to: String,
) -> Answer<BeforeMovingPlace> {
    shell.engine.requests().before_moving_place(&place, &to)
}

#[tauri::command(async)]
pub(crate) fn place_move(shell: State<'_>, place: PlaceName, to: String) -> Answer<ChangedPlace> {
    shell.engine.requests().move_place(&place, &to)
}

#[tauri::command(async)]
pub(crate) fn place_duplicate(shell: State<'_>, place: PlaceName) -> Answer<ChangedPlace> {
    shell.engine.requests().duplicate_place(&place)
}

#[tauri::command(async)]
pub(crate) fn place_delete(shell: State<'_>, place: PlaceName) -> Answer<ChangedPlace> {
    shell.engine.requests().delete_place(&place)
}

/// An empty folder or file.
#[tauri::command(async)]
pub(crate) fn place_make(shell: State<'_>, path: String, is_folder: bool) -> Answer<PlaceName> {
    shell.engine.requests().make_place(&path, is_folder)
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

/// `body_of` is the tab that has the request's body, where that is too long to come along.
#[tauri::command]
pub(crate) async fn request_check(
    shell: State<'_>,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    body_of: Option<TabId>,
) -> Answer<RequestCheck> {
    shell.engine.drafts().check(profile, request, source, answers, body_of).await
}

/// What a person has to be asked for before it is sent. `body_of` as in [`request_check`].
#[tauri::command(async)]
pub(crate) fn request_prompts(
    shell: State<'_>,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    body_of: Option<TabId>,
) -> Answer<Vec<PromptView>> {
    let request = shell.engine.drafts().with_body(request, body_of.as_ref())?;
    let requests = shell.engine.requests();
    requests.prompts(&profile, &requests.sending(request, source.as_ref(), None))
}

/// `body_of` as in [`request_check`].
#[allow(clippy::too_many_arguments, reason = "they are the members of one message")]
#[tauri::command]
pub(crate) async fn request_send(
    shell: State<'_>,
    job: JobId,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    confirmed: bool,
    outside_files: Option<bool>,
    body_of: Option<TabId>,
) -> Answer<ExchangeView> {
    let request = shell.engine.drafts().with_body(request, body_of.as_ref())?;
    let job = shell.engine.jobs().start_as(job, JobKind::Send)?;
    let requests = shell.engine.requests();
    let mut sending = requests.read_sending(request, source, answers).await?;
    sending.outside = OutsideFiles::agreed(outside_files.unwrap_or_default());
    requests.send_in_file(&job, &profile, sending, Confirmation::given(confirmed)).await
}

/// `body_of` as in [`request_check`].
#[tauri::command(async)]
pub(crate) fn request_going_out(
    shell: State<'_>,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    body_of: Option<TabId>,
) -> Answer<GoingOut> {
    let request = shell.engine.drafts().with_body(request, body_of.as_ref())?;
    let requests = shell.engine.requests();
    requests.what_goes_out(&profile, &requests.sending(request, source.as_ref(), answers))
}

#[tauri::command(async)]
pub(crate) fn request_written_as(
    shell: State<'_>,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    language: CodeLanguage,
) -> Answer<WrittenRequest> {
    let requests = shell.engine.requests();
    let sending = requests.sending(request, source.as_ref(), answers);
    requests.written_as(&profile, &sending, language)
}

/// With the token in it: onto the clipboard, past the page.
#[tauri::command]
pub(crate) async fn request_copy_with_secrets(
    shell: State<'_>,
    job: JobId,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    language: CodeLanguage,
) -> Answer<CopiedCode> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    let requests = shell.engine.requests();
    let sending = requests.read_sending(request, source, answers).await?;
    let written = requests.written_with_secrets(&profile, &sending, language);
    // The code without secrets, which is on the page, has the same notes.
    let SecretCode { code, body_file, notes: _ } = job.unless_stopped(written).await?;
    let copied = copy(&shell, code.value, code.title, code.expires_at)?;
    Ok(CopiedCode { copied, body_file })
}

/// The body as the file that the code reads it from: masked, or with the token and every other secret. Asks where, and answers
/// nothing when the dialog was closed or the body stands in the code.
#[tauri::command]
#[allow(clippy::too_many_arguments, reason = "they are the members of one message")]
pub(crate) async fn request_save_code_body(
    shell: State<'_>,
    job: JobId,
    profile: ProfileId,
    request: EditedRequest,
    source: Option<RequestSource>,
    answers: Option<PromptAnswers>,
    language: CodeLanguage,
    with_token: bool,
) -> Answer<Option<PathBuf>> {
    let job = shell.engine.jobs().start_as(job, JobKind::Token)?;
    let requests = shell.engine.requests();
    let sending = requests.read_sending(request, source, answers).await?;
    let file = match with_token {
        true => {
            let file = requests.code_file_with_secrets(&profile, &sending, language);
            job.unless_stopped(file).await?
        }
        false => requests.code_file(&profile, &sending, language)?,
    };
    // The person may take their time with the dialog.
    drop(job);
    let Some(file) = file else { return Ok(None) };
    let Some(path) = shell.dialogs.save_file(file.name()) else { return Ok(None) };
    requests.save_code_file(&file, Destination::agreed(&path))?;
    Ok(Some(path))
}
