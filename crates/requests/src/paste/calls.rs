//! The requests that code makes, of which a text may have several: each with what is said of it and of the values that the lines
//! above all of them give.

use super::doubt_kind::DoubtKind;
use super::error::PasteError;
use super::parts::Parts;
use super::quoted::Quoted;
use super::remark::{PasteNote, Remarks};
use std::collections::HashMap;
use std::ops::Range;

/// A request that code makes.
pub(super) struct Call {
    /// Where its command or function is called.
    pub(super) at: usize,
    /// Where it ends.
    pub(super) end: usize,
    pub(super) read: Result<Parts, PasteError>,
    pub(super) remarks: Remarks,
}

/// All that one language makes of a text, as far as the end of its last request.
pub(super) struct Calls {
    /// Where the first statement begins that it understands.
    pub(super) begin: usize,
    pub(super) quoted: Quoted,
    pub(super) calls: Vec<Call>,
}

impl Calls {
    /// Where the first request is called.
    pub(super) fn first(&self) -> Option<usize> {
        self.calls.first().map(|call| call.at)
    }
}

/// Puts the requests of a text together, from its beginning to its end.
#[derive(Default)]
pub(super) struct Gathered {
    begin: Option<usize>,
    calls: Vec<Call>,
    notes: Vec<PasteNote>,
    /// What is doubted of the values above, by the variable that stands in them.
    doubts: HashMap<String, (usize, DoubtKind)>,
}

impl Gathered {
    /// What was read of the lines above the next request: where the first that gives a value begins, and what is said of them.
    pub(super) fn above(&mut self, begin: Option<usize>, remarks: Remarks) {
        self.begin = self.begin.or(begin);
        let (notes, doubts) = remarks.into_parts();
        for note in notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        for (at, doubt) in doubts {
            if let Some(variable) = doubt.variable().map(str::to_owned) {
                self.doubts.entry(variable).or_insert((at, doubt));
            }
        }
    }

    /// The request itself, with what is said of it.
    pub(super) fn call(
        &mut self,
        Range { start, end }: Range<usize>,
        read: Result<Parts, PasteError>,
        mut remarks: Remarks,
    ) {
        for note in &self.notes {
            remarks.note(note.clone());
        }
        // A value from above may be in several requests.
        for variable in read.iter().flat_map(Parts::variables) {
            if let Some((at, doubt)) = self.doubts.get(&variable) {
                remarks.doubt(*at, doubt.clone());
            }
        }
        self.calls.push(Call { at: start, end, read, remarks });
    }

    pub(super) fn finish(self, text: &str, quoted: Vec<Range<usize>>) -> Calls {
        let first = self.calls.first().map_or(text.len(), |call| call.at);
        let quoted = if self.calls.is_empty() { Quoted::default() } else { Quoted::of(quoted) };
        Calls { begin: self.begin.unwrap_or(first), quoted, calls: self.calls }
    }
}
