//! What differs by line, as rows: kept without the texts, which are only asked for when a row is looked at.

use crate::common::{self, Hunk};
use crate::rows::{Cell, Layout, Row, RowMark, Shown, cell, folded};

/// Where the lines of two texts are, and which of them differ.
#[derive(Debug, Clone)]
pub struct LineOutline {
    pub(crate) left: Vec<u32>,
    pub(crate) right: Vec<u32>,
    pub(crate) hunks: Vec<Hunk>,
}

/// The rows of an outline in one arrangement.
#[derive(Debug, Clone)]
pub struct LineRows {
    rows: Vec<Line>,
    /// The first row of each difference.
    differences: Vec<u32>,
}

/// No line, or no difference.
const NONE: u32 = u32::MAX;

/// Lines by their numbers from 0. Half the size of optional numbers, which a text of a million lines notices.
#[derive(Debug, Clone, Copy)]
struct Line {
    left: u32,
    right: u32,
    difference: u32,
    left_out: u32,
}

impl LineOutline {
    /// How many lines only the left side has, and how many only the right one.
    pub fn counts(&self) -> (usize, usize) {
        common::counts(&self.hunks)
    }

    /// The rows in one arrangement.
    pub fn rows(&self, layout: Layout, shown: Shown) -> LineRows {
        let mut rows = LineRows { rows: Vec::new(), differences: Vec::new() };
        let (mut one, mut other) = (0, 0);
        for (index, (gone, come)) in self.hunks.iter().enumerate() {
            let ahead = context(shown);
            rows.same(one, other, gone.start - one, (behind(index, shown), ahead));
            let difference = index as u32;
            rows.differences.push(rows.rows.len() as u32);
            let both = if layout == Layout::Beside { gone.len().min(come.len()) } else { 0 };
            for n in 0..both {
                rows.push(gone.start + n, come.start + n, difference);
            }
            for line in gone.clone().skip(both) {
                rows.push(line, NONE as usize, difference);
            }
            for line in come.clone().skip(both) {
                rows.push(NONE as usize, line, difference);
            }
            (one, other) = (gone.end, come.end);
        }
        let last = behind(self.hunks.len(), shown);
        rows.same(one, other, self.left.len() - one, (last, context(shown).map(|_| 0)));
        rows
    }
}

/// None, where nothing is left out.
fn context(shown: Shown) -> Option<usize> {
    match shown {
        Shown::All => None,
        Shown::Differing { context } => Some(context),
    }
}

/// Before the first difference there is none to be behind of.
fn behind(index: usize, shown: Shown) -> usize {
    if index == 0 { 0 } else { context(shown).unwrap_or_default() }
}

impl LineRows {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// How many differences there are.
    pub fn differences(&self) -> usize {
        self.differences.len()
    }

    /// The first row of a difference.
    pub fn row_of(&self, difference: usize) -> Option<usize> {
        self.differences.get(difference).map(|row| *row as usize)
    }

    /// Rows from one on, with what the two texts have there.
    pub fn get(
        &self,
        outline: &LineOutline,
        texts: (&str, &str),
        from: usize,
        count: usize,
    ) -> Vec<Row> {
        let asked = self.rows.iter().skip(from).take(count);
        asked.map(|row| row.shown(outline, texts)).collect()
    }

    fn push(&mut self, left: usize, right: usize, difference: u32) {
        self.rows.push(Line { left: left as u32, right: right as u32, difference, left_out: 0 });
    }

    fn same(
        &mut self,
        one: usize,
        other: usize,
        count: usize,
        (behind, ahead): (usize, Option<usize>),
    ) {
        let (first, left_out) = match ahead {
            None => (count, 0),
            Some(ahead) => folded(count, behind, ahead),
        };
        for n in (0..first).chain(first + left_out..count) {
            if n == first + left_out && left_out > 0 {
                self.left_out(left_out);
            }
            self.push(one + n, other + n, NONE);
        }
        if left_out > 0 && first + left_out == count {
            self.left_out(left_out);
        }
    }

    fn left_out(&mut self, count: usize) {
        let left_out = count as u32;
        self.rows.push(Line { left: NONE, right: NONE, difference: NONE, left_out });
    }
}

impl Line {
    fn shown(self, outline: &LineOutline, (left, right): (&str, &str)) -> Row {
        let (mut one, mut other) =
            (cell_of(left, &outline.left, self.left), cell_of(right, &outline.right, self.right));
        if let (Some(one), Some(other)) = (&mut one, &mut other) {
            // How lines end is shown where that is the difference.
            if one.text.ends_with('\r') && other.text.ends_with('\r') {
                one.text.pop();
                other.text.pop();
            }
            if one.is_unended && other.is_unended {
                (one.is_unended, other.is_unended) = (false, false);
            }
        }
        let mark = match (&one, &other) {
            (None, None) => RowMark::LeftOut { count: self.left_out as usize },
            (Some(_), None) => RowMark::Removed,
            (None, Some(_)) => RowMark::Added,
            _ if self.difference == NONE => RowMark::Same,
            _ => RowMark::Changed,
        };
        let difference = (self.difference != NONE).then_some(self.difference as usize);
        Row { mark, depth: 0, left: one, right: other, difference, moved: None }
    }
}

fn cell_of(text: &str, ends: &[u32], line: u32) -> Option<Cell> {
    let end = *ends.get(line as usize)? as usize;
    let start = line.checked_sub(1).map_or(0, |before| ends[before as usize] as usize);
    let whole = text.get(start..end)?;
    let shown = whole.strip_suffix('\n').unwrap_or(whole);
    let is_unended = shown.len() == whole.len();
    Some(Cell { is_unended, ..cell(Some(line as usize + 1), "", shown) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::Lines;

    fn told(left: &str, right: &str, layout: Layout, shown: Shown) -> Vec<String> {
        let outline = Lines::of(left, right, 1000).unwrap().outline();
        let rows = outline.rows(layout, shown);
        let all = rows.get(&outline, (left, right), 0, 100);
        assert_eq!(all.len(), rows.count());
        let text = |cell: &Option<Cell>| {
            cell.as_ref().map_or("-".to_owned(), |cell| {
                let end = if cell.is_unended { "¶" } else { "" };
                format!("{}{}{end}", cell.line.unwrap(), cell.text)
            })
        };
        all.iter()
            .map(|row| match row.mark {
                RowMark::LeftOut { count } => format!("… {count}"),
                _ => format!(
                    "{} {} {}",
                    text(&row.left),
                    text(&row.right),
                    row.difference.map_or(String::new(), |n| n.to_string())
                ),
            })
            .collect()
    }

    const LEFT: &str = "a\nb\nc\nd\ne\nf\ng\nh";
    const RIGHT: &str = "a\nb\nc\nD\nX\ne\nf\ng\r\nh";

    #[test]
    fn what_changed_stands_beside_what_it_became() {
        let rows = told(LEFT, RIGHT, Layout::Beside, Shown::Differing { context: 1 });
        assert_eq!(
            rows,
            ["… 2", "3c 3c ", "4d 4D 0", "- 5X 0", "5e 6e ", "6f 7f ", "7g 8g\r 1", "8h 9h "]
        );
    }

    #[test]
    fn merged_what_is_gone_comes_before_what_came() {
        let rows = told(LEFT, RIGHT, Layout::Merged, Shown::All);
        assert_eq!(&rows[3..6], ["4d - 0", "- 4D 0", "- 5X 0"]);
        assert_eq!(rows.len(), 11);
        let none = told("a\nb\nc\n", "a\nb\nc\n", Layout::Merged, Shown::Differing { context: 3 });
        assert_eq!(none, ["… 3"]);
    }

    #[test]
    fn a_break_that_is_missing_at_the_end_is_shown_and_those_that_all_have_are_not() {
        let rows = told("a\r\nb", "a\r\nb\n", Layout::Beside, Shown::All);
        assert_eq!(rows, ["1a 1a ", "2b¶ 2b 0"]);
    }
}
