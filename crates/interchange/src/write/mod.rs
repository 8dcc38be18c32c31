//! Writing what people take along: one profile for another tool (one module a format), the inventory, a reminder.
//!
//! What each format carries of a profile, besides the organisation and client IDs and the grant's own scopes:
//!
//! | | env | aio | aepp | postman | console |
//! | --- | --- | --- | --- | --- | --- |
//! | client secret | all (OAuth), first (JWT) | all, first | first | first | all, first |
//! | name | – | – | – | yes | where the schema allows it |
//! | organisation | – | – | – | – | where the schema allows it |
//! | technical account | yes | yes | – | yes | yes |
//! | sandbox | – | – | yes | yes | – |
//! | Adobe (stage) | yes | yes | yes | yes | – |
//! | variables | – | – | – | yes | – |
//! | private key (JWT) | yes | yes | – | yes | – |
//! | JWT at all | yes | yes | – | yes | yes |
//!
//! No format has a place for the certificate, the risk, the colour, the allowed hosts or the times. What matters and is
//! not carried is said in [`Written::notes`]. Secrets that are not given are empty in their places; so are then variables
//! that look like one. Writing a file is left to the engine, after [`mudbrick_redact::scan()`].

mod aepp;
mod aio;
mod carried;
mod console;
mod csv;
mod env;
mod inventory;
mod json;
mod postman;
mod reminder;
#[cfg(test)]
mod tests;

pub use aepp::aepp;
pub use aio::aio;
pub use console::console;
pub use env::{env, env_with_token};
pub use inventory::{BoardLine, InventoryRow, board, inventory};
pub use postman::{postman, postman_with_token};
pub use reminder::{Reminder, reminder};

use crate::Outgoing;
use mudbrick_model::Note;
use mudbrick_vault::SecretText;

/// A file for another tool.
#[derive(Debug)]
pub struct Written {
    /// What to call it unless the person chooses otherwise: `acme-places.postman_environment.json`.
    pub file_name: String,
    /// All of it. Wiped from memory when dropped, for it may hold secrets.
    pub text: SecretText,
    /// What the format could not carry.
    pub notes: Vec<Note>,
}

/// `acme-places` and what the format adds.
fn file_name(outgoing: &Outgoing<'_>, extension: &str) -> String {
    format!("{}.{extension}", outgoing.slug)
}

/// The name of an IMS context: lower-case letters, digits and single `_`, so that it is the same in a variable's name, where
/// case is lost and a point would separate.
fn context_name(outgoing: &Outgoing<'_>) -> String {
    outgoing.slug.as_str().replace('-', "_")
}
