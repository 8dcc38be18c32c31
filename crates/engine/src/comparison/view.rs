//! A comparison as a client sees it.

use mudbrick_compare::json::{Counts, DifferenceKind};
use serde::Serialize;

/// What differs between two answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparisonView {
    /// What the left side is called.
    pub left: String,
    /// What the right side is called.
    pub right: String,
    /// Whether nothing differs.
    pub is_same: bool,
    /// As what the bodies were compared.
    pub compared_as: ComparedAs,
    /// How much differs; lines, where the bodies are no JSON.
    pub counts: DifferenceCounts,
    /// What differs, where the bodies are JSON.
    pub differences: Vec<DifferenceView>,
    /// How many more there are than are listed.
    pub not_listed: usize,
    /// Both status codes, when they differ.
    pub statuses: Option<(u16, u16)>,
    /// Headers that differ, where they were compared.
    pub headers: Vec<HeaderDifferenceView>,
    /// What differs in every answer, and may be ignored.
    pub suggestions: Vec<SuggestedPath>,
    /// Paths that were suggested and are left out, because somebody asked for that.
    pub left_out: Vec<String>,
    /// What has to be known of the two sides, in whole sentences.
    pub notes: Vec<String>,
}

impl ComparisonView {
    pub(super) fn between(left: &str, right: &str) -> Self {
        Self {
            left: left.to_owned(),
            right: right.to_owned(),
            is_same: true,
            compared_as: ComparedAs::Lines,
            counts: DifferenceCounts::default(),
            differences: Vec::new(),
            not_listed: 0,
            statuses: None,
            headers: Vec::new(),
            suggestions: Vec::new(),
            left_out: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// As what two bodies were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ComparedAs {
    /// As JSON.
    Json,
    /// By line.
    Lines,
    /// As bytes, since one of them is no text.
    Bytes,
}

/// How many differences there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DifferenceCounts {
    /// What only the right side has.
    pub added: usize,
    /// What only the left side has.
    pub removed: usize,
    /// What is another value.
    pub changed: usize,
    /// What is elsewhere in its array.
    pub moved: usize,
    /// Of those changed, how many are only written differently.
    pub only_spelling: usize,
}

impl DifferenceCounts {
    pub(crate) fn total(self) -> usize {
        self.added + self.removed + self.changed + self.moved
    }
}

impl From<Counts> for DifferenceCounts {
    fn from(counts: Counts) -> Self {
        let Counts { added, removed, changed, moved, only_spelling } = counts;
        Self { added, removed, changed, moved, only_spelling }
    }
}

/// A difference between two JSON texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferenceView {
    /// What it is.
    pub form: DifferenceForm,
    /// The left side's value.
    pub left: Option<PlaceView>,
    /// The right side's value.
    pub right: Option<PlaceView>,
    /// Whether both mean the same and are only written differently.
    pub only_spelling: bool,
}

/// What a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceForm {
    /// Only the right side has it.
    Added,
    /// Only the left side has it.
    Removed,
    /// Another value is there.
    Changed,
    /// It is elsewhere in its array.
    Moved,
}

impl From<DifferenceKind> for DifferenceForm {
    fn from(kind: DifferenceKind) -> Self {
        match kind {
            DifferenceKind::Added => Self::Added,
            DifferenceKind::Removed => Self::Removed,
            DifferenceKind::Changed => Self::Changed,
            DifferenceKind::Moved => Self::Moved,
        }
    }
}

/// A value and where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// As JSON Pointer.
    pub pointer: String,
    /// As it came, or its beginning.
    pub text: String,
    /// Whether it is only the beginning.
    pub is_cut: bool,
}

/// A header that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct HeaderDifferenceView {
    /// Its name.
    pub name: String,
    /// Every value on the left side.
    pub left: Vec<String>,
    /// Every value on the right side.
    pub right: Vec<String>,
}

/// A path that is likely to differ in every answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SuggestedPath {
    /// JSONPath.
    pub path: String,
    /// Why, in a sentence.
    pub why: String,
}
