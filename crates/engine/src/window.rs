//! What belongs to the window and crosses to TypeScript with everything else.

use mudbrick_model::{ProfileId, Timestamp};
use mudbrick_store::Locking;
use serde::{Deserialize, Serialize};

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
    /// Minutes without a key or a click after which the vault is locked; 0 never locks it. Kept in the policy.
    pub lock_after_minutes: u32,
    /// Whether the vault is locked along with the screen, where the system tells of it. Kept in the policy.
    pub lock_with_screen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let locking = Locking::default();
        Self {
            theme: Theme::default(),
            last_profile: None,
            lock_after_minutes: locking.after_minutes,
            lock_with_screen: locking.with_screen,
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

/// What was put on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Copied {
    /// `Token for Acme · Places`.
    pub what: String,
    /// When the token ends, for a token.
    pub expires_at: Option<Timestamp>,
    /// Seconds until the clipboard is cleared.
    pub clears_in_s: u32,
}
