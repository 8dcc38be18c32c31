//! What was found in two trees, kept without them: each difference has its place. Rows are cut from it in `row_making`.

use super::node::NodeId;
use super::steps::{Counts, Step};
use super::tree::Tree;
use super::written_path::{Elements, path_to};

/// What was found in two trees.
#[derive(Debug, Clone)]
pub struct Outline {
    pub(super) steps: Vec<Step>,
    /// Whether each node is ignored, of the left side and the right one; empty when none is.
    pub(super) ignored: [Vec<bool>; 2],
    pub(super) counts: Counts,
}

impl Outline {
    /// How much differs.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Where a difference is, as JSONPath, on the left side if it is there. None where there are not so many, and where a name
    /// is in the way that no path can have.
    pub fn path(
        &self,
        (left, right): (&Tree, &Tree),
        difference: usize,
        elements: Elements,
    ) -> Option<String> {
        let different = self.steps.iter().filter_map(|step| match step {
            Step::Changed { pair, .. } | Step::MovedTo(pair) => Some((left, pair.left.node)),
            Step::Removed(child) => Some((left, child.node)),
            Step::Added(child) => Some((right, child.node)),
            Step::Same(_) | Step::Enter { .. } | Step::Leave | Step::MovedFrom(_) => None,
        });
        let (tree, node) = { different }.nth(difference)?;
        path_to(tree, node, elements)
    }

    pub(super) fn is_ignored(&self, side: usize, node: NodeId) -> bool {
        self.ignored[side].get(node as usize).copied().unwrap_or(false)
    }
}
