//! What is directly in a container, and what is found of it on the other side.

use super::node::NodeId;
use super::side::Side;
use super::steps::{Child, Pair, Step};

pub(crate) enum Found {
    /// On both sides, and still to be looked into.
    Both(Pair),
    Step(Step),
}

pub(super) struct Within {
    pub(super) all: Vec<Child>,
    /// Whether something ignored is between them.
    pub(super) has_gaps: bool,
}

pub(super) fn within(side: &Side<'_>, container: NodeId) -> Within {
    let mut has_gaps = false;
    let mut all = Vec::new();
    for (at, node) in side.tree.children(container).enumerate() {
        match side.is_ignored(node) {
            true => has_gaps = true,
            false => all.push(Child { node, at: at as u32 }),
        }
    }
    Within { all, has_gaps }
}
