//! The words of a command line, whichever shell wrote it.

/// A word without its quotation marks, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// In bytes of the pasted text.
    pub(super) at: usize,
}

/// A command, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    /// What the text gives it on its standard input.
    pub(super) input: Option<Word>,
    /// In bytes of the pasted text: the line end, the pipe or the like behind it.
    pub(super) end: usize,
}
