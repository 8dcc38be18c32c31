//! PowerShell's text, read from one place to the next: blanks, continued lines, names.

use crate::paste::cursor::Cursor;
use crate::paste::doubt_kind::DoubtKind;
use crate::paste::error::PasteError;
use crate::paste::known::Known;
use crate::paste::remark::{PasteNote, Place, Remarks};
use crate::paste::value::{Unknowns, Value};

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) variables: Known,
    pub(super) unknowns: Unknowns,
    pub(super) remarks: &'a mut Remarks,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, remarks: &'a mut Remarks) -> Self {
        Self {
            cursor: Cursor::new(text, 0),
            variables: Known::default(),
            unknowns: Unknowns::default(),
            remarks,
        }
    }

    pub(super) fn at(&self) -> usize {
        self.cursor.at
    }

    pub(super) fn go_to(&mut self, at: usize) {
        self.cursor.at = at;
    }

    pub(super) fn whole_text(&self) -> &'a str {
        self.cursor.text
    }

    pub(super) fn text_from(&self, at: usize) -> &'a str {
        &self.cursor.text[at..]
    }

    pub(super) fn doubt(&mut self, at: usize, kind: DoubtKind) {
        self.remarks.doubt(at, kind);
    }

    pub(super) fn note(&mut self, note: PasteNote) {
        self.remarks.note(note);
    }

    pub(super) fn with_remarks(&mut self, tell: impl FnOnce(&mut Remarks)) {
        tell(self.remarks);
    }

    /// The value that a variable has by now; one of several is doubted.
    pub(super) fn value_of(&mut self, name: &str) -> Option<Value> {
        let known = name.to_ascii_lowercase();
        let value = self.variables.copied(&known)?;
        if self.variables.is_changed(&known) {
            let variable = name.to_owned();
            self.remarks.doubt(self.cursor.at, DoubtKind::SeveralValues { variable });
        }
        Some(value)
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found =
            self.cursor.rest().get(..word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word));
        self.cursor.at += if found { word.len() } else { 0 };
        found
    }

    /// Blanks and continued lines.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            let trimmed = self.cursor.rest().trim_start_matches([' ', '\t', '\r', '\u{a0}']);
            let before = self.cursor.at;
            self.cursor.at = self.cursor.text.len() - trimmed.len();
            if let Some(after) = trimmed.strip_prefix('`') {
                let line = after.trim_start_matches([' ', '\t', '\r']);
                if let Some(next) = line.strip_prefix('\n') {
                    self.cursor.at = self.cursor.text.len() - next.len();
                    continue;
                }
            }
            // A parameter on a new line is a continuation whose mark was lost.
            if let Some(next) = trimmed.strip_prefix('\n').map(str::trim_start)
                && next.starts_with('-')
                && next[1..].starts_with(|c: char| c.is_ascii_alphabetic())
            {
                self.cursor.at = self.cursor.text.len() - next.len();
                continue;
            }
            if self.cursor.at == before {
                return;
            }
        }
    }

    /// White space of any kind and comments, inside brackets and between statements.
    pub(super) fn skip_space(&mut self) {
        loop {
            let before = self.cursor.at;
            self.skip_blanks();
            let trimmed = self.cursor.rest().trim_start();
            self.cursor.at = self.cursor.text.len() - trimmed.len();
            let comment = if trimmed.starts_with("<#") {
                trimmed.find("#>").map_or(trimmed.len(), |end| end + 2)
            } else if trimmed.starts_with('#') {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else {
                0
            };
            self.cursor.skip_quoted(comment);
            if self.cursor.at == before {
                return;
            }
        }
    }

    pub(super) fn skip_separators(&mut self) {
        self.skip_space();
        while self.cursor.take(";") {
            self.skip_space();
        }
    }

    pub(super) fn ends_command(&self) -> bool {
        self.cursor.rest().is_empty()
            || self.cursor.rest().starts_with(['\n', '|', ';', ')', '}', '>'])
    }

    pub(super) fn skip_word(&mut self) {
        let rest = self.cursor.rest();
        self.cursor.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        let rest = self.cursor.rest();
        if let Some(inside) = rest.strip_prefix('{') {
            let name = inside.split('}').next().filter(|name| name.len() < inside.len())?;
            self.cursor.at += name.len() + 2;
            return Some(name);
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        // `$env:NAME`, `$global:name`.
        let end = match rest[end..].strip_prefix(':') {
            Some(after) if after.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                end + 1
                    + after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len())
            }
            _ => end,
        };
        self.cursor.at += end;
        (end > 0).then_some(&rest[..end])
    }

    /// `@name`, where it hands over a table of parameters.
    pub(super) fn splatted(&mut self) -> Option<String> {
        let after = self.cursor.rest().strip_prefix('@')?;
        if !after.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            return None;
        }
        self.cursor.at += 1;
        self.name().map(str::to_owned)
    }

    /// `-Name`; the cursor stands behind it.
    pub(super) fn parameter(&mut self) -> Option<String> {
        let dash = self
            .cursor
            .rest()
            .chars()
            .next()
            .filter(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}'))?;
        let after = &self.cursor.rest()[dash.len_utf8()..];
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        if end == 0 {
            return None;
        }
        let colon = after[end..].starts_with(':');
        self.cursor.at += dash.len_utf8() + end;
        Some(format!("{}{}", &after[..end], if colon { ":" } else { "" }))
    }

    pub(super) fn not_understood(&self) -> PasteError {
        match self.cursor.is_trying {
            true => PasteError::NotARequest,
            false => PasteError::Script { place: Place::of(self.cursor.text, self.cursor.at) },
        }
    }
}
