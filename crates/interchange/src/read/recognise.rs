//! One file or text: which notation it is in, and which shape it has.

use super::findings::Findings;
use super::item::{Content, Item, MAX_TEXT};
use super::keys::Placing;
use super::shapes::{self, curl, dotenv, loose};
use super::syntax::{NotThis, Origins, Value, env, ini, properties, relaxed, toml, yaml};
use super::{mudbrick, text};
use crate::backup;
use crate::reading::{FoundBackup, FoundKit, Origin};
use mudbrick_model::{ErrorCode, Explain, Problem, Repair, Unused, UnusedReason};
use mudbrick_pki::{KeyError, ReadError};

/// Texts within texts.
const MAX_QUOTED: usize = 3;

/// Reads one item.
pub(super) fn item(
    findings: &mut Findings<'_>,
    kits: &mut Vec<FoundKit>,
    backups: &mut Vec<FoundBackup>,
    item: &Item<'_>,
) {
    findings.begin(&item.name);
    let bytes = item.bytes();
    if let Content::Refused(problem) = &item.content {
        return findings.problem(problem.clone());
    }
    if bytes.len() > MAX_TEXT {
        let message = "It is larger than 16 MiB, more than any file with credentials.";
        return findings.problem(Problem::new(ErrorCode::InvalidInput, message));
    }
    if backup::recognises(bytes) {
        return mudbrick::take_backup(findings, backups, bytes);
    }
    let Some(decoded) = text::decode(bytes) else { return binary(findings, bytes) };
    if decoded.text.trim().is_empty() {
        return findings.problem(Problem::new(ErrorCode::InvalidInput, "It is empty."));
    }
    let before = told(findings);
    let part = mudbrick::part(findings, kits, &decoded.text);
    if part || structured(findings, &decoded.text, 0) {
        decoded.repair.into_iter().for_each(|repair| findings.repaired(repair));
        if !part && told(findings) == before {
            findings.ignore(Unused::File { path: None }, UnusedReason::NothingForAProfile);
        }
        return;
    }
    keys_or_ids(findings, bytes, &decoded.text);
}

/// How much there is to tell; a source is never passed over in silence.
fn told(findings: &Findings<'_>) -> (usize, usize, usize, usize) {
    let problems = findings.sources.iter().filter(|source| source.problem.is_some()).count();
    (findings.partials.len(), findings.ignored.len(), findings.met, problems)
}

/// Everything that has credentials in it.
fn structured(findings: &mut Findings<'_>, text: &str, quoted: usize) -> bool {
    if quoted > MAX_QUOTED {
        return false;
    }
    if curl::looks_like_one(text) && curl::read(findings, text) {
        return true;
    }
    if loose::token(findings, text) {
        return true;
    }
    let start = text.trim_start();
    if ini::begins_with_section(text) {
        return tree(findings, toml::parse(text))
            || said(findings, "a configuration", ini::parse(text));
    }
    if start.starts_with(['{', '[', '"']) {
        return match relaxed::parse(start) {
            Ok(Value::Text(inner)) => structured(findings, &inner, quoted + 1),
            Ok(value) => document(findings, value),
            Err(error) => {
                let found = tree(findings, toml::parse(text)) || fragment(findings, text);
                if found {
                    findings.problem(broken_json(&error));
                }
                found
            }
        };
    }
    let lines = env::parse(text);
    // Names of variables begin with capitals, names in TOML do not.
    let is_toml = lines.lines.iter().any(|line| line.name.starts_with(|c: char| c.is_lowercase()));
    let has_sections = lines.foreign > 0 && ini::has_section(text);
    dotenv::properties(findings, properties::parse(text))
        || (is_toml && tree(findings, toml::parse(text)))
        || (has_sections && tree(findings, ini::parse(text)))
        || dotenv::environment(findings, lines)
        || yaml_tree(findings, text)
        || fragment(findings, text)
}

/// YAML, also where it is indented with tabs, which people do and YAML does not allow.
fn yaml_tree(findings: &mut Findings<'_>, text: &str) -> bool {
    let error = match yaml::parse(text) {
        Ok(value) => return value.is_container() && document(findings, value),
        Err(error) => error,
    };
    let tab = text.lines().position(|line| line.trim_start_matches(' ').starts_with('\t'));
    if tab.is_some() && tree(findings, yaml::parse(&yaml::without_tabs(text))) {
        findings.repaired(Repair::TabsInYaml);
        return true;
    }
    if yaml::looks_like_it(text) {
        let error = match tab {
            Some(at) => NotThis { line: at + 1, why: "a tab stands where YAML wants spaces" },
            None => error,
        };
        findings.problem(broken("It looks like YAML", &error));
    }
    false
}

/// Says where a text that is nothing else cannot be read.
fn said(findings: &mut Findings<'_>, what: &str, parsed: Result<Value, NotThis>) -> bool {
    match parsed {
        Ok(value) => document(findings, value),
        Err(error) => {
            findings.problem(broken(&format!("It looks like {what} in sections"), &error));
            false
        }
    }
}

fn broken_json(error: &NotThis) -> Problem {
    broken("It begins like JSON", error)
}

fn broken(what: &str, error: &NotThis) -> Problem {
    let message = format!("{what}, but cannot be read: {}.", error.clause());
    Problem::new(ErrorCode::InvalidInput, message).remedy("Correct it there, or download it again.")
}

fn document(findings: &mut Findings<'_>, value: Value) -> bool {
    let origins = Origins::of(findings.source());
    findings.read_tree(value, origins, shapes::document)
}

fn tree(findings: &mut Findings<'_>, parsed: Result<Value, NotThis>) -> bool {
    parsed.is_ok_and(|value| value.is_container() && document(findings, value))
}

/// A value within something else: `module.exports = {…}`, a message with JSON in it.
fn fragment(findings: &mut Findings<'_>, text: &str) -> bool {
    const TRIES: usize = 8;
    for (at, _) in text.match_indices('{').take(TRIES) {
        if let Ok((value, _)) = relaxed::parse_first(&text[at..])
            && document(findings, value)
        {
            return true;
        }
    }
    false
}

/// A key, a certificate, or values by themselves; else a problem.
fn keys_or_ids(findings: &mut Findings<'_>, bytes: &[u8], text: &str) {
    let start = text.trim_start();
    // A key in a file that is broken is not all that was meant.
    if let Some(Err(error)) = start.starts_with('{').then(|| relaxed::parse(start)) {
        findings.problem(broken_json(&error));
    }
    let origin = Origin(findings.source().to_owned());
    let (met, certificates) = (findings.met, findings.keys.certificates.len());
    let error = match findings.take_keys(bytes, &origin, None, Placing::Loose) {
        Ok(keys) => {
            let format = match (keys.is_empty(), findings.met > met) {
                (_, true) => "Encrypted key",
                (false, _) if findings.keys.certificates.len() > certificates => {
                    "Private key and certificate"
                }
                (false, _) => "Private key",
                (true, _) if findings.keys.certificates.len() > certificates => "Certificate",
                _ => "Key",
            };
            return findings.format(format);
        }
        Err(error) => error,
    };
    let start = text.trim_start();
    if let Some(Err(error)) = start.starts_with(['{', '[']).then(|| relaxed::parse(start)) {
        return findings.problem(broken_json(&error));
    }
    if loose::ids(findings, text) {
        return;
    }
    if is_about_keys(&error) {
        return findings.problem(error.problem());
    }
    findings.problem(
        Problem::new(ErrorCode::InvalidInput, "Nothing in it is known to Mudbrick.").remedy(
            "Mudbrick reads the Developer Console's downloads, Postman environments, configurations of aio and other tools, keys and certificates.",
        ),
    );
}

fn binary(findings: &mut Findings<'_>, bytes: &[u8]) {
    keys_or_ids(findings, bytes, "");
}

/// Whether the text was meant to be a key, as far as one can tell.
fn is_about_keys(error: &ReadError) -> bool {
    !matches!(error, ReadError::Key(KeyError::NotPem | KeyError::Empty))
}
