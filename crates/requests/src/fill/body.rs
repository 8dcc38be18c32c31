//! What of a body's text is not the body's: lines that stand for a file, and line ends that the kind of body decides.

use crate::http_file::with_line_feeds;
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
    let body = with_line_feeds(request.body.as_deref().unwrap_or_default());
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
    File(&'a BodyFileContent, String),
}

/// A body in its parts: as it is written, but for files, for forms over several lines, and for the line ends of multipart,
/// which RFC 2046 wants to be CR LF.
pub(super) fn parts<'a>(
    body: &'a str,
    content_type: &str,
    files: &'a BodyFiles,
) -> Vec<BodyPart<'a>> {
    let kind = content_type.trim_start().to_ascii_lowercase();
    let is_form = kind.starts_with("application/x-www-form-urlencoded");
    let is_multipart = kind.starts_with("multipart/");
    if !is_form && !is_multipart && files.0.is_empty() {
        return vec![BodyPart::Text(body.into())];
    }
    // Line ends that were written as CR LF are meant; then a bare LF is somebody's data.
    let has_own_ends = body.contains("\r\n");
    let (separator, end) = match is_multipart && !has_own_ends {
        true => ("\n", "\r\n"),
        false => ("\n", "\n"),
    };
    let mut parts = Vec::new();
    let mut text = String::new();
    for (index, line) in body.split(separator).enumerate() {
        let joins = is_form && (line.starts_with('&') || text.ends_with('&'));
        if index > 0 && !joins {
            text.push_str(end);
        }
        match files.get(line.trim_end_matches('\r')) {
            Some(content) => {
                parts.push(BodyPart::Text(std::mem::take(&mut text).into()));
                parts.push(BodyPart::File(content, line.to_owned()));
                // The line's own end belongs to the body, and not to the name.
                text.push_str(&line[line.trim_end_matches('\r').len()..]);
            }
            None => text.push_str(line),
        }
    }
    parts.push(BodyPart::Text(text.into()));
    parts
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
