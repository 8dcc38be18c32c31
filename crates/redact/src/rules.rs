//! Finds what gives itself away as a secret: tokens, private keys, and fields that hold them.

mod names;

use crate::found::Found;
use crate::readings::find_pair;
use names::{BEARER, BEGIN};
use std::ops::{ControlFlow, Range};

/// The longest secret these rules look for, and more: an access token is a few kilobytes.
const LONGEST: usize = 64 * 1024;

/// Bytes that may lie between a finding's beginning and its end.
pub(crate) const REACH: usize = LONGEST + 256;

/// What a JSON Web Token begins with.
const TOKEN: &[u8] = b"eyJ";

/// Holds a token in some answers and a page's name in others; only a long one is masked.
const TOKEN_FIELD: &str = "token";
const LONG_TOKEN: usize = 64;

const SHORTEST_BEHIND_A_COLON: usize = 12;

pub(crate) fn find(bytes: &[u8], found: &mut Vec<Found>) {
    // Two rare pairs of letters stand for the words that are too short for the sieve.
    let mut at = 0;
    while let Some(next) = find_pair(&bytes[at..], is_rare_pair) {
        let pair = at + next;
        at = pair + 1;
        if let Some(from) = pair.checked_sub(1) {
            found.extend(token(bytes, from).map(|mask| Found { from, mask }));
            if names::is_at(TOKEN_FIELD, bytes, from) {
                field(bytes, from, from + TOKEN_FIELD.len(), LONG_TOKEN, found);
            }
        }
    }
    names::find(bytes, &mut |name, from| {
        let after = from + name.len();
        let mask = match name {
            BEARER => bearer(bytes, after),
            BEGIN => private_key(bytes, after),
            _ => {
                field(bytes, from, after, 1, found);
                None
            }
        };
        found.extend(mask.map(|mask| Found { from, mask }));
    });
}

/// The second and third letter of [`TOKEN`], or of [`TOKEN_FIELD`] in either case, without a branch.
fn is_rare_pair(one: u8, next: u8) -> bool {
    ((one == b'y') & (next == b'J')) | ((one | 0x20 == b'o') & (next | 0x20 == b'k'))
}

/// Every JSON Web Token.
pub(crate) fn tokens(
    bytes: &[u8],
    found: &mut dyn FnMut(Range<usize>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut from = 0;
    while let Some(next) = find_pair(&bytes[from..], |one, next| (one == b'y') & (next == b'J')) {
        let pair = from + next;
        let range = pair.checked_sub(1).filter(|at| *at >= from).and_then(|at| token(bytes, at));
        from = range.as_ref().map_or(pair + 1, |range| range.end);
        if let Some(range) = range {
            found(range)?;
        }
    }
    ControlFlow::Continue(())
}

/// `eyJ….eyJ….signature`: header and payload of a JSON Web Token both begin with `{"` in base64.
fn token(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let part = |from: usize| {
        // Without an end, a megabyte of base64 would be looked at again from each of its bytes.
        from + bytes[from..].iter().take(LONGEST).take_while(|b| is_base64url(**b)).count()
    };
    let dot = |at: usize| (bytes.get(at) == Some(&b'.')).then_some(at + 1);
    if !bytes[start..].starts_with(TOKEN) {
        return None;
    }
    let payload = dot(part(start))?;
    if !bytes[payload..].starts_with(TOKEN) {
        return None;
    }
    let signature = dot(part(payload))?;
    Some(start..part(signature))
}

/// What follows `Bearer`, when it is long enough to be a token and no word of a sentence.
fn bearer(bytes: &[u8], after: usize) -> Option<Range<usize>> {
    let rest = &bytes[after..];
    let gap = if rest.starts_with(b"%20") {
        3
    } else {
        rest.iter().take(8).take_while(|byte| matches!(byte, b' ' | b'+' | b'\t')).count()
    };
    let start = after + gap;
    let is_token =
        |byte: &&u8| is_base64url(**byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=');
    let length = bytes[start..].iter().take(LONGEST).take_while(is_token).count();
    (gap > 0 && length >= 20).then(|| start..start + length)
}

/// What stands between `-----BEGIN … PRIVATE KEY-----` and its end, or to the end of the text when that was cut off.
fn private_key(bytes: &[u8], after: usize) -> Option<Range<usize>> {
    const KEY: &[u8] = b"PRIVATE KEY-----";
    let head = &bytes[after..bytes.len().min(after + 40)];
    let start = after + head.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    let body = &bytes[start..bytes.len().min(start + LONGEST)];
    let length = body.windows(5).position(|window| window == b"-----").unwrap_or(body.len());
    (length > 0).then(|| start..start + length)
}

/// The value of a field whose name ends at `after`: JSON, JSON within JSON, a form, a header, a shell assignment.
fn field(bytes: &[u8], from: usize, after: usize, shortest: usize, found: &mut Vec<Found>) {
    let mut at = after;
    at += quote(&bytes[at..]).map_or(0, <[u8]>::len);
    at += blanks(&bytes[at..]);
    let rest = &bytes[at..];
    let separator = [&b"=>"[..], b"=", b":", b"%3D", b"%3d", b"%3A", b"%3a"]
        .into_iter()
        .find(|separator| rest.starts_with(separator));
    let Some(separator) = separator else { return };
    at += separator.len();
    at += blanks(&bytes[at..]);
    let mut add = |value: &Range<usize>| {
        let placeholder = bytes[value.clone()].starts_with(b"{{");
        if value.len() >= shortest && !placeholder {
            found.push(Found { from, mask: value.clone() });
        }
    };
    if bytes.get(at) != Some(&b'[') {
        // Behind a colon, a short word is more likely a sentence: `Password: required`.
        let shortest = if separator == b":" { SHORTEST_BEHIND_A_COLON } else { 1 };
        let bare = || bare(bytes, at).filter(|value| value.len() >= shortest);
        if let Some(value) = quoted(bytes, at).or_else(bare) {
            add(&value);
        }
        return;
    }
    // Several secrets, such as the two that a credential has while it is rotated.
    at += 1;
    loop {
        at += blanks(&bytes[at..]);
        let Some(value) = quoted(bytes, at) else { return };
        add(&value);
        at = value.end + quote(&bytes[value.end..]).map_or(0, <[u8]>::len);
        at += blanks(&bytes[at..]);
        if bytes.get(at) != Some(&b',') || at > from + LONGEST {
            return;
        }
        at += 1;
    }
}

/// A quotation mark at the beginning, with the escapes before it.
fn quote(text: &[u8]) -> Option<&[u8]> {
    for mark in [&b"%22"[..], b"%27", b"&quot;", b"&#34;", b"&#39;"] {
        if text.starts_with(mark) {
            return Some(mark);
        }
    }
    let escapes = text.iter().take(16).take_while(|byte| **byte == b'\\').count();
    matches!(text.get(escapes), Some(b'"' | b'\'')).then(|| &text[..=escapes])
}

/// What stands between the quotation mark at `at` and the next one like it.
fn quoted(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let mark = quote(&bytes[at..])?;
    let start = at + mark.len();
    let limit = bytes.len().min(start + LONGEST);
    let mut end = start;
    while end < limit && !bytes[end..].starts_with(mark) {
        // Inside a plain quotation, a backslash takes the next character's meaning.
        end += if mark.len() == 1 && bytes[end] == b'\\' { 2 } else { 1 };
    }
    Some(start..end.min(limit))
}

/// A value without quotation marks, as a form or a header has it; not a number, a word of JSON's or a structure.
fn bare(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'&' | b'"' | b'\'' | b'<' | b'>' | b',' | b';' | b'}' | b')' | b'\\')
    };
    let rest = &bytes[at..bytes.len().min(at + LONGEST)];
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let value = &rest[..length];
    let is_structure = value.starts_with(b"{");
    let is_word = matches!(value, b"" | b"null" | b"true" | b"false");
    (!is_structure && !is_word).then(|| at..at + length)
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take(64).take_while(|byte| byte.is_ascii_whitespace()).count()
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
pub(crate) mod tests;
