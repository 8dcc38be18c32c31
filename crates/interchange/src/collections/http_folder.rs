//! `.http` files of a folder, a zip file or alone: taken over as they are, byte for byte, but for literal credentials.

use super::error::CollectionError;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::Place;
use super::{Collection, CollectionFormat, FoundText};
use mudbrick_model::Explain as _;
use mudbrick_requests::{HttpFile, without_literal_credentials};

/// Whether a path is one's by its ending: of the two, REST Client reads both.
pub(super) fn is_one(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.ends_with(".http") || lower.ends_with(".rest")
}

/// Reads files by their paths.
pub(super) fn read(files: &[(&str, String)], source: &str) -> Result<Collection, CollectionError> {
    let mut gathering = Gathering::new(CollectionFormat::Http, source, "");
    for (path, text) in files {
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        let name = parts.pop().unwrap_or_default();
        let name = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        let place = parts.iter().fold(Place::default(), |place, part| place.child(part)).child(&name);
        match cleaned(text, &place, &mut gathering) {
            Ok((_, file)) if file.entries.is_empty() => {
                gathering.leave(&place, LeftOutKind::EmptyFolder);
            }
            Ok((text, file)) => {
                gathering.texts().push(FoundText { folders: parts, name, text, file });
            }
            Err(why) => gathering.leave(&place, LeftOutKind::File { why }),
        }
    }
    let collection = gathering.finish();
    match collection.texts.is_empty() && files.len() == 1 {
        true => Err(CollectionError::NoRequests { source_name: source.to_owned() }),
        false => Ok(collection),
    }
}

/// The text without literal credentials, and what it says.
fn cleaned(
    text: &str,
    place: &Place,
    gathering: &mut Gathering,
) -> Result<(String, HttpFile), String> {
    let mut text = text.to_owned();
    let file = HttpFile::parse(&text).map_err(|error| error.problem().message)?;
    for (at, entry) in file.entries.iter().enumerate() {
        let (request, notes) = without_literal_credentials(entry.request.clone());
        if notes.is_empty() {
            continue;
        }
        text = HttpFile::edited(&text, at, &request).map_err(|error| error.problem().message)?;
        for note in notes {
            gathering.leave(&place.child(&request.name), LeftOutKind::Replaced(note));
        }
    }
    for (name, value) in &file.variables {
        if mudbrick_redact::looks_secret(name, value) {
            let lines = text.split_inclusive('\n');
            let kept = lines.filter(|line| !declares(line, name));
            text = kept.collect();
            gathering.leave(place, LeftOutKind::SecretVariable { name: name.clone() });
        }
    }
    let file = HttpFile::parse(&text).map_err(|error| error.problem().message)?;
    Ok((text, file))
}

/// Whether a line is `@name = …`.
fn declares(line: &str, name: &str) -> bool {
    let rest = line.trim_start().strip_prefix('@').and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.trim_start().starts_with('='))
}
