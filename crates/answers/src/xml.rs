//! Markup put in form: a row for each tag that has others in it, by its depth. Only white space between tags and at the ends of lines
//! moves. Whether the tags fit together is not looked at.

use crate::layout::{Fed, Layout, RowStart, Sink, fitting};

/// Rows of XML.
#[derive(Debug, Clone)]
pub(crate) struct XmlLayout {
    inside: Inside,
    last: Last,
    depth: u32,
    line: u64,
    row_bytes: usize,
    /// Where a `<` lies that is not written yet, because what follows says on which row.
    less_at: u64,
    /// A line ended, and what follows begins a row.
    line_ended: bool,
    is_first: bool,
    resumes: bool,
    /// The last two bytes, by which a comment ends.
    tail: [u8; 2],
}

/// Inside of what the next byte is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Between,
    Text,
    Less,
    Bang,
    OpenTag,
    Double,
    Single,
    CloseTag,
    Comment,
    Data,
    Instruction,
    Declaration,
}

const INSIDES: [Inside; 12] = [
    Inside::Between,
    Inside::Text,
    Inside::Less,
    Inside::Bang,
    Inside::OpenTag,
    Inside::Double,
    Inside::Single,
    Inside::CloseTag,
    Inside::Comment,
    Inside::Data,
    Inside::Instruction,
    Inside::Declaration,
];

/// What stood last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Other,
    /// A tag, or text directly behind it: what closes it stays on its row.
    Open,
}

impl XmlLayout {
    /// From the start of a row.
    pub(crate) fn from(start: RowStart) -> Self {
        Self {
            inside: INSIDES[usize::from(start.mode & 0x0f) % INSIDES.len()],
            last: if start.mode & 0x10 == 0 { Last::Other } else { Last::Open },
            depth: start.depth,
            line: start.line,
            row_bytes: 0,
            less_at: 0,
            line_ended: false,
            is_first: true,
            resumes: start.continued,
            tail: [0; 2],
        }
    }

    fn row(&mut self, at: u64, continued: bool, sink: &mut impl Sink) -> bool {
        if !self.is_first && !continued {
            self.line += 1;
        }
        (self.is_first, self.row_bytes, self.line_ended) = (false, 0, false);
        let inside = INSIDES.iter().position(|one| *one == self.inside).unwrap_or(0) as u8;
        let mode = inside | if self.last == Last::Open { 0x10 } else { 0 };
        let (line, depth) = (self.line, self.depth);
        sink.row(RowStart { at, line, depth, continued, mode }).is_break()
    }

    fn emit(&mut self, byte: u8, at: u64, sink: &mut impl Sink) -> bool {
        let is_full = fitting(&[byte], self.row_bytes) == 0;
        // What ends a comment is told from the bytes before, so that it stays with them.
        let may_break = !matches!((self.inside, byte), (Inside::Bang, _) | (_, b'>'));
        if (is_full || self.line_ended) && may_break && self.row(at, true, sink) {
            return true;
        }
        self.row_bytes += 1;
        self.tail = [self.tail[1], byte];
        sink.text(&[byte], at);
        false
    }

    /// The `<` that waits, on the row it belongs to.
    fn tag(&mut self, next: u8, sink: &mut impl Sink) -> bool {
        let closes = next == b'/';
        let stays = closes && self.last == Last::Open && !self.is_first;
        // A row that begins with the tag has its depth already.
        if closes && !self.is_first {
            self.depth = self.depth.saturating_sub(1);
        }
        self.line_ended = false;
        // The row begins between tags, whatever follows its `<`.
        self.inside = Inside::Between;
        if !stays && self.row(self.less_at, false, sink) {
            return true;
        }
        self.inside = Inside::Less;
        let at = self.less_at;
        self.emit(b'<', at, sink)
    }

    fn step(&mut self, byte: u8, at: u64, sink: &mut impl Sink) -> bool {
        if self.inside == Inside::Less && self.tag(byte, sink) {
            return true;
        }
        match self.inside {
            Inside::Between | Inside::Text if byte == b'<' => {
                self.less_at = at;
                self.inside = Inside::Less;
                return false;
            }
            Inside::Between if byte.is_ascii_whitespace() => return false,
            Inside::Between => {
                if (self.last == Last::Other || self.is_first) && self.row(at, false, sink) {
                    return true;
                }
                self.inside = Inside::Text;
            }
            Inside::Less => {}
            _ if byte == b'\n' => {
                self.line_ended = true;
                return false;
            }
            _ if self.line_ended && byte.is_ascii_whitespace() => return false,
            _ => {}
        }
        let before = self.tail;
        if self.emit(byte, at, sink) {
            return true;
        }
        self.inside = match (self.inside, byte) {
            (Inside::Less, b'/') => Inside::CloseTag,
            (Inside::Less, b'?') => Inside::Instruction,
            (Inside::Less, b'!') => Inside::Bang,
            (Inside::Less, _) => Inside::OpenTag,
            (Inside::Bang, b'-') => Inside::Comment,
            (Inside::Bang, b'[') => Inside::Data,
            (Inside::Bang, _) => Inside::Declaration,
            (Inside::OpenTag, b'"') => Inside::Double,
            (Inside::OpenTag, b'\'') => Inside::Single,
            (Inside::Double, b'"') | (Inside::Single, b'\'') => Inside::OpenTag,
            (Inside::OpenTag, b'>') if before[1] != b'/' => {
                self.depth += 1;
                self.last = Last::Open;
                Inside::Between
            }
            (Inside::OpenTag | Inside::CloseTag | Inside::Declaration, b'>') => self.over(),
            (Inside::Comment, b'>') if before == *b"--" => self.over(),
            (Inside::Data, b'>') if before == *b"]]" => self.over(),
            (Inside::Instruction, b'>') if before[1] == b'?' => self.over(),
            (inside, _) => inside,
        };
        false
    }

    fn over(&mut self) -> Inside {
        self.last = Last::Other;
        Inside::Between
    }
}

impl Layout for XmlLayout {
    fn feed(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Fed {
        if std::mem::take(&mut self.resumes) && self.row(at, true, sink) {
            return Fed::Enough;
        }
        for (place, byte) in bytes.iter().enumerate() {
            if self.step(*byte, at + place as u64, sink) {
                return Fed::Enough;
            }
        }
        Fed::All
    }

    fn finish(&mut self, _at: u64, sink: &mut impl Sink) -> Fed {
        // A `<` at the very end still waits.
        match self.inside == Inside::Less && self.tag(0, sink) {
            true => Fed::Enough,
            false => Fed::All,
        }
    }
}
