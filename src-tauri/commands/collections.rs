//! Requests of other programs, read and added; and the person's own, for other programs.

use super::{Answer, State};
use mudbrick_engine::Destination;
use mudbrick_engine::view::{
    ExportedRequests, FoundRequests, ImportedRequests, RequestExportFormat, RequestImportView,
    VariablesStay,
};

#[tauri::command(async)]
pub(crate) fn collections_open(shell: State<'_>) -> Answer<Option<FoundRequests>> {
    let Some(files) = shell.dialogs.open_files() else { return Ok(None) };
    shell.engine.requests().hold_collections(&files, Vec::new()).map(Some)
}

/// A collection that is a folder, such as Bruno's.
#[tauri::command(async)]
pub(crate) fn collections_open_folder(shell: State<'_>) -> Answer<Option<FoundRequests>> {
    let Some(folder) = shell.dialogs.choose_folder() else { return Ok(None) };
    shell.engine.requests().hold_collections(&[folder], Vec::new()).map(Some)
}

#[tauri::command(async)]
pub(crate) fn collections_plan(
    shell: State<'_>,
    id: u32,
    to: Option<String>,
    variables: VariablesStay,
) -> Answer<RequestImportView> {
    shell.engine.requests().plan_held(id, to.as_deref(), variables)
}

#[tauri::command(async)]
pub(crate) fn collections_add(
    shell: State<'_>,
    id: u32,
    to: Option<String>,
    variables: VariablesStay,
) -> Answer<ImportedRequests> {
    shell.engine.requests().import_held(id, to.as_deref(), variables)
}

#[tauri::command(async)]
pub(crate) fn collections_discard(shell: State<'_>, id: u32) {
    shell.engine.requests().discard_held(id);
}

/// The folders and files named, or all; a folder of `.http` files goes to a new one where the person says.
#[tauri::command(async)]
pub(crate) fn requests_export(
    shell: State<'_>,
    named: Vec<String>,
    format: RequestExportFormat,
) -> Answer<Option<ExportedRequests>> {
    let texts = shell.engine.requests().export_texts(&named, format)?;
    if format == RequestExportFormat::Http {
        let Some(folder) = shell.dialogs.choose_folder() else { return Ok(None) };
        return shell.engine.requests().export_new_folder(&texts, &folder).map(Some);
    }
    let Some(path) = shell.dialogs.save_file(texts.file_name()) else { return Ok(None) };
    shell.engine.requests().export_file(&texts, Destination::agreed(&path)).map(Some)
}
