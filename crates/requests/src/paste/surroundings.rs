//! What stands around a request in a text: whether it may be a part of something above it, and whether more requests follow.

use super::beginnings::{Beginning, Language, Prepared};
use super::doubt_kind::DoubtKind;
use super::enclosed::enclosure;
use super::parts::{Parts, Placed, is_json};
use super::prompts::is_fence;
use super::remark::Remarks;
use std::ops::Range;

/// How many commands follow a request that ends at byte `end`.
pub(super) fn commands_behind(end: usize, begin: Beginning, all: &[Beginning]) -> usize {
    let behind = |other: &&Beginning| {
        // A message tells by itself of those that follow.
        let is_told = begin.is_message() && other.is_message();
        // Comments keep more than one, too.
        let counts = other.certain || !begin.certain && other.is_curl();
        counts && other.at >= end && other.at != begin.at && !is_told
    };
    all.iter().filter(behind).count()
}

/// Doubts a request that stands in something which was not understood, or behind another one.
pub(super) fn doubt_what_is_above(
    prepared: &Prepared<'_>,
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
        Language::Powershell | Language::Script | Language::Code => other.certain,
        Language::Message => other.certain || names_another_url(&text[other.at..], parts),
    });
    if another || is_in_something(prepared, 0, begin.at) {
        remarks.doubt(begin.at, DoubtKind::PartOfAnother);
    }
}

/// Whether something that begins behind byte `from` is still open at byte `at`.
pub(super) fn is_in_something(prepared: &Prepared<'_>, from: usize, at: usize) -> bool {
    let at = enclosure(&prepared.text, at).map_or(at, |around| around.begin);
    is_open(&prepared.quoted.left_out_of(&prepared.text, from..at.max(from)))
}

/// What a document puts behind the command that begins at byte `begin`, and is its body: JSON. In a shell's window it would be
/// the answer.
pub(super) fn body_behind(
    prepared: &Prepared<'_>,
    begin: usize,
    behind: Range<usize>,
) -> Option<Placed> {
    let text = &prepared.text[behind.clone()];
    let at = behind.start + text.len() - text.trim_start().len();
    (is_json(text) && !prepared.is_prompted(begin)).then(|| Placed::new(text.trim(), at))
}

/// Whether the request line at the beginning of `text` has a URL that is not the one of the request.
fn names_another_url(text: &str, parts: &Parts) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let url = line.split_whitespace().nth(1).filter(|url| url.contains("://"));
    url.is_some_and(|url| parts.url.as_ref().is_none_or(|own| own.text != url))
}

/// Whether a quotation, a bracket or a document of a shell (`<<END`) that begins in the text is open at its end. Those that the
/// request itself is put into, such as `$(curl …)`, do not count, and neither do an apostrophe within a word and a block.
fn is_open(above: &str) -> bool {
    let above = above.trim_end_matches([' ', '\t']);
    let waited = above.trim_end();
    let waited = waited.strip_suffix("await").map_or(waited, str::trim_end);
    let around = waited.strip_suffix("Promise.all([").or_else(|| waited.strip_suffix('('));
    let above = around.or_else(|| above.strip_suffix(['`', '\u{201c}'])).unwrap_or(above);
    let mut open: Vec<char> = Vec::new();
    let mut quoted = None;
    let mut before = '\n';
    let mut at = 0;
    while let Some(character) = above[at..].chars().next() {
        let rest = &above[at..];
        let line = rest.lines().next().unwrap_or_default();
        if before == '\n' && is_fence(line.trim_start()) {
            at += line.len().max(1);
            continue;
        }
        at += character.len_utf8();
        match (character, quoted) {
            ('\\', _) => at += above[at..].chars().next().map_or(0, char::len_utf8),
            // PowerShell's mark before a quotation mark, and at the end of a line that goes on.
            ('`', Some('"')) if rest[1..].starts_with('"') => at += 1,
            ('`', None) if line[1..].trim().is_empty() => {}
            (mark, Some(begun)) if mark == begun => quoted = None,
            (_, Some(_)) => {}
            ('\'', None) if before.is_alphanumeric() => {}
            ('"' | '\'' | '`', None) => quoted = Some(character),
            ('(' | '[' | '{', None) => open.push(character),
            (')' | ']' | '}', None) => drop(open.pop()),
            ('<', None) => match document(rest) {
                Document::None => {}
                Document::Open => return true,
                Document::Closed { length } => at += length - character.len_utf8(),
            },
            _ => {}
        }
        before = character;
    }
    // In a block stand statements.
    quoted.is_some() || open.last().is_some_and(|bracket| *bracket != '{')
}

/// What a shell reads line by line up to a word, `<<END`.
enum Document {
    None,
    Open,
    Closed { length: usize },
}

/// The one at the beginning of `text`.
fn document(text: &str) -> Document {
    // One word, not lines.
    if text.starts_with("<<<") {
        return Document::Closed { length: 3 };
    }
    let Some(after) = text.strip_prefix("<<") else { return Document::None };
    let after = after.trim_start_matches(['-', ' ']).trim_start_matches(['\'', '"', '\\']);
    let end = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
    let (word, rest) = after.split_at(end);
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    // `<<NAME>>` is a placeholder, and `1 << 2` a number.
    let is_word = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    if !is_word || !(ends || rest.starts_with(['\'', '"', ';', '|', '&'])) {
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
