//! What stands inside of the quotations and comments of a text, and begins nothing there.

use std::ops::Range;

/// The parts of a text that stand inside of quotations and comments.
#[derive(Debug, Clone, Default)]
pub(super) struct Quoted {
    /// In their order, apart from each other.
    ranges: Vec<Range<usize>>,
}

impl Quoted {
    /// A quotation may stand in the variable of another one.
    pub(super) fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| range.start);
        ranges.dedup_by(|next, range| {
            let joined = next.start <= range.end;
            range.end = if joined { range.end.max(next.end) } else { range.end };
            joined
        });
        Self { ranges }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    pub(super) fn holds(&self, at: usize) -> bool {
        let ended = self.ranges.partition_point(|range| range.end <= at);
        self.ranges.get(ended).is_some_and(|range| range.start <= at)
    }

    /// A part of the text without those that end in it.
    pub(super) fn left_out_of(&self, text: &str, Range { start, end }: Range<usize>) -> String {
        let mut rest = String::with_capacity(end - start);
        let mut at = start;
        let before = self.ranges.partition_point(|range| range.start < start);
        for range in self.ranges[before..].iter().take_while(|range| range.end <= end) {
            rest.push_str(&text[at..range.start]);
            at = range.end;
        }
        rest.push_str(&text[at..end]);
        rest
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self::of([self.ranges, other.ranges].concat())
    }
}

/// Of the places in a text that were found, those of which no sentence can be the reason; all where there is none of these.
pub(super) fn candidates(
    text: &str,
    found: impl Iterator<Item = usize>,
    is_certain: impl Fn(&str) -> bool,
) -> impl Iterator<Item = usize> {
    let all: Vec<usize> = found.collect();
    let certain: Vec<usize> = all.iter().copied().filter(|at| is_certain(&text[*at..])).collect();
    if certain.is_empty() { all.into_iter() } else { certain.into_iter() }
}
