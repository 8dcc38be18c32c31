//! The vault: its state, who keeps its key, locking and unlocking, and the earlier states of what is in it.

use super::{Answer, State};
use mudbrick_engine::view::{GenerationView, SecretKind, SecretOwner, VaultView};
use mudbrick_engine::{LockCause, Secret};
use mudbrick_model::ProfileId;

#[tauri::command(async)]
pub(crate) fn vault_state(shell: State<'_>) -> VaultView {
    shell.engine.vault().view()
}

#[tauri::command(async)]
pub(crate) fn vault_unlock(shell: State<'_>, passphrase: Option<String>) -> Answer<VaultView> {
    // Whoever unlocks is there, even if nothing else tells so for a while.
    shell.presence.note(shell.clock.now());
    shell.engine.vault().unlock(passphrase.map(Secret::new))
}

#[tauri::command(async)]
pub(crate) fn vault_lock(shell: State<'_>) {
    shell.lock(LockCause::Person);
}

#[tauri::command(async)]
pub(crate) fn vault_use_passphrase(shell: State<'_>, passphrase: String) -> Answer<VaultView> {
    shell.engine.vault().use_passphrase(Secret::new(passphrase))
}

#[tauri::command(async)]
pub(crate) fn vault_change_passphrase(
    shell: State<'_>,
    current: String,
    passphrase: String,
) -> Answer<VaultView> {
    shell.engine.vault().change_passphrase(&Secret::new(current), &Secret::new(passphrase))
}

#[tauri::command(async)]
pub(crate) fn vault_use_keyring(shell: State<'_>) -> Answer<VaultView> {
    shell.engine.vault().use_keyring()
}

/// The person is there: the window tells it when a key or the pointer moved.
#[tauri::command]
pub(crate) fn activity(shell: State<'_>) {
    shell.presence.note(shell.clock.now());
}

#[tauri::command(async)]
pub(crate) fn secret_generations(
    shell: State<'_>,
    owner: SecretOwner,
) -> Answer<Vec<GenerationView>> {
    shell.engine.vault().generations(&owner)
}

#[tauri::command(async)]
pub(crate) fn secret_restore(shell: State<'_>, owner: SecretOwner, number: u32) -> Answer<()> {
    shell.engine.vault().restore(&owner, number)
}

#[tauri::command(async)]
pub(crate) fn secret_remove(shell: State<'_>, id: ProfileId, kind: SecretKind) -> Answer<()> {
    shell.engine.profiles().remove_secret(&id, kind)
}
