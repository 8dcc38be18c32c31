//! The parts of a request while its text is read, whatever language that is in, and how they become a request: the body's
//! kind, the method that is meant, credentials as the profile's variables.

use super::credentials::{self, Named};
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::multipart::{Form, FormPart};
use super::placeholders::{Kind, adopt};
use super::remark::{PasteNote, Remarks};
use super::review;
use crate::template::names_in;
use mudbrick_model::{Header, Method, Request};
use serde::de::IgnoredAny;

/// A text and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) text: String,
    /// In bytes of the pasted text.
    pub(super) at: usize,
}

impl Placed {
    pub(super) fn new(text: impl Into<String>, at: usize) -> Self {
        Self { text: text.into(), at }
    }
}

/// A header and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlacedHeader {
    pub(super) name: String,
    pub(super) value: String,
    /// In bytes of the pasted text.
    pub(super) at: usize,
}

/// What the text says of the request.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) method: Option<String>,
    pub(super) url: Option<Placed>,
    pub(super) headers: Vec<PlacedHeader>,
    /// Headers that the text has nobody send.
    pub(super) removed: Vec<String>,
    /// The body, in the pieces of a form.
    pub(super) data: Vec<Placed>,
    /// A file that is the body.
    pub(super) file: Option<Placed>,
    /// A form of several parts.
    pub(super) form: Vec<FormPart>,
    /// Pieces of a query.
    pub(super) query: Vec<String>,
    /// The content type that the language gives a body by itself.
    pub(super) default_type: Option<&'static str>,
    /// What the language asks for by itself.
    pub(super) default_accept: Option<&'static str>,
    /// The method that the language chooses for a body, POST unless it says otherwise.
    pub(super) body_method: Option<Method>,
}

/// Headers that belong to the connection, which whoever sends it writes.
const OWN_HEADERS: [&str; 4] = ["content-length", "connection", "host", "transfer-encoding"];

impl Parts {
    /// Adds a header; one of the connection's own is left out and said.
    pub(super) fn header(&mut self, name: &str, value: &str, at: usize, remarks: &mut Remarks) {
        let (name, value) = (name.trim(), value.trim());
        if OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) {
            return remarks.note(PasteNote::OwnHeader { name: name.to_owned() });
        }
        self.headers.push(PlacedHeader { name: name.to_owned(), value: value.to_owned(), at });
    }

    /// Takes a body that stands apart; gives back whether there is a place for it.
    pub(super) fn take_body(&mut self, body: Option<Placed>, remarks: &mut Remarks) -> bool {
        let Some(body) = body.filter(|_| self.lacks_body()) else { return false };
        self.data.push(body);
        remarks.note(PasteNote::BodyAfterCommand);
        true
    }

    /// Whether it has what can be a URL, and not a sentence's next word, where a document speaks of a command.
    pub(super) fn is_addressed(&self) -> bool {
        let can_be = |url: &str| url.contains(['.', ':', '/', '{', '%', '$']) || url == "localhost";
        self.url.as_ref().is_some_and(|url| can_be(&url.text))
    }

    /// The variables in it.
    pub(super) fn variables(&self) -> Vec<String> {
        let placed = self.url.iter().chain(&self.data).chain(&self.file).map(|it| &it.text);
        let headers = self.headers.iter().map(|header| &header.value);
        let form = self.form.iter().map(|part| &part.value);
        let texts = placed.chain(headers).chain(form).chain(&self.query).chain(&self.method);
        texts.flat_map(|text| names_in(text)).collect()
    }

    /// Whether it writes, and has nothing that it writes.
    pub(super) fn lacks_body(&self) -> bool {
        let is = |writing: &str| {
            self.method.as_deref().is_some_and(|method| method.eq_ignore_ascii_case(writing))
        };
        let has_body = !self.data.is_empty() || !self.form.is_empty() || self.file.is_some();
        !has_body && ["POST", "PUT", "PATCH"].into_iter().any(is)
    }

    /// The request, and every doubt about it.
    pub(super) fn finish(mut self, remarks: &mut Remarks) -> Result<Request, PasteError> {
        let url = self.url.take().ok_or(PasteError::NoUrl)?;
        let at = url.at;
        let mut url = adopt(without_invisible(&url.text).trim(), Kind::Url);
        for piece in std::mem::take(&mut self.query) {
            url = with_query(&url, &adopt(&piece, Kind::Url));
        }
        if !url.contains("://") && !url.starts_with("{{") && !url.starts_with('/') {
            url = format!("https://{url}");
            remarks.note(PasteNote::Scheme);
        }
        let body_at = self.data.first().map_or(at, |piece| piece.at);
        let body = self.body(remarks);
        let method = match &self.method {
            Some(method) => Method::parse(method.trim())
                .ok_or_else(|| PasteError::UnknownMethod { method: method.clone() })?,
            None if body.is_some() => self.body_method.unwrap_or(Method::Post),
            None => Method::Get,
        };
        let content_type = self.content_type();
        let kind = match content_type.as_deref().is_some_and(is_form) {
            true => Kind::Form,
            false => Kind::Body,
        };
        let body = body.map(|body| credentials::in_body(&adopt(&body, kind), kind, remarks));
        let body = body.filter(|body| !body.is_empty());
        let url = credentials::in_url(&url, credentials::in_member, remarks);
        let mut request = Request { name: String::new(), method, url, headers: Vec::new(), body };
        let mut places = review::Places { url: at, headers: Vec::new(), body: body_at };
        for header in std::mem::take(&mut self.headers) {
            let value = without_invisible(&header.value).into_owned();
            let named = Named { name: header.name, value: adopt(&value, Kind::Header) };
            review::header(&named, header.at, remarks);
            let named = credentials::in_header(named, remarks);
            request.headers.push(Header::new(named.name, named.value));
            places.headers.push(header.at);
        }
        review::request(&request, &places, remarks);
        Ok(request)
    }

    fn content_type(&self) -> Option<String> {
        let is = |header: &&PlacedHeader| header.name.eq_ignore_ascii_case("content-type");
        self.headers.iter().find(is).map(|header| header.value.clone())
    }

    /// The body's text, and the headers that come with it.
    fn body(&mut self, remarks: &mut Remarks) -> Option<String> {
        if !self.form.is_empty() {
            for part in self.form.iter_mut().filter(|part| part.file_name.is_none()) {
                let value = adopt(&part.value, Kind::Body);
                part.value = credentials::in_member(&part.name, &value, remarks);
            }
            let form = Form::new(&self.form);
            self.headers.retain(|header| !header.name.eq_ignore_ascii_case("content-type"));
            let at = self.headers.last().map_or(0, |header| header.at);
            let value = form.content_type();
            self.headers.push(PlacedHeader { name: "Content-Type".to_owned(), value, at });
            return Some(form.body());
        }
        if let Some(Placed { text: path, at }) = self.file.take() {
            if self.data.is_empty() {
                return Some(self.body_of_file(&path, at, remarks));
            }
            remarks.doubt(at, DoubtKind::FileLeftOut { path });
        }
        let pieces: Vec<&str> = self.data.iter().map(|piece| piece.text.as_str()).collect();
        if pieces.is_empty() {
            return None;
        }
        let mut body = pieces.join("&");
        let lines = pieces.join("\n");
        if pieces.len() > 1 && is_json(&lines) && !is_json(&body) {
            body = lines;
            remarks.note(PasteNote::JoinedJson);
        }
        if body.is_empty() {
            return Some(body);
        }
        let at = self.data.first().map_or(0, |piece| piece.at);
        // In a request that is kept, such a line stands for a file.
        if let Some(path) = body.strip_prefix("< ").filter(|path| !path.contains('\n')) {
            remarks.doubt(at, DoubtKind::BodyInFile { path: path.trim().to_owned() });
        }
        // curl takes JSON for a form unless it is told; nobody means that.
        let json = self.default_type == Some(FORM) && body.trim_start().starts_with(['{', '[']);
        if self.content_type().is_none() && !self.is_removed("Content-Type") && json {
            remarks.note(PasteNote::JsonNotForm);
        }
        let kind = if json { Some("application/json") } else { self.default_type };
        self.default_header("Content-Type", kind, at);
        let accept = self.default_accept;
        self.default_header("Accept", accept, at);
        Some(body)
    }

    /// The line that stands for a file in a body.
    fn body_of_file(&mut self, path: &str, at: usize, remarks: &mut Remarks) -> String {
        remarks.doubt(at, DoubtKind::BodyInFile { path: path.to_owned() });
        let json = self.default_type == Some(FORM) && path.to_ascii_lowercase().ends_with(".json");
        if self.content_type().is_none() && !self.is_removed("Content-Type") && json {
            remarks.note(PasteNote::JsonNotForm);
        }
        let kind = if json { Some("application/json") } else { self.default_type };
        self.default_header("Content-Type", kind, at);
        let accept = self.default_accept;
        self.default_header("Accept", accept, at);
        format!("< {path}")
    }

    fn default_header(&mut self, name: &str, value: Option<&str>, at: usize) {
        let known = self.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        if let Some(value) = value.filter(|_| !known && !self.is_removed(name)) {
            let header = PlacedHeader { name: name.to_owned(), value: value.to_owned(), at };
            self.headers.push(header);
        }
    }

    fn is_removed(&self, name: &str) -> bool {
        self.removed.iter().any(|removed| removed.eq_ignore_ascii_case(name))
    }

    /// A body whose text is in a file. `-` is what the command is given on its standard input.
    pub(super) fn body_in_file(&mut self, path: &str, at: usize, remarks: &mut Remarks) {
        if path == "-" {
            remarks.doubt(at, DoubtKind::BodyFromInput);
            self.data.push(Placed::new("", at));
        } else if let Some(other) = self.file.replace(Placed::new(path, at)) {
            remarks.doubt(other.at, DoubtKind::FileLeftOut { path: other.text });
        }
    }

    /// A file whose text would be a part of something else.
    pub(super) fn file_left_out(&mut self, path: &str, at: usize, remarks: &mut Remarks) {
        remarks.doubt(at, DoubtKind::FileLeftOut { path: path.to_owned() });
        self.data.push(Placed::new("", at));
    }
}

/// The content type that curl and browsers give a body by themselves.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn is_form(content_type: &str) -> bool {
    content_type.trim().to_ascii_lowercase().starts_with(FORM)
}

/// Whether the text is a JSON object or list, with placeholders in it as well.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
        && serde_json::from_str::<IgnoredAny>(&review::filled(text)).is_ok()
}

fn with_query(url: &str, query: &str) -> String {
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    let joint = match path.contains('?') {
        true if path.ends_with(['?', '&']) => "",
        true => "&",
        false => "?",
    };
    let hash = if fragment.is_empty() { "" } else { "#" };
    format!("{path}{joint}{query}{hash}{fragment}")
}

/// Web pages put characters of no width into long words, so that they may break there.
fn without_invisible(text: &str) -> std::borrow::Cow<'_, str> {
    const INVISIBLE: [char; 4] = ['\u{200b}', '\u{2060}', '\u{feff}', '\u{ad}'];
    match text.contains(INVISIBLE) {
        true => text.replace(INVISIBLE, "").into(),
        false => text.into(),
    }
}
