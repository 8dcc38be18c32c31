//! A text with several commands, such as a script, a page of documentation or what a shell's window shows: each is read as
//! one alone would be, with the values that the lines above it give.

use super::assigned::Assigned;
use super::beginnings::Prepared;
use super::calls::Call;
use super::comments::said;
use super::curl_name::Curl;
use super::curl_words::words_of;
use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::parts::Parts;
use super::remark::{PasteNote, Remarks};
use super::surroundings::{body_behind, is_in_something};
use super::{Pasted, curl_command};
use std::ops::Range;

/// One command of a text.
#[derive(Debug)]
pub struct ReadCommand {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// What the comment line right above it says, as a name.
    pub title: Option<String>,
    /// Whether it is one of curl.
    pub is_curl: bool,
    /// What it was read as. The lines of its doubts are those of the whole text.
    pub read: Result<Pasted, PasteError>,
}

/// Whether the text has more commands than one.
pub fn has_several_commands(text: &str) -> bool {
    commands(&Prepared::of(text)).len() > 1
}

/// The commands of a text, in order: curl's, and the calls of PowerShell and of scripts.
pub fn read_commands(text: &str) -> Vec<ReadCommand> {
    let prepared = Prepared::of(text);
    let found = commands(&prepared);
    let nexts: Vec<usize> = found.iter().skip(1).map(Found::at).chain([text.len()]).collect();
    let mut reader = Reader { prepared: &prepared, assigned: Assigned::default(), at: 0, line: 1 };
    found.into_iter().zip(nexts).map(|(found, next)| reader.read(found, next)).collect()
}

/// Where a command is.
enum Found {
    Curl {
        begin: Curl,
        /// Where its words end.
        end: usize,
    },
    /// One of a language that is read from the beginning of the text on.
    Call(Box<Call>),
}

impl Found {
    fn at(&self) -> usize {
        match self {
            Self::Curl { begin, .. } => begin.at,
            Self::Call(call) => call.at,
        }
    }

    fn end(&self) -> usize {
        match self {
            Self::Curl { end, .. } => *end,
            Self::Call(call) => call.end,
        }
    }
}

fn commands(prepared: &Prepared<'_>) -> Vec<Found> {
    let text = prepared.text.as_str();
    let mut curls = prepared.curls().peekable();
    let mut calls = prepared.calls().into_iter().peekable();
    let (mut found, mut behind) = (Vec::<Found>::new(), 0);
    loop {
        let curl_at = curls.peek().map_or(text.len(), |curl| curl.at);
        let next = match calls.next_if(|call| call.at < curl_at) {
            Some(call) => Found::Call(Box::new(call)),
            None => {
                let Some(begin) = curls.next() else { return found };
                // What is found out about the words is said when the command is read.
                let end = || words_of(text, begin, &mut Remarks::default()).end.max(begin.words);
                let end = if begin.at < behind { behind } else { end() };
                Found::Curl { begin, end }
            }
        };
        // One inside of another's text is no command.
        if next.at() >= behind {
            behind = next.end();
            found.push(next);
        }
    }
}

struct Reader<'a> {
    prepared: &'a Prepared<'a>,
    assigned: Assigned,
    /// Behind what belongs to the last command.
    at: usize,
    /// The line of that.
    line: usize,
}

impl Reader<'_> {
    /// The next command, with what stands between it and the one behind it.
    fn read(&mut self, found: Found, next: usize) -> ReadCommand {
        let at = found.at();
        let above = &self.prepared.text[self.at..at];
        let title = match found {
            Found::Curl { .. } => title(above),
            Found::Call(_) => title(with_values_below(above)),
        };
        let mut remarks = Remarks::default();
        self.assigned.follow(above, &mut remarks);
        let is_inside = is_in_something(self.prepared, self.at, at);
        self.go_to(at);
        let line = self.line;
        let is_curl = matches!(found, Found::Curl { .. });
        let read = match found {
            Found::Curl { begin, end } => {
                if is_inside {
                    remarks.doubt(at, DoubtKind::PartOfAnother);
                }
                self.curl(begin, end..next, remarks)
            }
            Found::Call(mut call) => {
                if is_inside {
                    call.remarks.doubt(at, DoubtKind::PartOfAnother);
                }
                self.go_to(call.end);
                let Call { read, remarks, .. } = *call;
                read.and_then(|parts| self.finish(parts, (at, line), remarks))
            }
        };
        ReadCommand { line, title, is_curl, read }
    }

    /// One of curl; `behind` is from its last word to the next command.
    fn curl(
        &mut self,
        begin: Curl,
        behind: Range<usize>,
        mut remarks: Remarks,
    ) -> Result<Pasted, PasteError> {
        let (text, line) = (self.prepared.text.as_str(), self.line);
        match curl_command(text, begin, &self.assigned, &mut remarks) {
            Ok((mut parts, end)) => {
                self.take_behind(&mut parts, begin, end..behind.end, &mut remarks);
                self.finish(parts, (begin.at, line), remarks)
            }
            Err(error) => {
                self.go_to(behind.start);
                Err(error)
            }
        }
    }

    /// What stands behind a command: its body, or something else.
    fn take_behind(
        &mut self,
        parts: &mut Parts,
        begin: Curl,
        behind: Range<usize>,
        remarks: &mut Remarks,
    ) {
        let after = &self.prepared.text[behind.clone()];
        let body_end = behind.start + without_title(after).len();
        let body = body_behind(self.prepared, begin.at, behind.start..body_end);
        if parts.take_body(body, remarks) {
            self.go_to(body_end);
        } else {
            // What stands on lines of its own is above the next command, but may have been meant for a body.
            let is_last = behind.end == self.prepared.text.len();
            let rest = if is_last { after } else { after.split('\n').next().unwrap_or_default() };
            let body = after.lines().find(|line| line.starts_with(['{', '[', '<']));
            let said = rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '&'));
            if !said.is_empty() {
                remarks.note(PasteNote::after(rest.trim()));
            } else if let Some(body) = body.filter(|_| parts.lacks_body()) {
                remarks.note(PasteNote::after(body));
            }
            self.go_to(behind.start + rest.len());
        }
    }

    /// The request that begins at a byte and in a line.
    fn finish(
        &self,
        parts: Parts,
        (at, line): (usize, usize),
        mut remarks: Remarks,
    ) -> Result<Pasted, PasteError> {
        if !parts.is_addressed() {
            return Err(PasteError::NoUrl);
        }
        let request = parts.finish(&mut remarks)?;
        let (notes, doubts) = remarks.finish_at(self.prepared.pasted, at, line);
        Ok(Pasted { request, notes, doubts })
    }

    fn go_to(&mut self, at: usize) {
        self.line += self.prepared.text[self.at..at].matches('\n').count();
        self.at = at;
    }
}

/// What the last comment says of the lines above a command's own, when nothing but blanks stands behind it.
fn title(above: &str) -> Option<String> {
    let (lines, _) = above.rsplit_once('\n')?;
    let text = said(lines.trim_end().lines().next_back()?)?.trim_start_matches('#').trim();
    (!text.is_empty() && !text.starts_with('!')).then(|| text.to_owned())
}

/// The text without the lines between its last comment and the command's own, as far as no blank line is among them: they give
/// the command's values.
fn with_values_below(above: &str) -> &str {
    let mut end = above.rfind('\n').map_or(0, |end| end + 1);
    loop {
        let lines = above[..end].trim_end_matches('\n');
        let begin = lines.rfind('\n').map_or(0, |end| end + 1);
        let line = &lines[begin..];
        if end - lines.len() != 1 || line.trim().is_empty() || said(line).is_some() {
            return &above[..end];
        }
        end = begin;
    }
}

/// The text without the comments at its end.
fn without_title(text: &str) -> &str {
    let mut text = text;
    while let Some((lines, last)) = text.rsplit_once('\n')
        && (last.trim().is_empty() || said(last).is_some())
    {
        text = lines;
    }
    text
}

#[cfg(test)]
mod tests;
