//! Key and certificate files that are looked at and stay where they are.

use super::key_pair::{described, find, lines};
use crate::output::{Output, Page};
use mudbrick_engine::{Engine, KeyFile};
use mudbrick_model::{ErrorCode, Problem};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn show(what: &str, engine: &Engine, output: &Output) -> Result<(), Problem> {
    match find(engine, what) {
        Ok(key) if key.name == what || !Path::new(what).exists() => {
            return output.answer(&key, || described(&key));
        }
        // Not a file then, and most likely the key pair that was meant.
        Err(problem) if problem.code == ErrorCode::Damaged && !Path::new(what).exists() => {
            return Err(problem);
        }
        _ => {}
    }
    let file = KeyFile::read(Path::new(what))?;
    output.answer(&file, || {
        let mut page = Page::new();
        match &file {
            KeyFile::PrivateKey { bits, key_id } => {
                writeln!(page, "RSA private key, {bits} bits");
                writeln!(page, "Key ID       {key_id}");
            }
            KeyFile::Certificate { bits, key_id, certificate } => {
                match bits {
                    Some(bits) => writeln!(page, "Certificate over an RSA key, {bits} bits"),
                    None => page
                        .line("Certificate over a key that is not RSA, which Adobe does not take"),
                }
                writeln!(page, "Key ID       {key_id}");
                page.append(lines(certificate));
            }
        }
        page
    })
}

pub(crate) fn check(key: &Path, certificate: &Path, output: &Output) -> Result<ExitCode, Problem> {
    let matches = KeyFile::belong_together(key, certificate)?;
    output.answer(&json!({ "matches": matches }), || {
        if matches {
            "The private key and the certificate belong together.".to_owned()
        } else {
            "The private key and the certificate do not belong together.".to_owned()
        }
    })?;
    Ok(if matches { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
