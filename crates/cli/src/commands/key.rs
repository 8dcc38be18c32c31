//! `mudbrick key`: new, show, check.

use crate::arguments::{KeyCommand, NewKeyArguments};
use crate::output::{Output, local};
use crate::session::{Session, wait};
use mudbrick_engine::view::{CertificateView, KeyPairDraft, KeyProgress, KeyView};
use mudbrick_engine::{Engine, KeyFile, KeyFileNames};
use mudbrick_model::{ErrorCode, Problem};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(
    command: KeyCommand,
    session: &Session,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let engine = session.engine()?;
    match command {
        KeyCommand::New(arguments) => generate(*arguments, &engine, output)?,
        KeyCommand::Show { what: None } => {
            let keys = engine.keys()?;
            output.answer(&keys, || keys.iter().map(|key| described(key) + "\n").collect())?;
        }
        KeyCommand::Show { what: Some(what) } => show(&what, &engine, output)?,
        KeyCommand::Check { key, certificate } => return check(&key, &certificate, output),
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

fn show(what: &str, engine: &Engine, output: &Output) -> Result<(), Problem> {
    if let Some(key) = engine.keys()?.into_iter().find(|key| key.name == what) {
        return output.answer(&key, || described(&key));
    }
    let file = KeyFile::read(Path::new(what))?;
    output.answer(&file, || match &file {
        KeyFile::PrivateKey { bits, key_id } => {
            format!("RSA private key, {bits} bits\nKey ID       {key_id}\n")
        }
        KeyFile::Certificate { bits, key_id, certificate } => {
            let kind = match bits {
                Some(bits) => format!("Certificate over an RSA key, {bits} bits"),
                None => {
                    "Certificate over a key that is not RSA, which Adobe does not take".to_owned()
                }
            };
            format!("{kind}\nKey ID       {key_id}\n{}", lines(certificate))
        }
    })
}

fn check(key: &Path, certificate: &Path, output: &Output) -> Result<ExitCode, Problem> {
    let (private, public) = (KeyFile::read(key)?, KeyFile::read(certificate)?);
    if !matches!(private, KeyFile::PrivateKey { .. }) {
        return Err(wrong_kind(key, "private key"));
    }
    if !matches!(public, KeyFile::Certificate { .. }) {
        return Err(wrong_kind(certificate, "certificate"));
    }
    let matches = private.key_id() == public.key_id();
    output.answer(&json!({ "matches": matches }), || {
        if matches {
            "The private key and the certificate belong together.".to_owned()
        } else {
            "The private key and the certificate do not belong together.".to_owned()
        }
    })?;
    Ok(if matches { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn wrong_kind(path: &Path, expected: &str) -> Problem {
    Problem::new(ErrorCode::InvalidInput, format!("{} is not a {expected}.", path.display()))
        .remedy("Give the private key first, then the certificate.")
}

fn described(key: &KeyView) -> String {
    let mut text = format!("{}, {} bits\n", key.name, key.bits);
    if let Some(certificate) = &key.certificate {
        text.push_str(&lines(certificate));
    }
    if !key.used_by.is_empty() {
        let _ = writeln!(text, "Used by      {}", key.used_by.join(", "));
    }
    text
}

fn lines(certificate: &CertificateView) -> String {
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
