//! The comparison's room: what differs between two answers of the history, two files, or an answer and a file with what is
//! expected. Bodies are compared as they are kept, masked. Finding the differences is left to `mudbrick_compare`.

mod subject;
pub(crate) mod view;

pub use subject::Subject;

use crate::history::History;
use mudbrick_compare::headers;
use mudbrick_compare::json::{self, Comparison as JsonComparison, Difference, Options, Tree};
use mudbrick_compare::lines::Lines;
use mudbrick_model::{ErrorCode, Problem};
use std::sync::Arc;
use subject::{Loaded, MOST_BYTES, load};
use view::{
    ComparedAs, ComparisonView, DifferenceCounts, DifferenceForm, DifferenceView,
    HeaderDifferenceView, PlaceView, SuggestedPath,
};

/// How many differences are listed; all are counted.
const MOST_LISTED: usize = 1000;

/// How much of a value is shown in the list.
const MOST_SHOWN: usize = 1000;

/// How two answers are compared.
#[derive(Debug, Clone, Default)]
pub struct CompareOptions {
    /// What counts, where both are JSON.
    pub json: Options,
    /// As what they are looked at.
    pub by: CompareBy,
    /// Whether their headers count too.
    pub headers: CompareHeaders,
}

/// As what two answers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareBy {
    /// JSON where both are, else lines.
    #[default]
    Content,
    /// Lines, whatever they are.
    Lines,
}

/// Whether headers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareHeaders {
    /// They are not: some differ in every answer.
    #[default]
    Ignored,
    /// They are.
    Compared,
}

/// The room of comparisons.
pub struct Comparison {
    history: Arc<History>,
}

/// Two sides, read.
pub struct Sides {
    left: Loaded,
    right: Loaded,
}

/// Two sides, compared.
pub struct Compared<'s> {
    /// What differs.
    pub view: ComparisonView,
    lines: Option<Lines<'s>>,
}

/// Two bodies, as what they are compared.
enum Bodies<'b> {
    Json(Box<(Tree, Tree)>),
    Lines(Lines<'b>),
    Bytes,
}

impl Comparison {
    pub(crate) fn new(history: &Arc<History>) -> Self {
        Self { history: Arc::clone(history) }
    }

    /// Both sides, to be compared. Each is read once: a pipe gives what is in it a single time.
    ///
    /// # Errors
    /// One of them cannot be read or was not kept.
    pub fn read(&self, left: &Subject, right: &Subject) -> Result<Sides, Problem> {
        Ok(Sides { left: load(&self.history, left)?, right: load(&self.history, right)? })
    }

    /// In how many places the bodies differ; by line where they are no JSON, and one place where they are no text.
    pub(crate) fn places(
        &self,
        left: &Subject,
        right: &Subject,
        options: &CompareOptions,
    ) -> Result<usize, Problem> {
        let sides = self.read(left, right)?;
        let view = sides.compare(options)?.view;
        let counts = view.counts.total();
        Ok(match view.is_same {
            true => 0,
            false => counts + view.headers.len() + usize::from(view.statuses.is_some()),
        }
        .max(usize::from(!view.is_same)))
    }
}

impl Sides {
    /// What differs.
    ///
    /// # Errors
    /// An ignored path is none, or they are too large to be compared by line.
    pub fn compare(&self, options: &CompareOptions) -> Result<Compared<'_>, Problem> {
        let Self { left, right } = self;
        let mut view = ComparisonView::between(&left.title, &right.title);
        let mut by_line = None;
        view.notes.extend(left.note.iter().chain(&right.note).cloned());
        view.statuses = left.status.zip(right.status).filter(|(one, other)| one != other);
        if options.headers == CompareHeaders::Compared {
            compare_headers(left, right, &mut view);
        }
        let body_is_same = match bodies(left, right, options.by)? {
            Bodies::Json(trees) => {
                let compared = json_comparison(&trees, options)?;
                let listed = compared.differences(MOST_LISTED);
                let counts = compared.counts();
                view.compared_as = ComparedAs::Json;
                view.not_listed = counts.total() - listed.len();
                view.differences = listed.into_iter().map(difference).collect();
                view.counts = DifferenceCounts::from(counts);
                let suggestions = compared.suggestions().into_iter();
                let suggestion =
                    |found: json::Suggestion| SuggestedPath { path: found.path, why: found.why };
                view.suggestions = suggestions.map(suggestion).collect();
                compared.is_same()
            }
            Bodies::Lines(lines) => {
                let (removed, added) = lines.counts();
                view.counts = DifferenceCounts { removed, added, ..DifferenceCounts::default() };
                by_line.insert(lines).is_same()
            }
            Bodies::Bytes => {
                view.compared_as = ComparedAs::Bytes;
                left.body == right.body
            }
        };
        view.is_same = body_is_same && view.statuses.is_none() && view.headers.is_empty();
        Ok(Compared { view, lines: by_line })
    }

    /// The JSON Patch (RFC 6902) that makes the right body of the left one.
    ///
    /// # Errors
    /// As [`Sides::compare`], and when one of them is no JSON.
    pub fn patch(&self, options: &CompareOptions) -> Result<String, Problem> {
        let tree = |side: &Loaded| {
            Tree::read(side.text().unwrap_or_default()).map_err(|error| {
                let message = format!("{} is no JSON, so there is no JSON Patch.", side.title);
                Problem::new(ErrorCode::InvalidInput, message)
                    .remedy("Compare them by line.")
                    .detail(error.to_string())
            })
        };
        let trees = (tree(&self.left)?, tree(&self.right)?);
        Ok(json_comparison(&trees, options)?.patch())
    }
}

impl Compared<'_> {
    /// What differs by line, as `diff -u` writes it, empty when nothing does; none where they were not compared by line.
    pub fn unified(&self) -> Option<String> {
        let lines = self.lines.as_ref()?;
        Some(match lines.is_same() {
            true => String::new(),
            false => {
                format!("--- {}\n+++ {}\n{}", self.view.left, self.view.right, lines.unified(3))
            }
        })
    }
}

fn bodies<'b>(left: &'b Loaded, right: &'b Loaded, by: CompareBy) -> Result<Bodies<'b>, Problem> {
    let (Some(one), Some(other)) = (left.text(), right.text()) else { return Ok(Bodies::Bytes) };
    if by == CompareBy::Content
        && let (Ok(one), Ok(other)) = (Tree::read(one), Tree::read(other))
    {
        return Ok(Bodies::Json(Box::new((one, other))));
    }
    let lines = Lines::of(one, other, MOST_BYTES * 2);
    lines.map(Bodies::Lines).map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, "They are too large to be compared by line.")
            .detail(error.to_string())
    })
}

fn json_comparison<'t>(
    (left, right): &'t (Tree, Tree),
    options: &CompareOptions,
) -> Result<JsonComparison<'t>, Problem> {
    JsonComparison::of(left, right, &options.json).map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, "What is to be ignored cannot be found.")
            .remedy("Write it as a JSONPath, such as $.items[*].created or $..etag.")
            .detail(error.to_string())
    })
}

fn compare_headers(left: &Loaded, right: &Loaded, view: &mut ComparisonView) {
    let (Some(one), Some(other)) = (&left.headers, &right.headers) else {
        view.notes.push("A file has no headers, so none were compared.".to_owned());
        return;
    };
    let compared = headers::compare(one, other);
    let owned = |values: Vec<&str>| values.into_iter().map(ToOwned::to_owned).collect();
    let differing = compared.differing.into_iter().map(|header| HeaderDifferenceView {
        name: header.name.to_owned(),
        left: owned(header.left),
        right: owned(header.right),
    });
    view.headers = differing.collect();
    if compared.is_reordered {
        view.notes.push("The headers come in another order.".to_owned());
    }
}

fn difference(difference: Difference<'_>) -> DifferenceView {
    let place = |place: json::Place<'_>| {
        let shown: String = place.text.chars().take(MOST_SHOWN).collect();
        let is_cut = shown.len() < place.text.len();
        PlaceView { pointer: place.pointer, text: shown, is_cut }
    };
    DifferenceView {
        form: DifferenceForm::from(difference.kind),
        left: difference.left.map(place),
        right: difference.right.map(place),
        only_spelling: difference.only_spelling,
    }
}
