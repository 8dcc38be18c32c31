//! What leaves as a file: each command asks where, and answers nothing when the dialog was closed. The
//! system's dialog asks before it gives the name of a file that exists.

use super::{Answer, State};
use mudbrick_engine::view::{ExportFormat, ExportSecrets, Exported, Selection, Unreadable};
use mudbrick_engine::{Destination, JobId, JobKind, Secret};
use mudbrick_model::ProfileId;

#[tauri::command(async)]
pub(crate) fn export_profile(
    shell: State<'_>,
    id: ProfileId,
    format: ExportFormat,
    secrets: ExportSecrets,
) -> Answer<Option<Exported>> {
    let name = shell.engine.export().file_name(&id, format)?;
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    shell.engine.export().profile(&id, format, secrets, Destination::agreed(&path)).map(Some)
}

#[tauri::command(async)]
pub(crate) fn export_kit(
    shell: State<'_>,
    selection: Selection,
    unreadable: Unreadable,
) -> Answer<Option<Exported>> {
    let Some(path) = shell.dialogs.save_file("mudbrick-kit.zip") else { return Ok(None) };
    shell.engine.export().kit(&selection, Destination::agreed(&path), unreadable).map(Some)
}

#[tauri::command(async)]
pub(crate) fn export_backup(
    shell: State<'_>,
    job: JobId,
    selection: Selection,
    passphrase: String,
    unreadable: Unreadable,
) -> Answer<Option<Exported>> {
    let Some(path) = shell.dialogs.save_file("mudbrick-backup.age") else { return Ok(None) };
    let to = Destination::agreed(&path);
    let job = shell.engine.jobs().start_as(job, JobKind::Backup)?;
    let passphrase = Secret::new(passphrase);
    shell.engine.export().backup(&job, &selection, &passphrase, to, unreadable).map(Some)
}

#[tauri::command(async)]
pub(crate) fn export_inventory(shell: State<'_>) -> Answer<Option<Exported>> {
    let Some(path) = shell.dialogs.save_file("mudbrick-inventory.csv") else { return Ok(None) };
    shell.engine.export().inventory(Destination::agreed(&path)).map(Some)
}
