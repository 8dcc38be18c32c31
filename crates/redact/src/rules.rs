//! Finds what gives itself away as a secret: tokens, private keys, and fields that hold them.

use crate::found::Found;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

/// The longest secret these rules look for, and more: an access token is a few kilobytes.
const LONGEST: usize = 64 * 1024;

/// Bytes that may lie between a finding's beginning and its end.
pub(crate) const REACH: usize = LONGEST + 256;

const TOKEN: &str = "eyj";
const BEARER: &str = "bearer";
const BEGIN: &str = "-----begin ";

/// Fields that hold a secret wherever they are answered or sent (facts: IMS, the rotation API, Query Service's connection
/// parameters, Console downloads, `aio` and `aepp` configurations). In any case.
const FIELDS: [&str; 17] = [
    "access_token",
    "accesstoken",
    "refresh_token",
    "refreshtoken",
    "id_token",
    "device_token",
    "client_secrets",
    "client_secret",
    "clientsecret",
    "jwt_token",
    "private_key",
    "privatekey",
    "compressedtoken",
    "subject_token",
    "actor_token",
    "password",
    "passphrase",
];

/// Holds a token in some answers and a page's name in others; only a long one is masked.
const TOKEN_FIELD: &str = "token";
const LONG_TOKEN: usize = 64;

const SHORTEST_BEHIND_A_COLON: usize = 12;

fn marks() -> &'static AhoCorasick {
    static MARKS: OnceLock<AhoCorasick> = OnceLock::new();
    MARKS.get_or_init(|| {
        let patterns = [TOKEN, BEARER, BEGIN, TOKEN_FIELD].into_iter().chain(FIELDS);
        #[allow(clippy::expect_used, reason = "the patterns are constants, and a test builds them")]
        AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .build(patterns)
            .expect("BUG: the marks of secrets are too many for one automaton")
    })
}

pub(crate) fn find(bytes: &[u8], found: &mut Vec<Found>) {
    for hit in marks().find_overlapping_iter(bytes) {
        let (from, after) = (hit.start(), hit.end());
        let mask = match hit.pattern().as_usize() {
            0 => token(bytes, from),
            1 => bearer(bytes, after),
            2 => private_key(bytes, after),
            3 => {
                field(bytes, from, after, LONG_TOKEN, found);
                None
            }
            _ => {
                field(bytes, from, after, 1, found);
                None
            }
        };
        found.extend(mask.map(|mask| Found { from, mask }));
    }
}

/// Every JSON Web Token.
pub(crate) fn tokens(
    bytes: &[u8],
    found: &mut dyn FnMut(Range<usize>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut from = 0;
    while let Some(next) = bytes[from..].iter().position(|byte| *byte == b'e') {
        let start = from + next;
        let range = token(bytes, start);
        from = range.as_ref().map_or(start + 1, |range| range.end);
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
    if !bytes[start..].starts_with(b"eyJ") {
        return None;
    }
    let payload = dot(part(start))?;
    if !bytes[payload..].starts_with(b"eyJ") {
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
mod tests;
