//! Profiles: list, look, check, make, edit, duplicate, delete, bring back.

use super::{Answer, State};
use mudbrick_engine::view::{FieldProblem, ProfileDraft, ProfileSummary, ProfileView};
use mudbrick_engine::{ClientSecrets, Secret};
use mudbrick_model::ProfileId;

#[tauri::command(async)]
pub(crate) fn profiles_list(shell: State<'_>) -> Answer<Vec<ProfileSummary>> {
    shell.engine.profiles().list()
}

#[tauri::command(async)]
pub(crate) fn profile_get(shell: State<'_>, id: ProfileId) -> Answer<ProfileView> {
    shell.engine.profiles().get(&id)
}

#[tauri::command(async)]
pub(crate) fn profile_check(shell: State<'_>, draft: ProfileDraft) -> Vec<FieldProblem> {
    shell.engine.profiles().check(&draft)
}

#[tauri::command(async)]
pub(crate) fn profile_create(
    shell: State<'_>,
    draft: ProfileDraft,
    client_secret: Option<String>,
    second_client_secret: Option<String>,
) -> Answer<ProfileView> {
    shell.engine.profiles().create(&draft, typed(client_secret, second_client_secret))
}

#[tauri::command(async)]
pub(crate) fn profile_update(
    shell: State<'_>,
    id: ProfileId,
    revision: String,
    draft: ProfileDraft,
    client_secret: Option<String>,
    second_client_secret: Option<String>,
) -> Answer<ProfileView> {
    let secrets = typed(client_secret, second_client_secret);
    shell.engine.profiles().update(&id, &revision, &draft, secrets)
}

#[tauri::command(async)]
pub(crate) fn profile_duplicate(shell: State<'_>, id: ProfileId) -> Answer<ProfileView> {
    shell.engine.profiles().duplicate(&id)
}

#[tauri::command(async)]
pub(crate) fn profile_delete(shell: State<'_>, id: ProfileId) -> Answer<()> {
    shell.engine.profiles().delete(&id)
}

#[tauri::command(async)]
pub(crate) fn profile_restore(shell: State<'_>, id: ProfileId) -> Answer<ProfileView> {
    shell.engine.profiles().restore(&id)
}

fn typed(first: Option<String>, second: Option<String>) -> ClientSecrets {
    ClientSecrets { first: first.map(Secret::new), second: second.map(Secret::new) }
}
