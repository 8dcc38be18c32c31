//! curl in and out: a command pasted from Adobe's documentation, a browser or Postman becomes a request, and a filled
//! request becomes a command that does the same.

mod error;
mod options;
mod parse;
mod render;
mod words;

pub use error::CurlError;
pub use parse::{Imported, parse_curl};
pub use render::{Show, render_curl};

#[cfg(test)]
mod tests;
