//! A file of curl commands: each becomes a request, called by the comment above it.

use super::draft::Draft;
use super::error::CollectionError;
use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::{Place, short};
use super::{Collection, CollectionFormat};
use mudbrick_model::Explain as _;
use mudbrick_requests::{Pasted, ReadCommand, has_several_commands, read_commands, read_paste};

/// Whether the text has several commands. One alone is a paste.
pub(super) fn is_one(text: &str) -> bool {
    has_several_commands(text)
}

pub(super) fn read(text: &str, source: &str) -> (Collection, bool) {
    let commands = read_commands(text);
    let format = match commands.iter().all(|command| command.is_curl) {
        true => CollectionFormat::Curl,
        false => CollectionFormat::Text,
    };
    let mut gathering = Gathering::new(format, source, "");
    for ReadCommand { line, title, read, .. } in commands {
        let title = title.as_deref().map(short);
        let place = Place::default().child(title.as_deref().unwrap_or_default());
        let said_at = match title {
            Some(_) => place.clone(),
            None => Place::default().child(&format!("line {line}")),
        };
        match read {
            Ok(pasted) => take(pasted, &place, &said_at, &mut gathering),
            Err(error) => {
                let text = error.problem().message.trim_end_matches('.').to_owned();
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
    let place = Place::default().child("");
    take(pasted, &place, &place, &mut gathering);
    Ok(gathering.finish())
}

fn take(pasted: Pasted, place: &Place, said_at: &Place, gathering: &mut Gathering) {
    for note in pasted.notes {
        gathering.leave(said_at, LeftOutKind::Replaced(note));
    }
    for doubt in pasted.doubts {
        let (line, text) = (doubt.place.line, doubt.kind.to_string());
        gathering.leave(place, LeftOutKind::Doubt { line, text });
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
