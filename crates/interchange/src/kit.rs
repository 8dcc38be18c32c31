//! The share kit: profiles, the public halves of keys, and requests, without a secret, for a colleague or a repository.
//! One small text file a thing, so that a change shows as a change of one file.
//!
//! ```text
//! kit.toml                     format = "mudbrick-kit", version = 1
//! profiles/acme-places.toml    a profile, without variables that look like secrets
//! keys/places.toml             a key's name and certificate; never its private half
//! requests/places/List.http    a request; tokens and passwords in it are masked
//! ```
//!
//! The same things give the same bytes. Whether a *known* secret is among them is left to [`mudbrick_redact::scan()`], unpacking and
//! putting files on a disk to others.

mod error;
mod parse;
mod render;
#[cfg(test)]
mod tests;
mod zipped;

pub use error::KitError;
pub use parse::{Part, ReadKit, part, read};
pub use render::write;
pub use zipped::zip;

use mudbrick_model::{KeyPair, Note, Profile, RequestPath};

/// The version of kits that this build writes, and the newest it reads.
const VERSION: u32 = 1;
const FORMAT: &str = "mudbrick-kit";
/// The file that makes a folder a kit.
const MARKER: &str = "kit.toml";

/// What a share kit holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kit {
    /// Profiles, whole but for variables that look like secrets.
    pub profiles: Vec<Profile>,
    /// Keys without their private halves.
    pub keys: Vec<KeyPair>,
    /// Request files and their texts.
    pub requests: Vec<(RequestPath, String)>,
}

/// One file of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitFile {
    /// Relative, with `/` between its parts: `profiles/acme-places.toml`.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// A kit as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitFiles {
    /// By path.
    pub files: Vec<KitFile>,
    /// What was left out or masked because it looks like a secret.
    pub notes: Vec<Note>,
}
