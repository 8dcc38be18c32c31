//! A script's text, read from one place to the next: white space, comments, names.

use crate::paste::cursor::Cursor;
use crate::paste::error::PasteError;
use crate::paste::known::Known;
use crate::paste::remark::{Place, Remarks};
use crate::paste::value::Unknowns;

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) constants: Known,
    pub(super) unknowns: Unknowns,
    pub(super) remarks: &'a mut Remarks,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, remarks: &'a mut Remarks) -> Self {
        Self {
            cursor: Cursor::new(text, 0),
            constants: Known::default(),
            unknowns: Unknowns::default(),
            remarks,
        }
    }

    /// White space and comments.
    pub(super) fn skip_space(&mut self) {
        loop {
            let before = self.cursor.at;
            let trimmed = self.cursor.rest().trim_start();
            self.cursor.at = self.cursor.text.len() - trimmed.len();
            let comment = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                0
            };
            self.cursor.skip_quoted(comment);
            if self.cursor.at == before {
                return;
            }
        }
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        let rest = self.cursor.rest();
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
        let name = &rest[..end];
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() {
            return None;
        }
        self.cursor.at += end;
        Some(name)
    }

    pub(super) fn not_understood(&self) -> PasteError {
        match self.cursor.is_trying {
            true => PasteError::NotARequest,
            false => PasteError::Script { place: Place::of(self.cursor.text, self.cursor.at) },
        }
    }
}
