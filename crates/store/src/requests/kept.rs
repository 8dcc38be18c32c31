//! What undoes a change of request files, as it is kept in the trash: the bytes that are gone and where they stood.

use super::encoding::Encoding;
use crate::Revision;
use mudbrick_model::{RequestChangeKind, RequestPath, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

const VERSION: u32 = 1;
const ENDING: &str = ".json";

/// Names a change: a number that counts up, and when it was made, so that a number which is given again is another change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId {
    number: u64,
    at: i64,
}

impl ChangeId {
    /// Reads `<number>-<milliseconds>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, at) = text.split_once('-')?;
        let id = Self { number: number.parse().ok()?, at: at.parse().ok()? };
        // Nothing but what is written here leads to a file.
        (id.to_string() == text).then_some(id)
    }

    /// When the change was made.
    pub fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    pub(super) fn after(last: Option<&Self>, now: Timestamp) -> Self {
        Self { number: last.map_or(1, |last| last.number + 1), at: now.0 }
    }

    pub(super) fn of_file(name: &str) -> Option<Self> {
        Self::parse(name.strip_suffix(ENDING)?)
    }

    pub(super) fn file(&self) -> String {
        format!("{self}{ENDING}")
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.number, self.at)
    }
}

/// What a change does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Which file.
    pub path: RequestPath,
    /// Its text now; none when there is no such file.
    pub before: Option<String>,
    /// What it becomes; none removes the file.
    pub after: Option<String>,
    /// The request in question as it stands there now; none where the change only adds one.
    pub taken: Option<String>,
    /// As it will stand there; none where the change only takes one out.
    pub put: Option<String>,
}

/// What undoes a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptChange {
    version: u32,
    /// What was done.
    pub kind: RequestChangeKind,
    /// The name of the request it was done to.
    pub name: String,
    /// Each file that it changed.
    pub files: Vec<KeptFile>,
    /// The file or folder that it was done to as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<KeptPlace>,
}

/// A file or folder that was moved, copied or deleted as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptPlace {
    pub(super) is_folder: bool,
    /// Where it was; none for a copy, which was nowhere.
    pub from: Option<RequestPath>,
    /// Where it is; none for what was deleted, which is in the trash.
    pub to: Option<RequestPath>,
    /// Which state a copy was made in.
    pub(super) state: Option<String>,
}

impl KeptChange {
    pub(super) fn new(kind: RequestChangeKind, name: &str, files: Vec<KeptFile>) -> Self {
        Self { version: VERSION, kind, name: name.to_owned(), files, place: None }
    }

    pub(super) fn of_place(kind: RequestChangeKind, name: &str, place: KeptPlace) -> Self {
        Self { place: Some(place), ..Self::new(kind, name, Vec::new()) }
    }

    pub(super) fn render(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// None for what is damaged or of a newer version.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|kept: &Self| kept.version == VERSION)
    }
}

/// What undoes a change in one file. A file is as long as a person makes it, so only the part that differs is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// Which file.
    pub path: RequestPath,
    /// The request as it stood there before; none where the change only added one.
    pub taken: Option<String>,
    /// As it stood there after; none where the change only took one out.
    pub put: Option<String>,
    /// Which state the file was in before and after; none where there was no file.
    before: Option<String>,
    after: Option<String>,
    /// Where the two differ, in bytes, what stood there, and how many bytes stand there now.
    start: usize,
    gone: String,
    come: usize,
    /// What the file was encoded in before.
    #[serde(default, skip_serializing_if = "Encoding::is_utf8")]
    pub(super) encoding: Encoding,
}

/// What undoing has to do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undoing {
    /// It is as the change left it, and becomes what it was, byte for byte; none removes it.
    Exactly(Option<String>),
    /// It is as it was before the change already.
    Nothing,
    /// It is another by now.
    Changed,
}

impl KeptFile {
    pub(super) fn of(change: &FileChange, encoding: Encoding) -> Self {
        let before = change.before.as_deref();
        let after = change.after.as_deref();
        let (old, new) = (before.unwrap_or_default(), after.unwrap_or_default());
        let start = common(old.chars().zip(new.chars()));
        let end = common(old[start..].chars().rev().zip(new[start..].chars().rev()));
        Self {
            path: change.path.clone(),
            taken: change.taken.clone(),
            put: change.put.clone(),
            before: before.map(revision),
            after: after.map(revision),
            start,
            gone: old[start..old.len() - end].to_owned(),
            come: new.len() - end - start,
            encoding,
        }
    }

    /// How the change is undone in the file as it is now.
    pub fn undoing(&self, now: Option<&str>) -> Undoing {
        let state = now.map(revision);
        if state == self.before {
            return Undoing::Nothing;
        }
        if state != self.after {
            return Undoing::Changed;
        }
        if self.before.is_none() {
            return Undoing::Exactly(None);
        }
        let now = now.unwrap_or_default();
        let parts = now.get(..self.start).zip(now.get(self.start + self.come..));
        let was = parts.map(|(head, tail)| format!("{head}{}{tail}", self.gone));
        match was.filter(|was| Some(revision(was)) == self.before) {
            Some(was) => Undoing::Exactly(Some(was)),
            None => Undoing::Changed,
        }
    }
}

fn revision(text: &str) -> String {
    Revision::of(text.as_bytes()).to_string()
}

/// How many bytes of two texts are the same from where they are read.
fn common(pairs: impl Iterator<Item = (char, char)>) -> usize {
    pairs.take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
}
