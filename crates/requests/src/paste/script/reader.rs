//! A script's text, read from one place to the next: white space, comments, names.

use crate::paste::error::PasteError;
use crate::paste::remark::{Place, Remarks};
use crate::paste::value::{Unknowns, Value};
use std::collections::HashMap;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) constants: HashMap<String, Value>,
    pub(super) unknowns: Unknowns,
    pub(super) remarks: &'a mut Remarks,
}

impl<'a> Reader<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    pub(super) fn take(&mut self, prefix: &str) -> bool {
        let found = self.rest().starts_with(prefix);
        self.at += if found { prefix.len() } else { 0 };
        found
    }

    /// White space and comments.
    pub(super) fn skip_space(&mut self) {
        loop {
            let before = self.at;
            let trimmed = self.rest().trim_start();
            self.at = self.text.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += trimmed.find("*/").map_or(trimmed.len(), |end| end + 2);
            }
            if self.at == before {
                return;
            }
        }
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
        let name = &rest[..end];
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
            return None;
        }
        self.at += end;
        Some(name)
    }

    pub(super) fn not_understood(&self) -> PasteError {
        PasteError::Script { place: Place::of(self.text, self.at) }
    }
}
