//! What is to be done with the rotations of profiles, as a window or a command line asks for it.

use mudbrick_model::ProfileId;
use serde::{Deserialize, Serialize};

/// What is to be done, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RotationWish {
    /// Which profiles.
    pub profiles: Vec<ProfileId>,
    /// The same for each of them.
    pub deed: RotationDeed,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RotationDeed {
    /// Nothing: Adobe is asked how things are.
    Look,
    /// Begin, or go on from where it stopped, until the new secret is used and the old one still works.
    GoOn {
        /// What is done with a new secret whose value was lost.
        lost: LostSecret,
    },
    /// Delete the old secret.
    DeleteOld {
        /// Whether also where somebody may use it.
        still_used: StillUsed,
    },
    /// Delete one of two secrets that keep a rotation from beginning.
    DeleteNamed {
        /// Adobe's name for it.
        uuid: String,
        /// Whether also where somebody may use it.
        still_used: StillUsed,
    },
    /// Use the old secret again, and delete the new one.
    Abandon,
}

/// What is done with a secret that a rotation added before it was killed, and whose value nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum LostSecret {
    /// It stays, and the rotation does not go on.
    Kept,
    /// It is deleted at Adobe, and another one added.
    Replaced,
}

/// Whether a secret is deleted although somebody may still use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum StillUsed {
    /// Then it stays.
    Kept,
    /// A person has looked, and wants it deleted.
    DeletedToo,
}
