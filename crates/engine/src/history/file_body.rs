//! What history keeps of a body that was a file: as much as can be looked at, and for a replay either all of it or
//! nothing. A replay of a part would change other people's data by accident.

use mudbrick_model::Exchange;
use mudbrick_net::FileBody;
use mudbrick_redact::Redactor;
use std::io::Read as _;

/// History is a database of texts for people, not an archive of uploads.
const MOST_KEPT: u64 = 64 * 1024;

/// Longer than any secret.
const MARGIN: u64 = 16 * 1024;

/// What is shown of it without secrets: its text, or the beginning of that, or its size.
pub(crate) fn masked_excerpt(file: &FileBody, redactor: &Redactor) -> String {
    let length = file.length();
    let Some(text) = beginning(file, MOST_KEPT + MARGIN) else {
        return format!("(a file of {length} bytes that are not text; not kept)");
    };
    let text = redactor.text(&text);
    if length <= MOST_KEPT {
        return text.into_owned();
    }
    // Cut only now: half a secret would not be known for one.
    let kept = &text[..text.floor_char_boundary(MOST_KEPT as usize)];
    format!("{kept}\n(the first {} of {length} bytes; the rest is not kept)", kept.len())
}

/// All of it, when a request with that text as its body would send exactly the same: a variable in it would be filled.
pub(crate) fn replayable(file: &FileBody) -> Option<String> {
    let is_whole = file.length() <= MOST_KEPT;
    beginning(file, MOST_KEPT).filter(|text| is_whole && !text.contains("{{"))
}

/// Whether the request of an exchange has the body that was sent.
pub(crate) fn is_whole(exchange: &Exchange) -> bool {
    exchange.request.body.is_some() || exchange.sent_body.as_ref().is_none_or(String::is_empty)
}

/// The beginning as text, up to a whole character; none when it is not text.
fn beginning(file: &FileBody, most: u64) -> Option<String> {
    let mut bytes = Vec::new();
    file.open().take(most).read_to_end(&mut bytes).ok()?;
    match std::str::from_utf8(&bytes) {
        Ok(_) => {}
        Err(error) if error.error_len().is_none() && file.length() > most => {
            bytes.truncate(error.valid_up_to());
        }
        Err(_) => return None,
    }
    String::from_utf8(bytes).ok()
}
