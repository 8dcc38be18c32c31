//! One file or text: which notation it is in, and which shape it has.

use super::findings::Findings;
use super::item::{Content, Item, MAX_TEXT};
use super::keys::Placing;
use super::partial_credential::PartialCredential;
use super::shapes::{self, curl, dotenv, loose};
use super::syntax::{
    NotThis, Origins, Value, env, ini, kubernetes, properties, relaxed, table, toml, yaml,
};
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
    let keys = keys_met(findings);
    let part = mudbrick::part(findings, kits, &decoded.text);
    if part || structured(findings, &decoded.text, 0) {
        decoded.repair.into_iter().for_each(|repair| findings.repaired(repair));
        let has_keys = keys_met(findings) != keys;
        if !part && !has_keys && told(findings) == before {
            findings.ignore(Unused::File { path: None }, UnusedReason::NothingForAProfile);
        }
        if !part && !has_keys {
            key_below(findings, &decoded.text);
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

/// How many keys and certificates there are, opened or not.
fn keys_met(findings: &Findings<'_>) -> usize {
    findings.keys.private.len() + findings.keys.certificates.len() + findings.met
}

/// Takes a key that people pasted below the values of its credential.
fn key_below(findings: &mut Findings<'_>, text: &str) {
    let begins = |line: &str| line.trim_start_matches(['>', ' ', '\t']).starts_with("-----BEGIN ");
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if begins(line) {
            let origin = Origin(findings.source().to_owned());
            if let Err(error) =
                findings.take_keys(&text.as_bytes()[at..], &origin, None, Placing::Loose)
            {
                let why = UnusedReason::Unusable { problem: error.problem() };
                findings.ignore(Unused::KeyOrCertificate, why);
            }
            return;
        }
        at += line.len();
    }
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
    if is_text_of_a_key(start) {
        return false;
    }
    if begins_like_json(start) {
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
    let opens_a_value = lines.lines.iter().any(|line| line.value.ends_with('{'));
    dotenv::properties(findings, properties::parse(text))
        || (is_toml && tree(findings, toml::parse(text)))
        || (has_sections && tree(findings, ini::parse(text)))
        || environment(findings, lines, text, opens_a_value)
        || table::parse(text).is_some_and(|value| document(findings, value))
        || yaml_tree(findings, text)
        || fragment(findings, text)
}

/// Variables, of which some may be whole values: `payload = {…}`.
fn environment(findings: &mut Findings<'_>, lines: env::Lines, text: &str, opens: bool) -> bool {
    let begun = findings.partials.len();
    let known = dotenv::environment(findings, lines);
    if known && opens && findings.partials.len() == begun {
        fragment(findings, text);
    }
    known
}

/// Neither Python's remark in three quotation marks nor a call of PowerShell's, `[Environment]::…`, is JSON.
fn begins_like_json(start: &str) -> bool {
    let is_call = start.split_once(']').is_some_and(|(_, behind)| behind.starts_with("::"));
    start.starts_with(['{', '[', '"']) && !start.starts_with("\"\"\"") && !is_call
}

/// Its lines look like YAML, and what it is is said where keys are read: PuTTY's file, and what `openssl … -text` writes above
/// a key or certificate.
fn is_text_of_a_key(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim);
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    first.starts_with("PuTTY-User-Key-File")
        || (first.starts_with("Certificate") && first.ends_with(':') && second == "Data:")
        || first.trim_start_matches("RSA ").starts_with("Private-Key: (")
}

/// YAML, also where it is indented with tabs, which people do and YAML does not allow.
fn yaml_tree(findings: &mut Findings<'_>, text: &str) -> bool {
    let error = match yaml::parse_all(text) {
        Ok(value) => return value.is_container() && document(findings, value),
        Err(error) => error,
    };
    let tab = text.lines().position(|line| line.trim_start_matches(' ').starts_with('\t'));
    if tab.is_some() && tree(findings, yaml::parse_all(&yaml::without_tabs(text))) {
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

fn document(findings: &mut Findings<'_>, mut value: Value) -> bool {
    kubernetes::decode(&mut value);
    let origins = Origins::of(findings.source());
    findings.read_tree(value, origins, shapes::document)
}

fn tree(findings: &mut Findings<'_>, parsed: Result<Value, NotThis>) -> bool {
    parsed.is_ok_and(|value| value.is_container() && document(findings, value))
}

/// Values within something else: `module.exports = {…}`, a message with JSON in it.
fn fragment(findings: &mut Findings<'_>, text: &str) -> bool {
    const TRIES: usize = 8;
    let mut found = false;
    let mut rest = text;
    let mut tries = 0;
    while let Some(at) = rest.find('{').filter(|_| tries < TRIES) {
        tries += 1;
        let parsed = relaxed::parse_first(&rest[at..]);
        rest = &rest[at + 1..];
        if let Ok((value, behind)) = parsed
            && document(findings, value)
        {
            (found, tries, rest) = (true, 0, behind);
        }
    }
    found
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
    let private = findings.keys.private.len();
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
            findings.format(format);
            let begun = findings.partials.len();
            loose::ids(findings, text);
            if findings.keys.private.len() > private {
                let beside = findings.partials.iter_mut().skip(begun);
                beside.for_each(PartialCredential::sign_with_key_beside);
            }
            return;
        }
        Err(error) => error,
    };
    let start = text.trim_start();
    if let Some(Err(error)) = begins_like_json(start).then(|| relaxed::parse(start)) {
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
