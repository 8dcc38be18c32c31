//! What leaves Mudbrick as a file: one profile for another tool, a share kit, a backup, the inventory.

use mudbrick_model::{NoteView, Problem, ProfileId};
use serde::{Deserialize, Serialize};

/// Whether an export holds secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ExportSecrets {
    /// Empty in their places.
    LeftOut,
    /// The person chose to have them in it.
    Included,
}

/// Which profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Selection {
    /// All of them, and all keys and requests.
    All,
    /// These, with the keys they sign with and all requests.
    Profiles {
        /// Which.
        ids: Vec<ProfileId>,
    },
}

/// What becomes of a kit or backup when something of it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Unreadable {
    /// Nothing is written, and everything that cannot be read is named.
    #[default]
    Refused,
    /// It is written without that, because the person said so.
    LeftOut,
}

/// Something that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LeftOut {
    /// `the client secret of Acme · Places`.
    pub what: String,
    /// Why, and what to do about it.
    pub problem: Problem,
}

/// What was written, for the sentence that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Exported {
    /// Where.
    pub path: String,
    /// How many profiles are in it.
    pub profiles: u32,
    /// How many keys.
    pub keys: u32,
    /// How many requests.
    pub requests: u32,
    /// Whether secrets are in it, in the clear or encrypted.
    pub secrets: bool,
    /// How many client secrets are in a backup.
    pub client_secrets: u32,
    /// How many private keys are in a backup.
    pub private_keys: u32,
    /// What could not be read and is not in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<LeftOut>>"))]
    pub left_out: Vec<LeftOut>,
    /// What the format could not carry, and what was left out because it looks like a secret.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "ts", ts(optional, as = "Option<Vec<NoteView>>"))]
    pub notes: Vec<NoteView>,
}
