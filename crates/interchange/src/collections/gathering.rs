//! What a reader has found so far, and what every request goes through: its method and URL are checked, headers that cannot
//! be ones are dropped, literal credentials become variables. Whatever that changes is said.

use super::draft::{Draft, FILE_REFERENCE};
use super::dynamic::adopted;
use super::left_out::{Disabled, LeftOut, LeftOutKind};
use super::names::safe_name;
use super::place::{Place, one_line};
use super::scheme::split_scheme;
use super::{Collection, CollectionFormat, FoundRequest, MOST_REQUESTS};
use mudbrick_model::{Header, Method, Request};
use mudbrick_redact::looks_secret;
use mudbrick_requests::{
    LiteralCredentials, body_file_lines, has_profile_value, masked_text, names_in,
};
use std::collections::{HashMap, HashSet};

/// Headers that belong to the connection.
const OWN_HEADERS: [&str; 4] = ["content-length", "connection", "host", "transfer-encoding"];

/// A collection that is being read.
pub(super) struct Gathering {
    collection: Collection,
    /// The folders that there are.
    entered: HashSet<Vec<String>>,
    /// The files that requests name, in small letters, and where each was.
    file_names: HashMap<String, String>,
    /// What was taken out of the requests so far.
    pub(super) literal: LiteralCredentials,
    /// More requests came than are read.
    pub(super) is_full: bool,
}

impl Gathering {
    pub(super) fn new(format: CollectionFormat, source: &str, name: &str) -> Self {
        let name = one_line(name);
        let name = if name.is_empty() { file_stem(source) } else { name };
        let collection = Collection {
            name,
            format,
            source: source.to_owned(),
            requests: Vec::new(),
            texts: Vec::new(),
            folders: Vec::new(),
            variables: Vec::new(),
            folder_variables: Vec::new(),
            left_out: Vec::new(),
        };
        Self::resume(collection)
    }

    /// One that was read, to which something is added.
    pub(super) fn resume(collection: Collection) -> Self {
        Self {
            collection,
            entered: HashSet::new(),
            file_names: HashMap::new(),
            literal: LiteralCredentials::default(),
            is_full: false,
        }
    }

    pub(super) fn finish(self) -> Collection {
        self.collection
    }

    pub(super) fn texts(&mut self) -> &mut Vec<super::FoundText> {
        &mut self.collection.texts
    }

    /// Says that something is not taken over.
    pub(super) fn leave(&mut self, place: &Place, kind: LeftOutKind) {
        self.collection.left_out.push(LeftOut { place: place.shown(), kind });
    }

    /// The same, unless it was the last thing that was said.
    pub(super) fn leave_once(&mut self, place: &Place, kind: LeftOutKind) {
        let said = LeftOut { place: place.shown(), kind };
        if self.collection.left_out.last() != Some(&said) {
            self.collection.left_out.push(said);
        }
    }

    /// The name under which a file is to lie beside its request: its own, or one with a number where another file has it.
    pub(super) fn file_name(&mut self, place: &Place, path: &str) -> String {
        let own = safe_name(path.rsplit(['/', '\\']).next().unwrap_or_default());
        let (stem, ending) = own.rsplit_once('.').unwrap_or((&own, ""));
        let dot = if ending.is_empty() { "" } else { "." };
        let numbered = (2_usize..).map(|number| format!("{stem} {number}{dot}{ending}"));
        let is_free = |name: &String| {
            // Disks often tell no capital letters.
            self.file_names.get(&name.to_lowercase()).is_none_or(|known| known == path)
        };
        let name = std::iter::once(own.clone()).chain(numbered).find(is_free);
        let name = name.unwrap_or_else(|| own.clone());
        if self.file_names.insert(name.to_lowercase(), path.to_owned()).is_none() && name != own {
            let renamed = LeftOutKind::FileRenamed { path: path.to_owned(), name: name.clone() };
            self.leave(place, renamed);
        }
        name
    }

    /// Lists each of what was left out at a place.
    pub(super) fn leave_all(
        &mut self,
        place: &Place,
        kinds: impl IntoIterator<Item = LeftOutKind>,
    ) {
        for kind in kinds {
            self.leave(place, kind);
        }
    }

    pub(super) fn leave_disabled(&mut self, place: &Place, part: Disabled, name: &str) {
        self.leave(place, LeftOutKind::Disabled { part, name: super::place::short(name) });
    }

    /// A folder of another one. A second one of a name at the same place gets a number, so that it stays one of its own.
    pub(super) fn enter(&mut self, above: &Place, name: &str) -> Place {
        let name = one_line(name);
        let name = if name.is_empty() { "Folder".to_owned() } else { name };
        let mut place = above.child(&name);
        let mut number = 1;
        while !self.entered.insert(place.folders().to_vec()) {
            number += 1;
            place = above.child(&format!("{name} {number}"));
        }
        self.tell_masked_name(&place);
        place
    }

    /// What a folder is for.
    pub(super) fn folder(&mut self, place: &Place, description: Option<String>) {
        if let Some(text) = description {
            let text = self.masked(place, text);
            self.collection.folders.push((place.folders().to_vec(), text));
        }
    }

    /// A description without what looks like a secret in it, which goes nowhere else.
    fn masked(&mut self, place: &Place, text: String) -> String {
        let Some(masked) = masked_text(&text) else { return text };
        self.leave(place, LeftOutKind::Masked { what: "description" });
        masked
    }

    fn tell_masked_name(&mut self, place: &Place) {
        if place.is_masked() {
            self.leave(place, LeftOutKind::Masked { what: "name" });
        }
    }

    /// A variable of the collection. What the profile knows by itself must not be hidden by a file's value.
    pub(super) fn variable(&mut self, place: &Place, name: &str, value: &str) {
        let name = name.trim();
        if name.is_empty() || value.trim().is_empty() {
            return;
        }
        let value = &*match self.computes() {
            true => self.adopted(place, value),
            false => value.to_owned(),
        };
        let is_odd = name.contains(['=', '{', '}']) || name.contains(char::is_whitespace);
        let named = name.to_owned();
        if has_profile_value(name) {
            self.leave(place, LeftOutKind::ProfilesVariable { name: named });
        } else if looks_secret(name, value) {
            self.leave(place, LeftOutKind::SecretVariable { name: named });
        } else if is_odd || value.contains(['\n', '\r']) {
            self.leave(place, LeftOutKind::OddVariable { name: named });
        } else {
            self.keep_variable(place, named, value.trim().to_owned());
        }
    }

    /// Whether a variable of the collection has this value; none when there is no such variable.
    pub(super) fn has_value(&self, name: &str, value: &str) -> Option<bool> {
        let mut variables = self.collection.variables.iter();
        variables.find(|(known, _)| known == name.trim()).map(|(_, known)| known == value.trim())
    }

    /// A variable counts for its folder. One of a single request counts for the request's folder, since a `.http` file has
    /// variables for all of its requests. Of two values for the same, the later counts.
    fn keep_variable(&mut self, place: &Place, name: String, value: String) {
        let folders = match self.entered.contains(place.folders()) {
            true => place.folders().to_vec(),
            false => place.above(),
        };
        let hidden = if folders.is_empty() {
            let variables = &mut self.collection.variables;
            let known = variables.iter().position(|(known, _)| *known == name);
            let hidden = known.map(|at| variables.remove(at).1);
            variables.push((name.clone(), value.clone()));
            hidden
        } else {
            let variables = &mut self.collection.folder_variables;
            let is_it = |(path, known, _): &(Vec<String>, String, String)| {
                *path == folders && *known == name
            };
            let hidden = variables.iter().position(is_it).map(|at| variables.remove(at).2);
            variables.push((folders, name.clone(), value.clone()));
            hidden
        };
        if hidden.is_some_and(|hidden| hidden != value) {
            self.leave(place, LeftOutKind::SecondValue { name });
        }
    }

    /// Adds a request, or says why it is none.
    pub(super) fn add(&mut self, place: &Place, draft: Draft) {
        if self.collection.requests.len() >= MOST_REQUESTS {
            self.is_full = true;
            return;
        }
        let written = draft.method.trim();
        let method = if written.is_empty() { Some(Method::Get) } else { Method::parse(written) };
        let Some(method) = method else {
            return self.leave(place, LeftOutKind::Method { method: draft.method });
        };
        let draft = if self.computes() { self.adopted_draft(place, draft) } else { draft };
        let Some(url) = self.url(place, &draft.url) else { return };
        let headers = self.headers(place, draft.headers);
        let name = match one_line(place.name()).trim_start_matches('#').trim() {
            "" => format!("{method} {}", super::place::short(&url)),
            name => name.to_owned(),
        };
        if let Some(body) = &draft.body
            && body.trim_matches(['\n', '\r']) != body
            && !body.trim_start().starts_with(['{', '[', '-'])
        {
            self.leave(place, LeftOutKind::BlankLines);
        }
        let body = draft.body.filter(|body| !body.trim().is_empty());
        let request = Request { name, method, url, headers, body };
        self.tell_body_lines(place, &request);
        let (request, notes) = self.literal.taken_out_of(request);
        for note in notes {
            self.leave(place, LeftOutKind::Replaced(note));
        }
        self.tell_masked_name(place);
        let about = self.masked(place, draft.about.join("\n"));
        self.collection.requests.push(FoundRequest {
            folders: place.above(),
            request,
            about: about.lines().map(str::to_owned).collect(),
            directives: draft.directives,
        });
    }

    /// Whether its program makes values by `{{$…}}` that Mudbrick may not make.
    fn computes(&self) -> bool {
        let format = self.collection.format;
        matches!(format, CollectionFormat::Postman | CollectionFormat::Bruno)
    }

    fn adopted_draft(&mut self, place: &Place, mut draft: Draft) -> Draft {
        draft.url = self.adopted(place, &draft.url);
        for header in &mut draft.headers {
            header.value = self.adopted(place, &header.value);
        }
        draft.body = draft.body.map(|body| self.adopted(place, &body));
        draft
    }

    fn adopted(&mut self, place: &Place, text: &str) -> String {
        adopted(text, |computed| self.leave_once(place, computed))
    }

    /// Says what a `.http` file makes of a body's lines: they end in one way, and some are files.
    fn tell_body_lines(&mut self, place: &Place, request: &Request) {
        let body = request.body.as_deref().unwrap_or_default();
        let is_multipart = request.headers.iter().any(|header| {
            header.name.eq_ignore_ascii_case("content-type")
                && header.value.to_ascii_lowercase().starts_with("multipart/")
        });
        // In JSON and XML a line's end is a blank among others.
        if body.contains('\r') && !is_multipart && !body.trim_start().starts_with(['{', '[', '<']) {
            self.leave(place, LeftOutKind::BodyLineEnds);
        }
        if self.collection.format.is_of_text() {
            return;
        }
        for line in body_file_lines(request) {
            if !line.written.starts_with(FILE_REFERENCE) {
                let line = super::place::short(&line.written);
                self.leave(place, LeftOutKind::ReadAsFile { line });
            }
        }
    }

    fn url(&mut self, place: &Place, written: &str) -> Option<String> {
        let mut url = written.trim().to_owned();
        if url.contains(['\n', '\r', '\t']) {
            url = url.replace(['\n', '\r', '\t'], "");
            self.leave(place, LeftOutKind::LineEnds { what: "URL".to_owned() });
        }
        if url.is_empty() {
            self.leave(place, LeftOutKind::NoUrl);
            return None;
        }
        if let Some((scheme, _)) = split_scheme(&url) {
            let plain = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
            if plain && !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
                self.leave(place, LeftOutKind::NotHttp { scheme: scheme.to_owned() });
                return None;
            }
        } else if !url.starts_with("{{") {
            // Adobe's services are reached over TLS alone.
            url = format!("https://{}", url.trim_start_matches('/'));
            self.leave(place, LeftOutKind::Scheme);
        }
        Some(url)
    }

    fn headers(&mut self, place: &Place, headers: Vec<Header>) -> Vec<Header> {
        let mut kept = Vec::new();
        for Header { name, value } in headers {
            let name = name.trim().to_owned();
            let lower = name.to_ascii_lowercase();
            // Other programs offer variables in names too, but a `.http` file has none there.
            if !is_token(&name) {
                self.leave(place, LeftOutKind::HeaderName { name });
            } else if OWN_HEADERS.contains(&lower.as_str()) && names_in(&value).is_empty() {
                self.leave(place, LeftOutKind::OwnHeader { name });
            } else if value.contains(['\n', '\r']) {
                self.leave(place, LeftOutKind::LineEnds { what: format!("header {name}") });
                kept.push(Header::new(name, one_line(&value)));
            } else {
                kept.push(Header::new(name, value.trim()));
            }
        }
        kept
    }
}

/// What RFC 9110 calls a token.
fn is_token(name: &str) -> bool {
    let part = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !name.is_empty() && !name.starts_with('#') && name.bytes().all(part)
}

/// A file's name without its folders and endings.
fn file_stem(source: &str) -> String {
    let name = source.rsplit(['/', '\\', '›']).next().unwrap_or_default().trim();
    let stem = name.split('.').next().unwrap_or_default();
    if stem.is_empty() { "Requests".to_owned() } else { stem.to_owned() }
}
