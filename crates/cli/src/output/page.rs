//! An answer in words, line by line. Its lines are ours alone: a line break inside one of them came with a value, and is not
//! one on a terminal.

use std::fmt;

/// Lines to be printed. `writeln!(page, …)` adds one line, whatever its values hold.
#[derive(Debug, Default)]
pub(crate) struct Page {
    lines: Vec<String>,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds one line.
    pub(crate) fn line(&mut self, text: impl Into<String>) {
        self.lines.push(text.into());
    }

    /// Adds an empty line.
    pub(crate) fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// Adds the lines of another page.
    pub(crate) fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    /// What `writeln!` calls: it ends the text with the one line break that is ours.
    pub(crate) fn write_fmt(&mut self, text: fmt::Arguments<'_>) {
        let mut line = text.to_string();
        if line.ends_with('\n') {
            line.pop();
        }
        self.lines.push(line);
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}

/// One line.
impl From<String> for Page {
    fn from(line: String) -> Self {
        Self { lines: vec![line] }
    }
}

/// One line.
impl From<&str> for Page {
    fn from(line: &str) -> Self {
        Self::from(line.to_owned())
    }
}
