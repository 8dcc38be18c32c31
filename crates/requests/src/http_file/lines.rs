//! The lines of a file with their places in it, whatever ends them.

use memchr::memchr2;
use std::ops::Range;

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Counts from 1.
    pub(super) number: usize,
    /// Without its end.
    pub(super) text: &'a str,
    /// Where it begins in the file.
    pub(super) start: usize,
    /// Where the next one begins.
    pub(super) next: usize,
}

impl Line<'_> {
    /// Where its text lies, without white space around it.
    pub(super) fn trimmed(&self) -> Range<usize> {
        let start = self.start + (self.text.len() - self.text.trim_start().len());
        start..start + self.text.trim().len()
    }

    /// Where it ends, before what ends it.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// All lines of a text. A byte-order mark belongs to none.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    while start < text.len() {
        let rest = &text[start..];
        let length = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let ended_by = match &rest.as_bytes()[length..] {
            [b'\r', b'\n', ..] => 2,
            [_, ..] => 1,
            [] => 0,
        };
        let next = start + length + ended_by;
        lines.push(Line { number: lines.len() + 1, text: &rest[..length], start, next });
        start = next;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn every_kind_of_line_end() {
        let text = "\u{feff}a\r\n b \rc\n\nd";
        let found: Vec<_> = lines(text).iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(found, [(1, "a"), (2, " b "), (3, "c"), (4, ""), (5, "d")]);
        for line in lines(text) {
            assert_eq!(&text[line.start..line.end()], line.text);
            assert_eq!(&text[line.trimmed()], line.text.trim());
        }
        assert_eq!(lines(text).last().map(|line| line.next), Some(text.len()));
        assert_eq!(lines(""), []);
    }
}
