//! Whole requests of a `.http` file: taken out, put in, copied, replaced. A request is its lines from its separator to the
//! next one, comments and blank lines included. `@variables` among them are the file's and stay where they are.

use super::edit::{self, EditError};
use super::file::{Entry, HttpFile};
use super::parse::{self, Layout, Parsed};
use super::syntax::SEPARATOR;
use crate::template;
use mudbrick_model::Request;
use std::collections::BTreeSet;

/// A file that was read to change which requests it holds.
struct Reading<'a> {
    text: &'a str,
    parsed: Parsed,
}

impl<'a> Reading<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, parsed: parse::parts(text) }
    }

    fn entry(&self, entry: usize) -> Result<(&Entry, &Layout), EditError> {
        let found = self.parsed.file.entries.get(entry).zip(self.parsed.layouts.get(entry));
        found.ok_or_else(|| match (self.parsed.file.entries.len(), &self.parsed.unread) {
            (0, Some(error)) => error.clone().into(),
            (of, _) => EditError::NoSuchEntry { entry, of },
        })
    }

    /// A request's lines without the file's own among them, and those.
    fn lines(&self, layout: &Layout) -> (String, String) {
        let (mut request, mut variables) = (String::new(), String::new());
        let mut done = layout.whole.start;
        for line in &layout.of_file {
            request.push_str(&self.text[done..line.start]);
            variables.push_str(&self.text[line.clone()]);
            done = line.end;
        }
        request.push_str(&self.text[done..layout.whole.end]);
        (request, variables)
    }

    /// The variables that stood among a request's lines, so that nothing above is taken for more of itself.
    fn kept(&self, layout: &Layout, variables: &str) -> String {
        match layout.separator {
            Some(_) if !variables.is_empty() => {
                format!("{SEPARATOR}{}{variables}", edit::line_end(self.text, layout))
            }
            _ => variables.to_owned(),
        }
    }

    fn line_end(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// `text` if it reads as the file with other requests in the place of `entries[from..to]`.
    fn checked(
        &self,
        text: String,
        (from, to): (usize, usize),
        with: Option<Entry>,
    ) -> Result<String, EditError> {
        let mut expected = self.parsed.file.clone();
        expected.entries.splice(from..to, with);
        match parse::parts(&text).file == expected {
            true => Ok(text),
            false => Err(EditError::Entangled),
        }
    }
}

pub(super) fn lines_of(text: &str, entry: usize) -> Result<String, EditError> {
    let reading = Reading::of(text);
    let (_, layout) = reading.entry(entry)?;
    Ok(reading.lines(layout).0)
}

pub(super) fn lines(text: &str) -> Result<Vec<String>, EditError> {
    let reading = Reading { text, parsed: parse::parse(text)? };
    Ok(reading.parsed.layouts.iter().map(|layout| reading.lines(layout).0).collect())
}

pub(super) fn without(text: &str, entry: usize) -> Result<String, EditError> {
    let reading = Reading::of(text);
    let (_, layout) = reading.entry(entry)?;
    let variables = reading.lines(layout).1;
    let kept = reading.kept(layout, &variables);
    let (head, tail) = (&text[..layout.whole.start], &text[layout.whole.end..]);
    reading.checked(format!("{head}{kept}{tail}"), (entry, entry + 1), None)
}

pub(super) fn with_last(text: &str, lines: &str) -> Result<String, EditError> {
    let reading = Reading::of(text);
    let at = reading.parsed.file.entries.len();
    let added = joined(text, lines, reading.line_end());
    reading.checked(format!("{text}{added}"), (at, at), Some(only(lines)?))
}

pub(super) fn replaced(text: &str, entry: usize, lines: &str) -> Result<String, EditError> {
    let reading = Reading::of(text);
    let (_, layout) = reading.entry(entry)?;
    let variables = reading.lines(layout).1;
    let kept = reading.kept(layout, &variables);
    let (head, tail) = (&text[..layout.whole.start], &text[layout.whole.end..]);
    let end = reading.line_end();
    let mut whole = format!("{head}{kept}");
    let first = whole.trim_start_matches('\u{feff}').is_empty();
    if !first && !lines.starts_with(SEPARATOR) {
        whole.push_str(&format!("{SEPARATOR}{end}"));
    }
    whole.push_str(lines);
    // Lines that end in a break have the blank lines they came with; others get one before the next request.
    if !tail.is_empty() && break_after(&whole, end) == end {
        whole.push_str(&gap(&whole, end));
    }
    whole.push_str(tail);
    reading.checked(whole, (entry, entry + 1), Some(only(lines)?))
}

pub(super) fn with_copy(text: &str, entry: usize, name: &str) -> Result<String, EditError> {
    let reading = Reading::of(text);
    let (old, layout) = reading.entry(entry)?;
    let request = Request { name: name.to_owned(), ..old.request.clone() };
    let copy = edit::edited(&untagged(&reading.lines(layout).0)?, 0, &request)?;
    let (head, tail) = (&text[..layout.whole.end], &text[layout.whole.end..]);
    let end = reading.line_end();
    let added = match tail.is_empty() {
        true => joined(head, &copy, end),
        // The original's blank lines separate the copy too.
        false => format!("{copy}{}", break_after(&copy, end)),
    };
    let at = entry + 1;
    reading.checked(format!("{head}{added}{tail}"), (at, at), Some(only(&copy)?))
}

/// A request's lines without its `# @name`, by which others refer to one request alone.
fn untagged(lines: &str) -> Result<String, EditError> {
    let reading = Reading::of(lines);
    let (_, layout) = reading.entry(0)?;
    let Some(tag) = &layout.tag else { return Ok(lines.to_owned()) };
    Ok(format!("{}{}", &lines[..tag.start], &lines[tag.end..]))
}

/// The request that these lines are.
fn only(lines: &str) -> Result<Entry, EditError> {
    let mut entries = parse::parse(lines)?.file.entries;
    match entries.len() {
        1 => entries.pop().ok_or(EditError::Entangled),
        _ => Err(EditError::Entangled),
    }
}

/// What is added behind `text` to have a request follow.
fn joined(text: &str, lines: &str, end: &str) -> String {
    if text.trim_start_matches('\u{feff}').is_empty() {
        return lines.to_owned();
    }
    let separator = match lines.starts_with(SEPARATOR) {
        true => String::new(),
        false => format!("{SEPARATOR}{end}"),
    };
    format!("{}{separator}{lines}", gap(text, end))
}

/// What `text` lacks to end its last line.
fn break_after<'a>(text: &str, end: &'a str) -> &'a str {
    if text.ends_with(['\n', '\r']) { "" } else { end }
}

/// What `text` lacks to end in a blank line.
fn gap(text: &str, end: &str) -> String {
    let mut lines = text.rsplit('\n').map(|line| line.trim_end_matches('\r'));
    match (lines.next(), lines.next()) {
        (Some(""), Some("")) => String::new(),
        (Some(""), _) => end.to_owned(),
        _ => end.repeat(2),
    }
}

/// The file's variables that the request names, also by way of another one, in the file's order.
pub(super) fn variables_of(text: &str, entry: usize) -> Result<Vec<String>, EditError> {
    let reading = Reading::of(text);
    let (old, _) = reading.entry(entry)?;
    let HttpFile { variables, .. } = &reading.parsed.file;
    let mut used: BTreeSet<String> = template::variable_names(&old.request).into_iter().collect();
    loop {
        let through = variables.iter().filter(|(name, _)| used.contains(name));
        let more: Vec<String> = through
            .flat_map(|(_, value)| template::names_in(value))
            .filter(|name| !used.contains(name))
            .collect();
        if more.is_empty() {
            break;
        }
        used.extend(more);
    }
    let mut named: Vec<String> = Vec::new();
    for (name, _) in variables {
        if used.contains(name) && !named.contains(name) {
            named.push(name.clone());
        }
    }
    Ok(named)
}

#[cfg(test)]
mod tests;
