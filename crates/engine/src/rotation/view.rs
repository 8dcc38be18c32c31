//! What a client sees of a rotation. No secret is in it: Adobe's names of secrets open nothing.

use mudbrick_model::{ConsolePlace, Problem, ProfileId, ProfileName, RotationWay, Timestamp};
use serde::Serialize;

/// What rotating a profile's secret needs and would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PlannedRotation {
    /// Whose secret.
    pub profile: ProfileName,
    /// Whether somebody has to agree first: this profile is production, or another one of the same client is.
    pub production: bool,
    /// When one was begun that is not over; none otherwise.
    pub begun_at: Option<Timestamp>,
    /// Where the credential is in the Console, by its two numbers; none until somebody says it.
    #[cfg_attr(feature = "ts", ts(type = "{ organization: string, credential: string } | null"))]
    pub place: Option<ConsolePlace>,
    /// What has to be done first; none where nothing stands in the way, as far as that is known without asking Adobe.
    pub obstacle: Option<Problem>,
    /// Whether another profile uses the same credential by JWT. While it is migrated, Adobe refuses rotations.
    pub may_be_migrating: bool,
    /// Other profiles of the same client, which get the new secret too.
    pub changes_too: Vec<ProfileName>,
}

/// What came of all profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RotationReport {
    /// In the order in which they were named.
    pub profiles: Vec<RotationOutcome>,
    /// How many were not begun, because it was stopped.
    pub not_begun: u32,
}

/// What came of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RotationOutcome {
    /// Which.
    pub profile: ProfileName,
    /// Where its rotation stands now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub rotation: Option<RotationView>,
    /// The profile before it that has the same client, where it was done with that one and nothing is left to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub with: Option<ProfileName>,
    /// What to tell colleagues who use the same credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub message: Option<String>,
    /// Why it did not go on, or why nobody knows where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub error: Option<Problem>,
}

/// What is told on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RotationNews {
    /// Something was done.
    Did {
        /// For which profile.
        profile: ProfileId,
        /// What.
        what: RotationProgress,
    },
    /// A profile is done with for now.
    Ended {
        /// What came of it.
        outcome: Box<RotationOutcome>,
    },
}

/// Where a rotation stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RotationView {
    /// Whose secret.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// How far it is.
    pub step: RotationStep,
    /// The same in a sentence or two.
    pub said: String,
    /// What comes next; none where there is nothing to go on with.
    pub next: Option<RotationWay>,
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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

impl RotationStep {
    /// As a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::NotBegun => "No rotation is under way.",
            Self::Begun => "A rotation was begun, and Adobe has added nothing.",
            Self::Lost => "Adobe added a new secret, and its value was lost. The old one works.",
            Self::Unaccounted => "Adobe has a secret that this rotation did not add.",
            Self::Stored => "The new secret is stored, and not used yet.",
            Self::Watching => "The new secret is used, and the old one still works.",
            Self::OldDeleted => "The old secret is deleted at Adobe, and still stored here.",
            Self::NewDeleted => "The new secret is gone from Adobe.",
            Self::Done => "The new secret is the only one.",
        }
    }

    /// What goes on with it.
    pub(super) fn next(self) -> Option<RotationWay> {
        match self {
            Self::NotBegun | Self::Done => None,
            Self::Begun | Self::Stored | Self::OldDeleted => Some(RotationWay::GoOn),
            Self::Lost => Some(RotationWay::ReplaceLost),
            Self::Watching => Some(RotationWay::DeleteOld),
            Self::Unaccounted | Self::NewDeleted => Some(RotationWay::Abandon),
        }
    }
}

/// A secret that Adobe has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
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
