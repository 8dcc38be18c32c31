//! What is open in the window, kept as it is typed.

use super::{Answer, State};
use mudbrick_engine::view::{OpenTab, OutsideAnswer, TabId, TabView, TabsView};

#[tauri::command(async)]
pub(crate) fn tabs_list(shell: State<'_>) -> Answer<TabsView> {
    shell.engine.drafts().list()
}

#[tauri::command(async)]
pub(crate) fn tab_keep(shell: State<'_>, tab: OpenTab) -> Answer<()> {
    shell.engine.drafts().keep(tab)
}

#[tauri::command(async)]
pub(crate) fn tab_close(shell: State<'_>, id: TabId) -> Answer<()> {
    shell.engine.drafts().close(&id)
}

#[tauri::command(async)]
pub(crate) fn tab_reopen(shell: State<'_>, id: Option<TabId>) -> Answer<TabView> {
    shell.engine.drafts().reopen(id.as_ref())
}

#[tauri::command(async)]
pub(crate) fn tabs_arrange(shell: State<'_>, tabs: Vec<TabId>, active: Vec<TabId>) {
    shell.engine.drafts().arrange(&tabs, &active);
}

#[tauri::command(async)]
pub(crate) fn tab_settle(shell: State<'_>, id: TabId, answer: OutsideAnswer) -> Answer<TabsView> {
    shell.engine.drafts().settle(&id, answer)
}
