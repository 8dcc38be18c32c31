//! `mudbrick key`: new, show, and where the other things done with keys go.

use super::key_pair::{described, find};
use super::reading::Wanted;
use super::{damaged, import, key_file, key_use};
use crate::arguments::{KeyCommand, NewKeyArguments};
use crate::output::{Output, Page};
use crate::session::{Session, wait};
use mudbrick_engine::view::{KeyPairDraft, KeyProgress, KeyView};
use mudbrick_engine::{Engine, JobKind, KeyFileNames};
use mudbrick_model::{KeyId, Problem};
use std::process::ExitCode;

pub(crate) fn run(
    command: KeyCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if let KeyCommand::Import(arguments) = &command {
        return import::run(arguments, &[], Wanted::KeysAlone, session, output);
    }
    let stores = matches!(command, KeyCommand::New(_) | KeyCommand::Save(_));
    let engine = if stores { session.engine_with_vault()? } else { session.engine()? };
    match command {
        KeyCommand::New(arguments) => generate(*arguments, &engine, output)?,
        KeyCommand::Show { what: None } => {
            let (keys, damaged) = (engine.keys().list()?, engine.keys().damaged()?);
            damaged::say(&damaged, output);
            output.answer(&damaged::listed(&keys, &damaged), || {
                let mut page = listed(&keys);
                damaged::add(&damaged, &mut page);
                page
            })?;
        }
        KeyCommand::Show { what: Some(what) } => key_file::show(&what, &engine, output)?,
        KeyCommand::Check { key, certificate } => {
            return key_file::check(&key, &certificate, output);
        }
        KeyCommand::Match { key, against, profile } => {
            let (against, profile) = (against.as_deref(), profile.as_deref());
            return key_use::matches(&key, against, profile, &engine, output);
        }
        KeyCommand::Save(arguments) => key_use::save(&arguments, &engine, output)?,
        KeyCommand::Rename { key, name } => {
            let renamed = engine.keys().rename(&find(&engine, &key)?.id, &name)?;
            output.answer(&renamed, || format!("{key} is called {} now.", renamed.name))?;
        }
        KeyCommand::Rm { key } => key_use::remove(&key, &engine, output)?,
        KeyCommand::Restore { id } => {
            let key = engine.keys().restore(&KeyId::parse(&id)?)?;
            output.answer(&key, || format!("{} is back.", key.name))?;
        }
        KeyCommand::Import(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn generate(arguments: NewKeyArguments, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let common_name = arguments.common_name.unwrap_or_else(|| arguments.name.clone());
    let draft = KeyPairDraft {
        name: arguments.name,
        bits: arguments.bits,
        days: arguments.days,
        country: arguments.country,
        state: arguments.state,
        locality: arguments.locality,
        organization: arguments.organization,
        organizational_unit: arguments.organizational_unit,
        common_name,
        email: arguments.email,
    };
    if let Some(folder) = arguments.out {
        let written = engine.keys().write_pair(&draft, &folder)?;
        let KeyFileNames { private_key, certificate, .. } = KeyFileNames::of(&draft.name);
        return output.answer(&written, || {
            let mut page = Page::new();
            page.line(folder.join(private_key).display().to_string());
            page.line(folder.join(certificate).display().to_string());
            page.line("Upload the certificate to Adobe; keep the private key to yourself.");
            page
        });
    }
    let profile =
        arguments.profile.as_deref().map(|name| engine.profiles().find(name)).transpose()?;
    let profile = profile.map(|profile| profile.id);
    let key = wait(engine.keys().generate(
        &engine.jobs().start(JobKind::KeyPair),
        draft,
        profile,
        |_: KeyProgress| (),
    ))??;
    output.answer(&key, || described(&key))
}

fn listed(keys: &[KeyView]) -> Page {
    let mut page = Page::new();
    for (place, key) in keys.iter().enumerate() {
        if place > 0 {
            page.blank();
        }
        page.append(described(key));
    }
    page
}
