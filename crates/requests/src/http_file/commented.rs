//! Which lines of a body are comments. REST Client, JetBrains' client and httpyac take every line that begins with `#` or `//`
//! for one, but a text, a script or a table may have such lines of its own. What kind of body it is decides.

use super::syntax::{comment, directive, is_blank, variable};
use mudbrick_model::{Header, Request};
use std::borrow::Cow;

/// What the lines of a body are that begin with the mark of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkedLines {
    /// Comments, which do not go out: the kind of body has no such lines of its own.
    Comments,
    /// Lines of the text, wherever they stand.
    Text,
    /// They may be either. They go out, but for those at the end that a blank line sets off.
    Unclear,
}

/// Kinds of text below `application/` in which such lines are common.
const TEXTS: [&str; 6] = ["yaml", "toml", "javascript", "typescript", "x-sh", "sql"];

impl MarkedLines {
    /// Those of a body with these headers.
    pub(super) fn of(headers: &[Header], body: &str) -> Self {
        let kind = media_type(headers);
        let kind = kind.as_str();
        let own = || body.lines().filter(|line| !is_blank(line) && comment(line).is_none());
        let is_file = |line: &str| line.starts_with("< ") || line.starts_with("<@");
        let are_files = own().next().is_some() && own().all(is_file);
        if are_files {
            return Self::Comments;
        }
        if kind.is_empty() || kind.contains("{{") {
            return if looks_like_json(own()) { Self::Comments } else { Self::Unclear };
        }
        if kind.contains("json") || kind.contains("graphql") {
            return Self::Comments;
        }
        if kind == FORM {
            let begin: Vec<&str> = own().take(1).collect();
            let is_one = is_form_text(&begin.concat()) || looks_like_json(own());
            return if is_one { Self::Comments } else { Self::Unclear };
        }
        let is_text = kind.starts_with("text/") && kind != "text/xml";
        let is_code = TEXTS.iter().any(|text| kind.contains(text));
        if is_text || is_code { Self::Text } else { Self::Unclear }
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of the last `Content-Type`, which is the one that counts, in small letters.
fn media_type(headers: &[Header]) -> String {
    let mut headers = headers.iter().rev();
    let found = headers.find(|header| header.name.trim().eq_ignore_ascii_case("content-type"));
    let value = found.map_or("", |header| header.value.as_str());
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a request's body is Markdown, in which each program takes `#` for a heading.
pub(super) fn is_markdown(headers: &[Header]) -> bool {
    media_type(headers).contains("markdown")
}

/// Whether a text consists of `name=value`. curl gives the type of a form to whatever it sends.
pub(crate) fn is_form_text(text: &str) -> bool {
    let text = text.trim_start();
    let name = text.split_once('=').map(|(name, _)| name);
    !text.starts_with(['{', '[', '<']) && name.is_some_and(|name| !name.contains('\n'))
}

/// Whether a text begins as JSON does, and neither with a variable nor as a section of a table of settings.
fn looks_like_json<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let begin: Vec<&str> = lines.take(2).map(str::trim).collect();
    let mut begin = begin.concat().into_bytes().into_iter().filter(|c| !c.is_ascii_whitespace());
    match (begin.next(), begin.next()) {
        (Some(b'{'), next) => matches!(next, None | Some(b'"' | b'}')),
        (Some(b'['), next) => {
            matches!(next, None | Some(b'{' | b'"' | b'[' | b']' | b'-' | b'0'..=b'9'))
        }
        _ => false,
    }
}

/// A request's body without the comments in it.
pub fn without_comments(request: &Request) -> Option<Cow<'_, str>> {
    let body = request.body.as_deref()?;
    let has_some = body.lines().any(|line| comment(line).is_some());
    if !has_some || MarkedLines::of(&request.headers, body) != MarkedLines::Comments {
        return Some(body.into());
    }
    let lines = body.split_inclusive('\n').filter(|line| comment(line).is_none());
    let lines: Vec<&str> = lines.collect();
    let begin = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
    let end = lines.iter().rposition(|line| !is_blank(line)).map_or(begin, |last| last + 1);
    Some(lines[begin..end].concat().trim_end_matches(['\n', '\r']).to_owned().into())
}

/// How many of a body's lines are body: blank lines at the end are not, and neither are comments and the file's variables that
/// a blank line sets off.
pub(super) fn body_length(headers: &[Header], lines: &[&str]) -> usize {
    let marked = MarkedLines::of(headers, &lines.join("\n"));
    let is_beside = |line: &&&str| comment(line).is_some() || variable(line).is_some();
    let is_directive = |line: &&str| comment(line).and_then(directive).is_some();
    let mut length = lines.len();
    loop {
        while length > 0 && is_blank(lines[length - 1]) {
            length -= 1;
        }
        let comments = lines[..length].iter().rev().take_while(is_beside).count();
        let before = length - comments;
        let is_set_off = before == 0 || is_blank(lines[before - 1]);
        let is_text =
            marked == MarkedLines::Text && !lines[before..length].iter().all(is_directive);
        if comments == 0 || !is_set_off || is_text {
            return length;
        }
        length = before;
    }
}

#[cfg(test)]
mod tests;
