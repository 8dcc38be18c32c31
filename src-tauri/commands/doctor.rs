//! What is wrong, as a file for others.

use super::{Answer, State};
use mudbrick_engine::Destination;
use mudbrick_engine::view::DiagnosticsSaved;

/// The name that the dialog suggests.
const NAME: &str = "mudbrick-diagnostics.json";

#[tauri::command(async)]
pub(crate) fn diagnostics_save(shell: State<'_>) -> Answer<Option<DiagnosticsSaved>> {
    let Some(path) = shell.dialogs.save_file(NAME) else { return Ok(None) };
    shell.engine.doctor().save_diagnostics(Destination::agreed(&path)).map(Some)
}
