//! What is open in the window, kept as it is typed.

use super::{Answer, State};
use mudbrick_engine::view::{BodyBase, BodyEdit, OpenTab, OutsideAnswer, TabId, TabView, TabsView};

/// The drafts of `known` tabs do not cross again.
#[tauri::command(async)]
pub(crate) fn tabs_list(shell: State<'_>, known: Option<Vec<TabId>>) -> Answer<TabsView> {
    shell.engine.drafts().list_beside(&known.unwrap_or_default())
}

#[tauri::command(async)]
pub(crate) fn tab_keep(shell: State<'_>, tab: OpenTab) -> Answer<()> {
    shell.engine.drafts().keep(tab)
}

/// Of a body that is too long to come with each pause in typing, what was changed in it.
#[tauri::command(async)]
pub(crate) fn tab_edit(
    shell: State<'_>,
    tab: OpenTab,
    base: BodyBase,
    edits: Vec<BodyEdit>,
) -> Answer<()> {
    shell.engine.drafts().edit(tab, base, &edits)
}

#[tauri::command(async)]
pub(crate) fn tab_close(shell: State<'_>, id: TabId) -> Answer<()> {
    shell.engine.drafts().close(&id)
}

#[tauri::command(async)]
pub(crate) fn tab_reopen(shell: State<'_>, id: Option<TabId>) -> Answer<TabView> {
    shell.engine.drafts().reopen(id.as_ref())
}

/// The page has handed over everything that was typed, since the window is about to close.
#[tauri::command]
pub(crate) fn tabs_handed_over(shell: State<'_>) {
    shell.closing.kept();
}

#[tauri::command(async)]
pub(crate) fn tabs_arrange(shell: State<'_>, tabs: Vec<TabId>, active: Vec<TabId>) {
    shell.engine.drafts().arrange(&tabs, &active);
}

#[tauri::command(async)]
pub(crate) fn tab_settle(shell: State<'_>, id: TabId, answer: OutsideAnswer) -> Answer<TabsView> {
    shell.engine.drafts().settle(&id, answer)
}
