//! An index of a text, made in one pass while others read rows already: how many rows there are, where each of some begins, where the
//! text is no JSON, how many places stand for no character. It costs some bytes for each [`SPACING`] of text, so that a gigabyte of it has
//! an index of about a megabyte.

use crate::charset::Undecodable;
use crate::json::{Grammar, JsonLayout};
pub use crate::layout::FaultKind;
use crate::layout::{Fed, Layout, RowStart, Sink, Token};
use crate::lines::Lines;
use crate::xml::XmlLayout;
use std::ops::ControlFlow;

/// At most one checkpoint for as many bytes.
pub const SPACING: u64 = 64 << 10;

/// What formatting a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON: one value, or several one after the other.
    Json,
    /// XML.
    Xml,
    /// None: its lines are its rows.
    Plain,
}

/// The place where a text stops being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where, in bytes.
    pub at: u64,
}

/// Rows that are known, with a checkpoint here and there.
#[derive(Debug, Default)]
pub(crate) struct Checkpoints {
    points: Vec<(u64, RowStart)>,
    pub(crate) rows: u64,
    lines: u64,
}

impl Checkpoints {
    fn take(&mut self, start: RowStart) {
        let due = self.points.last().is_none_or(|(_, last)| start.at >= last.at + SPACING);
        if due {
            self.points.push((self.rows, start));
        }
        self.rows += 1;
        self.lines = start.line + 1;
    }

    /// The last checkpoint up to a row, with the number of its row.
    pub(crate) fn before_row(&self, row: u64) -> Option<(u64, RowStart)> {
        let next = self.points.partition_point(|(number, _)| *number <= row);
        self.points.get(next.checked_sub(1)?).copied()
    }

    /// The last checkpoint up to a place.
    pub(crate) fn before_place(&self, at: u64) -> Option<(u64, RowStart)> {
        let next = self.points.partition_point(|(_, start)| start.at <= at);
        self.points.get(next.checked_sub(1)?).copied()
    }

    fn bytes(&self) -> usize {
        self.points.capacity() * size_of::<(u64, RowStart)>()
    }
}

impl Sink for Checkpoints {
    fn row(&mut self, start: RowStart) -> ControlFlow<()> {
        self.take(start);
        ControlFlow::Continue(())
    }

    fn text(&mut self, _bytes: &[u8], _at: u64) {}
}

/// Rows of JSON, with its grammar.
#[derive(Default)]
struct Checked {
    points: Checkpoints,
    grammar: Grammar,
}

impl Sink for Checked {
    fn row(&mut self, start: RowStart) -> ControlFlow<()> {
        self.points.row(start)
    }

    fn text(&mut self, _bytes: &[u8], _at: u64) {}

    fn token(&mut self, token: Token) -> Result<(), FaultKind> {
        self.grammar.take(token)
    }
}

/// What is known of the formatted rows.
enum Formatted {
    Json { layout: JsonLayout, checked: Checked },
    Xml { layout: XmlLayout, points: Checkpoints },
    Plain,
}

/// The index of a text, as far as the text was fed.
pub struct Index {
    at: u64,
    is_whole: bool,
    undecodable: Undecodable,
    lines: Lines,
    pub(crate) raw: Checkpoints,
    formatted: Formatted,
    fault: Option<Fault>,
    /// The rows behind a fault, as they came.
    tail: Option<(Lines, Checkpoints)>,
}

impl Index {
    /// Of a text that nothing is known of yet.
    pub fn new(form: Form) -> Self {
        let start = RowStart::default();
        let formatted = match form {
            Form::Json => {
                Formatted::Json { layout: JsonLayout::from(start), checked: Checked::default() }
            }
            Form::Xml => {
                Formatted::Xml { layout: XmlLayout::from(start), points: Checkpoints::default() }
            }
            Form::Plain => Formatted::Plain,
        };
        Self {
            at: 0,
            is_whole: false,
            undecodable: Undecodable::default(),
            lines: Lines::from(start),
            raw: Checkpoints::default(),
            formatted,
            fault: None,
            tail: None,
        }
    }

    /// Takes the next piece of the text.
    pub fn feed(&mut self, piece: &[u8]) {
        let at = self.at;
        self.undecodable.feed(piece);
        self.lines.feed(piece, at, &mut self.raw);
        match &mut self.formatted {
            Formatted::Xml { layout, points } => {
                layout.feed(piece, at, points);
            }
            Formatted::Json { layout, checked } if self.fault.is_none() => {
                if let Fed::Fault(kind, place) = layout.feed(piece, at, checked) {
                    self.break_off(kind, place);
                    let rest = usize::try_from(place - at).unwrap_or(piece.len());
                    self.feed_tail(&piece[rest.min(piece.len())..], place);
                }
            }
            Formatted::Json { .. } => self.feed_tail(piece, at),
            Formatted::Plain => {}
        }
        self.at += piece.len() as u64;
    }

    /// Says that the text ends.
    pub fn finish(&mut self) {
        self.undecodable.finish();
        let at = self.at;
        match &mut self.formatted {
            Formatted::Xml { layout, points } => {
                layout.finish(at, points);
            }
            Formatted::Json { layout, checked } if self.fault.is_none() => {
                let ends = layout.finish(at, checked);
                if ends != Fed::All || !checked.grammar.may_end() {
                    self.break_off(FaultKind::EndsEarly, at);
                }
            }
            _ => {}
        }
        self.is_whole = true;
    }

    fn break_off(&mut self, kind: FaultKind, place: u64) {
        self.fault = Some(Fault { kind, at: place });
        let start = RowStart { at: place, ..RowStart::default() };
        self.tail = Some((Lines::from(start), Checkpoints::default()));
    }

    fn feed_tail(&mut self, piece: &[u8], at: u64) {
        if let Some((lines, points)) = &mut self.tail {
            lines.feed(piece, at, points);
        }
    }

    /// How many bytes were taken.
    pub fn fed(&self) -> u64 {
        self.at
    }

    /// Whether that is all of the text.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many rows are known in the raw view.
    pub fn raw_rows(&self) -> u64 {
        self.raw.rows
    }

    /// How many lines are known.
    pub fn lines(&self) -> u64 {
        self.raw.lines
    }

    /// How many rows are known in the formatted view; none without formatting.
    pub fn formatted_rows(&self) -> Option<u64> {
        let tail = self.tail.as_ref().map_or(0, |(_, points)| points.rows);
        self.formatted_points().map(|points| points.rows + tail)
    }

    /// Where the text stops being JSON.
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// How many places of the text stand for no character.
    pub fn undecodable(&self) -> u64 {
        self.undecodable.count
    }

    /// How much memory the index takes.
    pub fn bytes(&self) -> usize {
        let formatted = self.formatted_points().map_or(0, Checkpoints::bytes);
        let tail = self.tail.as_ref().map_or(0, |(_, points)| points.bytes());
        self.raw.bytes() + formatted + tail
    }

    pub(crate) fn form(&self) -> Form {
        match self.formatted {
            Formatted::Json { .. } => Form::Json,
            Formatted::Xml { .. } => Form::Xml,
            Formatted::Plain => Form::Plain,
        }
    }

    pub(crate) fn formatted_points(&self) -> Option<&Checkpoints> {
        match &self.formatted {
            Formatted::Json { checked, .. } => Some(&checked.points),
            Formatted::Xml { points, .. } => Some(points),
            Formatted::Plain => None,
        }
    }

    pub(crate) fn tail(&self) -> Option<&Checkpoints> {
        self.tail.as_ref().map(|(_, points)| points)
    }
}
