//! What is met when two trees are gone through side by side.

use super::node::NodeId;
use super::side::Side;

/// Something inside a container, with its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Child {
    pub(crate) node: NodeId,
    pub(crate) at: u32,
}

/// A value on both sides, with its place among its neighbours on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) left: Child,
    pub(crate) right: Child,
}

impl Pair {
    pub(super) fn swapped(self) -> Self {
        Self { left: self.right, right: self.left }
    }
}

/// How a patch can speak about what is inside a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// By the names of its members.
    Members,
    /// By place, in the order of both sides.
    Ordered,
    /// By place on the left side; what is added comes at the end.
    Bag,
    /// Not at all: a name is there twice, or something ignored has a place between the others.
    Whole,
}

/// What was met on the way, in the order of the left side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The same on both sides.
    Same(Pair),
    /// Two arrays or two objects; what is inside follows up to the step `leave`. Nothing in it `differs` where a filter ignores
    /// on one side what it does not on the other.
    Enter {
        pair: Pair,
        inside: Inside,
        leave: usize,
        differs: bool,
    },
    Leave,
    /// Two values, of which at most one has an inside.
    Changed {
        pair: Pair,
        only_spelling: bool,
    },
    Removed(Child),
    Added(Child),
    /// Where something was that is elsewhere in the right array.
    MovedFrom(Pair),
    /// Where it is now.
    MovedTo(Pair),
}

/// How many differences there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// What only the right side has.
    pub added: usize,
    /// What only the left side has.
    pub removed: usize,
    /// What is another value at the same place.
    pub changed: usize,
    /// What is elsewhere in its array.
    pub moved: usize,
    /// Of those changed, how many differ in spelling alone.
    pub only_spelling: usize,
}

impl Counts {
    /// All of them.
    pub fn total(&self) -> usize {
        self.added + self.removed + self.changed + self.moved
    }
}

/// Two sides, and what was met when they were gone through.
pub(crate) struct Compared<'t> {
    pub(crate) left: Side<'t>,
    pub(crate) right: Side<'t>,
    pub(crate) steps: Vec<Step>,
    pub(crate) counts: Counts,
}
