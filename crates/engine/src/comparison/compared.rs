//! Two sides, compared: what differs as a list, as lines and as a JSON Patch, and what has to be known of them.

use super::examine::{Examined, JsonExamined, examine};
use super::options::{CompareBy, CompareHeaders, CompareOptions};
use super::sides::Sides;
use super::subject::Loaded;
use super::view::{
    ComparedAs, ComparisonView, DifferenceCounts, DifferenceForm, DifferenceView, PlaceView,
};
use mudbrick_compare::json::{self, Difference, ReadError};
use mudbrick_model::{ErrorCode, Problem};

/// How many differences are listed; all are counted.
const MOST_LISTED: usize = 1000;

/// How much of a value is shown in the list.
const MOST_SHOWN: usize = 1000;

/// Two sides, compared.
pub struct Compared<'s> {
    /// What differs.
    pub view: ComparisonView,
    examined: Examined<'s>,
    sides: &'s Sides,
}

impl Sides {
    /// What differs.
    ///
    /// # Errors
    /// An ignored path is none, or they are too large to be compared by line.
    pub fn compare(&self, options: &CompareOptions) -> Result<Compared<'_>, Problem> {
        let Self { left, right, .. } = self;
        let mut view = ComparisonView::between(&left.title, &right.title);
        view.statuses = left.status.zip(right.status).filter(|(one, other)| one != other);
        let mut examined = examine(self, options)?;
        view.notes = self.notes(&examined, options);
        if options.headers == CompareHeaders::Compared {
            self.compare_headers(&mut view);
        }
        let body_is_same = match &mut examined {
            Examined::Json(examined) => {
                let JsonExamined { comparison, suggestions, left_out } = &mut **examined;
                let listed = comparison.differences(MOST_LISTED);
                let counts = comparison.counts();
                view.compared_as = ComparedAs::Json;
                view.not_listed = counts.total() - listed.len();
                view.differences = listed.into_iter().map(difference).collect();
                view.counts = DifferenceCounts::from(counts);
                view.suggestions = std::mem::take(suggestions);
                view.left_out = std::mem::take(left_out);
                comparison.is_same()
            }
            Examined::Lines(lines) => {
                let (removed, added) = lines.counts();
                view.counts = DifferenceCounts { removed, added, ..DifferenceCounts::default() };
                lines.is_same()
            }
            Examined::Bytes => {
                view.compared_as = ComparedAs::Bytes;
                left.body == right.body
            }
        };
        view.is_same = body_is_same && view.statuses.is_none() && view.headers.is_empty();
        Ok(Compared { view, examined, sides: self })
    }

    /// What somebody who reads the comparison has to know of the two sides.
    pub(super) fn notes(&self, examined: &Examined<'_>, options: &CompareOptions) -> Vec<String> {
        let both = [&self.left, &self.right];
        let mut notes: Vec<String> = both.iter().flat_map(|side| side.notes.clone()).collect();
        if both.iter().any(|side| side.is_masked()) {
            notes.push(
                "Secrets are masked in what is kept: two that differ look the same here."
                    .to_owned(),
            );
        }
        if both.iter().any(|side| side.is_decoded())
            && self.left.body != self.right.body
            && self.left.text() == self.right.text()
        {
            notes.push("Their text is the same, in different character sets.".to_owned());
        }
        let is_json = matches!(examined, Examined::Json(_));
        if !is_json && options.by == CompareBy::Content && options.ignores_something() {
            notes.push(
                "All that differs counts: what is to be ignored can only be found in JSON."
                    .to_owned(),
            );
        }
        match (examined, self.read_trees()) {
            (Examined::Lines(_), Some((left, right))) if left.is_ok() != right.is_ok() => {
                let unread = [(&self.left, left), (&self.right, right)];
                let unread = unread.into_iter().filter_map(|(side, tree)| {
                    let error = tree.as_ref().err()?;
                    Some(match side.body.is_empty() {
                        true => format!("{} has no body.", side.title),
                        false => {
                            format!(
                                "{} is no JSON ({error}): they are compared by line.",
                                side.title
                            )
                        }
                    })
                });
                notes.extend(unread);
            }
            (Examined::Bytes, _) => {
                let unread = both.iter().filter(|side| side.text().is_none());
                notes.extend(unread.map(|side| {
                    format!("{} is no text: only whether its bytes differ is told.", side.title)
                }));
            }
            _ => {}
        }
        notes
    }

    fn compare_headers(&self, view: &mut ComparisonView) {
        let Some((differing, is_reordered)) = self.headers() else {
            view.notes.push("A file has no headers, so none were compared.".to_owned());
            return;
        };
        view.headers = differing;
        if is_reordered {
            view.notes.push("The headers come in another order.".to_owned());
        }
    }
}

impl Compared<'_> {
    /// The JSON Patch (RFC 6902) that makes the right body of the left one.
    ///
    /// # Errors
    /// They were not compared as JSON.
    pub fn patch(&self) -> Result<String, Problem> {
        let no_json = |side: &Loaded, error: &ReadError| {
            let message = format!("{} is no JSON, so there is no JSON Patch.", side.title);
            Problem::new(ErrorCode::InvalidInput, message)
                .remedy("Compare them by line.")
                .detail(error.to_string())
        };
        match (&self.examined, self.sides.trees()) {
            (Examined::Json(examined), _) => Ok(examined.comparison.patch()),
            (_, (Err(error), _)) => Err(no_json(&self.sides.left, error)),
            (_, (_, Err(error))) => Err(no_json(&self.sides.right, error)),
            _ => Err(Problem::new(ErrorCode::InvalidInput, "They were compared by line.")
                .remedy("Compare them as JSON, and copy the JSON Patch then.")),
        }
    }

    /// What differs by line, as `diff -u` writes it, empty when nothing does; none where they were not compared by line.
    pub fn unified(&self) -> Option<String> {
        let Examined::Lines(lines) = &self.examined else { return None };
        Some(match lines.is_same() {
            true => String::new(),
            false => {
                format!("--- {}\n+++ {}\n{}", self.view.left, self.view.right, lines.unified(3))
            }
        })
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
