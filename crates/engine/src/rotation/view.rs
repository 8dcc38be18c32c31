//! What a client sees of a rotation. No secret is in it: Adobe's names of secrets open nothing.

use mudbrick_model::{ConsolePlace, Grant, ProfileId, ProfileName, Timestamp};
use serde::Serialize;

/// What rotating a profile's secret needs and would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedRotation {
    /// Whose secret.
    pub profile: ProfileName,
    /// Whether somebody has to agree first.
    pub production: bool,
    /// Whether one was begun.
    pub under_way: bool,
    /// Where the credential is in the Console; none until somebody says it.
    pub place: Option<ConsolePlace>,
    /// Scopes that the profile lacks and Adobe asks for.
    pub missing_scopes: Vec<String>,
    /// How the profile gets its tokens: only the secrets of OAuth Server-to-Server are rotated in this way.
    pub grant: Grant,
    /// Whether another profile uses the same credential by JWT. While it is migrated, Adobe refuses rotations.
    pub may_be_migrating: bool,
    /// Other profiles of the same client, which get the new secret too.
    pub changes_too: Vec<ProfileName>,
}

/// Where a rotation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RotationView {
    /// Whose secret.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// How far it is.
    pub step: RotationStep,
    /// What Adobe has.
    pub secrets: Vec<AdobeSecret>,
    /// Whether the old secret was used after the new one took its place; none while that cannot be told.
    pub old_used_since: Option<bool>,
    /// Other profiles of the same client, which change with it.
    pub changes_too: Vec<ProfileName>,
}

/// How far a rotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RotationStep {
    /// None is under way.
    NotBegun,
    /// One was begun, and Adobe has added nothing.
    Begun,
    /// Adobe added a secret whose value was lost when the program was killed.
    Lost,
    /// Adobe has secrets that this rotation did not add.
    Unaccounted,
    /// The new secret is in the vault, and is not used yet.
    Stored,
    /// The new secret is used; the old one still works.
    Watching,
    /// Adobe has the new secret alone, and the vault still has to forget the old one.
    OldDeleted,
    /// The new secret is gone from Adobe.
    NewDeleted,
    /// The new secret is the only one.
    Done,
}

/// A secret that Adobe has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdobeSecret {
    /// Adobe's name for it.
    pub uuid: String,
    /// When it was made, by Adobe's clock.
    pub created_at: Option<Timestamp>,
    /// When a token was asked for with it last, by Adobe's clock.
    pub last_used_at: Option<Timestamp>,
    /// Which it is.
    pub role: SecretRole,
}

/// Which secret one of Adobe's is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretRole {
    /// The one that the rotation added.
    New,
    /// The one that the new one replaces.
    Old,
    /// The one that a killed rotation added; nobody has its value.
    Lost,
    /// The one that the profile uses.
    First,
    /// The profile's second.
    Second,
    /// Not known: it may be one of the profile's that was typed or imported, or somebody else's.
    Unknown,
}

/// Something that a rotation has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RotationProgress {
    /// The vault can be written.
    VaultWritten,
    /// It is written down that a secret is about to be added, or was.
    JournalWritten,
    /// Adobe has added a secret.
    Added,
    /// It is in the vault.
    Stored,
    /// A token was got with a secret.
    Tried,
    /// A profile uses another secret first.
    PutFirst,
    /// Adobe has deleted a secret.
    Deleted,
    /// A profile has forgotten a secret.
    Forgotten,
    /// Nothing is under way any more.
    Ended,
}
