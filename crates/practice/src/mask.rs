//! Secrets taken out of what was asked, before it is kept: by the name they are given under, by their shape, and by their
//! value where the registry knows it. What is kept at all, and how much, is left to the record.

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use http::header::{AUTHORIZATION, CONTENT_TYPE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::ops::Range;

/// What stands in a secret's place.
const MASK: &str = "***";

/// What the built-in seed's secrets begin with. They open nothing but a practice Adobe.
const PUBLIC: &str = "p8e-practice-";

/// What marks the name of a secret, once everything but letters and digits is gone from it.
const MARKS: [&str; 10] = [
    "secret",
    "token",
    "password",
    "passphrase",
    "assertion",
    "jwt",
    "privatekey",
    "credential",
    "authorization",
    "cookie",
];

/// What is shorter would be found by chance, in words that are no secret. Its name still tells a short one.
const SHORTEST: usize = 8;

/// Takes known secrets out of texts, in every spelling.
#[derive(Debug)]
pub(crate) struct Mask {
    secrets: Vec<String>,
    /// Finds all spellings at once; none when there are more than can be looked for.
    spellings: Option<AhoCorasick>,
}

impl Mask {
    /// For these secrets.
    pub(crate) fn of<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let secrets: Vec<String> = secrets.map(str::to_owned).collect();
        let spellings = secrets.iter().flat_map(|secret| spellings(secret));
        let spellings = AhoCorasick::new(spellings).ok();
        Self { secrets, spellings }
    }

    /// Whether it is for these.
    pub(crate) fn is_of<'a>(&self, secrets: impl Iterator<Item = &'a str>) -> bool {
        secrets.eq(self.secrets.iter().map(String::as_str))
    }

    /// Running text: known secrets, and what looks like one.
    pub(crate) fn text(&self, text: &str) -> String {
        shapes(&self.known(&private_keys(text)))
    }

    /// Known secrets. Those that reach into each other go together.
    fn known(&self, text: &str) -> String {
        let Some(spellings) = &self.spellings else { return MASK.to_owned() };
        let mut found: Vec<Range<usize>> =
            spellings.find_overlapping_iter(text).map(|found| found.range()).collect();
        found.sort_unstable_by_key(|range| range.start);
        let (mut masked, mut at) = (String::with_capacity(text.len()), 0);
        for range in found {
            if range.start >= at {
                masked.push_str(&text[at..range.start]);
                masked.push_str(MASK);
            }
            at = at.max(range.end);
        }
        masked + &text[at..]
    }

    /// A query or a form.
    pub(crate) fn pairs(&self, text: &str) -> String {
        self.text(&pairs(text))
    }

    /// Every header, under its name.
    pub(crate) fn headers(&self, headers: &HeaderMap) -> HeaderMap {
        headers.iter().map(|(name, value)| (name.clone(), self.header(name, value))).collect()
    }

    /// A body as its content type says it is written.
    pub(crate) fn body(&self, headers: &HeaderMap, text: &str) -> String {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if let Ok(boundary) = multer::parse_boundary(content_type.unwrap_or_default()) {
            return self.text(&parts(text, &boundary));
        }
        if text.trim_start().starts_with(['{', '[']) {
            return self.text(&json(text));
        }
        self.text(&json(&pairs(text)))
    }

    fn header(&self, name: &HeaderName, value: &HeaderValue) -> HeaderValue {
        let text = String::from_utf8_lossy(value.as_bytes());
        let is_authorization = matches!(*name, AUTHORIZATION | PROXY_AUTHORIZATION);
        let masked = if let (true, Some((scheme, _))) = (is_authorization, text.split_once(' ')) {
            // The scheme tells how a client identified itself, and is no secret.
            format!("{scheme} {MASK}")
        } else if is_secret(name.as_str()) {
            MASK.to_owned()
        } else if let Some((address, query)) = text.split_once('?') {
            format!("{}?{}", self.text(address), self.pairs(query))
        } else {
            self.text(&text)
        };
        HeaderValue::from_bytes(masked.as_bytes()).unwrap_or(HeaderValue::from_static(MASK))
    }
}

/// `secret` for whoever looks: as it is when it was made for practice, which its beginning tells, and masked otherwise. A seed
/// of one's own may hold a real one, and what is printed ends in the logs of a build server.
pub fn printable(secret: &str) -> &str {
    if secret.starts_with(PUBLIC) { secret } else { MASK }
}

/// Whether what is called `name` is a secret. `token_type` and the like are not.
fn is_secret(name: &str) -> bool {
    let plain = name.chars().filter(char::is_ascii_alphanumeric);
    let plain = plain.collect::<String>().to_ascii_lowercase();
    let is_marked = MARKS.iter().any(|mark| plain.contains(mark)) || plain == "code";
    is_marked && !plain.ends_with("type")
}

/// The ways in which a client may write `secret`: as it is, percent-encoded, in hexadecimal, and in base64 wherever it begins
/// within a longer text, which moves its letters.
fn spellings(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let encoded: String = form_urlencoded::byte_serialize(bytes).collect();
    let mut spellings = vec![secret.to_owned(), encoded, hex.to_ascii_uppercase(), hex];
    for before in 0..3 {
        let shifted = [vec![0; before], bytes.to_vec()].concat();
        for text in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // The letters at either end also hold bits of what stands before and after.
            let inner = text.get((before * 8).div_ceil(6)..shifted.len() * 8 / 6);
            spellings.extend(inner.map(str::to_owned));
        }
    }
    spellings.retain(|spelling| spelling.len() >= SHORTEST);
    spellings.sort();
    spellings.dedup();
    spellings
}

/// `name=value&…` with the values of secrets masked. White space within a pair is part of it.
fn pairs(text: &str) -> String {
    let pair = |pair: &str| {
        let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name);
        match pair.split_once('=') {
            Some((written, value)) if !value.is_empty() && name.is_some_and(|n| is_secret(&n)) => {
                format!("{written}={MASK}")
            }
            _ => pair.to_owned(),
        }
    };
    text.split('&').map(pair).collect::<Vec<_>>().join("&")
}

/// JSON, or what begins as such and breaks off, with everything under the name of a secret masked.
fn json(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        let (before, quoted) = rest.split_at(start);
        let (string, after) = quoted.split_at(string_end(quoted));
        masked.push_str(before);
        masked.push_str(string);
        rest = after;
        let Some(value) = after.trim_start().strip_prefix(':') else { continue };
        let name = serde_json::from_str(string).unwrap_or_else(|_| string.to_owned());
        if is_secret(&name) {
            let value = value.trim_start();
            masked.push_str(&format!(":\"{MASK}\""));
            rest = &value[value_end(value)..];
        }
    }
    masked + rest
}

/// Where the string that begins `text` ends, its closing quote included.
fn string_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where the value that begins `text` ends: a string, a list or an object with all that is in it, or a word.
fn value_end(text: &str) -> usize {
    let (mut index, mut depth) = (0, 0_usize);
    while let Some(byte) = text.as_bytes().get(index) {
        match byte {
            b'"' => index += string_end(&text[index..]),
            b'[' | b'{' => (index, depth) = (index + 1, depth + 1),
            b']' | b'}' if depth > 0 => (index, depth) = (index + 1, depth - 1),
            b']' | b'}' | b',' if depth == 0 => return index,
            _ => {
                index += 1;
                continue;
            }
        }
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

/// Multipart, with the parts that are secrets masked.
fn parts(text: &str, boundary: &str) -> String {
    let delimiter = format!("--{boundary}");
    let part = |part: &str| {
        let head = part.find("\r\n\r\n").map(|end| end + 4);
        let head = head.or_else(|| part.find("\n\n").map(|end| end + 2));
        let head = &part[..head.unwrap_or(part.len())];
        let name = head.split_once("name=").map(|(_, rest)| rest.trim_start_matches('"'));
        let name = name.and_then(|rest| rest.split(['"', ';', '\r', '\n']).next());
        match name {
            Some(name) if is_secret(name) => format!("{head}{MASK}\r\n"),
            _ => part.to_owned(),
        }
    };
    text.split(&delimiter).map(part).collect::<Vec<_>>().join(&delimiter)
}

/// Private keys in PEM, whole or broken off.
fn private_keys(text: &str) -> String {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "PRIVATE KEY-----";
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        masked.push_str(&rest[..start]);
        let armour = &rest[start..];
        let label = armour[BEGIN.len()..].split('-').next().unwrap_or_default();
        if label.ends_with("PRIVATE KEY") {
            masked.push_str(MASK);
            // Behind the last line, or nowhere: a key that breaks off is one as well.
            let lines = armour.match_indices(END).nth(1);
            rest = lines.map_or("", |(index, end)| &armour[index + end.len()..]);
        } else {
            masked.push_str(BEGIN);
            rest = &armour[BEGIN.len()..];
        }
    }
    masked + rest
}

/// What looks like a JWT or one of Adobe's client secrets, wherever it stands.
fn shapes(text: &str) -> String {
    const SHORTEST_JWT: usize = 20;
    let of_jwt = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=%".contains(c);
    let of_secret = |c: char| c.is_ascii_alphanumeric() || "-_%".contains(c);
    let masked = masked_from(text, "eyJ", SHORTEST_JWT, of_jwt);
    masked_from(&masked, "p8e-", "p8e-x".len(), of_secret)
}

/// `text` with each run of `is_of` that begins with `start` and is at least `shortest` long masked.
fn masked_from(text: &str, start: &str, shortest: usize, is_of: impl Fn(char) -> bool) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(index) = rest.find(start) {
        let (before, run) = rest.split_at(index);
        let length = run.find(|c| !is_of(c)).unwrap_or(run.len());
        masked.push_str(before);
        masked.push_str(if length < shortest { &run[..length] } else { MASK });
        rest = &run[length..];
    }
    masked + rest
}

#[cfg(test)]
mod tests;
