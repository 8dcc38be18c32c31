//! Finds secrets that are known, in every form in which they may come back.

use super::Found;
use super::view::{Escapes, View};
use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use mudbrick_vault::SecretText;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use zeroize::{Zeroize as _, Zeroizing};

/// Shorter secrets would be found everywhere.
const SHORTEST: usize = 4;

/// A line of a private key or a part of a token that is long enough to be a secret by itself.
const SHORTEST_PART: usize = 20;

/// Of a base64 form, only what no neighbour can change is looked for, and that must be long enough to be no accident.
const SHORTEST_BASE64: usize = 6;

/// How often escapes are undone inside each other: JSON in JSON in a URL.
const ROUNDS: usize = 3;

/// The automaton knows only the beginning of a form, for that of a whole token in all its forms takes a second to build.
/// What follows is compared byte by byte; a secret that is cut off later is still one.
const BEGINNING: usize = 32;

/// All forms of all known secrets. It holds them, so its `Debug` says nothing.
pub(super) struct Known {
    beginnings: AhoCorasick,
    /// By the automaton's pattern.
    forms: Vec<Form>,
}

/// One way to write a secret.
struct Form {
    bytes: Zeroizing<Vec<u8>>,
    is_base64: bool,
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Known({} forms)", self.forms.len())
    }
}

impl Known {
    /// None when there is nothing to look for.
    pub(super) fn new(secrets: &[&SecretText]) -> Option<Self> {
        let mut plain: BTreeSet<Vec<u8>> = BTreeSet::new();
        for secret in secrets {
            add_parts(secret.expose(), &mut plain);
        }
        let mut encoded = BTreeSet::new();
        for form in &plain {
            add_base64(form, &mut encoded);
            let percent = percent_encode(form, NON_ALPHANUMERIC).to_string();
            if percent.as_bytes() != form.as_slice() {
                // RFC 6749 section 2.3.1 has client secrets percent-encoded inside a Basic header's base64.
                add_base64(percent.as_bytes(), &mut encoded);
            }
            if let Ok(text) = std::str::from_utf8(form)
                && let Ok(json) = serde_json::to_string(text)
            {
                add_base64(json.trim_matches('"').as_bytes(), &mut encoded);
            }
        }
        let plain = plain.into_iter().map(|bytes| (bytes, false));
        let encoded = encoded.into_iter().map(|bytes| (bytes, true));
        let form = |(bytes, is_base64)| Form { bytes: Zeroizing::new(bytes), is_base64 };
        let forms: Vec<Form> = plain.chain(encoded).map(form).collect();
        if forms.is_empty() {
            return None;
        }
        let beginnings = forms.iter().map(|form| &form.bytes[..form.bytes.len().min(BEGINNING)]);
        let beginnings = AhoCorasick::new(beginnings).ok()?;
        Some(Self { beginnings, forms })
    }

    pub(super) fn find(&self, bytes: &[u8], found: &mut Vec<Found>) {
        self.search(bytes, |mask| found.push(Found { from: mask.start, mask }));
        for escapes in [Escapes::Percent, Escapes::Json, Escapes::Html] {
            if let Some(view) = View::of(bytes, escapes) {
                self.search(&view.bytes, |range| push(found, view.source(&range)));
            }
        }
        let mut views: Vec<View> = Vec::new();
        for _ in 0..ROUNDS {
            let innermost = views.last().map_or(bytes, |view| view.bytes.as_slice());
            let Some(view) = View::of(innermost, Escapes::All) else { break };
            views.push(view);
            let through = |range| views.iter().rev().fold(range, |range, view| view.source(&range));
            let Some(view) = views.last() else { break };
            self.search(&view.bytes, |range| push(found, through(range)));
        }
    }

    /// How long a secret may be when every byte of it is escaped: six bytes (`\u0041`), and these escaped again.
    pub(super) fn reach(&self) -> usize {
        self.forms.iter().map(|form| form.bytes.len()).max().unwrap_or(0) * 24 + 64
    }

    fn search(&self, bytes: &[u8], mut report: impl FnMut(Range<usize>)) {
        for hit in self.beginnings.find_overlapping_iter(bytes) {
            let mut range = hit.range();
            let form = &self.forms[hit.pattern().as_usize()];
            let rest = form.bytes[range.len()..].iter().zip(&bytes[range.end..]);
            range.end += rest.take_while(|(one, other)| one == other).count();
            if form.is_base64 {
                // The neighbours are made of the secret's bits in part.
                range.start -= usize::from(range.start > 0 && is_base64(bytes[range.start - 1]));
                range.end += usize::from(bytes.get(range.end).is_some_and(|byte| is_base64(*byte)));
            }
            report(range);
        }
    }
}

fn push(found: &mut Vec<Found>, mask: Range<usize>) {
    found.push(Found { from: mask.start, mask });
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// The forms in which a secret may stand anywhere before anybody encodes it: itself, as it reads when its own escapes are
/// undone, its lines (of a private key) and its parts (of a token). None of less than 4 bytes: those are everywhere.
pub fn plain_forms(secret: &SecretText) -> Vec<Zeroizing<Vec<u8>>> {
    let mut plain = BTreeSet::new();
    add_parts(secret.expose(), &mut plain);
    plain.into_iter().map(Zeroizing::new).collect()
}

/// The secret itself, as it reads when its own escapes are undone, its lines (of a private key) and its parts (of a token).
fn add_parts(secret: &str, plain: &mut BTreeSet<Vec<u8>>) {
    let whole = secret.trim();
    let lines = whole.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    // A token's header says nothing; its payload and its signature do.
    let parts = whole.split('.').skip(usize::from(whole.starts_with("eyJ")));
    let parts = lines.chain(parts).filter(|part| part.len() >= SHORTEST_PART);
    for text in std::iter::once(whole).chain(parts) {
        let mut form = text.as_bytes().to_vec();
        for _ in 0..=ROUNDS {
            if form.len() < SHORTEST {
                break;
            }
            if form.contains(&b' ') {
                let plus = form.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte });
                plain.insert(plus.collect());
            }
            plain.insert(form.clone());
            match View::of(&form, Escapes::All) {
                Some(view) => form = view.bytes,
                None => break,
            }
        }
    }
}

/// What base64 makes of `form` behind 0, 1 and 2 other bytes, as far as those and what follows cannot change it.
fn add_base64(form: &[u8], encoded: &mut BTreeSet<Vec<u8>>) {
    for before in 0..3 {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(form);
        let first = (before * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        for engine in [&STANDARD, &URL_SAFE] {
            let whole = engine.encode(&bytes);
            let certain = whole.as_bytes().get(first..last).unwrap_or_default();
            if certain.len() >= SHORTEST_BASE64 {
                encoded.insert(certain.to_vec());
            }
        }
        bytes.zeroize();
    }
}
