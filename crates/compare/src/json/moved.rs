//! Elements that have moved within their array.

use super::side::Side;
use super::steps::{Child, Pair};
use crate::common::Hunk;
use crate::waiting::Waiting;

/// Elements that are in both arrays, but not in the order that the other elements have, by their place on each side.
pub(super) struct Moved {
    left: Vec<Option<Pair>>,
    right: Vec<Option<Pair>>,
}

impl Moved {
    pub(super) fn between(
        left: &Side<'_>,
        right: &Side<'_>,
        ours: &[Child],
        theirs: &[Child],
        hunks: &[Hunk],
    ) -> Self {
        let gone = hunks.iter().flat_map(|(part, _)| part.clone());
        let mut waiting =
            Waiting::of(gone.map(|index| (left.hashed.value(ours[index].node), index)));
        let places = |of: &[Child]| vec![None; of.last().map_or(0, |last| last.at as usize + 1)];
        let (mut from, mut to) = (places(ours), places(theirs));
        for index in hunks.iter().flat_map(|(_, part)| part.clone()) {
            let child = theirs[index];
            if let Some(place) = waiting.next(right.hashed.value(child.node)) {
                let pair = Pair { left: ours[place], right: child };
                from[pair.left.at as usize] = Some(pair);
                to[child.at as usize] = Some(pair);
            }
        }
        Self { left: from, right: to }
    }

    pub(super) fn from(&self, ours: Child) -> Option<Pair> {
        self.left[ours.at as usize]
    }

    pub(super) fn to(&self, theirs: Child) -> Option<Pair> {
        self.right[theirs.at as usize]
    }
}
