//! Two sides in memory, each as what it can be read as.

use super::subject::{Loaded, Subject, load};
use super::view::HeaderDifferenceView;
use crate::history::History;
use mudbrick_compare::headers;
use mudbrick_compare::json::{ReadError, Tree};
use mudbrick_model::Problem;
use std::sync::OnceLock;

/// Two sides, read.
pub struct Sides {
    pub(super) left: Loaded,
    pub(super) right: Loaded,
    trees: OnceLock<Trees>,
}

/// Each body as JSON, or why it is none.
type Trees = (Result<Tree, ReadError>, Result<Tree, ReadError>);

impl Sides {
    pub(super) fn read(
        history: &History,
        left: &Subject,
        right: &Subject,
    ) -> Result<Self, Problem> {
        let (left, right) = (load(history, left)?, load(history, right)?);
        Ok(Self { left, right, trees: OnceLock::new() })
    }

    /// What is only the beginning of an answer.
    pub(super) fn part(&self) -> Option<&str> {
        let part = [&self.left, &self.right].into_iter().find(|side| side.is_part)?;
        Some(&part.title)
    }

    /// Both bodies as JSON, read when somebody asks for the first time.
    pub(super) fn trees(&self) -> (Result<&Tree, &ReadError>, Result<&Tree, &ReadError>) {
        let tree = |side: &Loaded| Tree::read(side.text().unwrap_or_default());
        let (left, right) = self.trees.get_or_init(|| (tree(&self.left), tree(&self.right)));
        (left.as_ref(), right.as_ref())
    }

    /// The same, where somebody has asked.
    pub(super) fn read_trees(&self) -> Option<&Trees> {
        self.trees.get()
    }

    /// Headers that differ, and whether they come in another order; none where one side is a file.
    pub(super) fn headers(&self) -> Option<(Vec<HeaderDifferenceView>, bool)> {
        let (one, other) = (self.left.headers.as_ref()?, self.right.headers.as_ref()?);
        let compared = headers::compare(one, other);
        let owned = |values: Vec<&str>| values.into_iter().map(ToOwned::to_owned).collect();
        let differing = compared.differing.into_iter().map(|header| HeaderDifferenceView {
            name: header.name.to_owned(),
            left: owned(header.left),
            right: owned(header.right),
        });
        Some((differing.collect(), compared.is_reordered))
    }
}
