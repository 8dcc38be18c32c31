//! A comparison that is looked at again and again: both sides with what was found, and the rows of the looks that somebody
//! asked for.

use super::examine::{Examined, JsonExamined, examine};
use super::open_view::{
    ComparisonAt, ComparisonLook, ComparisonPlace, ComparisonRow, OpenComparison, SideView,
};
use super::options::CompareOptions;
use super::sides::Sides;
use super::view::{ComparedAs, DifferenceCounts, HeaderDifferenceView, SuggestedPath};
use crate::history::view::ExchangeSummary;
use crate::threads::lock;
use mudbrick_answers::rows::DEEPEST_INDENT;
use mudbrick_compare::json::{Elements, JsonRows, Outline, Tree};
use mudbrick_compare::rows::{Layout, Row, RowMark, Shown};
use mudbrick_compare::{LineOutline, LineRows};
use mudbrick_model::Problem;
use std::sync::{Arc, Mutex};

/// So much of what is the same is shown around a difference.
const CONTEXT: usize = 3;

/// A comparison that is open.
pub(super) struct Opened {
    pub(super) at: ComparisonAt,
    pub(super) sides: Arc<Sides>,
    found: Found,
    suggestions: Vec<SuggestedPath>,
    left_out: Vec<String>,
    notes: Vec<String>,
    headers: Vec<HeaderDifferenceView>,
    /// The rows of the look that was asked for last: those of a large body take tens of megabytes.
    rows: Mutex<Option<(ComparisonLook, Arc<Rows>)>>,
}

enum Found {
    Json(Outline),
    Lines(LineOutline),
    Bytes,
}

pub(super) enum Rows {
    Json(JsonRows),
    Lines(LineRows),
    None,
}

impl Opened {
    pub(super) fn of(at: ComparisonAt, sides: Arc<Sides>) -> Result<Self, Problem> {
        let options = CompareOptions::of(at.counting.clone());
        let examined = examine(&sides, &options)?;
        let (mut notes, mut headers) = (sides.notes(&examined, &options), Vec::new());
        if let Some((differing, is_reordered)) = sides.headers() {
            headers = differing;
            notes.extend(is_reordered.then(|| "The headers come in another order.".to_owned()));
        }
        let (mut suggestions, mut left_out) = (Vec::new(), Vec::new());
        let found = match examined {
            Examined::Json(examined) => {
                let JsonExamined { comparison, .. } = *examined;
                (suggestions, left_out) = (examined.suggestions, examined.left_out);
                Found::Json(comparison.outline())
            }
            Examined::Lines(lines) => Found::Lines(lines.outline()),
            Examined::Bytes => Found::Bytes,
        };
        let rows = Mutex::default();
        Ok(Self { at, sides, found, suggestions, left_out, notes, headers, rows })
    }

    /// All but the rows. Whose answers they are is told by whoever knows.
    pub(super) fn view(
        &self,
        look: ComparisonLook,
        (left, right): (Option<ExchangeSummary>, Option<ExchangeSummary>),
    ) -> OpenComparison {
        let rows = self.rows(look);
        let (one, other) = (&self.sides.left, &self.sides.right);
        let is_status = one.status.zip(other.status).is_some_and(|(one, other)| one != other);
        let (compared_as, counts) = self.counts();
        let is_same = match self.found {
            Found::Bytes => one.body == other.body,
            _ => rows.differences() == 0,
        };
        OpenComparison {
            left: SideView { title: one.title.clone(), exchange: left, bytes: one.body.len() },
            right: SideView {
                title: other.title.clone(),
                exchange: right,
                bytes: other.body.len(),
            },
            is_same: is_same && !is_status,
            compared_as,
            counts,
            differences: rows.differences(),
            rows: rows.count(),
            headers: self.headers.clone(),
            suggestions: self.suggestions.clone(),
            left_out: self.left_out.clone(),
            notes: self.notes.clone(),
        }
    }

    fn counts(&self) -> (ComparedAs, DifferenceCounts) {
        match &self.found {
            Found::Json(outline) => (ComparedAs::Json, outline.counts().into()),
            Found::Lines(outline) => {
                let (removed, added) = outline.counts();
                let counts = DifferenceCounts { removed, added, ..DifferenceCounts::default() };
                (ComparedAs::Lines, counts)
            }
            Found::Bytes => (ComparedAs::Bytes, DifferenceCounts::default()),
        }
    }

    pub(super) fn shown(
        &self,
        look: ComparisonLook,
        from: usize,
        count: usize,
    ) -> Vec<ComparisonRow> {
        let rows = self.rows(look);
        self.cut(&rows, from, count).into_iter().map(ComparisonRow::from).collect()
    }

    fn cut(&self, rows: &Rows, from: usize, count: usize) -> Vec<Row> {
        match (rows, &self.found, self.trees()) {
            (Rows::Json(rows), _, Some(trees)) => rows.get(trees, from, count),
            (Rows::Lines(rows), Found::Lines(outline), _) => {
                let texts = (self.sides.left.text(), self.sides.right.text());
                let texts = (texts.0.unwrap_or_default(), texts.1.unwrap_or_default());
                rows.get(outline, texts, from, count)
            }
            _ => Vec::new(),
        }
    }

    /// A difference by its number, with its row.
    pub(super) fn place(&self, look: ComparisonLook, number: usize) -> Option<ComparisonPlace> {
        let row = self.rows(look).row_of(number)?;
        let path = |elements| match (&self.found, self.trees()) {
            (Found::Json(outline), Some(trees)) => outline.path(trees, number, elements),
            _ => None,
        };
        let (path, ignorable) = (path(Elements::Each), path(Elements::All));
        Some(ComparisonPlace { number, row, path, ignorable })
    }

    /// What differs, a line each, with a sign in front.
    pub(super) fn text(&self) -> String {
        let look = ComparisonLook { merged: true, only_differences: true };
        let rows = self.make_rows(look);
        let Sides { left, right, .. } = &*self.sides;
        let mut text = format!("--- {}\n+++ {}\n", left.title, right.title);
        if let Some((one, other)) =
            left.status.zip(right.status).filter(|(one, other)| one != other)
        {
            text.push_str(&format!("- status {one}\n+ status {other}\n"));
        }
        for header in &self.headers {
            let lines = |sign: &str, values: &[String]| -> String {
                values.iter().map(|value| format!("{sign} {}: {value}\n", header.name)).collect()
            };
            text.push_str(&lines("-", &header.left));
            text.push_str(&lines("+", &header.right));
        }
        for row in self.cut(&rows, 0, rows.count()) {
            text.push_str(&line(&row));
        }
        text
    }

    pub(super) fn rows(&self, look: ComparisonLook) -> Arc<Rows> {
        if let Some((known, rows)) = &*lock(&self.rows)
            && *known == look
        {
            return Arc::clone(rows);
        }
        // Made without the lock, which whoever scrolls would wait for.
        let rows = Arc::new(self.make_rows(look));
        *lock(&self.rows) = Some((look, Arc::clone(&rows)));
        rows
    }

    fn make_rows(&self, look: ComparisonLook) -> Rows {
        let layout = if look.merged { Layout::Merged } else { Layout::Beside };
        let shown = match look.only_differences {
            true => Shown::Differing { context: CONTEXT },
            false => Shown::All,
        };
        match (&self.found, self.trees()) {
            (Found::Json(outline), Some(trees)) => Rows::Json(outline.rows(trees, layout, shown)),
            (Found::Lines(outline), _) => Rows::Lines(outline.rows(layout, shown)),
            _ => Rows::None,
        }
    }

    fn trees(&self) -> Option<(&Tree, &Tree)> {
        match self.sides.trees() {
            (Ok(left), Ok(right)) => Some((left, right)),
            _ => None,
        }
    }
}

impl Rows {
    fn count(&self) -> usize {
        match self {
            Self::Json(rows) => rows.count(),
            Self::Lines(rows) => rows.count(),
            Self::None => 0,
        }
    }

    fn differences(&self) -> usize {
        match self {
            Self::Json(rows) => rows.differences(),
            Self::Lines(rows) => rows.differences(),
            Self::None => 0,
        }
    }

    fn row_of(&self, difference: usize) -> Option<usize> {
        match self {
            Self::Json(rows) => rows.row_of(difference),
            Self::Lines(rows) => rows.row_of(difference),
            Self::None => None,
        }
    }
}

fn line(row: &Row) -> String {
    let indent = "  ".repeat(row.depth.min(DEEPEST_INDENT as usize));
    let sign = match row.mark {
        RowMark::Removed => '-',
        RowMark::Added => '+',
        RowMark::Moved => '>',
        RowMark::Changed => '~',
        RowMark::Same | RowMark::Ignored => ' ',
        RowMark::LeftOut { count } => {
            return format!("  {indent}… {count} more, the same\n");
        }
    };
    let text = row.left.as_ref().or(row.right.as_ref()).map_or("", |cell| cell.text.as_str());
    let moved = match row.moved {
        Some((from, to)) if from == to => format!(" (still at {to}, among others)"),
        Some((from, to)) => format!(" (from {from} to {to})"),
        None => String::new(),
    };
    format!("{sign} {indent}{text}{moved}\n")
}
