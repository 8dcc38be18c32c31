//! Key pairs: generated off the window's thread, compared, saved where the person chooses, registered with the practice
//! Adobe; and the subjects kept for the next one.

use super::{Answer, State};
use mudbrick_engine::view::{
    CertificateForm, KeyFieldProblem, KeyMatch, KeyPairDraft, KeyProgress, KeyView, MatchAgainst,
    SubjectTemplate,
};
use mudbrick_engine::{Destination, JobId, JobKind, Secret};
use mudbrick_model::{KeyId, ProfileId};
use std::path::PathBuf;
use tauri::ipc::Channel;

#[tauri::command(async)]
pub(crate) fn keys_list(shell: State<'_>) -> Answer<Vec<KeyView>> {
    shell.engine.keys().list()
}

#[tauri::command(async)]
pub(crate) fn key_check(shell: State<'_>, draft: KeyPairDraft) -> Vec<KeyFieldProblem> {
    shell.engine.keys().check(&draft)
}

#[tauri::command]
pub(crate) async fn key_generate(
    shell: State<'_>,
    job: JobId,
    draft: KeyPairDraft,
    profile: Option<ProfileId>,
    progress: Channel<KeyProgress>,
) -> Answer<KeyView> {
    // A window that went away does not stop the work: the pair is in the vault when it comes back.
    let report = move |step| drop(progress.send(step));
    let job = shell.engine.jobs().start_as(job, JobKind::KeyPair)?;
    shell.engine.keys().generate(&job, draft, profile, report).await
}

#[tauri::command(async)]
pub(crate) fn key_match(shell: State<'_>, id: KeyId, against: MatchAgainst) -> Answer<KeyMatch> {
    shell.engine.keys().compare(&id, &against)
}

#[tauri::command(async)]
pub(crate) fn key_rename(shell: State<'_>, id: KeyId, name: String) -> Answer<KeyView> {
    shell.engine.keys().rename(&id, &name)
}

#[tauri::command(async)]
pub(crate) fn key_delete(shell: State<'_>, id: KeyId) -> Answer<()> {
    shell.engine.keys().delete(&id)
}

#[tauri::command(async)]
pub(crate) fn key_save_certificate(
    shell: State<'_>,
    id: KeyId,
    form: CertificateForm,
) -> Answer<Option<PathBuf>> {
    let names = shell.engine.keys().file_names(&id)?;
    let name = match form {
        CertificateForm::Pem => names.certificate,
        CertificateForm::Der => names.certificate_der,
    };
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    shell.engine.keys().save_certificate(&id, form, Destination::agreed(&path))?;
    Ok(Some(path))
}

#[tauri::command(async)]
pub(crate) fn key_save_private(shell: State<'_>, id: KeyId) -> Answer<Option<PathBuf>> {
    let name = shell.engine.keys().file_names(&id)?.private_key;
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    shell.engine.keys().save_private_key(&id, Destination::agreed(&path))?;
    Ok(Some(path))
}

#[tauri::command(async)]
pub(crate) fn key_save_pkcs12(
    shell: State<'_>,
    id: KeyId,
    passphrase: String,
) -> Answer<Option<PathBuf>> {
    let name = shell.engine.keys().file_names(&id)?.pkcs12;
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    shell.engine.keys().save_pkcs12(&id, &Secret::new(passphrase), Destination::agreed(&path))?;
    Ok(Some(path))
}

#[tauri::command(async)]
pub(crate) fn key_save_reminder(shell: State<'_>, id: KeyId) -> Answer<Option<PathBuf>> {
    let name = shell.engine.keys().file_names(&id)?.reminder;
    let Some(path) = shell.dialogs.save_file(&name) else { return Ok(None) };
    shell.engine.keys().save_reminder(&id, Destination::agreed(&path))?;
    Ok(Some(path))
}

#[tauri::command]
pub(crate) async fn key_register_with_practice(
    shell: State<'_>,
    id: KeyId,
    profile: ProfileId,
) -> Answer<KeyView> {
    shell.engine.practice().register(&id, &profile).await
}

#[tauri::command(async)]
pub(crate) fn subject_templates(shell: State<'_>) -> Answer<Vec<SubjectTemplate>> {
    shell.engine.keys().templates()
}

#[tauri::command(async)]
pub(crate) fn subject_template_save(shell: State<'_>, template: SubjectTemplate) -> Answer<()> {
    shell.engine.keys().save_template(&template)
}

#[tauri::command(async)]
pub(crate) fn subject_template_delete(shell: State<'_>, name: String) -> Answer<()> {
    shell.engine.keys().delete_template(&name)
}
