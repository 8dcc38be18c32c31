//! What of a body's text is not the body's: lines that stand for a file, and line ends that the kind of body decides.

use super::form;
use crate::http_file::{is_form_text, with_line_feeds, without_comments};
use mudbrick_model::Request;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line `< path` or `<@ path` of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyFileLine {
    /// As it is written.
    pub written: String,
    /// Where the file is, from the request's own folder.
    pub path: String,
    /// Written with `@`: variables in the file are filled.
    pub fills: bool,
    /// The character set that is named behind the `@`.
    pub charset: Option<String>,
    /// Whether the file is the whole body.
    pub is_whole_body: bool,
}

impl BodyFileLine {
    /// Whether the file goes out as it is, and is all that goes out.
    pub fn is_as_it_is(&self) -> bool {
        self.is_whole_body && !self.fills
    }
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum BodyFileContent {
    /// A text in which variables are filled.
    Text(String),
    /// Bytes that go out as they are.
    Bytes(Arc<[u8]>),
}

/// What the files of a body hold, by the lines that name them.
#[derive(Debug, Clone, Default)]
pub struct BodyFiles(BTreeMap<String, BodyFileContent>);

impl BodyFiles {
    /// With one more.
    #[must_use]
    pub fn with(mut self, line: &BodyFileLine, content: BodyFileContent) -> Self {
        self.0.insert(line.written.clone(), content);
        self
    }

    pub(super) fn get(&self, line: &str) -> Option<&BodyFileContent> {
        self.0.get(line)
    }
}

/// The lines of a request's body that stand for files, in order.
pub fn body_file_lines(request: &Request) -> Vec<BodyFileLine> {
    let body = without_comments(request).unwrap_or_default();
    let body = with_line_feeds(&body);
    let is_whole_body = body.trim().lines().count() == 1;
    let lines = body.lines().filter_map(file_line);
    lines.map(|line| BodyFileLine { is_whole_body, ..line }).collect()
}

fn file_line(line: &str) -> Option<BodyFileLine> {
    let rest = line.strip_prefix('<')?;
    let (fills, rest) = match rest.strip_prefix('@') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let blank = rest.find(char::is_whitespace)?;
    let (charset, path) = (&rest[..blank], rest[blank..].trim());
    let is_charset = charset.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let is_file = !path.is_empty() && !path.starts_with("{%");
    (is_file && is_charset && (fills || charset.is_empty())).then(|| BodyFileLine {
        written: line.to_owned(),
        path: path.to_owned(),
        fills,
        charset: Some(charset.to_owned()).filter(|charset| !charset.is_empty()),
        is_whole_body: false,
    })
}

/// A part of a body.
pub(super) enum BodyPart<'a> {
    Text(Cow<'a, str>),
    /// Of a form, to be encoded.
    Form(String),
    File(&'a BodyFileContent, String),
}

/// A body in its parts: as it is written, but for files and for what its kind wants otherwise: forms are encoded, multipart has
/// lines that end in CR LF (RFC 2046), and the last line of many JSON texts ends as the others do.
pub(super) fn parts<'a>(
    body: &'a str,
    content_type: &str,
    files: &'a BodyFiles,
) -> Vec<BodyPart<'a>> {
    let kind = content_type.trim_start().to_ascii_lowercase();
    let is_form = kind.starts_with("application/x-www-form-urlencoded") && is_form_text(body);
    let is_multipart = kind.starts_with("multipart/");
    let mut parts = match is_multipart || !files.0.is_empty() {
        true => with_files(body, is_multipart, files),
        false => vec![BodyPart::Text(body.into())],
    };
    if is_form {
        for part in &mut parts {
            if let BodyPart::Text(text) = part {
                *part = BodyPart::Form(form::joined(text));
            }
        }
    }
    if is_of_lines(&kind) && !ends_a_line(&parts) {
        parts.push(BodyPart::Text("\n".into()));
    }
    parts
}

fn with_files<'a>(body: &'a str, is_multipart: bool, files: &'a BodyFiles) -> Vec<BodyPart<'a>> {
    // Line ends that were written as CR LF are meant; then a bare LF is somebody's data.
    let has_own_ends = body.contains("\r\n");
    let end = if is_multipart && !has_own_ends { "\r\n" } else { "\n" };
    let mut parts = Vec::new();
    let mut text = String::new();
    for (index, line) in body.split('\n').enumerate() {
        text.push_str(if index > 0 { end } else { "" });
        let written = line.trim_end_matches('\r');
        match files.get(written) {
            Some(content) => {
                parts.push(BodyPart::Text(std::mem::take(&mut text).into()));
                parts.push(BodyPart::File(content, line.to_owned()));
                // The line's own end belongs to the body, and not to the name.
                text.push_str(&line[written.len()..]);
            }
            None => text.push_str(line),
        }
    }
    parts.push(BodyPart::Text(text.into()));
    parts
}

/// Whether a body has one JSON text in each line, the last one too.
fn is_of_lines(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default();
    ["ndjson", "jsonl", "jsonlines"].iter().any(|of_lines| kind.trim_end().ends_with(of_lines))
}

fn ends_a_line(parts: &[BodyPart<'_>]) -> bool {
    let mut ends = parts.iter().rev().filter_map(|part| match part {
        BodyPart::Text(text) => text.as_bytes().last().copied(),
        BodyPart::Form(text) => text.as_bytes().last().copied(),
        BodyPart::File(BodyFileContent::Text(text), _) => text.as_bytes().last().copied(),
        BodyPart::File(BodyFileContent::Bytes(bytes), _) => bytes.last().copied(),
    });
    ends.next() == Some(b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("< ./a.json", Some(("./a.json", false, None)))]
    #[case("<   a b.json  ", Some(("a b.json", false, None)))]
    #[case("<@ ./a.json", Some(("./a.json", true, None)))]
    #[case("<@latin1 ./a.json", Some(("./a.json", true, Some("latin1"))))]
    #[case::xml("<a>b</a>", None)]
    #[case::xml_with_attributes("<a b='c'>", None)]
    #[case::indented(" < ./a.json", None)]
    #[case::nothing("< ", None)]
    #[case::script("< {%", None)]
    #[case::saved_answer("<> 2026.json", None)]
    fn lines_that_stand_for_a_file(
        #[case] line: &str,
        #[case] expected: Option<(&str, bool, Option<&str>)>,
    ) {
        let found = file_line(line);
        let found = found.as_ref().map(|it| (it.path.as_str(), it.fills, it.charset.as_deref()));
        assert_eq!(found, expected);
    }
}
