//! PowerShell's strings, with the variables in them.

use super::reader::Reader;
use crate::paste::error::PasteError;
use crate::paste::value::Value;

/// What PowerShell takes for an apostrophe, all of them alike.
const APOSTROPHES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// What PowerShell takes for a quotation mark.
const QUOTATION_MARKS: [char; 4] = ['"', '\u{201c}', '\u{201d}', '\u{201e}'];

impl Reader<'_> {
    /// `@"` … `"@`, each on a line of its own.
    pub(super) fn here_string(&mut self) -> Result<Value, PasteError> {
        let begin = self.cursor.at;
        let mark = &self.cursor.text[self.cursor.at + 1..self.cursor.at + 2];
        let Some(line) = self.cursor.rest().find('\n') else { return Err(self.not_understood()) };
        let inside = &self.cursor.text[begin + line + 1..];
        let close = format!("\n{mark}@");
        let end = if inside.starts_with(&close[1..]) { Some(0) } else { inside.find(&close) };
        let Some(end) = end else { return Err(self.not_understood()) };
        let text = inside[..end].trim_end_matches('\r').to_owned();
        let after = begin + line + 1 + end + if inside.starts_with(&close[1..]) { 2 } else { 3 };
        if mark == "'" {
            self.cursor.at = after;
            self.cursor.quoted_since(begin);
            return Ok(Value::Text(text));
        }
        self.cursor.at = begin + line + 1;
        let limit = begin + line + 1 + text.len();
        let mut filled = String::new();
        while self.cursor.at < limit {
            match self.cursor.next() {
                Some('$') => self.interpolated(&mut filled),
                Some('`') => self.escape(&mut filled),
                Some(other) => filled.push(other),
                None => break,
            }
        }
        self.cursor.at = after;
        self.cursor.quoted_since(begin);
        Ok(Value::Text(filled))
    }

    pub(super) fn single(&mut self) -> Result<String, PasteError> {
        let begin = self.cursor.at;
        self.cursor.next();
        let mut text = String::new();
        loop {
            match self.cursor.next() {
                Some(mark) if APOSTROPHES.contains(&mark) => {
                    // Twice stands for once.
                    if !self.cursor.rest().starts_with(APOSTROPHES) {
                        self.cursor.quoted_since(begin);
                        return Ok(text);
                    }
                    text.extend(self.cursor.next());
                }
                Some(other) => text.push(other),
                None => {
                    self.cursor.at = begin;
                    return Err(self.not_understood());
                }
            }
        }
    }

    pub(super) fn double(&mut self) -> Result<String, PasteError> {
        let begin = self.cursor.at;
        self.cursor.next();
        let mut text = String::new();
        loop {
            match self.cursor.next() {
                Some(mark) if QUOTATION_MARKS.contains(&mark) => {
                    if !self.cursor.rest().starts_with(QUOTATION_MARKS) {
                        self.cursor.quoted_since(begin);
                        return Ok(text);
                    }
                    text.extend(self.cursor.next());
                }
                Some('$') => self.interpolated(&mut text),
                Some('`') => self.escape(&mut text),
                Some(other) => text.push(other),
                None => {
                    self.cursor.at = begin;
                    return Err(self.not_understood());
                }
            }
        }
    }

    /// What follows a dollar sign inside a string.
    pub(super) fn interpolated(&mut self, text: &mut String) {
        let at = self.cursor.at - 1;
        if self.cursor.take("(") {
            let inside = self.cursor.at;
            self.skip_space();
            // `$($name)` and `$($name.member)`
            if self.cursor.rest().starts_with('$')
                && let Ok(value) = self.term(0)
                && self.cursor.take(")")
            {
                text.push_str(&value.into_text());
                return;
            }
            self.cursor.at = inside;
            text.push_str(&self.sub_expression(at).into_text());
        } else if self
            .cursor
            .rest()
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{'))
        {
            // A member is no part of it: `"$host.name"` is the host, a full stop and a word.
            let Some(name) = self.name() else { return text.push('$') };
            let value = self.value_of(name);
            let name = name.rsplit(':').next().unwrap_or(name).to_owned();
            text.push_str(&value.unwrap_or(Value::Unknown(name)).into_text());
        } else {
            text.push('$');
        }
    }

    pub(super) fn escape(&mut self, text: &mut String) {
        match self.cursor.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('0') => text.push('\0'),
            Some('\r') => {
                self.cursor.take("\n");
            }
            Some('\n') | None => {}
            Some(other) => text.push(other),
        }
    }
}
