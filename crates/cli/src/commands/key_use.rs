//! What is done with a key pair: compared, saved to a file, removed.

use super::key_pair::find;
use crate::arguments::{SaveArguments, SaveAs};
use crate::output::Output;
use crate::target::{Force, Target};
use crate::{ask, input};
use mudbrick_engine::Engine;
use mudbrick_engine::view::{CertificateForm, MatchAgainst};
use mudbrick_model::Problem;
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

/// Exit code 0 for yes and 1 for no.
pub(crate) fn matches(
    key: &str,
    against: Option<&str>,
    profile: Option<&str>,
    engine: &Engine,
    output: &Output,
) -> Result<ExitCode, Problem> {
    let id = find(engine, key)?.id;
    let found = match (profile, against.unwrap_or_default()) {
        (Some(profile), _) => {
            let profile = engine.profiles().find(profile)?.id;
            engine.keys().compare(&id, &MatchAgainst::Profile { profile })?
        }
        (None, text) if text == "-" || Path::new(text).is_file() => {
            engine.keys().compare_file(&id, &input::whole_bytes(Path::new(text))?)?
        }
        (None, text) => {
            engine.keys().compare(&id, &MatchAgainst::Text { text: text.to_owned() })?
        }
    };
    output.answer(&found, || found.sentence.clone())?;
    Ok(if found.matches { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) fn save(
    arguments: &SaveArguments,
    engine: &Engine,
    output: &Output,
) -> Result<(), Problem> {
    let id = find(engine, &arguments.key)?.id;
    let out = &arguments.out;
    let mut target = Target::of(out, Force::given(arguments.force), output)?;
    let note = match arguments.what {
        SaveAs::Certificate => {
            engine.keys().save_certificate(&id, CertificateForm::Pem, target.destination())?;
            "Upload it to Adobe; nothing in it is secret."
        }
        SaveAs::Der => {
            engine.keys().save_certificate(&id, CertificateForm::Der, target.destination())?;
            "Nothing in it is secret."
        }
        SaveAs::PrivateKey => {
            engine.keys().save_private_key(&id, target.destination())?;
            "Only you can read it. Whoever has it can act for the profiles that sign with it: keep it to yourself."
        }
        SaveAs::Pkcs12 => {
            let file = arguments.new_passphrase_file.as_deref();
            let passphrase =
                ask::new_passphrase(file, "Passphrase of the file", "--new-passphrase-file")?;
            engine.keys().save_pkcs12(&id, &passphrase, target.destination())?;
            "The private key in it is as safe as its passphrase."
        }
        SaveAs::Reminder => {
            engine.keys().save_reminder(&id, target.destination())?;
            "Open it with your calendar: it speaks up 30, 7 and 1 days before the end."
        }
    };
    let path = out.display().to_string();
    target.written(&json!({ "path": path }), &path, output)?;
    output.note(note);
    Ok(())
}

pub(crate) fn remove(name: &str, engine: &Engine, output: &Output) -> Result<(), Problem> {
    let key = find(engine, name)?;
    engine.keys().delete(&key.id)?;
    output.answer(&json!({ "removed": key.id }), || {
        format!(
            "{} removed. Bring it back within 30 days with: mudbrick key restore {}",
            key.name, key.id
        )
    })
}
