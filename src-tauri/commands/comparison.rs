//! Two answers compared: opened as a job, looked at row by row; files are chosen in the system's dialog.

use super::{Answer, State};
use mudbrick_engine::view::{
    ComparedFile, ComparisonAt, ComparisonLook, ComparisonPlace, ComparisonRow, ComparisonText,
    OpenComparison,
};
use mudbrick_engine::{JobId, JobKind};
use mudbrick_model::ExchangeId;

#[tauri::command]
pub(crate) async fn comparison_open(
    shell: State<'_>,
    job: JobId,
    at: ComparisonAt,
    look: ComparisonLook,
) -> Answer<OpenComparison> {
    let job = shell.engine.jobs().start_as(job, JobKind::Compare)?;
    shell.engine.comparison().open(&job, at, look).await
}

#[tauri::command(async)]
pub(crate) fn comparison_rows(
    shell: State<'_>,
    at: ComparisonAt,
    look: ComparisonLook,
    from: usize,
    count: usize,
) -> Answer<Vec<ComparisonRow>> {
    shell.engine.comparison().rows(&at, look, from, count)
}

#[tauri::command(async)]
pub(crate) fn comparison_place(
    shell: State<'_>,
    at: ComparisonAt,
    look: ComparisonLook,
    number: usize,
) -> Answer<Option<ComparisonPlace>> {
    shell.engine.comparison().place(&at, look, number)
}

#[tauri::command]
pub(crate) async fn comparison_text(
    shell: State<'_>,
    job: JobId,
    at: ComparisonAt,
    form: ComparisonText,
) -> Answer<String> {
    let job = shell.engine.jobs().start_as(job, JobKind::Compare)?;
    shell.engine.comparison().text(&job, at, form).await
}

/// The answer before one, to the same request.
#[tauri::command(async)]
pub(crate) fn comparison_before(shell: State<'_>, id: ExchangeId) -> Answer<Option<ExchangeId>> {
    shell.engine.comparison().before(id)
}

/// A file to compare with; none when the dialog was closed.
#[tauri::command(async)]
pub(crate) fn comparison_file(shell: State<'_>) -> Answer<Option<ComparedFile>> {
    let chosen = shell.dialogs.open_files().and_then(|files| files.into_iter().next());
    Ok(chosen.map(|path| shell.engine.comparison().take_file(path)))
}
