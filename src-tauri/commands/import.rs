//! What is dropped, pasted or opened: read, shown, and written only when the person agrees.

use super::{Answer, State};
use crate::brought;
use crate::pasteboard::Content;
use crate::view::Brought;
use mudbrick_engine::Secret;
use mudbrick_engine::view::{ImportChoice, ImportDone, ImportView};
use mudbrick_model::{ErrorCode, Problem};

#[tauri::command(async)]
pub(crate) fn import_open(shell: State<'_>) -> Answer<Option<Brought>> {
    let Some(files) = shell.dialogs.open_files() else { return Ok(None) };
    brought::files(&shell.engine, &files).map(Some)
}

#[tauri::command(async)]
pub(crate) fn import_clipboard(shell: State<'_>) -> Answer<Brought> {
    match shell.clipboard.content()? {
        Content::Files(files) => brought::files(&shell.engine, &files),
        Content::Text(text) if !text.expose().trim().is_empty() => {
            brought::text(&shell.engine, text)
        }
        Content::Text(_) | Content::Nothing => {
            Err(Problem::new(ErrorCode::InvalidInput, "The clipboard is empty or holds no text.")
                .remedy("Copy the text or the file of the credential, then paste it again."))
        }
    }
}

#[tauri::command(async)]
pub(crate) fn import_unlock(
    shell: State<'_>,
    id: u32,
    item: u32,
    passphrase: String,
) -> Answer<ImportView> {
    shell.engine.import().unlock(id, item, Secret::new(passphrase))
}

#[tauri::command(async)]
pub(crate) fn import_apply(shell: State<'_>, id: u32, choice: ImportChoice) -> Answer<ImportDone> {
    shell.engine.import().apply(id, &choice)
}

#[tauri::command(async)]
pub(crate) fn import_discard(shell: State<'_>, id: u32) {
    shell.engine.import().discard(id);
}
