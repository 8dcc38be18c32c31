//! The window as a whole: its start, the practice Adobe, events, settings.

use super::{ProfileDraft, ProfileSummary, TokenState};
use mudbrick_model::{Fingerprint, Problem, ProfileId};
use mudbrick_store::Damaged;
use serde::{Deserialize, Serialize};

/// The practice Adobe, running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PracticeView {
    /// `http://127.0.0.1:8443`: for clients that take a base URL.
    pub base_url: String,
    /// Its credentials, as the Developer Console would show them.
    pub projects: Vec<PracticeProject>,
}

/// A project of the practice Adobe: what the Console's credential page shows. Nothing in it opens anything real.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PracticeProject {
    /// `Places (OAuth Server-to-Server)`.
    pub title: String,
    /// Everything a new profile needs but the secret.
    pub draft: ProfileDraft,
    /// The client secret, which is public knowledge: it works nowhere else.
    pub client_secret: String,
    /// SHA-1 fingerprints of the certificates registered for it.
    pub certificates: Vec<Fingerprint>,
}

/// All the window needs to draw itself once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct StartView {
    /// Mudbrick's version.
    pub version: String,
    /// In the order of the side bar.
    pub profiles: Vec<ProfileSummary>,
    /// The practice Adobe, when it runs.
    pub practice: Option<PracticeView>,
    /// Profiles and key pairs whose files cannot be read.
    pub damaged: Vec<DamagedRecord>,
}

/// A profile or key pair whose file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DamagedRecord {
    /// Which of the two.
    pub kind: RecordKind,
    /// The file's name without its ending, which was made of the title.
    pub name: String,
    /// Where the file lies.
    pub path: String,
    /// What is wrong with it, and what to do.
    pub problem: Problem,
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RecordKind {
    /// A profile.
    Profile,
    /// A key pair.
    KeyPair,
}

impl DamagedRecord {
    pub(crate) fn profile(damaged: &Damaged) -> Self {
        Self::of(RecordKind::Profile, damaged)
    }

    pub(crate) fn key(damaged: &Damaged) -> Self {
        Self::of(RecordKind::KeyPair, damaged)
    }

    fn of(kind: RecordKind, damaged: &Damaged) -> Self {
        Self {
            kind,
            name: damaged.name(),
            path: damaged.path.display().to_string(),
            problem: damaged.problem.clone(),
        }
    }
}

/// What the engine tells everybody who listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Event {
    /// A profile was made, changed or deleted.
    ProfilesChanged,
    /// A profile's token is another now.
    TokenChanged {
        /// Whose.
        profile: ProfileId,
        /// Now.
        token: TokenState,
    },
    /// History has a new entry.
    HistoryChanged,
    /// A key pair was made, changed or deleted.
    KeysChanged,
    /// The practice Adobe started or stopped.
    PracticeChanged,
    /// The vault was opened or locked, or its key is kept by somebody else now.
    VaultChanged,
}

/// What a window remembers for itself. It stands here, though only the window's shell stores it, so that every type that
/// crosses to TypeScript is in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Settings {
    /// Light, dark, or as the system has it.
    pub theme: Theme,
    /// The profile shown last.
    pub last_profile: Option<ProfileId>,
    /// Minutes without a key or a click after which the vault is locked; 0 never locks it.
    pub lock_after_minutes: u32,
    /// Whether the vault is locked along with the screen, where the system tells of it.
    pub lock_with_screen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            last_profile: None,
            lock_after_minutes: 15,
            lock_with_screen: true,
        }
    }
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}
