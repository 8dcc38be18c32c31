//! A shell's text, read from one place to the next: blanks, continued lines, and where a command ends.

use crate::paste::cursor::Cursor;
use crate::paste::remark::Remarks;

pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    /// How many outputs of other commands were met.
    pub(super) outputs: usize,
    /// Lines that the command has already been given; reading goes on behind them.
    pub(super) here_document: Option<Lines>,
    pub(super) remarks: &'a mut Remarks,
}

/// The lines of a here-document. It begins below the line that asks for it, and the rest of that line is read first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines {
    /// The end of the line that asks for it.
    pub(super) asked_until: usize,
    /// What comes below its last line.
    pub(super) after: usize,
}

/// Blanks within a line. Documents have some that do not break it.
pub(super) const BLANKS: [char; 4] = [' ', '\t', '\r', '\u{a0}'];

impl<'a> Reader<'a> {
    pub(super) fn take_line_continuation(&mut self) -> bool {
        self.cursor.take("\\\r\n") || self.cursor.take("\\\n")
    }

    /// The end of the command: behind a here-document, which is a part of it.
    pub(super) fn end(&self) -> usize {
        let lines = self.here_document.map(|lines| lines.after);
        lines.unwrap_or(self.cursor.at)
    }

    pub(super) fn skip_blanks(&mut self) {
        loop {
            let before = self.cursor.at;
            let trimmed = self.cursor.rest().trim_start_matches(BLANKS);
            self.cursor.at = self.cursor.text.len() - trimmed.len();
            // A backslash and blanks at the end of a line: the blanks are an accident of copying. So is the slash that some
            // write for the backslash.
            let slip = |mark: char| {
                let after = trimmed.strip_prefix(mark)?.trim_start_matches(BLANKS);
                (after.starts_with('\n') || (after.is_empty() && mark == '\\')).then_some(after)
            };
            if let Some(after) = slip('\\').or_else(|| slip('/')) {
                self.cursor.at =
                    self.cursor.text.len() - after.strip_prefix('\n').unwrap_or(after).len();
            } else if self.cursor.at == before {
                return;
            }
        }
    }

    /// Goes behind where the output is written to, `> FILE 2>&1`, when more of the command follows.
    pub(super) fn skip_redirections(&mut self) -> bool {
        let mut after = self.cursor.rest();
        while let Some(behind) = behind_redirection(after) {
            after = behind.trim_start_matches(BLANKS);
            after =
                after.strip_prefix("\\\n").map_or(after, |next| next.trim_start_matches(BLANKS));
        }
        let is_more = |text: &str| {
            text.starts_with(['\'', '"']) || text.starts_with(is_dash) || text.starts_with("http")
        };
        let goes_on = after.len() < self.cursor.rest().len() && is_more(after);
        if goes_on {
            self.cursor.at = self.cursor.text.len() - after.len();
        }
        goes_on
    }

    /// Whether another command, a pipe or a redirection begins here. An option on a new line is a continuation whose
    /// backslash was lost, and comment lines between options belong to nothing.
    pub(super) fn ends_command(&mut self) -> bool {
        if self.here_document.is_some_and(|lines| self.cursor.at >= lines.asked_until) {
            return true;
        }
        let line = self.cursor.text[..self.cursor.at].rsplit('\n').next().unwrap_or_default();
        let comment = self.cursor.rest().starts_with('#') && line.trim().is_empty();
        if comment || self.cursor.rest().starts_with('\n') {
            let mut next = self.cursor.rest().trim_start();
            while next.starts_with('#') {
                next = next.split_once('\n').map_or("", |(_, after)| after).trim_start();
            }
            let dash = |text: &str| {
                let mut characters = text.chars();
                characters.next().is_some_and(is_dash)
                    && characters
                        .next()
                        .is_some_and(|next| next.is_ascii_alphabetic() || is_dash(next))
            };
            let quoted = next.starts_with(['\'', '"', '\u{2018}', '\u{201c}']);
            if dash(next) || next.starts_with("http") || quoted {
                self.cursor.at = self.cursor.text.len() - next.len();
                return false;
            }
            return true;
        }
        let rest = self.cursor.rest();
        // A document's fence, behind a backslash too many.
        if rest.starts_with("```") {
            return true;
        }
        let operator = |begin: &str| {
            rest.strip_prefix(begin).is_some_and(|after| {
                after.is_empty() || after.starts_with(char::is_whitespace) || begin.len() == 2
            })
        };
        // `<ORGANIZATION>` in Adobe's documents is no redirection.
        ["|", "||", "&&", ";", "&", ">", ">>", "<", "2>", "&>", "#"].into_iter().any(operator)
    }
}

/// What stands behind `> FILE` or `2>&1` at the beginning.
fn behind_redirection(text: &str) -> Option<&str> {
    if let Some(behind) = text.strip_prefix("2>&1") {
        return Some(behind);
    }
    let marks = [">>", ">", "1>", "2>>", "2>", "&>>", "&>"];
    let file = marks.into_iter().find_map(|mark| text.strip_prefix(mark))?;
    let file = file.trim_start_matches(BLANKS);
    let end = file.find(char::is_whitespace).unwrap_or(file.len());
    let is_plain = end > 0 && !file[..end].contains(['\'', '"', '<', '(', '&', '|', ';']);
    is_plain.then(|| &file[end..])
}

/// A hyphen, or what a word processor makes of two.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
