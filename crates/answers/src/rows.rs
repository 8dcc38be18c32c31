//! Any rows of a text in any of its views, cut out by the index.

use crate::body::{self, Reader};
use crate::index::{Checkpoints, Form, Index};
use crate::json::JsonLayout;
use crate::layout::{Fed, Layout, RowStart, Sink, is_inside_character};
use crate::lines::Lines;
use crate::xml::XmlLayout;
use crate::{AnswerError, Body, Stop};
use std::ops::ControlFlow;

/// How a text is shown in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Put in form by white space; without formatting, as raw.
    Formatted,
    /// As it came.
    Raw,
}

/// Deeper rows are not moved further to the right: nobody would see them, and a text of ten thousand levels would be written
/// with a hundred million blanks.
pub const DEEPEST_INDENT: u32 = 40;

/// A row of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line that it is, or is a part of, from 1.
    pub line: u64,
    /// Whether it goes on with the line of the row before.
    pub continued: bool,
    /// How deep it is nested.
    pub depth: u32,
    /// Whether it lies behind the place where the text stops being JSON.
    pub is_behind_fault: bool,
    /// Of its first byte, in the text.
    pub at: u64,
    /// Its bytes, with the spaces that formatting puts in and without those that it takes out.
    bytes: Vec<u8>,
    /// Which of `bytes` lie together in the text, each with its place there.
    runs: Vec<(u32, u64)>,
}

/// A stretch of a row, in UTF-16 units of its text.
pub type Mark = [u32; 2];

impl Row {
    fn new(start: RowStart, is_behind_fault: bool) -> Self {
        Self {
            line: start.line + 1,
            continued: start.continued,
            depth: start.depth,
            is_behind_fault,
            at: start.at,
            bytes: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// By how many steps it is moved to the right where it is written as text.
    pub fn indent(&self) -> usize {
        self.depth.min(DEEPEST_INDENT) as usize
    }

    /// Its text; what stands for no character is U+FFFD in it.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Its bytes, with the spaces that formatting puts in and without those that it takes out.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Behind its last byte, in the text.
    pub fn end(&self) -> u64 {
        self.runs
            .last()
            .map_or(self.at, |(from, at)| at + self.bytes.len() as u64 - u64::from(*from))
    }

    /// What of it lies between two places of the text; none when nothing does.
    pub fn mark(&self, from: u64, to: u64) -> Option<Mark> {
        // The end belongs to the byte before it, which formatting may have moved away from what follows.
        let (start, end) = (self.column(from), self.column(to.checked_sub(1)?) + 1);
        let end = end.min(self.bytes.len());
        if to <= self.at || from >= self.end() {
            return None;
        }
        let units = |upto: usize| {
            String::from_utf8_lossy(&self.bytes[..upto]).encode_utf16().count() as u32
        };
        (start < end).then(|| [units(start), units(end)])
    }

    /// The byte of the row that lies at a place of the text, or the nearest one behind it.
    fn column(&self, at: u64) -> usize {
        let next = self.runs.partition_point(|(_, place)| *place <= at);
        let Some((from, place)) = next.checked_sub(1).and_then(|run| self.runs.get(run)) else {
            return 0;
        };
        let end = self.runs.get(next).map_or(self.bytes.len(), |(from, _)| *from as usize);
        let within = usize::try_from(at - place).unwrap_or(usize::MAX);
        (*from as usize).saturating_add(within).min(end)
    }
}

/// Collects rows.
struct Collected {
    rows: Vec<Row>,
    /// The number of the row that comes next.
    next: u64,
    from: u64,
    count: usize,
    /// Up to the row that has this place, and no further.
    until: Option<u64>,
    is_behind_fault: bool,
}

impl Sink for Collected {
    fn row(&mut self, start: RowStart) -> ControlFlow<()> {
        let is_full = self.rows.len() == self.count;
        if is_full || self.until.is_some_and(|place| start.at > place && !self.rows.is_empty()) {
            return ControlFlow::Break(());
        }
        if self.next >= self.from {
            if self.until.is_some() {
                // One row at a time, until it is the one.
                self.rows.clear();
            }
            self.rows.push(Row::new(start, self.is_behind_fault));
        }
        self.next += 1;
        ControlFlow::Continue(())
    }

    fn text(&mut self, bytes: &[u8], at: u64) {
        let Some(row) = self.rows.last_mut() else { return };
        let length = row.bytes.len() as u32;
        let goes_on =
            row.runs.last().is_some_and(|(from, place)| place + u64::from(length - from) == at);
        if !goes_on {
            row.runs.push((length, at));
        }
        row.bytes.extend_from_slice(bytes);
    }

    fn space(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            // Lies where the byte before it ends, and is nowhere in the text: what follows has a place of its own.
            row.bytes.push(b' ');
            row.runs.push((row.bytes.len() as u32, u64::MAX));
        }
    }
}

/// Rows from one on, as many as are wanted and known.
///
/// # Errors
/// The disk refuses.
pub fn rows(
    text: &dyn Body,
    index: &Index,
    view: View,
    from: u64,
    count: usize,
) -> Result<Vec<Row>, AnswerError> {
    let never = Stop::default();
    let points = points(index, view);
    let mut rows = Vec::new();
    if from < points.rows
        && let Some((number, start)) = points.before_row(from)
    {
        let end = end_of(index, view);
        let layout = Start { form: form(index, view), start, number };
        rows = collected(text, layout, end, (from, count, None, false), &never)?;
    }
    if view == View::Formatted
        && rows.len() < count
        && let Some(tail) = index.tail()
    {
        let from = (from + rows.len() as u64).saturating_sub(points.rows);
        if let Some((number, start)) = tail.before_row(from).filter(|_| from < tail.rows) {
            let layout = Start { form: Form::Plain, start, number };
            let wanted = (from, count - rows.len(), None, true);
            rows.extend(collected(text, layout, index.fed(), wanted, &never)?);
        }
    }
    Ok(rows)
}

/// The row that has a place of the text, by its number.
///
/// # Errors
/// The disk refuses.
pub fn row_of(
    text: &dyn Body,
    index: &Index,
    view: View,
    at: u64,
) -> Result<Option<u64>, AnswerError> {
    let points = points(index, view);
    let behind = index.fault().is_some_and(|fault| view == View::Formatted && at >= fault.at);
    let (found, offset, form, end) = match (behind, index.tail()) {
        // Where the text ends too early, nothing is behind the fault: it is in the last row.
        (true, Some(tail)) if tail.rows > 0 => {
            (tail.before_place(at), points.rows, Form::Plain, index.fed())
        }
        _ => (points.before_place(at), 0, form(index, view), end_of(index, view)),
    };
    let Some((number, start)) = found else { return Ok(None) };
    let never = Stop::default();
    let mut sink = Collected {
        rows: Vec::new(),
        next: number,
        from: number,
        count: usize::MAX,
        until: Some(at),
        is_behind_fault: behind,
    };
    feed(text, form, start, end, &mut sink, &never)?;
    Ok(sink.next.checked_sub(1).map(|row| row + offset))
}

/// The line of a fault and its column there, in characters, both from 1.
///
/// # Errors
/// The disk refuses.
pub fn place_of_fault(text: &dyn Body, index: &Index) -> Result<Option<(u64, u64)>, AnswerError> {
    let Some(fault) = index.fault() else { return Ok(None) };
    place(text, index, fault.at).map(Some)
}

/// The line and column of a place, both from 1.
fn place(text: &dyn Body, index: &Index, at: u64) -> Result<(u64, u64), AnswerError> {
    let row = row_of(text, index, View::Raw, at)?.unwrap_or(0);
    let line = rows(text, index, View::Raw, row, 1)?.first().map_or(1, |row| row.line);
    let (mut end, mut characters) = (at, 0);
    while end > 0 {
        let from = end.saturating_sub(64 << 10);
        let piece = body::bytes(text, from, end)?;
        let begins = memchr::memrchr(b'\n', &piece);
        let of_line = &piece[begins.map_or(0, |place| place + 1)..];
        characters += of_line.iter().filter(|byte| !is_inside_character(**byte)).count() as u64;
        if begins.is_some() {
            break;
        }
        end = from;
    }
    Ok((line, characters + 1))
}

fn points(index: &Index, view: View) -> &Checkpoints {
    match view {
        View::Raw => &index.raw,
        View::Formatted => index.formatted_points().unwrap_or(&index.raw),
    }
}

fn form(index: &Index, view: View) -> Form {
    match view {
        View::Raw => Form::Plain,
        View::Formatted => index.form(),
    }
}

/// How far the rows of a view were looked at.
fn end_of(index: &Index, view: View) -> u64 {
    match (view, index.fault()) {
        (View::Formatted, Some(fault)) => fault.at,
        _ => index.fed(),
    }
}

/// Where collecting begins.
struct Start {
    form: Form,
    start: RowStart,
    number: u64,
}

fn collected(
    text: &dyn Body,
    Start { form, start, number }: Start,
    end: u64,
    (from, count, until, is_behind_fault): (u64, usize, Option<u64>, bool),
    stop: &Stop,
) -> Result<Vec<Row>, AnswerError> {
    let mut sink =
        Collected { rows: Vec::new(), next: number, from, count, until, is_behind_fault };
    feed(text, form, start, end, &mut sink, stop)?;
    for row in &mut sink.rows {
        row.runs.retain(|(_, place)| *place != u64::MAX);
        if form == Form::Plain && row.bytes.last() == Some(&b'\r') {
            row.bytes.pop();
        }
    }
    Ok(sink.rows)
}

fn feed(
    text: &dyn Body,
    form: Form,
    start: RowStart,
    end: u64,
    sink: &mut Collected,
    stop: &Stop,
) -> Result<(), AnswerError> {
    let reader = &mut Reader::new(text, start.at, end, stop);
    match form {
        Form::Json => feed_all(JsonLayout::from(start), reader, sink),
        Form::Xml => feed_all(XmlLayout::from(start), reader, sink),
        Form::Plain => feed_all(Lines::from(start), reader, sink),
    }
}

fn feed_all(
    mut layout: impl Layout,
    reader: &mut Reader<'_>,
    sink: &mut Collected,
) -> Result<(), AnswerError> {
    loop {
        let at = reader.at();
        let slice = reader.slice()?;
        if slice.is_empty() {
            layout.finish(at, sink);
            return Ok(());
        }
        let length = slice.len();
        if layout.feed(slice, at, sink) != Fed::All {
            return Ok(());
        }
        reader.consume(length);
    }
}
