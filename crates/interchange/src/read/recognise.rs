//! One file or text: which notation it is in, and which shape it has.

use super::finds::Finds;
use super::item::{Content, Item, MAX_TEXT};
use super::keys::Placing;
use super::shapes::{self, curl, dotenv, loose};
use super::syntax::{Node, NotThis, Origins, Value, env, properties, relaxed, toml, yaml};
use super::{mudbrick, text};
use crate::backup;
use crate::reading::{FoundBackup, FoundKit, Origin};
use mudbrick_model::{ErrorCode, Explain, Problem};
use mudbrick_pki::{KeyError, ReadError};
use std::rc::Rc;

/// Texts within texts.
const MAX_QUOTED: usize = 3;

/// Reads one item.
pub(super) fn item(
    finds: &mut Finds<'_>,
    kits: &mut Vec<FoundKit>,
    backups: &mut Vec<FoundBackup>,
    item: &Item<'_>,
) {
    finds.begin(&item.name);
    let bytes = item.bytes();
    if let Content::Refused(problem) = &item.content {
        return finds.problem(problem.clone());
    }
    if bytes.len() > MAX_TEXT {
        let message = "It is larger than 16 MiB, more than any file with credentials.";
        return finds.problem(Problem::new(ErrorCode::InvalidInput, message));
    }
    if backup::recognises(bytes) {
        return mudbrick::take_backup(finds, backups, bytes);
    }
    let Some(decoded) = text::decode(bytes) else { return binary(finds, bytes) };
    if decoded.text.trim().is_empty() {
        return finds.problem(Problem::new(ErrorCode::InvalidInput, "It is empty."));
    }
    let before = told(finds);
    let part = mudbrick::part(finds, kits, &decoded.text);
    if part || structured(finds, &decoded.text, 0) {
        decoded.repair.into_iter().for_each(|repair| finds.repaired(repair));
        if !part && told(finds) == before {
            finds.ignore("file", "It is of a kind that is known, and holds nothing for a profile.");
        }
        return;
    }
    keys_or_ids(finds, bytes, &decoded.text);
}

/// How much there is to tell; a source is never passed over in silence.
fn told(finds: &Finds<'_>) -> (usize, usize, usize, usize) {
    let problems = finds.sources.iter().filter(|source| source.problem.is_some()).count();
    (finds.drafts.len(), finds.ignored.len(), finds.met, problems)
}

/// Everything that has credentials in it.
fn structured(finds: &mut Finds<'_>, text: &str, quoted: usize) -> bool {
    if quoted > MAX_QUOTED {
        return false;
    }
    if curl::looks_like_one(text) && curl::read(finds, text) {
        return true;
    }
    if loose::token(finds, text) {
        return true;
    }
    let start = text.trim_start();
    if start.starts_with(['{', '[', '"']) {
        return match relaxed::parse(start) {
            Ok(Value::Text(inner)) => structured(finds, &inner, quoted + 1),
            Ok(tree) => shapes::document(finds, &root(finds, &tree)),
            Err(_) => fragment(finds, text),
        };
    }
    let lines = env::parse(text);
    // Names of variables begin with capitals, names in TOML do not.
    let is_toml = lines.lines.iter().any(|line| line.name.starts_with(|c: char| c.is_lowercase()));
    dotenv::properties(finds, properties::parse(text))
        || (is_toml && tree(finds, toml::parse(text)))
        || dotenv::environment(finds, lines)
        || tree(finds, yaml::parse(text))
        || fragment(finds, text)
}

fn root<'v>(finds: &Finds<'_>, tree: &'v Value) -> Node<'v> {
    let origins = Origins { source: finds.source().to_owned(), ..Origins::default() };
    Node::root(tree, Rc::new(origins))
}

fn tree(finds: &mut Finds<'_>, parsed: Result<Value, NotThis>) -> bool {
    parsed.is_ok_and(|tree| tree.is_container() && shapes::document(finds, &root(finds, &tree)))
}

/// A value within something else: `module.exports = {…}`, a message with JSON in it.
fn fragment(finds: &mut Finds<'_>, text: &str) -> bool {
    const TRIES: usize = 8;
    for (at, _) in text.match_indices('{').take(TRIES) {
        if let Ok((tree, _)) = relaxed::parse_first(&text[at..])
            && shapes::document(finds, &root(finds, &tree))
        {
            return true;
        }
    }
    false
}

/// A key, a certificate, or values by themselves; else a problem.
fn keys_or_ids(finds: &mut Finds<'_>, bytes: &[u8], text: &str) {
    let origin = Origin(finds.source().to_owned());
    let (met, certificates) = (finds.met, finds.keys.certificates.len());
    let error = match finds.take_keys(bytes, &origin, None, Placing::Loose) {
        Ok(keys) => {
            let format = match (keys.is_empty(), finds.met > met) {
                (_, true) => "Encrypted key",
                (false, _) if finds.keys.certificates.len() > certificates => {
                    "Private key and certificate"
                }
                (false, _) => "Private key",
                (true, _) if finds.keys.certificates.len() > certificates => "Certificate",
                _ => "Key",
            };
            return finds.format(format);
        }
        Err(error) => error,
    };
    let start = text.trim_start();
    if let Some(Err(error)) = start.starts_with(['{', '[']).then(|| relaxed::parse(start)) {
        let message = format!("It begins like JSON, but cannot be read: {}.", error.clause());
        let problem = Problem::new(ErrorCode::InvalidInput, message);
        return finds.problem(problem.remedy("Mend it there, or download it again."));
    }
    if loose::ids(finds, text) {
        return;
    }
    if is_about_keys(&error) {
        return finds.problem(error.problem());
    }
    finds.problem(
        Problem::new(ErrorCode::InvalidInput, "Nothing in it is known to Mudbrick.").remedy(
            "Mudbrick reads the Developer Console's downloads, Postman environments, configurations of aio and other tools, keys and certificates.",
        ),
    );
}

fn binary(finds: &mut Finds<'_>, bytes: &[u8]) {
    keys_or_ids(finds, bytes, "");
}

/// Whether the text was meant to be a key, as far as one can tell.
fn is_about_keys(error: &ReadError) -> bool {
    !matches!(error, ReadError::Key(KeyError::NotPem | KeyError::Empty))
}
