//! Every foreign format in and out: what people already hold (`read`), and what they want to take along (`write`).
//!
//! ```text
//! files, texts ──read──▶ Reading { credentials, keys, … }      each value with its origin; secrets apart
//! profile, secrets ──write──▶ a file for another tool, a share kit, a backup
//! Postman, HAR, OpenAPI, … ──collections──▶ requests, and back
//! ```
//!
//! Bytes in, values out: no disk, no network, no clock. Whether a credential is a valid profile, whether it is known
//! already and what to store of it is left to the engine; keys and certificates are read by `mudbrick-pki`.

pub mod backup;
pub mod collections;
mod input;
pub mod kit;
mod outgoing;
mod read;
mod reading;
pub mod write;

pub use input::{Input, Passphrases};
pub use outgoing::Outgoing;
pub use read::read;
pub use reading::{
    Found, FoundBackup, FoundCredential, FoundKey, FoundKit, Ignored, Locked, Origin, Reading,
    Source,
};
