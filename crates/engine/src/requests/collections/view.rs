//! Requests of other programs as a client sees them before and after they come in, and when they go out.

use crate::requests::address::RequestAddress;
use mudbrick_interchange::collections::{CollectionFormat, LeftOut, LeftOutKind};
use mudbrick_model::{Problem, RequestPath};
use serde::{Deserialize, Serialize};

/// What would be added, found without adding it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RequestImportView {
    /// The one new folder or file: everything goes there at once, and undoing removes all of it.
    pub folder: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The name that something else has.
    pub renamed_from: Option<String>,
    /// All of it is there already, byte for byte: nothing would change.
    pub is_here_already: bool,
    /// How many requests there are.
    pub requests: u32,
    /// Variables that no profile and no file has a value for: a request with one of them waits for it.
    pub unset: Vec<String>,
    /// Variables without which a header or query parameter is left out.
    pub optional: Vec<String>,
    /// What was read.
    pub collections: Vec<CollectionView>,
    /// What was not.
    pub unread: Vec<UnreadFile>,
}

/// What was read, under a number for the calls that follow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundRequests {
    /// Names it.
    pub id: u32,
    /// What would be added under its own name.
    pub view: RequestImportView,
}

/// Where a collection's variables stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum VariablesStay {
    /// Each file has those that its requests use.
    InFiles,
    /// The person has put them into a profile, and the files have none, since a file's would override the profile's.
    InProfile,
}

/// What was read from one file, or one folder.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CollectionView {
    /// Its own name.
    pub name: String,
    /// What it was.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub format: CollectionFormat,
    /// The same, for people.
    pub format_title: String,
    /// Its file.
    pub source: String,
    /// How many requests there are.
    pub requests: u32,
    /// What it becomes.
    pub files: Vec<FoundRequestFile>,
    /// Variables that the files get.
    pub variables: Vec<ImportedVariable>,
    /// As in [`RequestImportView::unset`].
    pub unset: Vec<String>,
    /// As in [`RequestImportView::optional`].
    pub optional: Vec<String>,
    /// Everything that was not taken over.
    pub left_out: Vec<LeftOutView>,
}

/// A new file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct FoundRequestFile {
    /// Its place.
    pub path: RequestPath,
    /// The requests in it.
    pub requests: Vec<RequestAddress>,
}

/// A variable of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportedVariable {
    /// Its name.
    pub name: String,
    /// Its value, which is no secret.
    pub value: String,
}

/// Something that was not taken over.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct LeftOutView {
    /// Where: `Users › List users`; empty for the whole.
    pub place: String,
    /// For programs.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub kind: LeftOutKind,
    /// For people, as a sentence.
    pub text: String,
}

impl From<&LeftOut> for LeftOutView {
    fn from(LeftOut { place, kind }: &LeftOut) -> Self {
        let (place, kind) = (place.clone(), kind.clone());
        let text = crate::requests::view::sentence(&kind.to_string());
        Self { place, kind, text }
    }
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct UnreadFile {
    /// Why, as a sentence that names it.
    pub text: String,
    /// The same, with what to do about it.
    pub problem: Problem,
}

impl From<Problem> for UnreadFile {
    fn from(problem: Problem) -> Self {
        Self { text: problem.message.clone(), problem }
    }
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ImportedRequests {
    /// The new folder or file.
    pub folder: String,
    /// How many requests are in it.
    pub requests: u32,
    /// In how many files.
    pub files: u32,
    /// By which it is undone; none when all of it was there already.
    pub change: Option<String>,
}

/// For which program requests go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RequestExportFormat {
    /// A Postman collection, v2.1.
    Postman,
    /// A HAR file.
    Har,
    /// A script of curl commands.
    Curl,
    /// `.http` files.
    Http,
}

/// What went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ExportedRequests {
    /// Where to.
    pub path: String,
    /// How many requests.
    pub requests: u32,
    /// In how many files.
    pub files: u32,
    /// Files of the folder that were not read, and why.
    pub left_out: Vec<String>,
    /// What whoever uses them has to know, a sentence each.
    pub notes: Vec<String>,
}
