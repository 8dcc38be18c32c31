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

mod blocks;
mod commented;
mod directives;
mod edit;
mod entries;
mod file;
mod foreign;
mod lines;
mod options;
mod parse;
mod parse_error;
mod render;
mod request_line;
mod syntax;

pub use blocks::{Block, BlockKind};
pub(crate) use commented::is_form_text;
pub use commented::without_comments;
pub use directives::{Directives, Prompt, Unsupported, UnsupportedKind};
pub use edit::EditError;
pub use file::{Entry, Foreign, HttpFile};
pub use parse_error::ParseError;
pub use render::RenderError;
pub(crate) use syntax::{directive, with_line_feeds};

use mudbrick_model::{Request, WrittenOptions};

impl HttpFile {
    /// Reads a file's text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text).map(|parsed| parsed.file)
    }

    /// `text` with the request of one of its entries changed, which is counted from 0. Bytes that the change is not about
    /// stay as they are: other entries, variables, comments, blank lines, line ends, and headers that are the same.
    ///
    /// # Errors
    /// The text cannot be read, has no such entry, or cannot have what is to be written: see [`EditError`].
    pub fn edited(text: &str, entry: usize, request: &Request) -> Result<String, EditError> {
        edit::edited(text, entry, request)
    }

    /// `text` with one of its requests sent in another way. Lines and words that say the same keep every byte, and so does
    /// everything that the options are not about.
    ///
    /// # Errors
    /// The text cannot be read, has no such entry, or cannot have what is to be written: see [`EditError`].
    pub fn with_options(
        text: &str,
        entry: usize,
        options: &WrittenOptions,
    ) -> Result<String, EditError> {
        options::with_options(text, entry, options)
    }

    /// The lines of one request of `text`, from its separator to the next one, without the file's variables among them.
    ///
    /// # Errors
    /// The text cannot be read, or has no such entry.
    pub fn lines_of(text: &str, entry: usize) -> Result<String, EditError> {
        entries::lines_of(text, entry)
    }

    /// The lines of each request of `text`, as [`Self::lines_of`] gives them.
    ///
    /// # Errors
    /// The text cannot be read.
    pub fn lines(text: &str) -> Result<Vec<String>, EditError> {
        entries::lines(text)
    }

    /// The variables of the file that a request of it uses, in the file's order.
    ///
    /// # Errors
    /// The text cannot be read, or has no such entry.
    pub fn variables_of(text: &str, entry: usize) -> Result<Vec<String>, EditError> {
        entries::variables_of(text, entry)
    }

    /// `text` without one of its requests. Everything else keeps every byte.
    ///
    /// # Errors
    /// The text cannot be read, or has no such entry.
    pub fn without(text: &str, entry: usize) -> Result<String, EditError> {
        entries::without(text, entry)
    }

    /// `text` with one more request behind the others, given by its lines. Everything else keeps every byte.
    ///
    /// # Errors
    /// One of the two texts cannot be read, or `lines` are not one request.
    pub fn with_last(text: &str, lines: &str) -> Result<String, EditError> {
        entries::with_last(text, lines)
    }

    /// `text` with other lines in the place of one of its requests. Everything else keeps every byte.
    ///
    /// # Errors
    /// One of the two texts cannot be read, there is no such entry, or `lines` are not one request.
    pub fn replaced(text: &str, entry: usize, lines: &str) -> Result<String, EditError> {
        entries::replaced(text, entry, lines)
    }

    /// `text` with a copy of one of its requests behind it, under another name. Everything else keeps every byte.
    ///
    /// # Errors
    /// The text cannot be read or has no such entry, or the name cannot be written.
    pub fn with_copy(text: &str, entry: usize, name: &str) -> Result<String, EditError> {
        entries::with_copy(text, entry, name)
    }

    /// The file's text. Reading it again gives the same file; what the format cannot hold is an error.
    pub fn render(&self) -> Result<String, RenderError> {
        render::render(self)
    }
}

#[cfg(test)]
mod tests;
