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
    /// What was shown last: a profile, or one of the window's own pages.
    pub last_place: LastPlace,
    /// Which tab of a profile was open last.
    pub last_tab: Tab,
    /// Where what can be dragged was left.
    pub panes: Panes,
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
            last_place: LastPlace::default(),
            last_tab: Tab::default(),
            panes: Panes::default(),
            lock_after_minutes: locking.after_minutes,
            lock_with_screen: locking.with_screen,
        }
    }
}

/// A place that a window opens at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum LastPlace {
    /// A profile.
    #[default]
    Profile,
    /// Keys & certificates.
    Keys,
    /// The window's settings.
    Preferences,
}

/// A tab of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[allow(missing_docs, reason = "the names are those of the tabs")]
pub enum Tab {
    #[default]
    Overview,
    Requests,
    Keys,
    History,
    Settings,
}

/// Sizes of panes in the window's pixels; none as they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Panes {
    /// How wide the side bar is.
    pub side_bar: Option<u16>,
    /// How wide the list of requests is.
    pub request_list: Option<u16>,
    /// How high the request is over its answer.
    pub editor: Option<u16>,
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
