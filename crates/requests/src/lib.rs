//! Requests as people write them: `.http` files, variables, the catalogue, checks, redaction, curl in and out.
//!
//! ```text
//! .http file ─parse─▶ Request ─fill─▶ Filled ─▶ mudbrick-net sends it
//! curl ──────parse──▶    │              ├─check──▶ warnings
//! catalogue ─────────────┘              └─render─▶ curl
//!                                  Redactor ─────▶ what history keeps
//! ```
//!
//! Sending is left to `mudbrick-net`, keeping files to `mudbrick-store`, and knowing a profile's values to the engine.

mod catalogue;
mod check;
mod curl;
mod fill;
mod http_file;
mod pasted;
mod redact;
mod template;
mod variables;

/// How a text may be written differently: what the redactor knows, for those who look for secrets elsewhere.
pub mod encodings {
    pub use crate::redact::{Escapes, View, plain_forms};
}

pub use catalogue::{Sample, catalogue};
pub use check::{Part, Warning, check};
pub use curl::{CurlError, Imported, Show, parse_curl, render_curl};
pub use fill::{FillError, Filled, FilledText, Piece, Use, fill, outline};
pub use http_file::{EditError, Entry, HttpFile, ParseError, RenderError};
pub use pasted::adopt_placeholders;
pub use redact::{MASK, RedactingWriter, Redactor};
pub use template::variable_names;
pub use variables::{Listed, Source, Value, Variables, canonical_name};
