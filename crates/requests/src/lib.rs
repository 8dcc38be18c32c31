//! Requests as people write them: `.http` files, variables, the catalogue, checks, what people paste, curl out.
//!
//! ```text
//! .http file ─parse─▶ Request ─fill─▶ Filled ─▶ mudbrick-net sends it
//! a paste ──read───▶     │              ├─check──▶ warnings
//! catalogue ─────────────┘              └─render─▶ curl
//! ```
//!
//! Sending is left to `mudbrick-net`, masking secrets to `mudbrick-redact`, keeping files to `mudbrick-store`, and knowing a profile's values to the engine.

mod catalogue;
mod check;
mod curl;
mod fill;
mod http_file;
mod paste;
mod template;
mod variables;

pub use catalogue::{Sample, catalogue};
pub use check::{Part, Warning, check};
pub use curl::{Show, render_curl};
pub use fill::{FillError, Filled, FilledText, Piece, Use, fill, outline};
pub use http_file::{EditError, Entry, HttpFile, ParseError, RenderError};
pub use paste::{
    CredentialKind, Doubt, DoubtKind, OddUrl, OddValue, PasteError, PasteNote, Pasted, Place,
    read_paste,
};
pub use template::variable_names;
pub use variables::{Listed, Source, Value, Variables, canonical_name};
