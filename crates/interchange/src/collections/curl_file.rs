//! A file of curl commands: each becomes a request, called by the comment above it.

use super::draft::Draft;
use super::error::CollectionError;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use super::{Collection, CollectionFormat};
use mudbrick_model::Explain as _;
use mudbrick_requests::{CommandText, Pasted, read_paste, split_commands};

/// Whether the text has several commands. One alone is a paste.
pub(super) fn is_one(text: &str) -> bool {
    split_commands(text).len() > 1
}

pub(super) fn read(text: &str, source: &str) -> (Collection, bool) {
    let mut gathering = Gathering::new(CollectionFormat::Curl, source, "");
    for CommandText { line, title, text } in split_commands(text) {
        let place = Place::default().child(&title.map(short).unwrap_or_default());
        match read_paste(text) {
            Ok(pasted) => take(pasted, line, &place, &mut gathering),
            Err(error) => {
                let text = error.problem().message;
                gathering.leave(&place, LeftOutKind::Doubt { line, text });
            }
        }
    }
    let is_full = gathering.is_full;
    (gathering.finish(), is_full)
}

/// A text with one request in any language that people paste.
pub(super) fn read_one(text: &str, source: &str) -> Result<Collection, CollectionError> {
    let pasted = read_paste(text).map_err(|error| CollectionError::Paste {
        source_name: source.to_owned(),
        problem: error.problem(),
    })?;
    let mut gathering = Gathering::new(CollectionFormat::Text, source, "");
    take(pasted, 1, &Place::default().child(""), &mut gathering);
    Ok(gathering.finish())
}

fn take(pasted: Pasted, line: usize, place: &Place, gathering: &mut Gathering) {
    for note in pasted.notes {
        gathering.leave(place, LeftOutKind::Replaced(note));
    }
    for doubt in pasted.doubts {
        let line = line + doubt.place.line - 1;
        gathering.leave(place, LeftOutKind::Doubt { line, text: doubt.kind.to_string() });
    }
    let request = pasted.request;
    gathering.add(
        place,
        Draft {
            method: request.method.to_string(),
            url: request.url,
            headers: request.headers,
            body: request.body,
            ..Draft::default()
        },
    );
}
