//! A reading as text, with its secrets in the open: every value in the fixtures is made up.

use crate::case::key_file;
use mudbrick_interchange::{Found, FoundCredential, Ignored, Reading};
use mudbrick_model::Problem;
use mudbrick_pki::Certificate;
use std::fmt::Write;

pub(crate) fn render(reading: &Reading) -> String {
    let mut out = String::new();
    for source in &reading.sources {
        let format = source.format.unwrap_or("?");
        line(&mut out, format!("source {}: {format}", source.name));
        for repair in &source.repairs {
            line(&mut out, format!("  repair: {}", repair.sentence()));
        }
        problem(&mut out, source.problem.as_ref());
    }
    for credential in &reading.credentials {
        render_credential(&mut out, credential);
    }
    for kit in &reading.kits {
        let names: Vec<&str> = kit.kit.profiles.iter().map(|p| p.name.as_str()).collect();
        let requests: Vec<&str> = kit.kit.requests.iter().map(|(path, _)| path.as_str()).collect();
        line(
            &mut out,
            format!("kit {}: {names:?} {} keys {requests:?}", kit.source, kit.kit.keys.len()),
        );
    }
    for backup in &reading.backups {
        let names: Vec<String> = backup
            .backup
            .profiles
            .iter()
            .map(|p| format!("{} ({} secrets)", p.profile.name, p.client_secrets.len()))
            .collect();
        line(
            &mut out,
            format!("backup {}: {names:?} {} keys", backup.source, backup.backup.keys.len()),
        );
    }
    for (at, key) in reading.keys.iter().enumerate() {
        let private =
            key.private.as_ref().map_or_else(|| "no".to_owned(), |key| known(key.id().as_str()));
        let certificate =
            key.certificate.as_ref().map_or_else(|| "no".to_owned(), |c| known(c.sha1().as_str()));
        line(
            &mut out,
            format!("key {at} {:?}: private {private}, certificate {certificate}", key.name),
        );
        for origin in &key.origins {
            line(&mut out, format!("  from {}", origin.0));
        }
        for repair in &key.repairs {
            line(&mut out, format!("  repair: {}", repair.sentence()));
        }
    }
    for locked in &reading.locked {
        line(&mut out, format!("locked {} {}: {}", locked.place, locked.source, locked.what));
        problem(&mut out, locked.problem.as_ref());
    }
    for ignored in &reading.ignored {
        let Ignored { source, place, what, why } = ignored;
        let place = if place.is_empty() { String::new() } else { format!(" › {place}") };
        line(&mut out, format!("ignored {source}{place}: {}: {}", what.text(), why.text()));
    }
    out
}

fn render_credential(out: &mut String, credential: &FoundCredential) {
    let place = |found: &Found<String>| format!("{}  <- {}", found.value, found.origin.0);
    line(
        out,
        format!(
            "credential {:?} by {:?}  <- {}",
            credential.name.value, credential.grant, credential.name.origin.0
        ),
    );
    for (name, found) in [
        ("organization", &credential.organization),
        ("workspace", &credential.workspace),
        ("org_id", &credential.org_id),
        ("client_id", &credential.client_id),
        ("technical_account_id", &credential.technical_account_id),
        ("redirect_uri", &credential.redirect_uri),
        ("technical_account_email", &credential.technical_account_email),
        ("sandbox", &credential.sandbox),
    ] {
        if let Some(found) = found {
            line(out, format!("  {name}: {}", place(found)));
        }
    }
    if let Some(scopes) = &credential.scopes {
        line(out, format!("  scopes: {}  <- {}", scopes.value.join(" "), scopes.origin.0));
    }
    if let Some(adobe) = &credential.adobe {
        line(out, format!("  adobe: {:?}  <- {}", adobe.value, adobe.origin.0));
    }
    for (name, value) in &credential.variables {
        line(out, format!("  variable {name}: {}", place(value)));
    }
    for secret in &credential.client_secrets {
        line(out, format!("  secret {}  <- {}", secret.value.expose(), secret.origin.0));
    }
    if let Some(key) = credential.key {
        line(out, format!("  key {key}"));
    }
    for fingerprint in &credential.certificates {
        line(out, format!("  certificate {}", known(fingerprint.as_str())));
    }
    for note in &credential.notes {
        line(out, format!("  note: {}", note.text()));
    }
}

fn problem(out: &mut String, problem: Option<&Problem>) {
    let Some(problem) = problem else { return };
    line(out, format!("  problem: {}", problem.message));
    for more in problem.remedy_text().into_iter().chain(problem.detail.as_deref()) {
        line(out, format!("    {more}"));
    }
}

fn line(out: &mut String, text: String) {
    writeln!(out, "{text}").unwrap();
}

/// The fixtures' keys by name.
pub(crate) fn known(id: &str) -> String {
    for name in ["one.crt", "two.crt", "one-older.crt"] {
        let text = String::from_utf8(key_file(name)).unwrap();
        let certificate = Certificate::from_pem(&text).unwrap();
        if certificate.sha1().as_str() == id {
            return name.to_owned();
        }
        if certificate.key_id().as_str() == id {
            return if name == "two.crt" { "two.key" } else { "one.key" }.to_owned();
        }
    }
    id.to_owned()
}
