//! BEGIN and END lines, five hyphens or not.
//!
//! Word processors make long dashes of hyphens, chat programs swallow some, and people select a line without its ends; so
//! a line counts when there are dashes on both sides of its words, or when its words are those of a key or certificate.

use std::ops::Range;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Begin,
    End,
}

/// A BEGIN or END line.
#[derive(Debug)]
pub(super) struct Fence {
    pub(super) word: Word,
    /// `PRIVATE KEY`: single blanks, capitals as they were.
    pub(super) label: String,
    /// All of it, dashes included.
    pub(super) range: Range<usize>,
    /// Whether there are other than five hyphens on either side, or the label was spelt oddly.
    pub(super) damaged: bool,
}

const DASHES: &str = "-‐‑‒–—―−─﹘﹣－\u{ad}";
const LONGEST_LABEL: usize = 60;

/// All BEGIN and END lines in order; they do not overlap.
pub(super) fn find(text: &str) -> Vec<Fence> {
    let mut found: Vec<Fence> = Vec::new();
    let mut from = 0;
    while let Some((word, range)) = next_word(text, from) {
        let floor = found.last().map_or(0, |fence| fence.range.end);
        match fence_at(text, floor, word, range.clone()) {
            Some(fence) => {
                from = fence.range.end.max(range.end);
                found.push(fence);
            }
            None => from = range.end,
        }
    }
    found
}

/// A body without the beginning of an END line that was cut off.
pub(super) fn without_stump(body: &str) -> &str {
    let line = body.trim_end();
    let cut = line.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
    let before = cut.trim_end_matches(is_dash);
    let dashes = &cut[before.len()..];
    let stump = &line[cut.len()..];
    let is_end = "END ".starts_with(stump) || stump.starts_with("END ");
    if dashes.chars().count() >= 2 && is_end || (!dashes.is_empty() && stump.is_empty()) {
        before
    } else {
        body
    }
}

fn next_word(text: &str, from: usize) -> Option<(Word, Range<usize>)> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find_map(|place| {
        let is = |word: &str| {
            bytes
                .get(place..place + word.len())
                .is_some_and(|at| at.eq_ignore_ascii_case(word.as_bytes()))
        };
        if is("BEGIN") {
            Some((Word::Begin, place..place + 5))
        } else if is("END") {
            Some((Word::End, place..place + 3))
        } else {
            None
        }
    })
}

fn fence_at(text: &str, floor: usize, word: Word, at: Range<usize>) -> Option<Fence> {
    let (start, before) = dashes_before(text, floor, at.start);
    let rest = &text[at.end..];
    // No further than a label may be, so that long texts are not gone through again for each END by chance in them.
    let length: usize = rest
        .chars()
        .take(LONGEST_LABEL + 1)
        .take_while(|c| is_of_label(*c))
        .map(char::len_utf8)
        .sum();
    let mut end = at.end + length;
    let (mut after_end, mut after) = dashes_after(text, end);
    if after == 0 || length > LONGEST_LABEL {
        // The words alone: what is behind them belongs to the content.
        let loud = text[at.clone()].chars().all(|c| c.is_ascii_uppercase());
        match known_label(rest).filter(|_| before >= 2 || loud && stands_alone(text, start)) {
            Some(known) => {
                end = at.end + known;
                (after_end, after) = dashes_after(text, end);
            }
            // Cut off in the middle of its words.
            None if before >= 4 && (1..=LONGEST_LABEL).contains(&length) => {}
            None => return None,
        }
    } else if before == 0 {
        known_label(rest)?;
    }
    let spelt = &text[at.end..end];
    let label = tidy(spelt);
    let exact = |range: Range<usize>| text.get(range) == Some("-----");
    let damaged = before != 5
        || after != 5
        || !exact(start..at.start)
        || !exact(end..after_end)
        || spelt.strip_prefix(' ') != Some(label.as_str())
        || !text[at].chars().all(|c| c.is_ascii_uppercase());
    Some(Fence { word, label, range: start..after_end, damaged })
}

fn stands_alone(text: &str, place: usize) -> bool {
    text[..place].chars().next_back().is_none_or(|c| !c.is_ascii_alphanumeric())
}

/// Where the dashes in front of `place` begin, and how many there are. Blanks and backslashes between them are theirs.
fn dashes_before(text: &str, floor: usize, place: usize) -> (usize, usize) {
    let (mut start, mut count) = (place, 0);
    for (at, character) in text[floor..place].char_indices().rev() {
        if is_dash(character) {
            (start, count) = (floor + at, count + 1);
        } else if !is_between(character) {
            break;
        }
    }
    // A backslash right in front of a hyphen escapes it.
    let escaped = text[floor..start].trim_end_matches('\\');
    (if count > 0 { floor + escaped.len() } else { start }, count)
}

fn dashes_after(text: &str, place: usize) -> (usize, usize) {
    let (mut end, mut count) = (place, 0);
    for (at, character) in text[place..].char_indices() {
        if is_dash(character) {
            (end, count) = (place + at + character.len_utf8(), count + 1);
        } else if !is_between(character) {
            break;
        }
    }
    (end, count)
}

/// How much of `rest` is a label of a key or certificate, blanks in front included.
fn known_label(rest: &str) -> Option<usize> {
    const KNOWN: [&str; 10] = [
        "RSAPRIVATEKEY",
        "ENCRYPTEDPRIVATEKEY",
        "OPENSSHPRIVATEKEY",
        "ECPRIVATEKEY",
        "DSAPRIVATEKEY",
        "PRIVATEKEY",
        "RSAPUBLICKEY",
        "PUBLICKEY",
        "CERTIFICATEREQUEST",
        "CERTIFICATE",
    ];
    KNOWN.iter().find_map(|known| {
        let mut wanted = known.bytes();
        let mut next = wanted.next();
        for (place, byte) in rest.bytes().enumerate() {
            match next {
                None => return Some(place),
                Some(letter) if byte.eq_ignore_ascii_case(&letter) => next = wanted.next(),
                Some(_) if matches!(byte, b' ' | b'\t' | b'_' | b'+') => {}
                Some(_) => return None,
            }
        }
        next.is_none().then_some(rest.len())
    })
}

fn tidy(label: &str) -> String {
    let words = label.split(|c: char| c.is_whitespace() || matches!(c, '_' | '+'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_of_label(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, ' ' | '\t' | '\u{a0}' | '_' | '+' | '.')
}

fn is_dash(character: char) -> bool {
    DASHES.contains(character)
}

fn is_between(character: char) -> bool {
    matches!(character, ' ' | '\\' | '\u{a0}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}')
}
