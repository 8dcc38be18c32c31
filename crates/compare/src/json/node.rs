//! One value of a tree.

/// A value of the tree, by its place in the list.
pub(crate) type NodeId = u32;

pub(crate) const ROOT: NodeId = 0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
}

impl Kind {
    pub(crate) fn is_container(self) -> bool {
        matches!(self, Self::Array | Self::Object)
    }
}

/// A part of the text, in bytes. Half the size of a `Range<usize>`, which a million of values notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Its member name with the quotes; empty for what has none.
    pub(crate) name: Span,
    pub(crate) span: Span,
    /// The node behind all that it contains.
    pub(crate) next: NodeId,
}
