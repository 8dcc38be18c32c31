//! Requests as people write them: `.http` files, variables, the catalogue, checks, what people paste, code that sends the same.
//!
//! ```text
//! .http file ─parse─▶ Request ─fill─▶ Filled ─▶ mudbrick-net sends it
//! a paste ──read───▶     │              ├─check──▶ warnings
//! catalogue ─────────────┘              └─write──▶ code
//! ```
//!
//! Sending is left to `mudbrick-net`, masking secrets to `mudbrick-redact`, keeping files to `mudbrick-store`, and knowing a profile's values to the engine.

mod answer;
mod catalogue;
mod check;
mod code;
mod dotenv;
mod fill;
mod functions;
mod http_file;
mod paste;
mod template;
mod variables;

pub use answer::{
    Capture, CheckResult, PartError, Received, Reference, ResponseCheck, ResponsePart, TakeError,
};
pub use catalogue::{Sample, Unable, catalogue};
pub use check::{Part, Warning, check, missing_headers};
pub use code::{
    Code, CodeBody, CodeError, CodeFor, CodeNote, CodeSource, HeaderCode, LongBody, OauthClient,
    Show, code_body, write_code, write_headers,
};
pub use dotenv::read_dotenv;
pub use fill::{
    BodyFileContent, BodyFileLine, BodyFiles, FillError, Filled, FilledText, LeftOut, LeftOutPart,
    Piece, Use, body_file_lines, fill, fill_with_files, outline, outline_with_files,
};
pub use functions::{
    Environment, FunctionError, Functions, Randomness, is_function, is_known_function, reads_dotenv,
};
pub use http_file::{
    Block, BlockKind, Directives, EditError, Entry, Foreign, HttpFile, ParseError, Prompt,
    RenderError, Unsupported, UnsupportedKind, without_comments,
};
pub use paste::{
    CredentialKind, CurlCall, CurlCallError, CurlWay, Doubt, DoubtKind, Form, FormPart,
    LiteralCredentials, OddUrl, OddValue, PasteError, PasteNote, Pasted, Place, ReadCommand,
    encode_around_variables, has_several_commands, key_variable, masked_text, own_variable,
    read_commands, read_curl_call, read_paste, without_literal_credentials,
};
pub use template::{names_in, variable_names, with_values};
pub use variables::{Listed, Source, Value, Variables, canonical_name, has_profile_value};
