//! One side of a comparison.

use super::hashes::Hashed;
use super::node::NodeId;
use super::tree::Tree;

/// A tree with what the options make of it.
pub(crate) struct Side<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) hashed: Hashed,
    /// Whether each node is ignored; empty when none is.
    pub(crate) ignored: Vec<bool>,
}

impl Side<'_> {
    pub(crate) fn is_ignored(&self, node: NodeId) -> bool {
        self.ignored.get(node as usize).copied().unwrap_or(false)
    }
}
