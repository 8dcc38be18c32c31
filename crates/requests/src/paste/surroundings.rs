//! What stands around a request in a text: whether it may be a part of something above it, and whether more requests follow.

use super::beginnings::{Beginning, Language, Prepared};
use super::doubt_kind::DoubtKind;
use super::parts::Parts;
use super::remark::Remarks;

/// How many commands follow a request that ends at byte `end`.
pub(super) fn commands_behind(end: usize, begin: Beginning, all: &[Beginning]) -> usize {
    let behind = |other: &&Beginning| {
        other.certain && other.at >= end && other.at != begin.at && !other.is_message()
    };
    all.iter().filter(behind).count()
}

/// Doubts a request that stands in something which was not understood, or behind another one.
pub(super) fn doubt_what_is_above(
    prepared: &Prepared,
    begin: Beginning,
    all: &[Beginning],
    parts: &Parts,
    remarks: &mut Remarks,
) {
    let text = prepared.text.as_str();
    let mut above = all.iter().filter(|other| other.at < begin.at);
    let another = above.any(|other| match other.language {
        // A document speaks of curl before it shows a command.
        Language::Curl { .. } => false,
        Language::Powershell | Language::Script => other.certain,
        Language::Message => other.certain || names_another_url(&text[other.at..], parts),
    });
    if another || is_open(&prepared.quoted.left_out_of(text, begin.at)) {
        remarks.doubt(begin.at, DoubtKind::PartOfAnother);
    }
}

/// Whether the request line at the beginning of `text` has a URL that is not the one of the request.
fn names_another_url(text: &str, parts: &Parts) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let url = line.split_whitespace().nth(1).filter(|url| url.contains("://"));
    url.is_some_and(|url| parts.url.as_ref().is_none_or(|own| own.text != url))
}

/// Whether a quotation, a bracket or a document of a shell (`<<END`) that begins in the text is open at its end. Those that the
/// request itself is put into, such as `$(curl …)`, do not count, and neither does an apostrophe within a word.
fn is_open(above: &str) -> bool {
    let above = above.trim_end_matches([' ', '\t']);
    let above = above.strip_suffix(['(', '`', '\u{201c}']).unwrap_or(above);
    let mut open = 0_usize;
    let mut quoted = None;
    let mut before = ' ';
    let mut at = 0;
    while let Some(character) = above[at..].chars().next() {
        let rest = &above[at..];
        at += character.len_utf8();
        match (character, quoted) {
            ('\\', _) => at += above[at..].chars().next().map_or(0, char::len_utf8),
            (mark, Some(begun)) if mark == begun => quoted = None,
            (_, Some(_)) => {}
            ('\'', None) if before.is_alphanumeric() => {}
            ('"' | '\'' | '`', None) => quoted = Some(character),
            ('(' | '[' | '{', None) => open += 1,
            (')' | ']' | '}', None) => open = open.saturating_sub(1),
            ('<', None) => match document(rest) {
                Document::None => {}
                Document::Open => return true,
                Document::Closed { length } => at += length - character.len_utf8(),
            },
            _ => {}
        }
        before = character;
    }
    quoted.is_some() || open > 0
}

/// What a shell reads line by line up to a word, `<<END`.
enum Document {
    None,
    Open,
    Closed { length: usize },
}

/// The one at the beginning of `text`.
fn document(text: &str) -> Document {
    let Some(after) = text.strip_prefix("<<") else { return Document::None };
    let after = after.trim_start_matches(['-', ' ']).trim_start_matches(['\'', '"', '\\']);
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
    let (word, rest) = after.split_at(end);
    if word.is_empty() {
        return Document::None;
    }
    let mut length = text.len() - rest.len();
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        length += line.len();
        if number > 0 && line.trim() == word {
            return Document::Closed { length };
        }
    }
    Document::Open
}
