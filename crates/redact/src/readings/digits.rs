//! Base64 of either alphabet, base32 and hex, wherever they may begin and however they are broken up.

use super::bytes::{Has, find};
use std::ops::Range;

/// No digit.
const NONE: u8 = u8::MAX;

/// A kind of digits that bytes are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// RFC 4648 sections 4 and 5, also mixed.
    Base64,
    /// RFC 4648 section 6, in any case.
    Base32,
    /// In any case, also with something between the bytes: `70:38:65`, `70 38 65`, `\x70\x38`, `0x70, 0x38`.
    Hex,
}

const BASE64: [u8; 256] =
    table(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", b"-+_/");
const BASE32: [u8; 256] = table(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    b"aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ",
);
const HEX: [u8; 256] = table(b"0123456789ABCDEF", b"aAbBcCdDeEfF");

/// What a stretch of hex is made of, what stands between its bytes included.
const HEX_OR_GAP: [u8; 256] = {
    let mut table = HEX;
    let between = b":-_ ,;\\xX\r\n\t";
    let mut place = 0;
    while place < between.len() {
        table[between[place] as usize] = 0;
        place += 1;
    }
    table
};

/// The value of each digit; `same` are pairs of a digit and another for the same value.
const fn table(digits: &[u8], same: &[u8]) -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < digits.len() {
        table[digits[value] as usize] = value as u8;
        value += 1;
    }
    let mut pair = 0;
    while pair < same.len() {
        table[same[pair] as usize] = table[same[pair + 1] as usize];
        pair += 2;
    }
    table
}

impl Alphabet {
    pub(super) const ALL: [Self; 3] = [Self::Base64, Self::Base32, Self::Hex];

    fn bits(self) -> usize {
        match self {
            Self::Base64 => 6,
            Self::Base32 => 5,
            Self::Hex => 4,
        }
    }

    /// At how many digits a byte may begin: which digits belong together cannot be seen.
    pub(super) fn alignments(self) -> usize {
        match self {
            Self::Base64 => 4,
            Self::Base32 => 8,
            Self::Hex => 2,
        }
    }

    fn table(self) -> &'static [u8; 256] {
        match self {
            Self::Base64 => &BASE64,
            Self::Base32 => &BASE32,
            Self::Hex => &HEX,
        }
    }

    /// The next part of a text, from `at` on, in which a stretch of so many digits may be: outside of it there is none. It
    /// begins and ends where no stretch is cut in two.
    fn next_possible(self, source: &[u8], at: usize, fewest: usize) -> Option<Range<usize>> {
        let table = match self {
            // Without its separators, a stretch may be single bytes.
            Self::Hex => &HEX_OR_GAP,
            Self::Base64 | Self::Base32 => self.table(),
        };
        let mut start = at;
        loop {
            // From the end on: a byte that is none of them says that no stretch as long as this begins before it.
            let part = source.get(start..start + fewest)?;
            match part.iter().rposition(|byte| table[usize::from(*byte)] == NONE) {
                Some(last) => start += last + 1,
                None => break,
            }
        }
        let rest = source[start + fewest..].iter();
        let length = fewest + rest.take_while(|byte| table[usize::from(**byte)] != NONE).count();
        Some(start..start + length)
    }

    /// Whether a line of digits goes on in the next one, so that a stretch has bytes in it that are neither.
    fn has_joint(self, source: &[u8], has: Has) -> bool {
        if self == Self::Hex || !has.line_end {
            // What may stand between its bytes is known by the byte.
            return false;
        }
        let is_digit = |byte: &u8| self.table()[usize::from(*byte)] != NONE;
        let mut at = 0;
        while let Some(next) = find(&source[at..], |byte| byte == b'\n') {
            let before = &source[..at + next];
            let line = before.strip_suffix(b"\r").unwrap_or(before);
            if line.last().is_some_and(is_digit) && self.gap(&source[line.len()..]).is_some() {
                return true;
            }
            at += next + 1;
        }
        false
    }

    /// The length of what stands between two digits of one text; none when `rest` does not begin with that. Mail and
    /// certificates break lines at 64 and 76, and people anywhere.
    fn gap(self, rest: &[u8]) -> Option<usize> {
        let gap = match self {
            Self::Hex => hex_gap(rest),
            Self::Base64 | Self::Base32 => line_end(rest),
        };
        let goes_on = rest.get(gap).is_some_and(|next| self.table()[usize::from(*next)] != NONE);
        goes_on.then_some(gap)
    }
}

/// A line end and the blanks that the next line begins with.
fn line_end(rest: &[u8]) -> usize {
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n', ..] => 1,
        _ => return 0,
    };
    end + rest[end..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn hex_gap(rest: &[u8]) -> usize {
    let between = match rest {
        [b':' | b'-' | b' ' | b'_', ..] => 1,
        [b',' | b';', b' ', ..] => 2,
        [b',' | b';', ..] => 1,
        _ => 0,
    };
    let between = between + line_end(&rest[between..]);
    let begins =
        [b"\\x", b"\\X", b"0x", b"0X"].iter().any(|mark| rest[between..].starts_with(*mark));
    between + if begins { 2 } else { 0 }
}

/// All stretches of digits in a text that are long enough.
pub(super) struct Digits {
    bits: usize,
    values: Vec<u8>,
    /// Where each stretch begins among the values.
    runs: Vec<usize>,
    /// Where digits that follow each other without a gap begin, among the values and in the source.
    rows: Vec<(usize, usize)>,
}

impl Digits {
    /// The stretches that can stand for at least `shortest` bytes.
    pub(super) fn of(source: &[u8], has: Has, alphabet: Alphabet, shortest: usize) -> Self {
        let bits = alphabet.bits();
        let mut digits = Self { bits, values: Vec::new(), runs: Vec::new(), rows: Vec::new() };
        let fewest = (shortest * 8).div_ceil(bits);
        // Once for all of it: asked for each stretch, a text of many would be looked through as often.
        let everywhere = alphabet.has_joint(source, has).then_some(0..source.len());
        let next = |at| match &everywhere {
            Some(all) => (at < all.end).then_some(at..all.end),
            None => alphabet.next_possible(source, at, fewest),
        };
        let mut at = 0;
        while let Some(possible) = next(at) {
            at = possible.start;
            while at < possible.end {
                at = digits.take_if_long(source, at, alphabet, fewest);
            }
        }
        digits
    }

    /// The same, every byte looked at.
    #[cfg(test)]
    pub(super) fn slowly(source: &[u8], alphabet: Alphabet, shortest: usize) -> Self {
        let bits = alphabet.bits();
        let mut digits = Self { bits, values: Vec::new(), runs: Vec::new(), rows: Vec::new() };
        let fewest = (shortest * 8).div_ceil(bits);
        let mut at = 0;
        while at < source.len() {
            at = digits.take_if_long(source, at, alphabet, fewest);
        }
        digits
    }

    /// Takes the stretch that begins at `at`, if one does and it is long enough, and returns where to go on.
    fn take_if_long(
        &mut self,
        source: &[u8],
        at: usize,
        alphabet: Alphabet,
        fewest: usize,
    ) -> usize {
        if alphabet.table()[usize::from(source[at])] == NONE {
            return at + 1;
        }
        let (values, rows) = (self.values.len(), self.rows.len());
        let end = self.take(source, at, alphabet);
        if self.values.len() - values < fewest {
            self.values.truncate(values);
            self.rows.truncate(rows);
        } else {
            self.runs.push(values);
        }
        end
    }

    /// Takes a stretch that begins at `at`, over its gaps, and returns where it ends.
    fn take(&mut self, source: &[u8], mut at: usize, alphabet: Alphabet) -> usize {
        let table = alphabet.table();
        loop {
            let (row, begin) = (self.values.len(), at);
            self.rows.push((row, begin));
            while let Some(byte) = source.get(at) {
                let value = table[usize::from(*byte)];
                // `0x` is no digit before what it stands before: where a byte begins that is written by itself. Anywhere
                // else the `0` is the last digit, and an `x` happens to follow.
                let is_mark = *byte == b'0'
                    && alphabet == Alphabet::Hex
                    && matches!(source.get(at + 1), Some(b'x' | b'X'))
                    && matches!(self.values.len() - row, 0 | 2);
                if value == NONE || is_mark {
                    break;
                }
                self.values.push(value);
                at += 1;
            }
            match alphabet.gap(&source[at..]) {
                Some(gap) => at += gap,
                // What is no digit after all is stepped over.
                None => return at.max(begin + 1),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// What the digits stand for when the first that counts is `skipped` behind the beginning of each stretch.
    pub(super) fn decode(&self, skipped: usize) -> Decoded<'_> {
        let mut decoded = Decoded {
            digits: self,
            bytes: Vec::with_capacity(self.values.len() * self.bits / 8 + self.runs.len()),
            starts: Vec::with_capacity(self.runs.len()),
        };
        for (place, run) in self.runs.iter().enumerate() {
            let end = self.runs.get(place + 1).copied().unwrap_or(self.values.len());
            let first = (run + skipped).min(end);
            decoded.starts.push((decoded.bytes.len(), first));
            let (mut bits, mut count) = (0_u32, 0);
            for value in &self.values[first..end] {
                bits = bits << self.bits | u32::from(*value);
                count += self.bits;
                if count >= 8 {
                    count -= 8;
                    decoded.bytes.push((bits >> count & 0xFF) as u8);
                }
            }
            // A byte that no text has keeps stretches apart.
            decoded.bytes.push(0xFF);
        }
        decoded
    }

    /// Where a digit stands in the source.
    fn source(&self, digit: usize) -> usize {
        let row = self.rows.partition_point(|(first, _)| *first <= digit);
        let (first, source) = self.rows.get(row.wrapping_sub(1)).copied().unwrap_or_default();
        source + (digit - first)
    }
}

/// What stretches of digits stand for.
pub(super) struct Decoded<'a> {
    digits: &'a Digits,
    pub(super) bytes: Vec<u8>,
    /// Where each stretch begins, here and among the digits.
    starts: Vec<(usize, usize)>,
}

impl Decoded<'_> {
    /// The digits that a stretch was made from, those included that other bytes are made of in part.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let digit = |at: usize, up: bool| {
            let run = self
                .starts
                .partition_point(|(start, _)| *start <= at.saturating_sub(usize::from(up)));
            let (start, first) = self.starts.get(run.wrapping_sub(1)).copied().unwrap_or_default();
            let bits = (at - start) * 8;
            first + if up { bits.div_ceil(self.digits.bits) - 1 } else { bits / self.digits.bits }
        };
        let last = self.digits.values.len().saturating_sub(1);
        let end = digit(range.end, true).min(last);
        self.digits.source(digit(range.start, false))..self.digits.source(end) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Stretches with and without what may stand between their bytes, and what ends them.
        #[test]
        fn nothing_is_passed_over(
            pieces in prop::collection::vec("[0-9a-f]{1,40}|[A-Za-z0-9+/_-]{1,60}|(0x[0-9a-f]{2},? ?){1,20}|([0-9A-F]{2}[:\\- _]){1,30}|\r?\n[ \t]{0,3}|[ .{}\"%=x\\\\]{1,3}", 0..40),
            shortest in 6_usize..40,
        ) {
            let source = pieces.concat();
            for alphabet in Alphabet::ALL {
                let has = Has::of(source.as_bytes());
                let quick = Digits::of(source.as_bytes(), has, alphabet, shortest);
                let slow = Digits::slowly(source.as_bytes(), alphabet, shortest);
                prop_assert_eq!(&quick.values, &slow.values, "{:?}", alphabet);
                prop_assert_eq!(&quick.runs, &slow.runs, "{:?}", alphabet);
                prop_assert_eq!(&quick.rows, &slow.rows, "{:?}", alphabet);
            }
        }
    }
}
