//! A request as it goes out, in texts that know where a secret belongs.

use super::body::BodyFile;
use super::how::How;
use super::note::{CodeNote, Notes};
use super::owner::{CodeSource, Show};
use crate::fill::{FilledText, Piece};
use crate::variables::canonical_name;
use mudbrick_model::Method;
use url::Url;

/// What is sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    pub(super) method: Method,
    /// As it stands on the wire, without a fragment.
    pub(super) url: Text,
    /// Those that the request has, in their order.
    pub(super) headers: Vec<(String, Text)>,
    pub(super) body: Option<Body>,
    pub(super) how: How,
}

/// What is sent behind the headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    Text(Text),
    File(BodyFile),
}

/// A text with the places of secrets in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(pub(super) Vec<Part>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// As it is.
    Plain(String),
    /// The profile's token.
    Token,
    /// Another secret: the environment variable that has it.
    Secret(String),
}

/// What the connection writes itself, so that no code has to.
const OF_THE_CONNECTION: [&str; 3] = ["content-length", "connection", "host"];

impl Body {
    pub(super) fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::File(_) => None,
        }
    }
}

impl Message {
    pub(super) fn of(
        source: &CodeSource<'_>,
        file: Option<BodyFile>,
        show: Show,
        masked: &dyn Fn(&str) -> String,
        notes: &mut Notes,
    ) -> Self {
        let filled = source.filled;
        let names = filled.missing();
        if !names.is_empty() {
            notes.add(CodeNote::Unset { names });
        }
        if let Some(file) = &file {
            notes.add(file.note());
        } else if filled.body.as_ref().is_some_and(FilledText::is_binary) {
            notes.add(CodeNote::Binary);
        }
        let mut text = |text: &FilledText| {
            let parts = text.pieces().iter().map(|piece| part(piece, show));
            Text::of(parts).masked(show, masked, notes)
        };
        let headers = filled.headers.iter().filter(|(name, _)| !is_of_the_connection(name));
        let headers: Vec<_> =
            headers.map(|(name, value)| (name.clone(), text(value).trimmed())).collect();
        let body = match file {
            Some(file) => Some(Body::File(file)),
            None => filled.body.as_ref().map(|body| Body::Text(text(body))),
        };
        let url = Text::of(on_the_wire(&filled.url, show)).masked(show, masked, notes);
        let how = How::of(filled.method, &source.options);
        let message = Self { method: filled.method, url, headers, body, how };
        for name in message.environment() {
            notes.add(CodeNote::Environment { name });
        }
        message
    }

    /// The first header of that name, in any case.
    pub(super) fn header(&self, name: &str) -> Option<&Text> {
        let mut headers = self.headers.iter();
        headers.find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The headers, each name once, for languages that keep them in a table (RFC 9110 section 5.3).
    pub(super) fn joined_headers(&self, notes: &mut Notes) -> Vec<(String, Text)> {
        let mut joined: Vec<(String, Text)> = Vec::new();
        for (name, value) in &self.headers {
            match joined.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
                None => joined.push((name.clone(), value.clone())),
                Some((_, known)) => {
                    let (between, by) = match name.eq_ignore_ascii_case("cookie") {
                        true => ("; ", "semicolon"),
                        false => (", ", "comma"),
                    };
                    known.0.push(Part::Plain(between.to_owned()));
                    known.0.extend(value.0.iter().cloned());
                    notes.add(CodeNote::Joined { name: name.clone(), by });
                }
            }
        }
        joined
    }

    /// The compressions that it asks for by itself. Mudbrick unpacks them; other programs do so when they ask themselves.
    pub(super) fn compressions(&self) -> Option<String> {
        let value = self.header("accept-encoding")?.plains().collect::<String>();
        let asked = value.split(',').filter_map(|one| one.split(';').next()).map(str::trim);
        let asked: Vec<&str> = asked.filter(|one| !matches!(*one, "" | "identity")).collect();
        (!asked.is_empty()).then(|| asked.join(" or "))
    }

    /// Whether it goes out by TLS.
    pub(super) fn is_encrypted(&self) -> bool {
        self.url.plains().next().is_some_and(|url| url.starts_with("https:"))
    }

    /// Whether the token is somewhere in it.
    pub(super) fn has_token(&self) -> bool {
        self.texts().any(|text| text.0.contains(&Part::Token))
    }

    /// The environment variables that it needs, each once.
    pub(super) fn environment(&self) -> Vec<String> {
        let mut names = Vec::new();
        for part in self.texts().flat_map(|text| &text.0) {
            if let Part::Secret(name) = part
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }

    fn texts(&self) -> impl Iterator<Item = &Text> {
        self.headers
            .iter()
            .map(|(_, value)| value)
            .chain([&self.url])
            .chain(self.body.as_ref().and_then(Body::text))
    }
}

impl Text {
    fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        let mut text = Self::default();
        for part in parts {
            match (part, text.0.last_mut()) {
                (Part::Plain(more), Some(Part::Plain(last))) => last.push_str(&more),
                (part, _) => text.0.push(part),
            }
        }
        text
    }

    /// A body as a file has it that is safe to share: secrets keep their place by their names, for no program fills them there.
    pub(super) fn for_file(body: &FilledText, masked: &dyn Fn(&str) -> String) -> Vec<u8> {
        let mut bytes = Vec::new();
        // As long as it goes on: a secret that was typed may stand on both sides of a variable.
        let mut text = String::new();
        for piece in body.pieces() {
            match (piece, part(piece, Show::Redacted)) {
                (Piece::File { bytes: file, .. }, _) if std::str::from_utf8(file).is_err() => {
                    bytes.extend(masked(&std::mem::take(&mut text)).into_bytes());
                    bytes.extend(&file[..]);
                }
                (Piece::Secret { name, .. }, _) => text.push_str(&format!("{{{{{name}}}}}")),
                (_, Part::Plain(plain)) => text.push_str(&plain),
                (_, Part::Token | Part::Secret(_)) => {}
            }
        }
        bytes.extend(masked(&text).into_bytes());
        bytes
    }

    /// A text without a secret in it.
    pub(super) fn plain(text: &str) -> Self {
        Self(vec![Part::Plain(text.to_owned())])
    }

    /// This text behind another one.
    pub(super) fn behind(&self, begin: &str) -> Self {
        Self::of(std::iter::once(Part::Plain(begin.to_owned())).chain(self.0.iter().cloned()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|part| matches!(part, Part::Plain(text) if text.is_empty()))
    }

    /// Its parts without secrets.
    pub(super) fn plains(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Plain(text) => Some(text.as_str()),
            Part::Token | Part::Secret(_) => None,
        })
    }

    pub(super) fn contains(&self, found: impl Fn(char) -> bool) -> bool {
        self.plains().any(|text| text.contains(&found))
    }

    /// The whole text, when no secret is in it.
    pub(super) fn as_plain(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Plain(text)] => Some(text),
            _ => None,
        }
    }

    fn masked(self, show: Show, masked: &dyn Fn(&str) -> String, notes: &mut Notes) -> Self {
        if show == Show::Real {
            return self;
        }
        let parts = self.0.into_iter().map(|part| match part {
            Part::Plain(text) => {
                let safe = masked(&text);
                if safe != text {
                    notes.add(CodeNote::Masked);
                }
                Part::Plain(safe)
            }
            secret => secret,
        });
        Self(parts.collect())
    }

    /// As a header's value is sent.
    fn trimmed(mut self) -> Self {
        if let Some(Part::Plain(first)) = self.0.first_mut() {
            *first = first.trim_start().to_owned();
        }
        if let Some(Part::Plain(last)) = self.0.last_mut() {
            *last = last.trim_end().to_owned();
        }
        self
    }
}

fn is_of_the_connection(name: &str) -> bool {
    OF_THE_CONNECTION.iter().any(|own| name.eq_ignore_ascii_case(own))
}

fn part(piece: &Piece, show: Show) -> Part {
    match piece {
        Piece::Literal(text) | Piece::Value { text, .. } | Piece::Unset { written: text, .. } => {
            Part::Plain(text.clone())
        }
        // What is no text cannot stand in code, which is said.
        Piece::File { written, bytes } => {
            Part::Plain(std::str::from_utf8(bytes).unwrap_or(written).to_owned())
        }
        Piece::Secret { value, .. } if show == Show::Real => Part::Plain(value.expose().clone()),
        piece if is_token(piece) => Part::Token,
        Piece::Secret { name, .. } => Part::Secret(variable_name(name)),
    }
}

/// Whether it is the profile's token.
pub(super) fn is_token(piece: &Piece) -> bool {
    matches!(piece, Piece::Secret { name, .. } if canonical_name(name) == "ACCESS_TOKEN")
}

/// A variable's name as every shell can have it.
fn variable_name(name: &str) -> String {
    let part = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let name: String = name.chars().map(part).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// The URL as Mudbrick sends it. What each program makes of odd characters differs, so nothing is left to it. Secrets and
/// variables without a value keep their place by a word that no rule of URLs changes.
fn on_the_wire(url: &FilledText, show: Show) -> Vec<Part> {
    let mut word = "mudbrick".to_owned();
    while url.shown().contains(&word) {
        word.push('x');
    }
    let mut written = String::new();
    let mut places: Vec<(String, Part)> = Vec::new();
    for piece in url.pieces() {
        let part = part(piece, show);
        match (piece, part) {
            (Piece::Literal(_) | Piece::Value { .. }, Part::Plain(text)) => {
                written.push_str(&text);
            }
            (_, part) => {
                // Ends in a letter, so that no place is the beginning of another.
                let place = format!("{word}{}z", places.len());
                written.push_str(&place);
                places.push((place, part));
            }
        }
    }
    if let Ok(mut parsed) = Url::parse(&written) {
        parsed.set_fragment(None);
        written = parsed.into();
    }
    let mut parts = Vec::new();
    let mut rest = written.as_str();
    for (place, part) in places {
        // A path's `..` may have taken it away.
        if let Some((before, after)) = rest.split_once(&place) {
            parts.push(Part::Plain(before.to_owned()));
            parts.push(part);
            rest = after;
        }
    }
    parts.push(Part::Plain(rest.to_owned()));
    parts
}
