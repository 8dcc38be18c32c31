//! Rows of a text as it came: its lines, long ones in pieces.

use crate::layout::{Fed, Layout, RowStart, Sink, fitting};

/// Lines end with `\n`, or with `\r\n`, whose `\r` rows leave out.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    line: u64,
    depth: u32,
    row_bytes: usize,
    /// The next byte begins a line.
    begins: bool,
    /// Nothing was taken yet.
    is_first: bool,
    /// Went on from the middle of a line.
    continued: bool,
}

impl Lines {
    /// From the start of a row.
    pub(crate) fn from(start: RowStart) -> Self {
        Self {
            line: start.line,
            depth: start.depth,
            row_bytes: 0,
            begins: true,
            is_first: true,
            continued: start.continued,
        }
    }

    fn begin(&mut self, at: u64) -> RowStart {
        if !self.is_first && !self.continued {
            self.line += 1;
        }
        let continued = std::mem::take(&mut self.continued);
        (self.begins, self.is_first, self.row_bytes) = (false, false, 0);
        RowStart { at, line: self.line, depth: self.depth, continued, mode: 0 }
    }
}

impl Layout for Lines {
    fn feed(&mut self, bytes: &[u8], at: u64, sink: &mut impl Sink) -> Fed {
        let mut from = 0;
        while from < bytes.len() {
            if self.begins {
                let start = self.begin(at + from as u64);
                if sink.row(start).is_break() {
                    return Fed::Enough;
                }
            }
            // No further than a row is long: a line without end would be looked through once for each of its rows.
            let most = bytes.len().min(from + crate::layout::ROW_BYTES + 4);
            let rest = &bytes[from..most];
            let end = memchr::memchr(b'\n', rest);
            let line = &rest[..end.unwrap_or(rest.len())];
            let fits = fitting(line, self.row_bytes);
            sink.text(&line[..fits], at + from as u64);
            self.row_bytes += fits;
            from += fits;
            if fits < line.len() {
                (self.begins, self.continued) = (true, true);
            } else if end.is_some() {
                self.begins = true;
                from += 1;
            }
        }
        Fed::All
    }
}
