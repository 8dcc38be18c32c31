//! `mudbrick key`: new, show, and where the other things done with keys go.

use super::import::{self, Wanted};
use super::{damaged, key_file, key_use};
use crate::arguments::{KeyCommand, NewKeyArguments};
use crate::output::{Output, Page, local};
use crate::session::{Session, wait};
use mudbrick_engine::view::{CertificateView, KeyPairDraft, KeyProgress, KeyView};
use mudbrick_engine::{Engine, JobKind, KeyFileNames};
use mudbrick_model::{ErrorCode, KeyId, Problem};
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

/// The key pair a person means.
pub(crate) fn find(engine: &Engine, name: &str) -> Result<KeyView, Problem> {
    engine.keys().find(name).map_err(|problem| match problem.code {
        ErrorCode::NotFound => {
            let message = format!("There is no key pair called {name}.");
            let remedy = "`mudbrick key show` lists the key pairs; `mudbrick key new` makes one.";
            Problem { message, remedy: Some(remedy.into()), ..problem }
        }
        _ => problem,
    })
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

pub(crate) fn described(key: &KeyView) -> Page {
    let mut page = Page::new();
    writeln!(page, "{}, {} bits", key.name, key.bits);
    if let Some(certificate) = &key.certificate {
        page.append(lines(certificate));
    }
    if let Some(damaged) = &key.damaged {
        let remedy = damaged.remedy_text().unwrap_or_default();
        writeln!(page, "DAMAGED      {} {remedy}", damaged.message);
    }
    if !key.private {
        page.line("Private key  not in the vault");
    }
    if let Some(notice) = &key.notice {
        writeln!(page, "Notice       {notice}");
    }
    if !key.used_by.is_empty() {
        writeln!(page, "Used by      {}", key.used_by.join(", "));
    }
    page
}

pub(crate) fn lines(certificate: &CertificateView) -> Page {
    let mut page = Page::new();
    let validity = certificate.validity;
    writeln!(page, "Subject      {}", certificate.subject);
    writeln!(page, "SHA-1        {}", certificate.sha1);
    writeln!(page, "SHA-256      {}", certificate.sha256);
    writeln!(page, "Serial       {}", certificate.serial);
    writeln!(page, "Valid        {} to {}", local(validity.not_before), local(validity.not_after));
    page
}
