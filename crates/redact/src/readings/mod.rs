//! Every way to read some bytes: as they are, and with each encoding undone that people and programs wrap texts in. A
//! reading is read further in turn, so that base64 of JSON in base64 in a URL is seen through.
//!
//! ```text
//! bytes ─┬─ without its escapes (percent, JSON, HTML) ─▶ …
//!        ├─ quoted-printable undone ───────────────────▶ …
//!        ├─ base64, base32, hex undone, each alignment ▶ …
//!        └─ UTF-16 as UTF-8 ───────────────────────────▶ …
//! ```
//!
//! What is looked for in the readings is the [`Matcher`]'s.

mod bytes;
mod digits;
mod escapes;
mod utf16;

use bytes::Has;
use digits::{Alphabet, Digits};
use std::ops::{ControlFlow, Range};

pub(crate) use bytes::find_pair;
use escapes::Kinds;
pub(crate) use escapes::{Escapes, View};

/// How far readings of readings are followed.
const DEEPEST: usize = 6;
/// Readings are given up when all of them together are this many times as long as what was given: no text that is not made
/// for it comes near.
const MOST: usize = 128;
/// What a short text may cost in any case.
const LEAST: usize = 1 << 20;
/// What digits of any kind stand for holds every shorter text by accident.
pub(crate) const SHORTEST_IN_DIGITS: usize = 6;

/// Something that is looked for in every reading.
pub trait Matcher {
    /// No find is shorter than this many bytes.
    fn shortest(&self) -> usize;

    /// No find is longer than this many bytes.
    fn longest(&self) -> usize;

    /// Reports each find, which is a byte at least: where in the reading, and which. Ends when told to.
    fn find(
        &self,
        reading: &[u8],
        origin: Origin,
        found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
    ) -> ControlFlow<()>;
}

/// How a reading came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It is a text, or what was given.
    Text,
    /// Digits of base64, base32 or hex stood for it, or could have: short secrets are found in it by accident.
    Digits,
}

/// There was more to read than a text holds that nobody made for it: what is in there is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooDeep;

/// How many bytes a text of `length` may take when it is encoded, and that again.
pub(crate) fn reach(length: usize) -> usize {
    // Every byte as `\u0041`, and these escaped again.
    length * 24 + 64
}

/// Has `matcher` look into every reading of `bytes`, and tells where in `bytes` each find comes from, whole escapes and
/// digits only.
///
/// # Errors
/// The readings take too much; what was found until then was told.
pub(crate) fn search(
    matcher: &dyn Matcher,
    bytes: &[u8],
    found: &mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
) -> Result<(), TooDeep> {
    let left = bytes.len().saturating_mul(MOST).saturating_add(LEAST);
    let mut look = Look { matcher, left, found };
    match look.follow(bytes, Origin::Text, 0, &|range| range) {
        ControlFlow::Break(Stop::TooDeep) => Err(TooDeep),
        ControlFlow::Break(Stop::Enough) | ControlFlow::Continue(()) => Ok(()),
    }
}

/// Why looking ends early.
enum Stop {
    Enough,
    TooDeep,
}

type Place<'a> = &'a dyn Fn(Range<usize>) -> Range<usize>;

struct Look<'a> {
    matcher: &'a dyn Matcher,
    /// Bytes that may still be looked at.
    left: usize,
    found: &'a mut dyn FnMut(Range<usize>, usize) -> ControlFlow<()>,
}

impl Look<'_> {
    /// Looks into a reading and all readings of it. `place` says where a stretch of it came from.
    fn follow(
        &mut self,
        bytes: &[u8],
        origin: Origin,
        depth: usize,
        place: Place<'_>,
    ) -> ControlFlow<Stop> {
        self.look_at(bytes, origin, place)?;
        // A text that is shorter than what is looked for may still be it: UTF-16 takes 2 bytes where UTF-8 takes 3.
        if depth == DEEPEST {
            return ControlFlow::Continue(());
        }
        let has = Has::of(bytes);
        self.escapes(bytes, has, origin, depth, place)?;
        self.digits(bytes, has, depth, place)?;
        // Every character of ASCII has a byte that is zero, which no other text has.
        for reading in has.zero.then(|| utf16::readings(bytes)).into_iter().flatten() {
            let through = |range| place(reading.source(&range));
            self.follow(&reading.bytes, origin, depth + 1, &through)?;
        }
        ControlFlow::Continue(())
    }

    fn look_at(&mut self, bytes: &[u8], origin: Origin, place: Place<'_>) -> ControlFlow<Stop> {
        let Some(left) = self.left.checked_sub(bytes.len()) else {
            return ControlFlow::Break(Stop::TooDeep);
        };
        self.left = left;
        let found = &mut *self.found;
        match self.matcher.find(bytes, origin, &mut |range, which| found(place(range), which)) {
            ControlFlow::Break(()) => ControlFlow::Break(Stop::Enough),
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
        }
    }

    fn escapes(
        &mut self,
        bytes: &[u8],
        has: Has,
        origin: Origin,
        depth: usize,
        place: Place<'_>,
    ) -> ControlFlow<Stop> {
        let there = Kinds::of(bytes, has);
        let mut seen = Vec::new();
        for escapes in Escapes::SOME {
            // What has no others reads as with all of them undone, which is followed below; and what is undone twice in one
            // way is looked at once.
            let undone = there.undone_by(escapes);
            if undone.is_empty() || undone == there {
                continue;
            }
            let is_new = !seen.contains(&undone);
            seen.push(undone);
            self.alone(bytes, escapes, origin, depth, is_new, place)?;
        }
        // Quoted-printable is undone by itself: its `=` stands before a value in every query.
        let possible = [(Escapes::All, !there.is_empty()), (Escapes::QuotedPrintable, has.equals)];
        for (escapes, _) in possible.into_iter().filter(|(_, is_possible)| *is_possible) {
            if let Some(view) = View::of(bytes, escapes) {
                let through = |range| place(view.source(&range));
                self.follow(view.bytes(), origin, depth + 1, &through)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Looks into what is left when some kinds of escapes are undone, again and again: a secret may hold what looks like an
    /// escape of another kind, by itself or with what follows it.
    fn alone(
        &mut self,
        bytes: &[u8],
        escapes: Escapes,
        origin: Origin,
        depth: usize,
        is_new: bool,
        place: Place<'_>,
    ) -> ControlFlow<Stop> {
        let Some(view) = View::of(bytes, escapes).filter(|_| depth < DEEPEST) else {
            return ControlFlow::Continue(());
        };
        let through = |range| place(view.source(&range));
        if is_new {
            self.look_at(view.bytes(), origin, &through)?;
        }
        self.alone(view.bytes(), escapes, origin, depth + 1, true, &through)
    }

    fn digits(
        &mut self,
        bytes: &[u8],
        has: Has,
        depth: usize,
        place: Place<'_>,
    ) -> ControlFlow<Stop> {
        let shortest = self.matcher.shortest().max(SHORTEST_IN_DIGITS);
        for alphabet in Alphabet::ALL {
            let digits = Digits::of(bytes, has, alphabet, shortest);
            if digits.is_empty() {
                continue;
            }
            for skipped in 0..alphabet.alignments() {
                let decoded = digits.decode(skipped);
                let through = |range| place(decoded.source(&range));
                self.follow(&decoded.bytes, Origin::Digits, depth + 1, &through)?;
            }
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
pub(crate) mod plain;
#[cfg(test)]
mod tests;
