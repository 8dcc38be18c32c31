//! What is in an answer's body, row by row: raw, formatted, as a tree, a table or bytes, with what is found in it. Nothing of a
//! body is changed: formatting moves white space, and every number, name and escape is shown as it came. A body may have any size; what
//! is kept in memory of it is an index of some bytes for each [`index::SPACING`]. Where the body lies, and who may see it, is left to
//! the caller.
//!
//! ```text
//! Body ─charset─▶ text ─index (one pass, while others read)─▶ rows of a view
//!                      ├─ tree, table (JSON), picture
//!                      ├─ find ──▶ matches, each at its place in any view
//!                      └─ query ─▶ results, a body of their own
//! ```

pub mod body;
pub mod charset;
mod error;
pub mod find;
pub mod html;
pub mod index;
pub mod json;
mod layout;
mod lines;
pub mod picture;
pub mod query;
pub mod rows;
mod xml;

pub use body::{Body, FileBody, Part, Stop};
pub use error::AnswerError;
