//! Tabs as a client sees and sends them.

use crate::damaged::DamagedRecord;
use crate::requests::view::{EditedRequest, RequestSource};
use mudbrick_model::{Method, Problem, ProfileId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Names a tab for as long as it is kept. Whoever opens it chooses it, so that what is typed at once has a place to go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, as = "String"))]
pub struct TabId(String);

impl TabId {
    /// An id that nobody has.
    pub fn new() -> Self {
        Self(uuid::Uuid::new_v4().simple().to_string())
    }

    /// Reads 32 hexadecimal digits in lower case. It is the name of a file, and so nothing else will do.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for TabId {
    fn default() -> Self {
        Self::new()
    }
}

impl TryFrom<String> for TabId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| "a tab is named by 32 hexadecimal digits".to_owned())
    }
}

impl From<TabId> for String {
    fn from(id: TabId) -> Self {
        id.0
    }
}

impl fmt::Display for TabId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A request that is open, as its client has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct OpenTab {
    /// Which tab.
    pub id: TabId,
    /// Whose.
    pub profile: ProfileId,
    /// Which request it shows; none for one that was never saved.
    pub source: Option<RequestSource>,
    /// Which state of that request was read.
    pub revision: Option<String>,
    /// As it was edited; none while it is as it was read.
    pub draft: Option<EditedRequest>,
    /// What the tab is called.
    pub title: String,
    /// Shown as a mark before the title.
    pub method: Method,
    /// Whether the next request that is only looked at takes its place.
    pub passing: bool,
}

/// What was changed in a body at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyEdit {
    /// How long the body was before, in UTF-16 units. Whose is of another length has missed something.
    pub was: usize,
    /// In their order, apart from each other, all with the places of the body before.
    pub changes: Vec<TextChange>,
}

/// A stretch of a text that is another now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TextChange {
    /// Where it begins, in UTF-16 units.
    pub from: usize,
    /// Where it ended.
    pub to: usize,
    /// What is there now.
    pub insert: String,
}

/// Which body was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BodyBase {
    /// The draft's, as it was kept last.
    Draft,
    /// The one of the request that the tab shows, in the state that the tab names.
    Saved,
}

/// A tab, and what became of its request elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TabView {
    /// As it was kept; without its draft where whoever asks has that.
    pub tab: OpenTab,
    /// Set when its request is another now than the tab began with.
    pub outside: Option<OutsideChange>,
}

/// What happened to a request while a draft of it was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum OutsideChange {
    /// Its file says something else now.
    Changed,
    /// It is in no file any more.
    Gone,
}

/// Which of two versions a person keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum OutsideAnswer {
    /// The draft: saving it replaces what is in the file.
    Mine,
    /// What is in the file: the draft is closed, and can be reopened.
    Theirs,
    /// Each in a tab of its own.
    Both,
}

/// Everything that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TabsView {
    /// In their order.
    pub tabs: Vec<TabView>,
    /// The one in front, of each profile that has one.
    pub active: Vec<TabId>,
    /// Why what is typed is not on the disk, when it is not.
    pub not_kept: Option<Problem>,
    /// Drafts that could not be read. Their files were set aside, or left where they are.
    pub damaged: Vec<DamagedRecord>,
}
