//! What the tray's menu holds, and what a person chooses in it.

use mudbrick_model::ProfileId;

/// Where the menu's lines come from, and whom a choice is told.
pub(super) struct Menu {
    pub(super) look: Box<dyn Fn() -> Vec<Entry> + Send + Sync>,
    pub(super) choose: Box<dyn Fn(Choice) + Send + Sync>,
}

/// A line of the menu with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: ProfileId,
    pub(super) label: String,
}

/// What a person chose in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    Copy(ProfileId),
    Quick,
    RenewAll,
    Lock,
    Open,
    Quit,
}

/// The menu's lines below the profiles.
pub(super) const VERBS: [(&str, Choice); 5] = [
    ("Find a profile…", Choice::Quick),
    ("Renew all tokens", Choice::RenewAll),
    ("Lock now", Choice::Lock),
    ("Open Mudbrick", Choice::Open),
    ("Quit", Choice::Quit),
];
