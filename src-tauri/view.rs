//! What the shell itself tells the pages: the window's settings, and what was copied. Everything else that crosses to
//! TypeScript is the engine's.

use mudbrick_engine::view::{AtCertificateEnd, FoundRequests, ImportView, PastedRequest};
use mudbrick_engine::{Locking, SecretText};
use mudbrick_model::{ProfileId, Timestamp};
use serde::{Deserialize, Serialize};

/// A body that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct SavedBody {
    /// Where.
    pub(crate) path: String,
    /// How many cells of a table were written with an apostrophe before them, because a spreadsheet would take them for formulas.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub(crate) defused: u64,
}

/// Where a click on a reminder leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct ReminderLead {
    /// Whose certificate ends.
    pub(crate) profile: ProfileId,
    /// What is done about it.
    pub(crate) at_end: AtCertificateEnd,
}

/// Nobody's own among the desktops looked at, and near to the palette's.
const QUICK_KEYS: &str = "CommandOrControl+Alt+K";

/// What a window remembers for itself, and the part of the policy that it shows and changes along with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct Settings {
    /// Light, dark, or as the system has it.
    pub(crate) theme: Theme,
    /// The profile shown last.
    pub(crate) last_profile: Option<ProfileId>,
    /// What was shown last: a profile, or one of the window's own pages.
    pub(crate) last_place: LastPlace,
    /// Which tab of a profile was open last.
    pub(crate) last_tab: Tab,
    /// Where what can be dragged was left.
    pub(crate) panes: Panes,
    /// Profiles that stand above all others, in their order.
    pub(crate) pinned: Vec<ProfileId>,
    /// In which order the side bar has the others.
    pub(crate) side_order: SideOrder,
    /// The order that the person dragged them into.
    pub(crate) own_order: Vec<ProfileId>,
    /// Whether there is a tray, into which the window goes when it is closed.
    pub(crate) tray: bool,
    /// The shortcut of the whole system that opens the quick window; empty for none.
    pub(crate) quick_keys: String,
    /// Minutes without a key or a click after which the vault is locked; 0 never locks it. Kept in the policy.
    pub(crate) lock_after_minutes: u32,
    /// Whether the vault is locked along with the screen, where the system tells of it. Kept in the policy.
    pub(crate) lock_with_screen: bool,
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
            pinned: Vec::new(),
            side_order: SideOrder::default(),
            own_order: Vec::new(),
            tray: false,
            quick_keys: QUICK_KEYS.to_owned(),
            lock_after_minutes: locking.after_minutes,
            lock_with_screen: locking.with_screen,
        }
    }
}

/// A place that a window opens at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) enum LastPlace {
    /// All profiles at a glance.
    #[default]
    Board,
    /// A profile.
    Profile,
    /// Keys & certificates.
    Keys,
    /// The window's settings.
    Preferences,
}

/// An order of the side bar within each organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) enum SideOrder {
    /// By name.
    #[default]
    Name,
    /// What was used last first.
    Use,
    /// As the person dragged them.
    Own,
}

/// A tab of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) enum Tab {
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
pub(crate) struct Panes {
    /// How wide the side bar is.
    pub(crate) side_bar: Option<u16>,
    /// How wide the list of requests is.
    pub(crate) request_list: Option<u16>,
    /// How high the request is over its answer.
    pub(crate) editor: Option<u16>,
}

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What was read of files or of the clipboard.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct Brought {
    /// The credentials and keys in it.
    #[serde(flatten)]
    pub(crate) view: ImportView,
    /// The requests of other programs in it.
    pub(crate) collection: Option<FoundRequests>,
}

/// A request that was read from the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct ClipboardRequest {
    /// What was read.
    pub(crate) pasted: PastedRequest,
    /// The text, for a person to look at the doubtful places in it; none when nothing is doubtful.
    pub(crate) text: Option<String>,
}

impl ClipboardRequest {
    /// The page gets the text only where it has to show it: a token may be in it.
    pub(crate) fn of(pasted: PastedRequest, text: &SecretText) -> Self {
        let text = (!pasted.doubts.is_empty()).then(|| text.expose().clone());
        Self { pasted, text }
    }
}

/// Code that was put on the clipboard with the token in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct CopiedCode {
    /// The copy.
    pub(crate) copied: Copied,
    /// The file that the code reads the body from; none where the body stands in it.
    pub(crate) body_file: Option<String>,
}

/// What was put on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub(crate) struct Copied {
    /// `Token for Acme · Places`.
    pub(crate) what: String,
    /// When the token ends, for a token.
    pub(crate) expires_at: Option<Timestamp>,
    /// Seconds until the clipboard is cleared.
    pub(crate) clears_in_s: u32,
}
