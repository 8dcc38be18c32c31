//! Requests: the catalogue and the person's own, checked, sent, stopped.

use super::{Answer, State};
use mudbrick_engine::view::{
    ExchangeView, OpenedRequest, RequestCheck, RequestOrigin, RequestSummary,
};
use mudbrick_engine::{Confirmation, JobId, JobKind};
use mudbrick_model::{ProfileId, Request, RequestPath};

#[tauri::command(async)]
pub(crate) fn requests_list(shell: State<'_>) -> Answer<Vec<RequestSummary>> {
    shell.engine.requests().list()
}

#[tauri::command(async)]
pub(crate) fn request_get(
    shell: State<'_>,
    path: RequestPath,
    origin: RequestOrigin,
) -> Answer<OpenedRequest> {
    shell.engine.requests().open(&path, origin)
}

#[tauri::command(async)]
pub(crate) fn request_save(
    shell: State<'_>,
    path: String,
    request: Request,
    revision: Option<String>,
) -> Answer<OpenedRequest> {
    // Parsed here and not on its way in, so that a name which cannot be used is told with its sentence.
    shell.engine.requests().save(&RequestPath::parse(&path)?, &request, revision.as_deref())
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
