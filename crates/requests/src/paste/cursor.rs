//! A place in a text that is read from its beginning to its end.

use std::ops::Range;

/// The text, and the byte that is read next.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// The quotations and comments that were read.
    pub(super) quoted: Vec<Range<usize>>,
    /// Whether what is not understood is passed over, so that nobody asks for its place: to find that takes the whole text.
    pub(super) is_trying: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, quoted: Vec::new(), is_trying: false }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// Whether `prefix` comes next; then it is behind the cursor.
    pub(super) fn take(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        self.at += if found { prefix.len() } else { 0 };
        found
    }

    /// What was read since byte `from` is a quotation or a comment.
    pub(super) fn quoted_since(&mut self, from: usize) {
        self.quoted.push(from..self.at);
    }

    /// Goes back to a byte that was read as a part of something greater, unless a quotation holds it.
    pub(super) fn go_back_to(&mut self, at: usize) {
        let is_quoted =
            self.quoted.iter().rev().take_while(|it| it.end > at).any(|it| it.start <= at);
        if self.at > at && !is_quoted {
            self.at = at;
            self.quoted.retain(|it| it.end <= at);
        }
    }

    /// Goes behind a comment of that length; without one, nowhere.
    pub(super) fn skip_quoted(&mut self, length: usize) {
        if length > 0 {
            let from = self.at;
            self.at += length;
            self.quoted_since(from);
        }
    }
}
