//! Two texts as rows to be looked at: beside each other, or one after the other; all of it, or what differs. Rows are small
//! until somebody asks for their text, so that a million of them can be kept.

/// How rows are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layout {
    /// The left side on the left, the right one on the right.
    #[default]
    Beside,
    /// Both sides in one column.
    Merged,
}

/// Which rows there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shown {
    /// All of them.
    #[default]
    All,
    /// What differs, with so many rows of what is the same around it.
    Differing {
        /// How many.
        context: usize,
    },
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowMark {
    /// The same on both sides.
    Same,
    /// Another value on each side.
    Changed,
    /// Only the left side has it.
    Removed,
    /// Only the right side has it.
    Added,
    /// Both have it, at different places of an array.
    Moved,
    /// It is not looked at.
    Ignored,
    /// It stands for so many values or lines of both that are not shown.
    LeftOut {
        /// How many.
        count: usize,
    },
}

/// A row with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub mark: RowMark,
    /// In how many arrays and objects it is.
    pub depth: usize,
    /// What the left side has.
    pub left: Option<Cell>,
    /// What the right side has.
    pub right: Option<Cell>,
    /// The difference that it is a part of, from 0.
    pub difference: Option<usize>,
    /// From which place of the left array to which of the right one it has moved; said once for all its rows.
    pub moved: Option<(usize, usize)>,
}

/// What one side has in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The number of its line, from 1, in texts that are compared by line.
    pub line: Option<usize>,
    /// As it came, without what ends the line, or its beginning.
    pub text: String,
    /// Whether it is only the beginning.
    pub is_cut: bool,
    /// Whether it is the last line and nothing ends it, where that may be what differs.
    pub is_unended: bool,
}

/// So many bytes of a text are in a row at most: nobody reads more of it there, and a page would not lay it out.
const MOST_SHOWN: usize = 2000;

/// A cell of a text that may be long.
pub(crate) fn cell(line: Option<usize>, before: &str, text: &str) -> Cell {
    let mut end = text.len().min(MOST_SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let shown = format!("{before}{}", &text[..end]);
    Cell { line, text: shown, is_cut: end < text.len(), is_unended: false }
}

/// How many of what is the same between two differences are shown behind the first one, left out, and shown ahead of the second.
pub(crate) fn folded(same: usize, behind: usize, ahead: usize) -> (usize, usize) {
    let left_out = same.saturating_sub(behind + ahead);
    // A row that says that one row is left out is no shorter.
    if left_out <= 1 { (same, 0) } else { (behind, left_out) }
}
