//! One file or text: which notation it is in, and which shape it has.

use super::findings::Findings;
use super::item::{Content, Item, MAX_TEXT};
use super::keys::Placing;
use super::shapes::{self, curl, dotenv, loose};
use super::syntax::{Node, NotThis, Origins, Value, env, properties, relaxed, toml, yaml};
use super::{mudbrick, text};
use crate::backup;
use crate::reading::{FoundBackup, FoundKit, Origin};
use mudbrick_model::{ErrorCode, Explain, Problem, Unused, UnusedReason};
use mudbrick_pki::{KeyError, ReadError};
use std::rc::Rc;

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
    if start.starts_with(['{', '[', '"']) {
        return match relaxed::parse(start) {
            Ok(Value::Text(inner)) => structured(findings, &inner, quoted + 1),
            Ok(tree) => shapes::document(findings, &root(findings, &tree)),
            Err(_) => fragment(findings, text),
        };
    }
    let lines = env::parse(text);
    // Names of variables begin with capitals, names in TOML do not.
    let is_toml = lines.lines.iter().any(|line| line.name.starts_with(|c: char| c.is_lowercase()));
    dotenv::properties(findings, properties::parse(text))
        || (is_toml && tree(findings, toml::parse(text)))
        || dotenv::environment(findings, lines)
        || tree(findings, yaml::parse(text))
        || fragment(findings, text)
}

fn root<'v>(findings: &Findings<'_>, tree: &'v Value) -> Node<'v> {
    let origins = Origins { source: findings.source().to_owned(), ..Origins::default() };
    Node::root(tree, Rc::new(origins))
}

fn tree(findings: &mut Findings<'_>, parsed: Result<Value, NotThis>) -> bool {
    parsed
        .is_ok_and(|tree| tree.is_container() && shapes::document(findings, &root(findings, &tree)))
}

/// A value within something else: `module.exports = {…}`, a message with JSON in it.
fn fragment(findings: &mut Findings<'_>, text: &str) -> bool {
    const TRIES: usize = 8;
    for (at, _) in text.match_indices('{').take(TRIES) {
        if let Ok((tree, _)) = relaxed::parse_first(&text[at..])
            && shapes::document(findings, &root(findings, &tree))
        {
            return true;
        }
    }
    false
}

/// A key, a certificate, or values by themselves; else a problem.
fn keys_or_ids(findings: &mut Findings<'_>, bytes: &[u8], text: &str) {
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
        let message = format!("It begins like JSON, but cannot be read: {}.", error.clause());
        let problem = Problem::new(ErrorCode::InvalidInput, message);
        return findings.problem(problem.remedy("Mend it there, or download it again."));
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
