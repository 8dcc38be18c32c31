//! Requests as people write them: `.http` files, variables, the catalogue, checks, curl in and out.
//!
//! ```text
//! .http file ─parse─▶ Request ─fill─▶ Filled ─▶ mudbrick-net sends it
//! curl ──────parse──▶    │              ├─check──▶ warnings
//! catalogue ─────────────┘              └─render─▶ curl
//! ```
//!
//! Sending is left to `mudbrick-net`, masking secrets to `mudbrick-redact`, keeping files to `mudbrick-store`, and knowing a profile's values to the engine.

mod catalogue;
mod check;
mod curl;
mod fill;
mod http_file;
mod pasted;
mod template;
mod variables;

pub use catalogue::{Sample, catalogue};
pub use check::{Part, Warning, check};
pub use curl::{CurlError, Imported, Show, parse_curl, render_curl};
pub use fill::{FillError, Filled, FilledText, Piece, Use, fill, outline};
pub use http_file::{EditError, Entry, HttpFile, ParseError, RenderError};
pub use pasted::adopt_placeholders;
pub use template::variable_names;
pub use variables::{Listed, Source, Value, Variables, canonical_name};
