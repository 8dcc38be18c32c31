//! `mudbrick export`, `kit`, `backup` and `inventory`: what goes out. The engine looks for secrets in all of it first.

use crate::arguments::{BackupArguments, ExportArguments, InventoryArguments, KitArguments};
use crate::ask;
use crate::output::Output;
use crate::session::Session;
use crate::target::{Force, Target};
use mudbrick_engine::view::{ExportSecrets, Exported, LeftOut, Selection, Unreadable};
use mudbrick_engine::{Engine, Inventory, JobKind};
use mudbrick_model::{Problem, counted};
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn export(
    arguments: &ExportArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let id = engine.profiles().find(&arguments.profile)?.id;
    let format = arguments.format.into();
    let Some(path) = &arguments.out else {
        let text = engine.export().text(&id, format)?;
        output.answer_text(&json!({ "text": text }), &text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut target = Target::of(path, Force::given(arguments.force), output)?;
    let with = match arguments.with_secrets {
        true => ExportSecrets::Included,
        false => ExportSecrets::LeftOut,
    };
    let done = engine.export().profile(&id, format, with, target.destination())?;
    let words = match done.secrets {
        true => format!("{} holds secrets: only you can read it.", done.path),
        false => format!("{} holds no secrets.", done.path),
    };
    report_export(&done, &words, target, output)
}

pub(crate) fn kit(
    arguments: &KitArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let selection = selection(&arguments.profiles, &engine)?;
    let mut target = Target::of_kit(&arguments.out, Force::given(arguments.force), output)?;
    let done = engine.export().kit(
        &selection,
        target.destination(),
        unreadable(arguments.skip_damaged),
    )?;
    let words = format!("{} in {}, without a secret.", contents(&done), done.path);
    report_export(&done, &words, target, output)
}

pub(crate) fn backup(
    arguments: &BackupArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let selection = selection(&arguments.profiles, &engine)?;
    let mut target = Target::of(&arguments.out, Force::given(arguments.force), output)?;
    let file = arguments.backup_passphrase_file.as_deref();
    let passphrase = ask::new_passphrase(file, "Backup passphrase", "--backup-passphrase-file")?;
    let unreadable = unreadable(arguments.skip_damaged);
    let done = engine.export().backup(
        &engine.jobs().start(JobKind::Backup),
        &selection,
        &passphrase,
        target.destination(),
        unreadable,
    )?;
    let words = format!(
        "{} in {}, opened again and counted. Nobody opens it without the passphrase.",
        contents(&done),
        done.path
    );
    report_export(&done, &words, target, output)
}

fn unreadable(skip: bool) -> Unreadable {
    if skip { Unreadable::LeftOut } else { Unreadable::Refused }
}

pub(crate) fn inventory(
    arguments: &InventoryArguments,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine_with_vault()?;
    let Some(path) = &arguments.out else {
        let Inventory { text, left_out, .. } = engine.export().inventory_text()?;
        output.answer_text(&json!({ "text": text, "left_out": left_out }), &text)?;
        return Ok(exit_code_for(&left_out, output));
    };
    let mut target = Target::of(path, Force::given(arguments.force), output)?;
    let done = engine.export().inventory(target.destination())?;
    let words = format!("{} in {}, without secrets.", contents(&done), done.path);
    report_export(&done, &words, target, output)
}

fn selection(names: &[String], engine: &Engine) -> Result<Selection, Problem> {
    if names.is_empty() {
        return Ok(Selection::All);
    }
    let ids = names.iter().map(|name| Ok(engine.profiles().find(name)?.id));
    Ok(Selection::Profiles { ids: ids.collect::<Result<_, Problem>>()? })
}

fn report_export(
    done: &Exported,
    words: &str,
    target: Target<'_>,
    output: &Output,
) -> Result<ExitCode, Problem> {
    target.written(done, words, output)?;
    for note in &done.notes {
        output.note(&note.text);
    }
    Ok(exit_code_for(&done.left_out, output))
}

/// What is not whole says so, and is no success to a script.
fn exit_code_for(left_out: &[LeftOut], output: &Output) -> ExitCode {
    for LeftOut { what, problem } in left_out {
        output.note(&format!("Left out: {what}. {}", problem.message));
    }
    if left_out.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// `2 profiles, 2 client secrets, 1 key, 1 private key and 3 requests`.
fn contents(done: &Exported) -> String {
    let parts = [
        (done.profiles, "profile"),
        (done.client_secrets, "client secret"),
        (done.keys, "key"),
        (done.private_keys, "private key"),
        (done.requests, "request"),
    ];
    let words = parts.into_iter().filter(|(count, what)| *count > 0 || *what == "profile");
    let words: Vec<String> = words.map(|(count, what)| counted(count, what)).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.join(""),
    }
}
