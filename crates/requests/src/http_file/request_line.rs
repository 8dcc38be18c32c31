//! The line that a request begins with: its method, its URL over any number of lines, its version.

use super::blocks::is_assertion;
use super::lines::Line;
use super::parse_error::ParseError;
use super::syntax::{comment, is_blank};
use mudbrick_model::Method;
use std::ops::Range;

/// A request line that was read.
pub(super) struct RequestLine {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) version: Option<String>,
    /// Where it lies with its continuations, without white space around it.
    pub(super) in_file: Range<usize>,
    /// Where the URL lies, as far as its last continuation.
    pub(super) url_in_file: Range<usize>,
    /// Which of the lines below the first are comments between the parts of the URL.
    pub(super) comments: Vec<usize>,
    /// How many lines it has below the first.
    pub(super) length: usize,
}

/// Reads what begins with `first` and may go on in the lines below it.
pub(super) fn read(first: &Line<'_>, below: &[Line<'_>]) -> Result<RequestLine, ParseError> {
    let mut last = first;
    let mut text = first.text.trim().to_owned();
    let mut comments = Vec::new();
    let mut length = 0;
    while let Some(between) = continuation(&below[length..], &text) {
        comments.extend(length..length + between);
        length += between + 1;
        last = &below[length - 1];
        text.push_str(last.text.trim());
    }
    let (method, url, version) = parse_request_line(&text, first.number)?;
    let in_file = first.trimmed().start..last.trimmed().end;
    // What is before the URL is in the first line, and what follows it in the last.
    let before = text.find(&url).unwrap_or_default();
    let after = text.len() - before - url.len();
    let url_in_file = in_file.start + before..in_file.end - after;
    Ok(RequestLine { method, url, version, in_file, url_in_file, comments, length })
}

/// How many comments stand before the next part of the URL; none when it has ended. A parameter is often commented out.
fn continuation(lines: &[Line<'_>], so_far: &str) -> Option<usize> {
    let comments = lines.iter().position(|line| comment(line.text).is_none())?;
    continues_url(lines[comments].text, so_far).then_some(comments)
}

/// Whether a line goes on with the URL above it: REST Client's query parameters, and what JetBrains' client takes for more of a
/// path or query.
fn continues_url(line: &str, so_far: &str) -> bool {
    let text = line.trim_start();
    let is_indented = text.len() < line.len();
    (text.starts_with(['?', '&']) && !is_assertion(line))
        || (is_indented && text.starts_with('/') && !text.starts_with("//"))
        || (so_far.ends_with(['?', '&']) && is_parameter(text, is_indented))
}

/// Whether a line below a `?` or a `&` is a parameter, and not the first header.
fn is_parameter(text: &str, is_indented: bool) -> bool {
    match text.find(['=', ':']) {
        Some(at) => text[at..].starts_with('='),
        None => is_indented && !is_blank(text) && !text.starts_with(['<', '>']),
    }
}

/// Whether a name cannot be taken for a comment or for more of the URL.
pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['#', '?', '&'])
        && !name.starts_with("//")
        && !name.contains(':')
}

fn parse_request_line(
    text: &str,
    line: usize,
) -> Result<(Method, String, Option<String>), ParseError> {
    let (text, version) = without_version(text);
    let version = version.filter(|version| !version.eq_ignore_ascii_case("HTTP/1.1"));
    let version = version.map(str::to_owned);
    let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if let Some(method) = Method::parse(word) {
        let url = rest.trim();
        if url.is_empty() {
            return Err(ParseError::NoUrl { line });
        }
        return Ok((method, url.to_owned(), version));
    }
    if word.contains("://") || word.starts_with("{{") || word.starts_with('/') {
        return Ok((Method::Get, text.to_owned(), version));
    }
    Err(ParseError::UnknownMethod { line })
}

/// The request line without `HTTP/1.1` at its end, and that.
fn without_version(text: &str) -> (&str, Option<&str>) {
    // JetBrains' way to say that the server need not be asked first.
    let shorter = text.strip_suffix("(Prior Knowledge)").map_or(text, str::trim_end);
    match shorter.rsplit_once([' ', '\t']) {
        Some((rest, version)) if is_version(version) => (rest.trim_end(), Some(version)),
        _ => (text, None),
    }
}

/// Whether `word` is what a request line may end in, such as `HTTP/1.1`.
pub(super) fn is_version(word: &str) -> bool {
    let Some(prefix) = word.get(..5) else { return false };
    prefix.eq_ignore_ascii_case("HTTP/")
}
