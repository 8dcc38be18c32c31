//! What differs between two answers: their JSON by value and place, their text by line, their headers by name. Texts in,
//! values out; where the texts come from, and how a difference is shown, is left to others.
//!
//! ```text
//! text ─read─▶ Tree ─┐
//!                    ├─hash by Options─▶ walk ─▶ Steps ─▶ differences | JSON Patch | rows
//! text ─read─▶ Tree ─┘
//! ```

mod common;
pub mod headers;
pub mod json;
mod line_rows;
pub mod lines;
pub mod rows;
mod waiting;

pub use line_rows::{LineOutline, LineRows};
