//! `.http` files, as Visual Studio Code's REST Client and JetBrains' HTTP Client read them. Which file holds which request
//! is left to the store; filling variables to [`crate::fill`].
//!
//! ```text
//! @LIBRARY_ID = 11112222-3333-4444-5555-666677778888
//!
//! ### Rename a library
//! # @note The status of the answer is not documented.
//! PUT https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}
//! Content-Type: application/json
//!
//! {"name": "Cafes"}
//! ```
//!
//! [`HttpFile`] is what a file says: variables, names, `# @name` tags, notes, comments, request lines, headers and bodies.
//! The text itself is the person's. [`HttpFile::edited`] changes the spans that a change is about and no other byte.

mod edit;
mod lines;
mod parse;
mod render;

pub use edit::EditError;
pub use parse::ParseError;
pub use render::RenderError;

use mudbrick_model::Request;

/// What a `.http` file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpFile {
    /// Comment lines that belong to no request, without their mark.
    pub comments: Vec<String>,
    /// `@name = value` lines, in order.
    pub variables: Vec<(String, String)>,
    /// The requests, in order.
    pub entries: Vec<Entry>,
}

/// One request of a file and what is written about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The request; its name is what follows `###`.
    pub request: Request,
    /// `# @name tag`, by which REST Client lets other requests refer to it.
    pub tag: Option<String>,
    /// `# @note …`: what is not verified about it.
    pub note: Option<String>,
    /// Its other comment lines, without their mark.
    pub comments: Vec<String>,
}

impl Entry {
    /// A request with nothing written about it.
    pub fn new(request: Request) -> Self {
        Self { request, tag: None, note: None, comments: Vec::new() }
    }
}

impl HttpFile {
    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text).map(|parsed| parsed.file)
    }

    /// A file with one request.
    pub fn of(request: Request) -> Self {
        Self { entries: vec![Entry::new(request)], ..Self::default() }
    }

    /// `text` with the request of one of its entries changed, which is counted from 0. Bytes that the change is not about
    /// stay as they are: other entries, variables, comments, blank lines, line ends, and headers that are the same.
    ///
    /// # Errors
    /// The text cannot be read, has no such entry, or cannot have what is to be written: see [`EditError`].
    pub fn edited(text: &str, entry: usize, request: &Request) -> Result<String, EditError> {
        edit::edited(text, entry, request)
    }

    /// The file's text. Reading it again gives the same file; what the format cannot hold is an error.
    pub fn render(&self) -> Result<String, RenderError> {
        render::render(self)
    }
}

/// What separates two requests. REST Client wants it at the very beginning of the line.
const SEPARATOR: &str = "###";

/// The text of a comment line without its mark; none for any other line.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = match line.strip_prefix("//") {
        Some(rest) => rest,
        None => line.strip_prefix('#')?,
    };
    Some(text.trim())
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// How many of a body's lines are body: blank lines at the end are not, and neither is a comment set off by a blank line.
fn body_length(lines: &[&str]) -> usize {
    let mut length = lines.len();
    loop {
        while length > 0 && is_blank(lines[length - 1]) {
            length -= 1;
        }
        let comments =
            lines[..length].iter().rev().take_while(|line| comment(line).is_some()).count();
        let before = length - comments;
        if comments == 0 || !(before == 0 || is_blank(lines[before - 1])) {
            return length;
        }
        length = before;
    }
}

/// One kind of line end: files come from everywhere.
fn with_line_feeds(text: &str) -> std::borrow::Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests;
