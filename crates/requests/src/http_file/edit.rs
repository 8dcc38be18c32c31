//! Changing one request of a `.http` file and leaving every other byte of it alone.

use super::file::{Entry, HttpFile};
use super::parse::{self, Layout, Parsed};
use super::parse_error::ParseError;
use super::render::RenderError;
use super::request_line::is_version;
use super::syntax::SEPARATOR;
use mudbrick_model::{ErrorCode, Explain, Header, Problem, Request};
use std::ops::Range;
use thiserror::Error;

/// Why a request of a file could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EditError {
    /// The file as it is cannot be read.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// The format has no way to write what is to be saved.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The file has fewer requests.
    #[error("changing request {entry} of a file with {of}")]
    NoSuchEntry {
        /// Counted from 0.
        entry: usize,
        /// How many there are.
        of: usize,
    },
    /// What stands around the request would then be read as another part of it.
    #[error("changing a request whose surroundings would be read as a part of it")]
    Entangled,
}

impl Explain for EditError {
    fn problem(&self) -> Problem {
        match self {
            Self::Parse(error) => error.problem(),
            Self::Render(error) => error.problem(),
            Self::NoSuchEntry { .. } => Problem::new(
                ErrorCode::Conflict,
                "The request is not in its file any more. Nothing was saved.",
            )
            .remedy("Save it under another name, or open the file again."),
            Self::Entangled => Problem::new(
                ErrorCode::InvalidInput,
                "The request cannot be saved into its file: the lines around it would become a part of it. Nothing was saved.",
            )
            .remedy("Save it under another name."),
        }
    }
}

/// A span of the file and what takes its place.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) at: Range<usize>,
    pub(super) with: String,
}

pub(super) fn edited(text: &str, entry: usize, request: &Request) -> Result<String, EditError> {
    let before = parse::parse(text)?;
    let of = before.file.entries.len();
    let (Some(old), Some(layout)) = (before.file.entries.get(entry), before.layouts.get(entry))
    else {
        return Err(EditError::NoSuchEntry { entry, of });
    };
    // As it will be read again; what the format cannot have is found out here.
    let request = as_read(request)?;
    let mut changes = Vec::new();
    let end = line_end(text, layout);
    rename(text, layout, old, &request, end, &mut changes);
    change_request_line(text, layout, old, &request, &mut changes);
    change_headers(text, layout, old, &request, end, &mut changes);
    let behind_head = changes.len();
    change_body(text, layout, old, &request, end, &mut changes);
    let meant = Entry { request, ..old.clone() };
    let edited = apply(text, changes.clone());
    if is_what_was_meant(&edited, &before, entry, meant.clone()) {
        return Ok(edited);
    }
    // What stands behind the body may be a part of it now, as a line of Markdown is. Below the headers it never is.
    changes.splice(behind_head..behind_head, lifted_comments(text, layout, end));
    let lifted = apply(text, changes);
    match is_what_was_meant(&lifted, &before, entry, meant) {
        true => Ok(lifted),
        false => Err(EditError::Entangled),
    }
}

/// What puts the comments behind a request's body below its headers.
fn lifted_comments(text: &str, layout: &Layout, end: &str) -> Vec<Change> {
    let behind = layout.comments.iter().filter(|line| line.start >= layout.head_end);
    let mut lifted = String::new();
    let mut changes = Vec::new();
    for line in behind {
        lifted.push_str(&format!("{}{end}", text[line.clone()].trim_end_matches(['\n', '\r'])));
        changes.push(Change { at: line.clone(), with: String::new() });
    }
    changes.push(Change { at: layout.head_end..layout.head_end, with: lifted });
    changes
}

/// The request as reading gives it back: without white space that the format does not keep.
fn as_read(request: &Request) -> Result<Request, EditError> {
    let text = HttpFile::of(request.clone()).render()?;
    let mut entries = parse::parse(&text)?.file.entries;
    entries.pop().map(|entry| entry.request).ok_or(EditError::NoSuchEntry { entry: 0, of: 0 })
}

/// What ends the entry's lines.
pub(super) fn line_end(text: &str, layout: &Layout) -> &'static str {
    match text[layout.request_line.end..].find(['\n', '\r']) {
        Some(at) if text[layout.request_line.end + at..].starts_with("\r\n") => "\r\n",
        None if text.contains("\r\n") => "\r\n",
        _ => "\n",
    }
}

fn rename(
    text: &str,
    layout: &Layout,
    old: &Entry,
    request: &Request,
    end: &str,
    changes: &mut Vec<Change>,
) {
    if request.name == old.request.name {
        return;
    }
    match &layout.separator {
        Some(line) => {
            let marks = text[line.clone()].len() - text[line.clone()].trim_start_matches('#').len();
            let name = line.start + marks..line.end;
            let blank = if request.name.is_empty() { "" } else { " " };
            changes.push(Change { at: name, with: format!("{blank}{}", request.name) });
        }
        None if request.name.is_empty() => {}
        None => {
            let start = layout.whole.start;
            let title = format!("{SEPARATOR} {}{end}", request.name);
            changes.push(Change { at: start..start, with: title });
        }
    }
}

fn change_request_line(
    text: &str,
    layout: &Layout,
    old: &Entry,
    request: &Request,
    changes: &mut Vec<Change>,
) {
    if request.method != old.request.method {
        let method = layout.request_line.start..layout.url.start;
        changes.push(Change { at: method, with: format!("{} ", request.method) });
    }
    if request.url != old.request.url {
        let is_taken_for_version = request.url.rsplit([' ', '\t']).next().is_some_and(is_version);
        let has_version = !text[layout.url.end..layout.request_line.end].trim().is_empty();
        let version = if is_taken_for_version && !has_version { " HTTP/1.1" } else { "" };
        let url = format!("{}{version}", request.url);
        changes.push(Change { at: layout.url.clone(), with: url });
        // A comment among the old URL's parts stands below the new one.
        let end = line_end(text, layout);
        let below: String = layout
            .url_comments
            .iter()
            .map(|line| format!("{end}{}", &text[line.clone()]))
            .collect();
        let behind = layout.request_line.end..layout.request_line.end;
        changes.extend((!below.is_empty()).then_some(Change { at: behind, with: below }));
    }
}

/// Headers that are the same keep their lines. Between two of those, lines are rewritten one for one, and what is over is
/// added or removed.
fn change_headers(
    text: &str,
    layout: &Layout,
    old: &Entry,
    request: &Request,
    end: &str,
    changes: &mut Vec<Change>,
) {
    let (before, after) = (&old.request.headers, &request.headers);
    let mut kept = common(before, after);
    kept.push((before.len(), after.len()));
    let (mut from, mut to) = (0, 0);
    for (next_from, next_to) in kept {
        let pairs = (next_from - from).min(next_to - to);
        for (place, (old, new)) in layout.headers[from..]
            .iter()
            .zip(before[from..from + pairs].iter().zip(&after[to..to + pairs]))
        {
            changes.push(rewrite(text, place, old, new));
        }
        for place in &layout.headers[from + pairs..next_from] {
            changes.push(Change { at: place.clone(), with: String::new() });
        }
        let at = match layout.headers.get((from + pairs).wrapping_sub(1)) {
            _ if next_from < layout.headers.len() => layout.headers[next_from].start,
            Some(last) if from + pairs == layout.headers.len() => last.end,
            _ => layout.after_headers,
        };
        let added: String = after[to + pairs..next_to]
            .iter()
            .map(|header| format!("{}{end}", header_line(header)))
            .collect();
        if !added.is_empty() {
            // The last line of a file may have no end.
            let ended = text[..at].ends_with(['\n', '\r']);
            let with = if ended { added } else { format!("{end}{}", added.trim_end_matches(end)) };
            changes.push(Change { at: at..at, with });
        }
        (from, to) = (next_from + 1, next_to + 1);
    }
}

fn header_line(header: &Header) -> String {
    format!("{}: {}", header.name, header.value).trim_end().to_owned()
}

/// The value alone where the name stays, so that blanks after the colon stay too.
fn rewrite(text: &str, place: &Range<usize>, old: &Header, new: &Header) -> Change {
    let line = text[place.clone()].trim_end_matches(['\n', '\r']);
    let colon = line.find(':').unwrap_or(line.len());
    if old.name == new.name && !old.value.is_empty() && !new.value.is_empty() {
        let value = line[colon..].find(&old.value).map_or(colon, |at| colon + at);
        let start = place.start + value;
        return Change { at: start..start + old.value.len(), with: new.value.clone() };
    }
    Change { at: place.start..place.start + line.len(), with: header_line(new) }
}

/// The longest common subsequence, as pairs of places. Requests have a handful of headers.
fn common(before: &[Header], after: &[Header]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    for (i, old) in before.iter().enumerate().rev() {
        for (j, new) in after.iter().enumerate().rev() {
            longest[i][j] = match old == new {
                true => longest[i + 1][j + 1] + 1,
                false => longest[i + 1][j].max(longest[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < before.len() && j < after.len() {
        if before[i] == after[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn change_body(
    text: &str,
    layout: &Layout,
    old: &Entry,
    request: &Request,
    end: &str,
    changes: &mut Vec<Change>,
) {
    if request.body == old.request.body {
        return;
    }
    let body = request.body.as_deref().map(|body| body.replace('\n', end));
    let change = match (&layout.body, body) {
        (Some(place), Some(body)) => Change { at: place.clone(), with: body },
        (Some(place), None) => {
            let ended_by = match &text.as_bytes()[place.end..] {
                [b'\r', b'\n', ..] => 2,
                [_, ..] => 1,
                [] => 0,
            };
            Change { at: place.start..place.end + ended_by, with: String::new() }
        }
        (None, Some(body)) => {
            let at = layout.head_end;
            let first = if text[..at].ends_with(['\n', '\r']) { "" } else { end };
            Change { at: at..at, with: format!("{first}{end}{body}{end}") }
        }
        (None, None) => return,
    };
    changes.push(change);
}

/// Changes do not overlap; those at one place are made in the order in which they were noted.
pub(super) fn apply(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for Change { at, with } in changes {
        edited.push_str(&text[done..at.start]);
        edited.push_str(&with);
        done = at.end;
    }
    edited.push_str(&text[done..]);
    edited
}

/// Whether reading gives this in the request's place and everything else as before.
pub(super) fn is_what_was_meant(edited: &str, before: &Parsed, entry: usize, meant: Entry) -> bool {
    let Ok(after) = parse::parse(edited) else { return false };
    let mut expected = before.file.clone();
    expected.entries[entry] = meant;
    after.file == expected
}

#[cfg(test)]
mod tests;
