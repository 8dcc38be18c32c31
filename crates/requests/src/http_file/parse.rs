//! Reading a `.http` file.

use super::{Entry, HttpFile, SEPARATOR, body_length, comment, is_blank, with_line_feeds};
use mudbrick_model::{ErrorCode, Explain, Header, Method, Problem, Request};
use thiserror::Error;

/// Why a text is not a `.http` file. Lines count from 1, and are not quoted: a secret may stand in them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseError {
    /// A request line begins with a word that is no method.
    #[error("reading line {line}: no method and no URL")]
    UnknownMethod {
        /// Where.
        line: usize,
    },
    /// A method without a URL.
    #[error("reading line {line}: a request without a URL")]
    NoUrl {
        /// Where.
        line: usize,
    },
    /// A line among the headers that is none.
    #[error("reading line {line}: not a header")]
    NotAHeader {
        /// Where.
        line: usize,
    },
}

impl Explain for ParseError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::UnknownMethod { line } => (
                format!("Line {line} should begin with a method or a URL, and does not."),
                "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS, followed by the URL.",
            ),
            Self::NoUrl { line } => (
                format!("Line {line} names a method, but no URL."),
                "Write the URL after the method, in the same line.",
            ),
            Self::NotAHeader { line } => (
                format!("Line {line} stands among the headers and is none."),
                "Write headers as Name: value, and leave a blank line before the body.",
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}

type Lines<'a> = [(usize, &'a str)];

pub(super) fn parse(text: &str) -> Result<HttpFile, ParseError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = with_line_feeds(text);
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().map(|(i, line)| (i + 1, line)).collect();
    let mut file = HttpFile::default();
    let mut rest = lines.as_slice();
    let mut name = "";
    loop {
        let end = rest.iter().position(|(_, line)| line.starts_with(SEPARATOR));
        let block = &rest[..end.unwrap_or(rest.len())];
        parse_block(name, block, &mut file)?;
        let Some(end) = end else { return Ok(file) };
        name = rest[end].1.trim_start_matches('#').trim();
        rest = &rest[end + 1..];
    }
}

/// Reads what stands between two separators.
fn parse_block(title: &str, block: &Lines<'_>, file: &mut HttpFile) -> Result<(), ParseError> {
    let mut about = About::default();
    let mut position = 0;
    while let Some((_, line)) = block.get(position) {
        if let Some(text) = comment(line) {
            about.add(text);
        } else if let Some((name, value)) = variable(line) {
            file.variables.push((name.to_owned(), value.to_owned()));
        } else if !is_blank(line) {
            break;
        }
        position += 1;
    }
    let Some((number, line)) = block.get(position) else {
        // A title without a request is a comment too, such as a heading over the requests that follow.
        file.comments.extend((!title.is_empty()).then(|| title.to_owned()));
        file.comments.extend(about.into_comments());
        return Ok(());
    };
    position += 1;

    let mut request_line = line.trim().to_owned();
    while let Some((_, line)) = block.get(position)
        && line.trim_start().starts_with(['?', '&'])
    {
        request_line.push_str(line.trim());
        position += 1;
    }
    let (method, url) = parse_request_line(&request_line, *number)?;

    let mut headers = Vec::new();
    while let Some((number, line)) = block.get(position) {
        position += 1;
        if is_blank(line) {
            break;
        }
        if let Some(text) = comment(line) {
            about.add(text);
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) if is_header_name(name.trim()) => {
                headers.push(Header::new(name.trim(), value.trim()));
            }
            _ => {
                return Err(ParseError::NotAHeader { line: *number });
            }
        }
    }

    let body: Vec<&str> = block[position..].iter().map(|(_, line)| *line).collect();
    let (body, after) = body.split_at(body_length(&body));
    for text in after.iter().filter_map(|line| comment(line)) {
        about.add(text);
    }
    let begin = body.iter().position(|line| !is_blank(line)).unwrap_or(body.len());
    let body = &body[begin..];
    let name = match (title, &about.tag) {
        ("", Some(tag)) => tag.clone(),
        _ => title.to_owned(),
    };
    file.entries.push(Entry {
        request: Request {
            name,
            method,
            url,
            headers,
            body: (!body.is_empty()).then(|| body.join("\n")),
        },
        tag: about.tag,
        note: about.note,
        comments: about.comments,
    });
    Ok(())
}

/// Whether a name cannot be taken for a comment or for more of the URL.
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['#', '?', '&'])
        && !name.starts_with("//")
        && !name.contains(':')
}

/// What comment lines say.
#[derive(Default)]
struct About {
    tag: Option<String>,
    note: Option<String>,
    comments: Vec<String>,
}

impl About {
    fn add(&mut self, text: &str) {
        let directive = |name: &str| {
            let value = text.trim_start().strip_prefix(name)?.strip_prefix([' ', '\t'])?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        // A bare `# @note` is REST Client's "ask before sending", which is another thing: it stays a comment.
        if self.tag.is_none()
            && let Some(tag) = directive("@name")
        {
            self.tag = Some(tag);
        } else if self.note.is_none()
            && let Some(note) = directive("@note")
        {
            self.note = Some(note);
        } else {
            self.comments.push(text.to_owned());
        }
    }

    fn into_comments(self) -> Vec<String> {
        let tag = self.tag.map(|tag| format!("@name {tag}"));
        let note = self.note.map(|note| format!("@note {note}"));
        tag.into_iter().chain(note).chain(self.comments).collect()
    }
}

/// `@name = value`, as REST Client reads it.
fn variable(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('@')?.split_once('=')?;
    let name = name.trim_end();
    let plain = !name.is_empty() && !name.contains(char::is_whitespace);
    plain.then(|| (name, value.trim()))
}

fn parse_request_line(text: &str, line: usize) -> Result<(Method, String), ParseError> {
    let text = without_version(text);
    let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if let Some(method) = Method::parse(word) {
        let url = rest.trim();
        if url.is_empty() {
            return Err(ParseError::NoUrl { line });
        }
        return Ok((method, url.to_owned()));
    }
    if word.contains("://") || word.starts_with("{{") || word.starts_with('/') {
        return Ok((Method::Get, text.to_owned()));
    }
    Err(ParseError::UnknownMethod { line })
}

/// The request line without `HTTP/1.1` at its end.
fn without_version(text: &str) -> &str {
    match text.rsplit_once([' ', '\t']) {
        Some((rest, version)) if is_version(version) => rest.trim_end(),
        _ => text,
    }
}

/// Whether `word` is what a request line may end in, such as `HTTP/1.1`.
pub(super) fn is_version(word: &str) -> bool {
    let Some(prefix) = word.get(..5) else { return false };
    prefix.eq_ignore_ascii_case("HTTP/")
}
