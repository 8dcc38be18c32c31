//! `mudbrick key`: new, show, and where the other things done with keys go.

use super::import::{self, Wanted};
use super::{damaged, key_file, key_use};
use crate::arguments::{KeyCommand, NewKeyArguments};
use crate::output::{Output, local};
use crate::session::{Session, wait};
use mudbrick_engine::view::{CertificateView, KeyPairDraft, KeyProgress, KeyView};
use mudbrick_engine::{Engine, KeyFileNames};
use mudbrick_model::{ErrorCode, KeyId, Problem};
use std::fmt::Write;
use std::process::ExitCode;

pub(crate) fn run(
    command: KeyCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    if let KeyCommand::Import(arguments) = &command {
        return import::run(arguments, Wanted::KeysAlone, session, output);
    }
    let stores = matches!(command, KeyCommand::New(_) | KeyCommand::Save(_));
    let engine = if stores { session.engine_with_vault()? } else { session.engine()? };
    match command {
        KeyCommand::New(arguments) => generate(*arguments, &engine, output)?,
        KeyCommand::Show { what: None } => {
            let (keys, damaged) = (engine.keys()?, engine.damaged_keys()?);
            damaged::say(&damaged, output);
            output.answer(&damaged::listed(&keys, &damaged), || {
                let whole: String = keys.iter().map(|key| described(key) + "\n").collect();
                whole + &damaged::lines(&damaged)
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
            let renamed = engine.rename_key(&find(&engine, &key)?.id, &name)?;
            output.answer(&renamed, || format!("{key} is called {} now.", renamed.name))?;
        }
        KeyCommand::Rm { key } => key_use::remove(&key, &engine, output)?,
        KeyCommand::Restore { id } => {
            let key = engine.restore_key(&KeyId::parse(&id)?)?;
            output.answer(&key, || format!("{} is back.", key.name))?;
        }
        KeyCommand::Import(_) => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// The key pair a person means.
pub(crate) fn find(engine: &Engine, name: &str) -> Result<KeyView, Problem> {
    engine.find_key(name).map_err(|problem| match problem.code {
        ErrorCode::NotFound => {
            let message = format!("There is no key pair called {name}.");
            let remedy = "`mudbrick key show` lists the key pairs; `mudbrick key new` makes one.";
            Problem { message, remedy: Some(remedy.to_owned()), ..problem }
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
        let written = engine.write_key_pair(&draft, &folder)?;
        let KeyFileNames { private_key, certificate } = KeyFileNames::of(&draft.name);
        return output.answer(&written, || {
            format!(
                "{}\n{}\nUpload the certificate to Adobe; keep the private key to yourself.",
                folder.join(private_key).display(),
                folder.join(certificate).display(),
            )
        });
    }
    let profile = arguments.profile.as_deref().map(|name| engine.find_profile(name)).transpose()?;
    let profile = profile.map(|profile| profile.id);
    let key = wait(engine.generate_key(draft, profile, |_: KeyProgress| ()))??;
    output.answer(&key, || described(&key))
}

pub(crate) fn described(key: &KeyView) -> String {
    let mut text = format!("{}, {} bits\n", key.name, key.bits);
    if let Some(certificate) = &key.certificate {
        text.push_str(&lines(certificate));
    }
    if let Some(damaged) = &key.damaged {
        let remedy = damaged.remedy.as_deref().unwrap_or_default();
        let _ = writeln!(text, "DAMAGED      {} {remedy}", damaged.message);
    }
    if !key.private {
        text.push_str("Private key  not in the vault\n");
    }
    if let Some(notice) = &key.notice {
        let _ = writeln!(text, "Notice       {notice}");
    }
    if !key.used_by.is_empty() {
        let _ = writeln!(text, "Used by      {}", key.used_by.join(", "));
    }
    text
}

pub(crate) fn lines(certificate: &CertificateView) -> String {
    format!(
        "Subject      {}\nSHA-1        {}\nSHA-256      {}\nSerial       {}\nValid        {} to {}\n",
        certificate.subject,
        certificate.sha1,
        certificate.sha256,
        certificate.serial,
        local(certificate.validity.not_before),
        local(certificate.validity.not_after),
    )
}
