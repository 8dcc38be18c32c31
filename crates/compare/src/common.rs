//! What two sequences have in common, in their order. The best answer takes quadratic time when little differs from the rest,
//! as in half a million zeros and ones, so it is looked for between anchors and only where that is short.

use crate::waiting::Waiting;
use imara_diff::{Algorithm, Diff, InternedInput};
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

/// Up to so many elements between two anchors the best answer is looked for. Its time grows with the square of this, and a
/// text may have thousands of such places.
const SHORT: usize = 1024;

/// A part of the one that has nothing in common with its part of the other.
pub(crate) type Hunk = (Range<usize>, Range<usize>);

/// How much only the one has, and how much only the other.
pub(crate) fn counts(hunks: &[Hunk]) -> (usize, usize) {
    hunks
        .iter()
        .fold((0, 0), |(gone, come), (ours, theirs)| (gone + ours.len(), come + theirs.len()))
}

/// Where the two differ, in their order.
pub(crate) fn hunks<T: Hash + Eq + Copy>(before: &[T], after: &[T]) -> Vec<Hunk> {
    let mut both = Vec::new();
    let whole = (0..before.len(), 0..after.len());
    let (before, after) = numbered(before, after);
    for part in
        between(&anchors(&before, &after, whole.clone(), Occurring::Once), &whole, &mut both)
    {
        let (ours, theirs) = &part;
        match ours.len() + theirs.len() {
            _ if ours.is_empty() || theirs.is_empty() => {}
            0..=SHORT => best(&before, &after, &part, &mut both),
            _ => both.extend(anchors(&before, &after, part, Occurring::Often)),
        }
    }
    both.sort_unstable();
    complement(&both, before.len(), after.len())
}

/// The same elements get the same number.
fn numbered<T: Hash + Eq + Copy>(before: &[T], after: &[T]) -> (Vec<u32>, Vec<u32>) {
    let mut numbers = HashMap::new();
    let mut number = |element: &T| {
        let next = numbers.len() as u32;
        *numbers.entry(*element).or_insert(next)
    };
    (before.iter().map(&mut number).collect(), after.iter().map(&mut number).collect())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Occurring {
    Once,
    Often,
}

/// Pairs of equal elements that are in the same order on both sides, as many as there can be: elements that are there once, or
/// of each the first with the first, the second with the second.
fn anchors(
    before: &[u32],
    after: &[u32],
    (ours, theirs): Hunk,
    which: Occurring,
) -> Vec<(usize, usize)> {
    let keyed = |side: &[u32], places: Range<usize>| {
        Waiting::of(places.map(|at| (u64::from(side[at]), at)))
    };
    let mut waiting = keyed(after, theirs);
    let pairs: Vec<_> = match which {
        Occurring::Once => {
            let own = keyed(before, ours.clone());
            let is_alone = |at: &usize| own.only(u64::from(before[*at])).is_some();
            let once = ours.filter(is_alone);
            once.filter_map(|at| waiting.only(u64::from(before[at])).map(|other| (at, other)))
                .collect()
        }
        Occurring::Often => ours
            .filter_map(|at| waiting.next(u64::from(before[at])).map(|other| (at, other)))
            .collect(),
    };
    rising(&pairs)
}

/// The longest part of pairs, which rise on the left, that rises on the right too.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The pair that ends the best row of each length so far, and before each pair the one that it follows.
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (index, (_, right)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end: &usize| pairs[*end].1 < *right);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let last = ends.last().copied();
    let mut row: Vec<_> =
        std::iter::successors(last, |at| before[*at]).map(|at| pairs[at]).collect();
    row.reverse();
    row
}

/// The parts between anchors, which are noted.
fn between(
    anchors: &[(usize, usize)],
    (ours, theirs): &Hunk,
    both: &mut Vec<(usize, usize)>,
) -> Vec<Hunk> {
    let mut parts = Vec::with_capacity(anchors.len() + 1);
    let (mut one, mut other) = (ours.start, theirs.start);
    for (left, right) in anchors {
        parts.push((one..*left, other..*right));
        both.push((*left, *right));
        (one, other) = (left + 1, right + 1);
    }
    parts.push((one..ours.end, other..theirs.end));
    parts
}

fn best(before: &[u32], after: &[u32], (ours, theirs): &Hunk, both: &mut Vec<(usize, usize)>) {
    let mut input = InternedInput::default();
    input.update_before(before[ours.clone()].iter().copied());
    input.update_after(after[theirs.clone()].iter().copied());
    let diff = Diff::compute(Algorithm::Histogram, &input);
    let (mut one, mut other) = (ours.start, theirs.start);
    for hunk in diff.hunks() {
        while one < ours.start + hunk.before.start as usize {
            both.push((one, other));
            (one, other) = (one + 1, other + 1);
        }
        one = ours.start + hunk.before.end as usize;
        other = theirs.start + hunk.after.end as usize;
    }
    both.extend((one..ours.end).zip(other..theirs.end));
}

fn complement(both: &[(usize, usize)], before: usize, after: usize) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut one, mut other) = (0, 0);
    for (left, right) in both.iter().copied().chain([(before, after)]) {
        if (one, other) != (left, right) {
            hunks.push((one..left, other..right));
        }
        (one, other) = (left + 1, right + 1);
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::same("abc", "abc", "")]
    #[case::none("", "", "")]
    #[case::all_new("", "ab", "0..0 0..2")]
    #[case::one_moved("abcde", "bcdea", "0..1 0..0, 5..5 4..5")]
    #[case::in_the_middle("aabaa", "aacaa", "2..3 2..3")]
    #[case::repeated("abababab", "babababa", "0..1 0..0, 8..8 7..8")]
    fn hunks_of(#[case] before: &str, #[case] after: &str, #[case] expected: &str) {
        let (before, after): (Vec<char>, Vec<char>) =
            (before.chars().collect(), after.chars().collect());
        let told: Vec<String> = hunks(&before, &after)
            .into_iter()
            .map(|(ours, theirs)| format!("{ours:?} {theirs:?}"))
            .collect();
        assert_eq!(told.join(", "), expected);
    }

    #[test]
    fn what_is_long_and_repeats_is_told_without_the_best_answer() {
        let before: Vec<u8> = (0..100_000_u64).map(|at| (at * at % 3) as u8).collect();
        let after: Vec<u8> = (0..100_000_u64).map(|at| (at * at * at % 5) as u8).collect();
        let mut rebuilt = Vec::new();
        let mut one = 0;
        for (ours, theirs) in hunks(&before, &after) {
            rebuilt.extend_from_slice(&before[one..ours.start]);
            rebuilt.extend_from_slice(&after[theirs]);
            one = ours.end;
        }
        rebuilt.extend_from_slice(&before[one..]);
        assert_eq!(rebuilt, after);
    }
}
