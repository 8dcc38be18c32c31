//! What is said of a request that will probably go wrong, and the part that it is about.

/// One thing that will probably go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where to look.
    pub part: Part,
    /// A sentence, or two.
    pub message: String,
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The URL.
    Url,
    /// A header, there or missing.
    Headers,
    /// The body.
    Body,
}

#[derive(Default)]
pub(super) struct Warnings(pub(super) Vec<Warning>);

impl Warnings {
    pub(super) fn add(&mut self, part: Part, message: impl Into<String>) {
        self.0.push(Warning { part, message: message.into() });
    }
}
