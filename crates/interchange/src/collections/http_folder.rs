//! `.http` files of a folder, a zip file or alone: taken over as they are, byte for byte, but for literal credentials.

use super::error::CollectionError;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::Place;
use super::secret_variables::secret_variables;
use super::{Collection, CollectionFormat, FoundText};
use mudbrick_model::Problem;
use mudbrick_requests::{HttpFile, LiteralCredentials, masked_text};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Whether a path is one's by its ending: of the two, REST Client reads both.
pub(super) fn is_one(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".http") || lower.ends_with(".rest")
}

/// Reads files by their paths.
pub(super) fn read(files: &[(&str, String)], source: &str) -> Result<Collection, CollectionError> {
    let mut gathering = Gathering::new(CollectionFormat::Http, source, "");
    let source_name = source.to_owned();
    for (path, text) in files {
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        let name = parts.pop().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        let place =
            parts.iter().fold(Place::default(), |place, part| place.child(part)).child(&name);
        match without_credentials(text, &mut gathering.literal) {
            Ok(Cleaned { file, .. }) if file.entries.is_empty() => {
                let problem = file.holds_no_request();
                if files.len() == 1 {
                    return Err(CollectionError::File { source_name, problem });
                }
                gathering.leave(&place, LeftOutKind::File { why: problem.message });
            }
            Ok(cleaned) => {
                for (name, kind) in cleaned.left_out {
                    gathering.leave(
                        &if name.is_empty() { place.clone() } else { place.child(&name) },
                        kind,
                    );
                }
                let (text, file) = (cleaned.text, cleaned.file);
                gathering.texts().push(FoundText { folders: parts, name, text, file });
            }
            Err(problem) if files.len() == 1 => {
                return Err(CollectionError::File { source_name, problem });
            }
            Err(problem) => gathering.leave(&place, LeftOutKind::File { why: problem.message }),
        }
    }
    Ok(gathering.finish())
}

/// A text without literal credentials.
pub(super) struct Cleaned {
    pub(super) text: String,
    pub(super) file: HttpFile,
    /// What was taken out, and of which request.
    pub(super) left_out: Vec<(String, LeftOutKind)>,
}

/// Takes literal credentials out of a file's requests, and variables that look like a secret out of it.
pub(super) fn without_credentials(
    text: &str,
    literal: &mut LiteralCredentials,
) -> Result<Cleaned, Problem> {
    let mut text = text.to_owned();
    let mut left_out = Vec::new();
    let file = HttpFile::parse(&text)?;
    for (at, entry) in file.entries.iter().enumerate() {
        let (request, notes) = literal.taken_out_of(entry.request.clone());
        if notes.is_empty() {
            continue;
        }
        text = HttpFile::edited(&text, at, &request)?;
        let notes = notes.into_iter().map(LeftOutKind::Replaced);
        left_out.extend(notes.map(|note| (request.name.clone(), note)));
    }
    for name in secret_variables(&file) {
        let lines = text.split_inclusive('\n').filter(|line| !declares(line, &name));
        text = lines.collect();
        left_out.push((String::new(), LeftOutKind::SecretVariable { name }));
    }
    if let Some(masked) = without_secrets_beside_requests(&text, &file) {
        text = masked;
        left_out.push((
            String::new(),
            LeftOutKind::Masked { what: "comments, scripts and parts that are no requests" },
        ));
    }
    let file = HttpFile::parse(&text)?;
    Ok(Cleaned { text, file, left_out })
}

/// The text without the secrets that its comments, its scripts and what is no request hold; none when there are none. The
/// requests themselves have variables in place of theirs by now.
fn without_secrets_beside_requests(text: &str, file: &HttpFile) -> Option<String> {
    let foreign: BTreeSet<&str> = file
        .foreign
        .iter()
        .flat_map(|part| part.text.lines())
        .filter(|line| !line.is_empty())
        .collect();
    let mut is_script = false;
    let mut is_masked = false;
    let lines = text.split_inclusive('\n').map(|line| {
        let begin = line.trim_start();
        is_script |= begin.starts_with("> {%") || begin.starts_with("< {%");
        let is_comment = begin.starts_with('#') || begin.starts_with("//");
        let is_foreign = foreign.contains(line.trim_end_matches(['\n', '\r']));
        let is_beside = is_script || is_comment || is_foreign;
        is_script &= !line.contains("%}");
        let masked = if is_beside { masked_text(line) } else { None };
        is_masked |= masked.is_some();
        masked.map_or(Cow::Borrowed(line), Cow::Owned)
    });
    let kept: String = lines.collect();
    is_masked.then_some(kept)
}

/// Whether a line is `@name = …` or `@name := …`.
fn declares(line: &str, name: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim_start();
    let rest = line.strip_prefix('@').and_then(|rest| rest.trim_start().strip_prefix(name));
    rest.is_some_and(|rest| rest.trim_start().trim_start_matches(':').starts_with('='))
}
