//! The same readings without a shortcut: what the quick way is compared with.

use super::digits::{Alphabet, Digits};
use super::utf16;
use super::{DEEPEST, Escapes, Matcher, Origin, Place, SHORTEST_IN_DIGITS, View};
use std::ops::{ControlFlow, Range};

pub(crate) fn search(matcher: &dyn Matcher, bytes: &[u8], found: &mut dyn FnMut(Range<usize>)) {
    Look { matcher, found }.follow(bytes, Origin::Text, 0, &|range| range);
}

struct Look<'a> {
    matcher: &'a dyn Matcher,
    found: &'a mut dyn FnMut(Range<usize>),
}

impl Look<'_> {
    fn follow(&mut self, bytes: &[u8], origin: Origin, depth: usize, place: Place<'_>) {
        self.look_at(bytes, origin, place);
        if depth == DEEPEST {
            return;
        }
        for escapes in Escapes::SOME {
            self.alone(bytes, escapes, origin, depth, place);
        }
        for escapes in [Escapes::All, Escapes::QuotedPrintable] {
            if let Some(view) = View::of(bytes, escapes) {
                let through = |range| place(view.source(&range));
                self.follow(view.bytes(), origin, depth + 1, &through);
            }
        }
        let shortest = self.matcher.shortest().max(SHORTEST_IN_DIGITS);
        for alphabet in Alphabet::ALL {
            let digits = Digits::slowly(bytes, alphabet, shortest);
            if digits.is_empty() {
                continue;
            }
            for skipped in 0..alphabet.alignments() {
                let decoded = digits.decode(skipped);
                let through = |range| place(decoded.source(&range));
                self.follow(&decoded.bytes, Origin::Digits, depth + 1, &through);
            }
        }
        for reading in utf16::readings(bytes) {
            let through = |range| place(reading.source(&range));
            self.follow(&reading.bytes, origin, depth + 1, &through);
        }
    }

    fn look_at(&mut self, bytes: &[u8], origin: Origin, place: Place<'_>) {
        let found = &mut *self.found;
        let _ = self.matcher.find(bytes, origin, &mut |range, _| {
            found(place(range));
            ControlFlow::Continue(())
        });
    }

    fn alone(
        &mut self,
        bytes: &[u8],
        escapes: Escapes,
        origin: Origin,
        depth: usize,
        place: Place<'_>,
    ) {
        if let Some(view) = View::of(bytes, escapes).filter(|_| depth < DEEPEST) {
            let through = |range| place(view.source(&range));
            self.look_at(view.bytes(), origin, &through);
            self.alone(view.bytes(), escapes, origin, depth + 1, &through);
        }
    }
}
