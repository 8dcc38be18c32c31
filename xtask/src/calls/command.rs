//! A command as both sides see it.

/// A function that the window can call.
#[derive(Debug, PartialEq)]
pub(super) struct Command {
    /// As Rust and the bridge call it.
    pub(super) name: String,
    pub(super) doc: Vec<String>,
    pub(super) arguments: Vec<Argument>,
    pub(super) answer: Shape,
}

/// What the page has to give.
#[derive(Debug, PartialEq)]
pub(super) struct Argument {
    /// As Tauri expects it from the page.
    pub(super) name: String,
    pub(super) is: Role,
}

#[derive(Debug, PartialEq)]
pub(super) enum Role {
    Value(Shape),
    /// What the command tells while it works.
    Told(Shape),
}

/// A type as JSON carries it.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    Nothing,
    Text,
    Number,
    Truth,
    /// One of the generated types.
    Named(String),
    OrNull(Box<Self>),
    List(Box<Self>),
}
