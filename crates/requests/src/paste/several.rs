//! A text with several curl commands, such as a script, a page of documentation or what a shell's window shows: each is read as
//! one alone would be, with the values that the lines above it give.

use super::assigned::Assigned;
use super::beginnings::Prepared;
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
    /// What it was read as. The lines of its doubts are those of the whole text.
    pub read: Result<Pasted, PasteError>,
}

/// Whether the text has more curl commands than one.
pub fn has_several_commands(text: &str) -> bool {
    commands(&Prepared::of(text)).nth(1).is_some()
}

/// The curl commands of a text, in order.
pub fn read_commands(text: &str) -> Vec<ReadCommand> {
    let prepared = Prepared::of(text);
    let found: Vec<(Curl, usize)> = commands(&prepared).collect();
    let nexts = found.iter().skip(1).map(|(next, _)| next.at).chain([text.len()]);
    let mut reader = Reader { prepared: &prepared, assigned: Assigned::default(), at: 0, line: 1 };
    found.iter().zip(nexts).map(|((begin, end), next)| reader.read(*begin, *end..next)).collect()
}

/// Where each command begins, and where its words end.
fn commands(prepared: &Prepared<'_>) -> impl Iterator<Item = (Curl, usize)> {
    let mut behind = 0;
    prepared.curls().filter_map(move |begin| {
        // One inside of another's text is no command.
        if begin.at < behind {
            return None;
        }
        // What is found out about the words is said when the command is read.
        behind = words_of(&prepared.text, begin, &mut Remarks::default()).end.max(begin.words);
        Some((begin, behind))
    })
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
    /// The next command; `behind` is from its last word to the next command.
    fn read(&mut self, begin: Curl, behind: Range<usize>) -> ReadCommand {
        let text = self.prepared.text.as_str();
        let mut remarks = Remarks::default();
        let title = title(&text[self.at..begin.at]);
        self.assigned.follow(&text[self.at..begin.at], &mut remarks);
        if is_in_something(self.prepared, self.at, begin.at) {
            remarks.doubt(begin.at, DoubtKind::PartOfAnother);
        }
        self.go_to(begin.at);
        let line = self.line;
        let read = match curl_command(text, begin, &self.assigned, &mut remarks) {
            Ok((parts, end)) => self.finish(parts, begin, end..behind.end, remarks),
            Err(error) => {
                self.go_to(behind.start);
                Err(error)
            }
        };
        ReadCommand { line, title, read }
    }

    fn finish(
        &mut self,
        mut parts: Parts,
        begin: Curl,
        behind: Range<usize>,
        mut remarks: Remarks,
    ) -> Result<Pasted, PasteError> {
        let line = self.line;
        let after = &self.prepared.text[behind.clone()];
        let body_end = behind.start + without_title(after).len();
        let body = body_behind(self.prepared, begin.at, behind.start..body_end);
        if parts.take_body(body, &mut remarks) {
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
        if !parts.is_addressed() {
            return Err(PasteError::NoUrl);
        }
        let request = parts.finish(&mut remarks)?;
        let (notes, doubts) = remarks.finish_at(self.prepared.pasted, begin.at, line);
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
