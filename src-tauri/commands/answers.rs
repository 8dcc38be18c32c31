//! Bodies of answers: looked at row by row, searched, asked, saved.

use super::{Answer, State};
use crate::view::SavedBody;
use mudbrick_engine::view::{
    BodyAt, BodyChildren, BodyLook, BodyMatch, BodyMatches, BodyPattern, BodyPlace, BodyResults,
    BodyRow, BodySaved, BodyTable, BodyView, PagesView, TableWish,
};
use mudbrick_engine::{Confirmation, Destination, JobId, JobKind};
use mudbrick_model::ExchangeId;

#[tauri::command(async)]
pub(crate) fn answer_look(shell: State<'_>, of: BodyAt) -> Answer<BodyView> {
    shell.engine.answers().look(&of)
}

#[tauri::command(async)]
pub(crate) fn answer_rows(
    shell: State<'_>,
    of: BodyAt,
    look: BodyLook,
    from: u64,
    count: usize,
    pattern: Option<BodyPattern>,
) -> Answer<Vec<BodyRow>> {
    shell.engine.answers().rows(&of, look, from, count, pattern.as_ref())
}

#[tauri::command(async)]
pub(crate) fn answer_children(
    shell: State<'_>,
    of: BodyAt,
    at: Option<u64>,
    from: u64,
    count: usize,
) -> Answer<BodyChildren> {
    shell.engine.answers().children(&of, at, from, count)
}

#[tauri::command]
pub(crate) async fn answer_table(
    shell: State<'_>,
    job: JobId,
    of: BodyAt,
    wish: TableWish,
    from: u64,
    count: usize,
) -> Answer<BodyTable> {
    let job = shell.engine.jobs().start_as(job, JobKind::Search)?;
    shell.engine.answers().table(&job, of, wish, from, count).await
}

#[tauri::command]
pub(crate) async fn answer_find(
    shell: State<'_>,
    job: JobId,
    of: BodyAt,
    pattern: BodyPattern,
) -> Answer<BodyMatches> {
    let job = shell.engine.jobs().start_as(job, JobKind::Search)?;
    shell.engine.answers().find(&job, of, pattern).await
}

#[tauri::command(async)]
pub(crate) fn answer_found(
    shell: State<'_>,
    of: BodyAt,
    pattern: BodyPattern,
) -> Answer<Option<BodyMatches>> {
    shell.engine.answers().found(&of, &pattern)
}

#[tauri::command(async)]
pub(crate) fn answer_match(
    shell: State<'_>,
    of: BodyAt,
    pattern: BodyPattern,
    number: Option<u64>,
    from: u64,
    look: BodyLook,
) -> Answer<Option<BodyMatch>> {
    shell.engine.answers().match_at(&of, &pattern, number, from, look)
}

#[tauri::command(async)]
pub(crate) fn answer_row_at(shell: State<'_>, of: BodyAt, look: BodyLook, at: u64) -> Answer<u64> {
    shell.engine.answers().row_at(&of, look, at)
}

#[tauri::command]
pub(crate) async fn answer_query(
    shell: State<'_>,
    job: JobId,
    of: BodyAt,
    path: String,
) -> Answer<BodyResults> {
    let job = shell.engine.jobs().start_as(job, JobKind::Search)?;
    shell.engine.answers().query(&job, of, path).await
}

/// The pages behind one, a job that can be stopped.
#[tauri::command]
pub(crate) async fn answer_pages(
    shell: State<'_>,
    job: JobId,
    id: ExchangeId,
    most: u32,
    confirmed: bool,
) -> Answer<PagesView> {
    let job = shell.engine.jobs().start_as(job, JobKind::Send)?;
    let confirmation = Confirmation::given(confirmed);
    shell.engine.requests().pages_from(&job, id, confirmation, most).await
}

#[tauri::command(async)]
pub(crate) fn answer_path(shell: State<'_>, of: BodyAt, at: u64) -> Answer<BodyPlace> {
    shell.engine.answers().path_of(&of, at)
}

#[tauri::command(async)]
pub(crate) fn answer_text(shell: State<'_>, of: BodyAt, from: u64, to: u64) -> Answer<String> {
    shell.engine.answers().text(&of, from, to)
}

#[tauri::command(async)]
pub(crate) fn answer_picture(shell: State<'_>, of: BodyAt) -> Answer<Option<String>> {
    shell.engine.answers().picture(&of)
}

/// Asks where; answers nothing when the dialog was closed, which asks before it gives the name of a file that exists.
#[tauri::command(async)]
pub(crate) fn answer_save(
    shell: State<'_>,
    of: BodyAt,
    saved: BodySaved,
) -> Answer<Option<SavedBody>> {
    let answers = shell.engine.answers();
    let name = answers.file_name(&of, &saved)?;
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    let defused = answers.save(&of, &saved, Destination::agreed(&path))?;
    Ok(Some(SavedBody { path: path.display().to_string(), defused }))
}
