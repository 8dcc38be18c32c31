//! Two JSON texts compared. Every number and string is kept as it came: nothing here goes through a float.

mod align;
mod differences;
mod hashes;
mod members;
mod moved;
mod node;
mod options;
mod outline;
mod patch;
mod paths;
mod query;
mod read;
mod row_making;
mod rows;
mod scalars;
mod sequence;
mod side;
mod steps;
mod suggest;
mod tree;
mod volatile;
mod walk;
mod within;
mod written_path;

pub use differences::{Difference, DifferenceKind, Place};
pub use options::{Arrays, Options, Spelling};
pub use outline::Outline;
pub use paths::{PathError, json_path, with_pairs_joined};
pub use query::Query;
pub use read::ReadError;
pub use rows::JsonRows;
pub use scalars::{order_of_numbers, without_escapes};
pub use steps::Counts;
pub use suggest::Suggestion;
pub use tree::Tree;
pub use written_path::Elements;

use paths::Paths;
use side::Side;
use std::hash::RandomState;
use steps::Compared;

/// Two trees, and what differs.
pub struct Comparison<'t>(Compared<'t>);

impl<'t> Comparison<'t> {
    /// Compares two trees.
    ///
    /// # Errors
    /// An ignored path is no JSONPath, or its filter cannot be evaluated over one of the trees.
    pub fn of(left: &'t Tree, right: &'t Tree, options: &Options) -> Result<Self, PathError> {
        let paths = Paths::parse(&options.ignored)?;
        // One state for both sides, and a new one each time: equal hashes are taken for equal values, so nobody may be able
        // to choose values whose hashes meet.
        let state = RandomState::new();
        let side = |tree: &'t Tree| {
            let ignored = paths.nodes(tree)?;
            let hashed = hashes::hashed(tree, options, &ignored, &state);
            Ok(Side { tree, hashed, ignored })
        };
        let (left, right) = (side(left)?, side(right)?);
        let (steps, counts) = walk::walk(&left, &right, &options.arrays);
        Ok(Self(Compared { left, right, steps, counts }))
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.0.counts.total() == 0
    }

    /// How much differs.
    pub fn counts(&self) -> Counts {
        self.0.counts
    }

    /// What differs, in the order of the left side, at most `limit` of them.
    pub fn differences(&self, limit: usize) -> Vec<Difference<'t>> {
        differences::listed(&self.0, limit)
    }

    /// The same as a JSON Patch (RFC 6902), which makes the right side of the left one, as far as what is ignored goes.
    pub fn patch(&self) -> String {
        patch::patch(&self.0)
    }

    /// What was found, to be kept beside the trees.
    pub fn outline(self) -> Outline {
        let Compared { left, right, steps, counts } = self.0;
        Outline { steps, ignored: [left.ignored, right.ignored], counts }
    }

    /// Paths that are likely to differ in every answer, with the reason: times, ids of requests, marks of versions.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggest::suggestions(&self.0.left, &self.0.right)
    }
}
