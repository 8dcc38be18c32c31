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
mod file;
mod lines;
mod parse;
mod render;
mod syntax;

pub use edit::EditError;
pub use file::{Entry, HttpFile};
pub use parse::ParseError;
pub use render::RenderError;

use mudbrick_model::Request;

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

    /// The file's text. Reading it again gives the same file; what the format cannot hold is an error.
    pub fn render(&self) -> Result<String, RenderError> {
        render::render(self)
    }
}

#[cfg(test)]
mod tests;
