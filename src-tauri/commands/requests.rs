//! Requests: the catalogue and the person's own, checked, sent, stopped.

use super::{Answer, State};
use mudbrick_engine::view::{
    BeforeMoving, ChangedRequest, ExchangeView, OpenedRequest, RequestAddress, RequestCheck,
    RequestOrigin, RequestSummary, UndoneChange,
};
use mudbrick_engine::{Confirmation, JobId, JobKind, Taken};
use mudbrick_model::{ProfileId, Request};

#[tauri::command(async)]
pub(crate) fn requests_list(shell: State<'_>) -> Answer<Vec<RequestSummary>> {
    shell.engine.requests().list()
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
pub(crate) fn request_check(
    shell: State<'_>,
    profile: ProfileId,
    request: Request,
) -> Answer<RequestCheck> {
    shell.engine.requests().check(&profile, &request)
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
