//! What counts as a difference.

/// How arrays are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Arrays {
    /// Element by element, in their order; an element elsewhere has moved.
    #[default]
    InOrder,
    /// As bags: order does not count.
    AnyOrder,
    /// Objects that have this member are matched by its value, wherever they are; other elements as in a bag.
    ByKey(String),
}

/// When two numbers, or two strings, are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spelling {
    /// When they are written alike: `1.0` differs from `1`, which is said to be a difference of spelling alone.
    #[default]
    Counts,
    /// When they mean the same.
    Ignored,
}

/// What counts as a difference.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How arrays are compared.
    pub arrays: Arrays,
    /// When numbers and strings are equal.
    pub spelling: Spelling,
    /// JSONPaths (RFC 9535) of what is not looked at.
    pub ignored: Vec<String>,
}
