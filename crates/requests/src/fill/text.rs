//! A text with variables filled in, which knows which of its parts are secret.

use super::body::{BodyFileContent, BodyFiles, BodyPart, parts};
use crate::functions::{FunctionError, Made, is_function};
use crate::template::{Placeholder, Segment, segments};
use crate::variables::{Source, Value, Variables};
use mudbrick_redact::MASK;
use mudbrick_vault::{Secret, SecretText};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A variable in a request and where its value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Without braces.
    pub name: String,
    /// None when it is not set.
    pub source: Option<Source>,
}

/// A part of a filled text.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Written in the request.
    Literal(String),
    /// A variable's value.
    Value {
        /// The variable.
        name: String,
        /// Where the value comes from.
        source: Source,
        /// The value.
        text: String,
    },
    /// A secret variable's value.
    Secret {
        /// The variable.
        name: String,
        /// The value.
        value: SecretText,
    },
    /// A variable without a value.
    Unset {
        /// The variable.
        name: String,
        /// As it stands in the request.
        written: String,
    },
    /// A file, byte for byte.
    File {
        /// The line that names it.
        written: String,
        /// What it holds.
        bytes: Arc<[u8]>,
    },
}

/// A text with its variables filled.
#[derive(Debug, Clone, Default)]
pub struct FilledText {
    pieces: Vec<Piece>,
    /// Secrets that one of its parts was made of.
    inner: Vec<SecretText>,
}

impl FilledText {
    pub(super) fn of(pieces: Vec<Piece>) -> Self {
        Self { pieces, inner: Vec::new() }
    }

    /// A file that goes out as it is.
    pub fn of_file(bytes: Arc<[u8]>) -> Self {
        Self::of(vec![Piece::File { written: String::new(), bytes }])
    }

    pub(super) fn with_inner(self, inner: Vec<SecretText>) -> Self {
        Self { inner, ..self }
    }

    /// Its parts, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The whole text, for the moment it is sent. It is as secret as its most secret part.
    pub fn expose(&self) -> SecretText {
        SecretText::new(self.joined(|secret, _| secret.expose().clone()))
    }

    /// The same as bytes, which a file in it may be. Anything else than a body has none.
    pub fn expose_bytes(&self) -> Secret<Vec<u8>> {
        let mut bytes = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) | Piece::Value { text, .. } => bytes.extend(text.as_bytes()),
                Piece::Secret { value, .. } => bytes.extend(value.expose().as_bytes()),
                Piece::Unset { written, .. } => bytes.extend(written.as_bytes()),
                Piece::File { bytes: file, .. } => bytes.extend(&file[..]),
            }
        }
        Secret::new(bytes)
    }

    /// Whether there is a file in it that is not text.
    pub fn is_binary(&self) -> bool {
        self.pieces.iter().any(|piece| match piece {
            Piece::File { bytes, .. } => std::str::from_utf8(bytes).is_err(),
            _ => false,
        })
    }

    /// The text with [`MASK`] in the place of each secret, for showing and for history.
    pub fn shown(&self) -> String {
        self.joined(|_, _| MASK.to_owned())
    }

    /// The text with each secret's variable in its place, `{{ACCESS_TOKEN}}`.
    pub fn named(&self) -> String {
        self.joined(|_, name| format!("{{{{{name}}}}}"))
    }

    /// Of a URL, the variables with an empty value that are all there is between two slashes of its path, or behind the last.
    pub(super) fn emptying_path(&self) -> Vec<&str> {
        let (mut found, mut empty, mut is_segment) = (Vec::new(), Vec::new(), false);
        for piece in &self.pieces {
            let text = match piece {
                Piece::Value { name, text, .. } if text.is_empty() => {
                    empty.push(name.as_str());
                    continue;
                }
                Piece::Secret { name, value } if value.expose().is_empty() => {
                    empty.push(name.as_str());
                    continue;
                }
                Piece::Literal(text) | Piece::Value { text, .. } => text.as_str(),
                Piece::Secret { .. } | Piece::Unset { .. } | Piece::File { .. } => MASK,
            };
            let path = text.split(['?', '#']).next().unwrap_or_default();
            // A segment that has a text is none to look at until the next slash.
            for part in path.split_inclusive('/') {
                let (is_over, has_text) = (part.ends_with('/'), part != "/");
                is_segment &= !has_text;
                if is_over {
                    found.extend(empty.drain(..).filter(|_| is_segment));
                    is_segment = true;
                }
            }
            if path.len() < text.len() {
                break;
            }
        }
        found.extend(empty.into_iter().filter(|_| is_segment));
        found
    }

    /// Whether any part is secret.
    pub fn is_secret(&self) -> bool {
        self.secrets().next().is_some()
    }

    /// Its secret parts, and what they were made of.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretText> {
        let parts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Secret { value, .. } => Some(value),
            Piece::Literal(_) | Piece::Value { .. } | Piece::Unset { .. } | Piece::File { .. } => {
                None
            }
        });
        parts.chain(&self.inner)
    }

    fn joined(&self, secret: impl Fn(&SecretText, &str) -> String) -> String {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) | Piece::Value { text, .. } => Cow::Borrowed(text.as_str()),
            Piece::Secret { name, value } => Cow::Owned(secret(value, name)),
            Piece::Unset { written, .. } => Cow::Borrowed(written.as_str()),
            Piece::File { written, bytes } => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => {
                    let length = bytes.len();
                    Cow::Owned(format!("({written}: {length} bytes that are not text)"))
                }
            },
        });
        parts.collect()
    }
}

/// Where a text stands, which decides how a value is written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Url,
    Header,
    /// A body of `name=value&…`.
    Form,
    Body,
}

/// What no URL can hold (RFC 3986 appendix A: neither reserved nor unreserved; brackets stay, which an IPv6 address has). What
/// has a meaning in a URL stays, for a variable may be a whole URL or path. Without this, a backslash would become a slash.
const NEVER_IN_A_URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// All but RFC 3986's unreserved characters.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Fills texts and remembers what it met.
pub(super) struct Filler<'a> {
    variables: &'a Variables,
    met: Met,
    /// What functions in the values of variables gave: a variable has one value in a request, however often it is used.
    made: BTreeMap<(String, usize), Made>,
}

/// What filling has met.
#[derive(Default)]
pub(super) struct Met {
    pub(super) uses: Vec<Use>,
    pub(super) circle: Option<Vec<String>>,
    pub(super) failed: Vec<(String, FunctionError)>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(variables: &'a Variables) -> Self {
        Self { variables, met: Met::default(), made: BTreeMap::new() }
    }

    pub(super) fn finish(self) -> Met {
        self.met
    }

    pub(super) fn fill_body(&mut self, body: &str, kind: &str, files: &BodyFiles) -> FilledText {
        let mut pieces = Vec::new();
        for part in parts(body, kind, files) {
            match part {
                BodyPart::Text(text) => pieces.extend(self.fill(&text, Place::Body).pieces),
                BodyPart::Form(text) => pieces.extend(self.fill(&text, Place::Form).pieces),
                BodyPart::File(BodyFileContent::Text(text), _) => {
                    pieces.extend(self.fill(text, Place::Body).pieces);
                }
                BodyPart::File(BodyFileContent::Bytes(bytes), written) => {
                    pieces.push(Piece::File { written, bytes: Arc::clone(bytes) });
                }
            }
        }
        FilledText::of(pieces)
    }

    pub(super) fn fill(&mut self, text: &str, place: Place) -> FilledText {
        let mut pieces = Vec::new();
        for segment in segments(text) {
            match segment {
                Segment::Literal(text) => {
                    let text = match place {
                        Place::Url => in_url(text),
                        Place::Form => in_form(text),
                        Place::Header | Place::Body => text.to_owned(),
                    };
                    pieces.push(Piece::Literal(text));
                }
                Segment::Variable(found) => {
                    self.resolve(found, 0, place, &mut Vec::new(), &mut pieces)
                }
            }
        }
        FilledText::of(pieces)
    }

    /// Adds what `found` stands for. `within` are the variables whose values led here, and `at` says where in the last one's.
    fn resolve(
        &mut self,
        found: Placeholder<'_>,
        at: usize,
        place: Place,
        within: &mut Vec<String>,
        pieces: &mut Vec<Piece>,
    ) {
        let name = found.name.to_owned();
        let unset =
            || Piece::Unset { name: found.name.to_owned(), written: found.written.to_owned() };
        if within.contains(&name) {
            within.push(name);
            self.met.circle.get_or_insert_with(|| within.clone());
            within.pop();
            pieces.push(unset());
            return;
        }
        let value = self.variables.get(&name);
        if value.is_none() && is_function(&name) && self.variables.functions().is_some() {
            self.note(&name, Some(Source::BuiltIn));
            pieces.push(self.function(&found, at, place, within).unwrap_or_else(unset));
            return;
        }
        self.note(&name, value.map(|(source, _)| source));
        match value {
            None => pieces.push(unset()),
            Some((_, Value::Secret(secret))) => {
                let value = SecretText::new(written(secret.expose(), found.encoded, place));
                pieces.push(Piece::Secret { name, value });
            }
            // What is there of nothing is that it is nothing, which matters in a path.
            Some((source, Value::Plain(text))) if text.is_empty() => {
                pieces.push(Piece::Value { name, source, text: String::new() });
            }
            Some((source, Value::Plain(text))) => {
                within.push(name.clone());
                for (at, segment) in segments(text).into_iter().enumerate() {
                    match segment {
                        Segment::Literal(text) => {
                            let text = written(text, found.encoded, place);
                            pieces.push(Piece::Value { name: name.clone(), source, text });
                        }
                        Segment::Variable(inner) => {
                            let inner =
                                Placeholder { encoded: inner.encoded || found.encoded, ..inner };
                            self.resolve(inner, at, place, within, pieces);
                        }
                    }
                }
                within.pop();
            }
        }
    }

    fn function(
        &mut self,
        found: &Placeholder<'_>,
        at: usize,
        place: Place,
        within: &[String],
    ) -> Option<Piece> {
        let name = found.name.to_owned();
        let variables = self.variables;
        let key = within.last().map(|variable| (variable.clone(), at));
        let made = match key.as_ref().and_then(|key| self.made.get(key)) {
            Some(made) => made.clone(),
            None => {
                let named = |name: &str| match variables.get(name) {
                    Some((_, Value::Plain(text))) => Some(text.clone()),
                    Some((_, Value::Secret(_))) | None => None,
                };
                match variables.functions()?.make(&name, named) {
                    Ok(made) => made,
                    Err(error) => {
                        if !self.met.failed.iter().any(|(call, _)| *call == name) {
                            self.met.failed.push((name, error));
                        }
                        return None;
                    }
                }
            }
        };
        if let Some(key) = key {
            self.made.insert(key, made.clone());
        }
        Some(match made {
            Made::Plain(text) => {
                let text = written(&text, found.encoded, place);
                Piece::Value { name, source: Source::BuiltIn, text }
            }
            Made::Secret(secret) => {
                let value = SecretText::new(written(secret.expose(), found.encoded, place));
                Piece::Secret { name, value }
            }
        })
    }

    fn note(&mut self, name: &str, source: Option<Source>) {
        if !self.met.uses.iter().any(|used| used.name == name) {
            self.met.uses.push(Use { name: name.to_owned(), source });
        }
    }
}

/// A text of a form, whose line ends stay.
fn in_form(text: &str) -> String {
    text.split('\n').map(in_url).collect::<Vec<_>>().join("\n")
}

/// A text of a URL: what is encoded stays, and what cannot stand there is encoded once, a percent sign that encodes nothing too.
fn in_url(text: &str) -> String {
    let encoded = utf8_percent_encode(text, NEVER_IN_A_URL).to_string();
    let mut parts = encoded.split('%');
    let mut url = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let encodes = part.len() > 1 && part.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        url.push_str(if encodes { "%" } else { "%25" });
        url.push_str(part);
    }
    url
}

/// A value as it is written at its place: percent-encoded when that was asked for, without the line end that copying
/// leaves behind where none can stand.
fn written(value: &str, encoded: bool, place: Place) -> String {
    let value = match place {
        Place::Body | Place::Form => value,
        Place::Url | Place::Header => value.trim_matches(['\r', '\n']),
    };
    match place {
        _ if encoded => utf8_percent_encode(value, RESERVED).to_string(),
        Place::Url => in_url(value),
        Place::Form => in_form(value),
        Place::Header | Place::Body => value.to_owned(),
    }
}
