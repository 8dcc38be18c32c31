//! Reading a curl command.

use super::error::CurlError;
use super::options::{self, Meaning};
use super::words;
use crate::fill::RESERVED;
use crate::pasted::{Kind, adopt};
use mudbrick_model::{Header, Method, Request};
use percent_encoding::utf8_percent_encode;

/// A request read from a command, and what of the command was left out or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The request, without a name. Credentials in it are the profile's variables.
    pub request: Request,
    /// Sentences for the person who pasted it.
    pub notes: Vec<String>,
}

/// Reads a curl command for a POSIX shell. Placeholders of Adobe's documents and shell variables become `{{NAME}}`; a
/// bearer token, an API key and an organisation become the profile's own.
pub fn parse_curl(text: &str) -> Result<Imported, CurlError> {
    let text = text.trim().trim_start_matches(['$', '%', '>']).trim_start();
    let (mut words, rest) = words::split(text)?;
    match words.first().map(String::as_str) {
        Some("curl" | "curl.exe") => drop(words.remove(0)),
        // Adobe's guide to Campaign Standard leaves the word itself out.
        Some(first) if first.starts_with('-') => {}
        _ => return Err(CurlError::NotCurl),
    }
    let mut draft = Draft::default();
    if !rest.is_empty() {
        let rest: String = rest.chars().take(40).collect();
        draft.note(format!("What follows the command was left out: {rest}"));
    }
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        draft.word(word, &mut words)?;
    }
    draft.finish()
}

#[derive(Default)]
struct Draft {
    method: Option<String>,
    urls: Vec<String>,
    headers: Vec<Header>,
    removed: Vec<String>,
    data: Vec<String>,
    is_json: bool,
    data_in_url: bool,
    head: bool,
    notes: Vec<String>,
}

impl Draft {
    fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// Takes a word, and the next one when it is an option's value.
    fn word(
        &mut self,
        word: String,
        rest: &mut impl Iterator<Item = String>,
    ) -> Result<(), CurlError> {
        if word == "--" || word.is_empty() {
            return Ok(());
        }
        if let Some(long) = word.strip_prefix("--") {
            let (name, attached) = match long.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (long, None),
            };
            let unknown = || CurlError::UnknownOption { option: format!("--{name}") };
            let known = options::long(name).ok_or_else(unknown)?;
            let option = format!("--{name}");
            let value = match known.takes_value {
                true => attached
                    .or_else(|| rest.next())
                    .ok_or(CurlError::NoValue { option: option.clone() })?,
                false => String::new(),
            };
            return self.option(known.meaning, &option, value);
        }
        let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
            self.urls.push(word);
            return Ok(());
        };
        for (at, letter) in letters.char_indices() {
            let option = format!("-{letter}");
            let unknown = || CurlError::UnknownOption { option: format!("-{letter}") };
            let known = options::short(letter).ok_or_else(unknown)?;
            if !known.takes_value {
                self.option(known.meaning, &option, String::new())?;
                continue;
            }
            let attached = &letters[at + letter.len_utf8()..];
            let value = match attached.is_empty() {
                true => rest.next().ok_or(CurlError::NoValue { option: option.clone() })?,
                false => attached.to_owned(),
            };
            return self.option(known.meaning, &option, value);
        }
        Ok(())
    }

    fn option(&mut self, meaning: Meaning, option: &str, value: String) -> Result<(), CurlError> {
        let elsewhere = || CurlError::BodyElsewhere { option: option.to_owned() };
        match meaning {
            Meaning::Method => self.method = Some(value),
            Meaning::Url => self.urls.push(value),
            Meaning::Header => self.header(&value).ok_or_else(elsewhere)?,
            Meaning::UserAgent => self.headers.push(Header::new("User-Agent", value)),
            Meaning::Referer => self.headers.push(Header::new("Referer", value)),
            Meaning::Cookie if value.contains('=') => self.headers.push(Header::new("Cookie", value)),
            Meaning::Cookie => self.note("The file with cookies was left out."),
            Meaning::Bearer => self.headers.push(Header::new("Authorization", format!("Bearer {value}"))),
            Meaning::User => self.note(format!(
                "{option} was left out: it holds a user name and a password, and Adobe's APIs want the profile's token."
            )),
            Meaning::Data | Meaning::Json if value.starts_with('@') => return Err(elsewhere()),
            Meaning::Data | Meaning::DataRaw => self.data.push(value),
            Meaning::Json => {
                self.is_json = true;
                self.data.push(value);
            }
            Meaning::DataEncoded => self.data.push(encoded(&value).ok_or_else(elsewhere)?),
            Meaning::DataInUrl => self.data_in_url = true,
            Meaning::Head => self.head = true,
            Meaning::Upload => return Err(elsewhere()),
            Meaning::Connection => self.note(format!(
                "{option} was left out: proxy and certificates are the system's and the profile's."
            )),
            Meaning::Ignored => {}
        }
        Ok(())
    }

    /// `Name: value`, `Name;` for an empty value, `Name:` to send none. None for `@file`.
    fn header(&mut self, text: &str) -> Option<()> {
        if text.starts_with('@') {
            return None;
        }
        if let Some((name, value)) = text.split_once(':') {
            let (name, value) = (name.trim(), value.trim());
            if value.is_empty() {
                self.removed.push(name.to_owned());
            } else if !matches!(name.to_ascii_lowercase().as_str(), "content-length" | "connection")
            {
                self.headers.push(Header::new(name, value));
            }
        } else if let Some(name) = text.trim().strip_suffix(';') {
            self.headers.push(Header::new(name.trim(), ""));
        } else {
            self.note(format!("{text:?} is not a header and was left out."));
        }
        Some(())
    }

    fn finish(mut self) -> Result<Imported, CurlError> {
        let mut urls = std::mem::take(&mut self.urls).into_iter();
        let mut url = adopt(urls.next().ok_or(CurlError::NoUrl)?.trim(), Kind::Line);
        if urls.next().is_some() {
            self.note("The command names several URLs; only the first was taken.");
        }
        if !url.contains("://") && !url.starts_with("{{") {
            url = format!("https://{url}");
        }
        let data = (!self.data.is_empty()).then(|| self.data.join("&"));
        let mut body = None;
        match data {
            Some(data) if self.data_in_url => {
                let (path, fragment) = url.split_once('#').unwrap_or((&url, ""));
                let joint = if path.contains('?') { '&' } else { '?' };
                let hash = if fragment.is_empty() { "" } else { "#" };
                url = format!("{path}{joint}{}{hash}{fragment}", adopt(&data, Kind::Line));
            }
            other => body = other,
        }
        let method = match &self.method {
            Some(method) => Method::parse(method)
                .ok_or_else(|| CurlError::UnknownMethod { method: method.clone() })?,
            None if self.head => Method::Head,
            None if body.is_some() => Method::Post,
            None => Method::Get,
        };
        if let Some(body) = &body {
            let json = self.is_json.then_some("application/json");
            let kind = json.unwrap_or("application/x-www-form-urlencoded");
            self.default_header("Content-Type", kind);
            if let Some(json) = json {
                self.default_header("Accept", json);
            }
            // curl takes JSON for a form unless it is told; nobody means that.
            if json.is_none() && body.trim_start().starts_with(['{', '[']) {
                self.correct_form_to_json();
            }
        }
        let headers = std::mem::take(&mut self.headers);
        let headers = headers.into_iter().map(|header| self.own(header)).collect();
        let body = body.map(|body| adopt(&body, Kind::Body)).filter(|body| !body.is_empty());
        let request = Request { name: String::new(), method, url, headers, body };
        Ok(Imported { request, notes: self.notes })
    }

    fn default_header(&mut self, name: &str, value: &str) {
        let is = |own: &str| own.eq_ignore_ascii_case(name);
        let known = self.headers.iter().any(|header| is(&header.name));
        if !known && !self.removed.iter().any(|name| is(name)) {
            self.headers.push(Header::new(name, value));
        }
    }

    fn correct_form_to_json(&mut self) {
        let last = self.headers.last_mut();
        if let Some(header) =
            last.filter(|header| header.value == "application/x-www-form-urlencoded")
        {
            header.value = "application/json".to_owned();
            self.note("The body is JSON, so Content-Type: application/json was added; curl would have called it a form.");
        }
    }

    /// The header with the profile's variables in place of somebody's credentials, so that no secret gets into a file and
    /// the request works with every profile.
    fn own(&mut self, header: Header) -> Header {
        let value = adopt(&header.value, Kind::Line);
        let (variable, what) = match header.name.to_ascii_lowercase().as_str() {
            "authorization" => ("Bearer {{ACCESS_TOKEN}}", "token"),
            "x-api-key" => ("{{API_KEY}}", "API key"),
            "x-gw-ims-org-id" => ("{{IMS_ORG}}", "organization"),
            _ => return Header::new(header.name, value),
        };
        let bearer = value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "));
        if value.contains("{{") || (what == "token" && !bearer) {
            return Header::new(header.name, value);
        }
        self.note(format!("The {what} in the command was replaced by the profile's own."));
        Header::new(header.name, variable)
    }
}

/// `--data-urlencode`: `content`, `=content`, `name=content`; none for a file.
fn encoded(value: &str) -> Option<String> {
    let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    match value.find(['=', '@']) {
        None => Some(encode(value)),
        Some(at) if value[at..].starts_with('@') => None,
        Some(0) => Some(encode(&value[1..])),
        Some(at) => Some(format!("{}={}", &value[..at], encode(&value[at + 1..]))),
    }
}
