//! A comparison that is open in the window: which one it is, and what is looked at of it.

use super::view::{ComparedAs, DifferenceCounts, HeaderDifferenceView, SuggestedPath};
use crate::history::view::ExchangeSummary;
use mudbrick_compare::rows::{Cell, Row, RowMark};
use mudbrick_model::ExchangeId;
use serde::{Deserialize, Serialize};

/// Which two sides are compared, and what counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparisonAt {
    /// The left side.
    pub left: ComparedSide,
    /// The right side.
    pub right: ComparedSide,
    /// What counts.
    pub counting: Counting,
}

/// One side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ComparedSide {
    /// An answer of the history.
    Exchange {
        /// Which.
        id: ExchangeId,
    },
    /// A file that a person chose.
    File {
        /// Its number, since it was chosen.
        number: usize,
    },
}

/// What counts as a difference.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Counting {
    /// Whether they are compared by line, whatever they are.
    pub by_line: bool,
    /// How arrays are compared.
    pub arrays: ArrayOrder,
    /// Whether numbers and strings that mean the same are the same.
    pub same_numbers: bool,
    /// JSONPaths of what is not looked at.
    pub ignored: Vec<String>,
    /// Whether times, ids of requests and marks of versions are not looked at either.
    pub without_noise: bool,
}

/// How arrays are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ArrayOrder {
    /// Element by element.
    #[default]
    Counts,
    /// As bags.
    Ignored,
    /// By the value of a member.
    ByKey {
        /// Which.
        key: String,
    },
}

/// How the rows are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparisonLook {
    /// In one column, and not beside each other.
    pub merged: bool,
    /// Without what is the same, but for a little around each difference.
    pub only_differences: bool,
}

/// A file that may be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparedFile {
    /// Names it in a comparison.
    pub number: usize,
    /// Its name without its folder.
    pub name: String,
}

/// A comparison that is open: all but its rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct OpenComparison {
    /// The left side.
    pub left: SideView,
    /// The right side.
    pub right: SideView,
    /// Whether statuses and bodies are the same, as far as they count.
    pub is_same: bool,
    /// As what the bodies were compared.
    pub compared_as: ComparedAs,
    /// How much differs; lines, where the bodies are no JSON.
    pub counts: DifferenceCounts,
    /// How many differences one can step through.
    pub differences: usize,
    /// How many rows there are in the look that was asked for.
    pub rows: usize,
    /// Headers that differ.
    pub headers: Vec<HeaderDifferenceView>,
    /// What differs in every answer, and may be ignored.
    pub suggestions: Vec<SuggestedPath>,
    /// Paths that were suggested and are left out, because somebody asked for that.
    pub left_out: Vec<String>,
    /// What has to be known of the two sides, in whole sentences.
    pub notes: Vec<String>,
}

/// One side of a comparison that is open.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SideView {
    /// What it is called: `#12`, or a file's name.
    pub title: String,
    /// Whose answer it is; none for a file.
    pub exchange: Option<ExchangeSummary>,
    /// Bytes of the body.
    pub bytes: usize,
}

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparisonRow {
    /// What it is.
    pub mark: ComparisonMark,
    /// In how many arrays and objects it is.
    pub depth: usize,
    /// What the left side has.
    pub left: Option<ComparisonCell>,
    /// What the right side has.
    pub right: Option<ComparisonCell>,
    /// The difference that it is a part of, from 0.
    pub difference: Option<usize>,
    /// From which place of the left array to which of the right one it has moved.
    pub moved: Option<(usize, usize)>,
    /// How many values or lines it stands for, where they are left out.
    pub left_out: usize,
}

/// What a row of a comparison is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ComparisonMark {
    /// The same on both sides.
    Same,
    /// Another value on each side.
    Changed,
    /// Only the left side has it.
    Removed,
    /// Only the right side has it.
    Added,
    /// It is elsewhere in its array.
    Moved,
    /// It is not looked at.
    Ignored,
    /// It stands for what is the same and not shown.
    LeftOut,
}

/// What one side has in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparisonCell {
    /// The number of its line, where lines are compared.
    pub line: Option<usize>,
    /// As it came, or its beginning.
    pub text: String,
    /// Whether it is only the beginning.
    pub is_cut: bool,
    /// Whether no line break ends it, where that may be what differs.
    pub is_unended: bool,
}

impl From<Row> for ComparisonRow {
    fn from(row: Row) -> Self {
        let cell = |cell: Cell| {
            let Cell { line, text, is_cut, is_unended } = cell;
            ComparisonCell { line, text, is_cut, is_unended }
        };
        let (mark, left_out) = match row.mark {
            RowMark::Same => (ComparisonMark::Same, 0),
            RowMark::Changed => (ComparisonMark::Changed, 0),
            RowMark::Removed => (ComparisonMark::Removed, 0),
            RowMark::Added => (ComparisonMark::Added, 0),
            RowMark::Moved => (ComparisonMark::Moved, 0),
            RowMark::Ignored => (ComparisonMark::Ignored, 0),
            RowMark::LeftOut { count } => (ComparisonMark::LeftOut, count),
        };
        let Row { depth, left, right, difference, moved, .. } = row;
        let (left, right) = (left.map(cell), right.map(cell));
        Self { mark, depth, left, right, difference, moved, left_out }
    }
}

/// A difference that one steps to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ComparisonPlace {
    /// Which, from 0.
    pub number: usize,
    /// Its first row in the look that was asked for.
    pub row: usize,
    /// Where it is, as JSONPath; none where lines are compared.
    pub path: Option<String>,
    /// The JSONPath that leads to it and its likes in other elements, by which it can be ignored.
    pub ignorable: Option<String>,
}

/// What of a comparison is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ComparisonText {
    /// What differs, a line each, as `diff` writes it.
    Text,
    /// The JSON Patch that makes the right body of the left one.
    Patch,
}
