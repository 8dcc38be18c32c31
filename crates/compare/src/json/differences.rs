//! What differs, as a list: what, and where on each side by JSON Pointer (RFC 6901).

use super::node::ROOT;
use super::side::Side;
use super::steps::{Child, Compared, Pair, Step};
use super::tree::Tree;
use std::borrow::Cow;

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'t> {
    /// What it is.
    pub kind: DifferenceKind,
    /// Where it is on the left side, when it is there.
    pub left: Option<Place<'t>>,
    /// Where it is on the right side, when it is there.
    pub right: Option<Place<'t>>,
    /// Whether both sides mean the same and are only written differently.
    pub only_spelling: bool,
}

/// What a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Only the right side has it.
    Added,
    /// Only the left side has it.
    Removed,
    /// Another value is there.
    Changed,
    /// It is elsewhere in its array.
    Moved,
}

/// A value and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'t> {
    /// As JSON Pointer.
    pub pointer: String,
    /// As it came.
    pub text: &'t str,
}

pub(super) fn listed<'t>(comparison: &Compared<'t>, limit: usize) -> Vec<Difference<'t>> {
    let mut left = Pointer::new(&comparison.left);
    let mut right = Pointer::new(&comparison.right);
    let mut listed = Vec::new();
    for step in &comparison.steps {
        if listed.len() == limit {
            break;
        }
        let both = |pair: &Pair| (Some(left.to(pair.left)), Some(right.to(pair.right)));
        let (kind, (one, other), only_spelling) = match step {
            Step::Enter { pair, .. } => {
                left.enter(pair.left);
                right.enter(pair.right);
                continue;
            }
            Step::Leave => {
                left.leave();
                right.leave();
                continue;
            }
            Step::Same(_) | Step::MovedFrom(_) => continue,
            Step::Changed { pair, only_spelling } => {
                (DifferenceKind::Changed, both(pair), *only_spelling)
            }
            Step::MovedTo(pair) => (DifferenceKind::Moved, both(pair), false),
            Step::Removed(child) => (DifferenceKind::Removed, (Some(left.to(*child)), None), false),
            Step::Added(child) => (DifferenceKind::Added, (None, Some(right.to(*child))), false),
        };
        listed.push(Difference { kind, left: one, right: other, only_spelling });
    }
    listed
}

/// Where we are on one side.
struct Pointer<'t> {
    tree: &'t Tree,
    pointer: String,
    lengths: Vec<usize>,
}

impl<'t> Pointer<'t> {
    fn new(side: &Side<'t>) -> Self {
        Self { tree: side.tree, pointer: String::new(), lengths: Vec::new() }
    }

    fn enter(&mut self, child: Child) {
        self.lengths.push(self.pointer.len());
        self.pointer.push_str(&token(self.tree, child));
    }

    fn leave(&mut self) {
        self.pointer.truncate(self.lengths.pop().unwrap_or_default());
    }

    fn to(&self, child: Child) -> Place<'t> {
        Place {
            pointer: format!("{}{}", self.pointer, token(self.tree, child)),
            text: self.tree.value(child.node),
        }
    }
}

/// What leads to a value from what contains it; nothing for the root.
pub(super) fn token(tree: &Tree, child: Child) -> String {
    match tree.meant_name(child.node) {
        Some(name) => format!("/{}", escaped(&String::from_utf8_lossy(&name))),
        None if child.node == ROOT => String::new(),
        None => format!("/{}", child.at),
    }
}

fn escaped(name: &str) -> Cow<'_, str> {
    match name.contains(['~', '/']) {
        true => Cow::Owned(name.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(name),
    }
}
