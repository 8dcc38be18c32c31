//! Writing a `.http` file.

use super::blocks::{Block, behind_body};
use super::commented::body_length;
use super::file::{Entry, HttpFile};
use super::request_line::{is_header_name, is_version};
use super::syntax::{SEPARATOR, comment, is_blank, variable, with_line_feeds};
use mudbrick_model::{ErrorCode, Explain, Problem};
use thiserror::Error;

/// What a `.http` file cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A text that must fit in one line does not.
    #[error("writing {what}: it holds a line end")]
    LineEnd {
        /// Which one, such as `the URL`.
        what: &'static str,
    },
    /// There is nothing to send to.
    #[error("writing a request without a URL")]
    NoUrl,
    /// A header's name is empty or would be read as something else.
    #[error("writing header {name:?}: it would not be read as a header")]
    HeaderName {
        /// As given.
        name: String,
    },
    /// What is to stand behind the URL would be read as a part of it.
    #[error("writing version {written:?}: it would not be read as a version")]
    Version {
        /// As given.
        written: String,
    },
    /// A variable's name is empty or would be read as something else.
    #[error("writing variable {name:?}: it would not be read as a variable")]
    VariableName {
        /// As given.
        name: String,
    },
    /// A line at the end of the body would be read as a comment. Lines count from 1.
    #[error("writing line {line} of the body: it would be read as a comment")]
    Comment {
        /// Which line of the body.
        line: usize,
    },
    /// A line of the body would be read as something else. Lines count from 1.
    #[error("writing line {line} of the body: it would be read as {read_as}")]
    Body {
        /// Which line of the body.
        line: usize,
        /// Such as `a separator`.
        read_as: &'static str,
    },
}

impl Explain for RenderError {
    fn problem(&self) -> Problem {
        let (message, remedy) = match self {
            Self::LineEnd { what } => (
                format!("The request cannot be saved: {what} holds a line end."),
                "Remove the line end.",
            ),
            Self::NoUrl => {
                ("The request cannot be saved without a URL.".to_owned(), "Enter a URL.")
            }
            Self::HeaderName { name } => (
                format!("The request cannot be saved: {name:?} is not the name of a header."),
                "Header names hold letters, digits and hyphens.",
            ),
            Self::Version { written } => (
                format!("The request cannot be saved: {written:?} is not a version of HTTP."),
                "Write HTTP/2, or nothing.",
            ),
            Self::VariableName { name } => (
                format!("The file cannot be saved: {name:?} is not the name of a variable."),
                "Names of variables hold no blanks and no equals sign.",
            ),
            Self::Body { line, read_as } => (
                format!(
                    "The request cannot be saved: line {line} of its body would be read as {read_as}."
                ),
                "Put a blank before it, or the body into one line.",
            ),
            Self::Comment { line } => (
                format!(
                    "The request cannot be saved: line {line} of its body would be read as a comment."
                ),
                "Leave it out, or send a kind of text, such as Content-Type: text/plain, whose lines are all its own.",
            ),
        };
        Problem::new(ErrorCode::InvalidInput, message).remedy(remedy)
    }
}

pub(super) fn render(file: &HttpFile) -> Result<String, RenderError> {
    let mut text = String::new();
    for line in &file.comments {
        push_comment(&mut text, line)?;
    }
    if !file.comments.is_empty() {
        text.push('\n');
    }
    for (name, value) in &file.variables {
        if name.is_empty() || name.contains(['=']) || name.contains(char::is_whitespace) {
            return Err(RenderError::VariableName { name: name.clone() });
        }
        text.push_str(&format!("@{name} = {}\n", one_line(value, "a variable's value")?));
    }
    if !file.variables.is_empty() {
        text.push('\n');
    }
    for (index, entry) in file.entries.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        render_entry(&mut text, entry)?;
    }
    for (index, part) in file.foreign.iter().enumerate() {
        if index + file.entries.len() > 0 {
            text.push('\n');
        }
        let name = one_line(&part.name, "the name")?;
        text.push_str(format!("{SEPARATOR} {name}").trim_end());
        text.push_str(&format!("\n{}\n", part.text));
    }
    Ok(text)
}

fn render_entry(text: &mut String, entry: &Entry) -> Result<(), RenderError> {
    let request = &entry.request;
    let name = one_line(&request.name, "the name")?;
    // A request that is named by its tag alone is read back under that name.
    let title = if entry.tag.as_deref() == Some(name) { "" } else { name };
    text.push_str(format!("{SEPARATOR} {title}").trim_end());
    text.push('\n');
    if let Some(tag) = &entry.tag {
        push_comment(text, &format!("@name {}", one_line(tag, "the tag")?))?;
    }
    if let Some(note) = &entry.note {
        push_comment(text, &format!("@note {}", one_line(note, "the note")?))?;
    }
    for line in &entry.comments {
        push_comment(text, line)?;
    }
    push_blocks(text, &entry.before);

    let url = one_line(&request.url, "the URL")?;
    if url.is_empty() {
        return Err(RenderError::NoUrl);
    }
    text.push_str(&format!("{} {url}", request.method));
    if let Some(version) = &entry.version {
        text.push_str(&format!(" {version}"));
    } else if url.rsplit([' ', '\t']).next().is_some_and(is_version) {
        // Only what follows the last blank is taken for the version, so a second one saves the first.
        text.push_str(" HTTP/1.1");
    }
    text.push('\n');
    for header in &request.headers {
        let name = one_line(&header.name, "a header's name")?;
        if !is_header_name(name) {
            return Err(RenderError::HeaderName { name: header.name.clone() });
        }
        let value = one_line(&header.value, "a header's value")?;
        text.push_str(format!("{name}: {value}").trim_end());
        text.push('\n');
    }
    if let Some(body) = &request.body {
        let body = with_line_feeds(body);
        let lines: Vec<&str> = body.lines().collect();
        let begin = lines.iter().position(|line| !is_blank(line)).unwrap_or(lines.len());
        let end = lines.iter().rposition(|line| !is_blank(line)).map_or(begin, |last| last + 1);
        if let Some(line) = lines.iter().position(|line| line.starts_with(SEPARATOR)) {
            return Err(RenderError::Body { line: line + 1, read_as: "a separator" });
        }
        if let Some((line, _)) = behind_body(&lines[begin..end]) {
            let read_as = "another program's script or check";
            return Err(RenderError::Body { line: begin + line + 1, read_as });
        }
        let kept = body_length(&request.headers, &lines[begin..end]) + begin;
        if kept < end {
            let is_beside = |line: &&str| comment(line).is_some() || variable(line).is_some();
            let line = kept + lines[kept..].iter().position(is_beside).unwrap_or(0);
            return Err(match variable(lines[line]) {
                Some(_) => RenderError::Body { line: line + 1, read_as: "a variable of the file" },
                None => RenderError::Comment { line: line + 1 },
            });
        }
        if begin < end {
            text.push('\n');
        }
        for line in &lines[begin..end] {
            text.push_str(line);
            text.push('\n');
        }
    }
    if !entry.after.is_empty() {
        text.push('\n');
    }
    push_blocks(text, &entry.after);
    Ok(())
}

fn push_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        text.push_str(&block.text);
        text.push('\n');
    }
}

fn push_comment(text: &mut String, line: &str) -> Result<(), RenderError> {
    let line = one_line(line, "a comment")?;
    text.push_str(if line.is_empty() { "#" } else { "# " });
    text.push_str(line);
    text.push('\n');
    Ok(())
}

fn one_line<'a>(text: &'a str, what: &'static str) -> Result<&'a str, RenderError> {
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        return Err(RenderError::LineEnd { what });
    }
    Ok(text)
}
