//! What `curl -i` and `curl -v` print, and raw HTTP: a status line, headers, a body; before them perhaps the command and the
//! request. Of several answers, as behind a redirect or a proxy, the last is meant.

use super::log;
use super::seen::{Seen, sent_back, status};
use crate::answer::Bearer;
use mudbrick_model::Header;

pub(super) fn read(text: &str) -> Option<Seen> {
    let is_verbose = text.lines().any(|line| line.starts_with("< HTTP/"));
    let mut request = Request::default();
    let mut answer: Option<(u16, Vec<Header>)> = None;
    let (mut body, mut state) = (String::new(), State::Before);
    for line in text.split('\n') {
        let plain = line.trim_end_matches('\r');
        let (mark, rest) = match plain.split_at_checked(1) {
            Some((mark @ ("<" | ">" | "*" | "{" | "}"), rest)) if is_verbose => (mark, rest),
            _ => ("", plain),
        };
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        match (mark, state) {
            ("*", _) => {}
            // What curl says of the bytes that came: `{ [70 bytes data]`.
            ("{" | "}", _) if rest.starts_with('[') && rest.contains(" bytes data]") => {}
            (">", _) => request.line(rest),
            ("<", _) | ("", State::Before | State::Headers) => {
                if let Some(found) = status_line(rest) {
                    (answer, state) = (Some((found, Vec::new())), State::Headers);
                    body.clear();
                } else if let (State::Headers, Some((_, headers))) = (state, &mut answer) {
                    match header(rest) {
                        Some(header) => headers.push(header),
                        None => state = State::Body,
                    }
                } else if mark.is_empty() {
                    request.line(rest);
                }
            }
            _ if status_line(plain).is_some() && body.trim().is_empty() => {
                // `HTTP/1.1 100 Continue`, or the proxy's own answer, came first.
                answer = status_line(plain).map(|found| (found, Vec::new()));
                state = State::Headers;
            }
            _ => {
                body.push_str(plain);
                body.push('\n');
            }
        }
    }
    let (found, headers) = answer?;
    let location = headers.iter().find(|it| it.name.eq_ignore_ascii_case("location"));
    let body = match location.and_then(|header| sent_back(&header.value)) {
        Some(query) => query,
        None => without_remarks(&body).as_bytes().to_vec(),
    };
    Some(request.seen(
        is_verbose,
        Seen { status: status(found.into()), headers, body: Some(body), ..Seen::default() },
    ))
}

#[derive(Clone, Copy)]
enum State {
    Before,
    Headers,
    Body,
}

#[derive(Default)]
struct Request {
    method: Option<String>,
    path: Option<String>,
    host: Option<String>,
    url: Option<String>,
    headers: Vec<Header>,
}

impl Request {
    fn line(&mut self, line: &str) {
        if let Some((method, rest)) = request_line(line) {
            // The request behind a redirect is another one.
            self.headers.clear();
            self.method = Some(method.to_owned());
            match rest.contains("://") {
                true => self.url = Some(rest.to_owned()),
                false => self.path = rest.split('?').next().map(str::to_owned),
            }
        } else if let Some(url) = log::url(line) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let given = words.windows(2).find(|pair| matches!(pair[0], "-X" | "--request"));
            self.method = given.map(|pair| pair[1].trim_matches(['\'', '"']).to_uppercase());
            self.url = Some(url);
        } else if let Some(header) = header(line) {
            if header.name.eq_ignore_ascii_case("host") || header.name == ":authority" {
                self.host = Some(header.value.split(':').next().unwrap_or_default().to_owned());
            }
            self.headers.push(header);
        }
    }

    fn seen(self, is_whole: bool, seen: Seen) -> Seen {
        // Only `curl -v` prints all of what it sent.
        let bearer = match Bearer::of(&self.headers) {
            Bearer::Absent if !is_whole => Bearer::Unknown,
            bearer => bearer,
        };
        let seen = Seen { method: self.method, bearer, ..seen };
        let seen = match &self.url {
            Some(url) => seen.at_url(url),
            None => seen,
        };
        Seen { host: self.host.or(seen.host), path: self.path.or(seen.path), ..seen }
    }
}

/// `GET /x HTTP/1.1`.
fn request_line(line: &str) -> Option<(&str, &str)> {
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_one = !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_uppercase())
        && version.starts_with("HTTP/");
    is_one.then_some((method, target))
}

/// `HTTP/1.1 401 Unauthorized`, `HTTP/2 401`.
fn status_line(line: &str) -> Option<u16> {
    let rest = line.strip_prefix("HTTP/")?;
    rest.split(' ').nth(1)?.trim().parse().ok()
}

fn header(line: &str) -> Option<Header> {
    let (name, value) = match line.strip_prefix(':') {
        Some(rest) => rest.split_once(':').map(|(name, value)| (format!(":{name}"), value))?,
        None => line.split_once(':').map(|(name, value)| (name.to_owned(), value))?,
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    (!name.is_empty() && name.chars().all(is_name)).then(|| Header::new(name, value.trim()))
}

/// Behind a body without a line break, curl goes on in the same line: `{"a":1}* Connection #0 to host x left intact`.
fn without_remarks(body: &str) -> &str {
    let body = body.trim();
    match body.rfind("* Connection #") {
        Some(at) => body[..at].trim_end(),
        None => body,
    }
}
