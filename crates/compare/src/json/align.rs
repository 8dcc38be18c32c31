//! Which member or element of one side is which of the other. Nothing here takes more than about linear time: elements are
//! found by hash, and their order is compared by an algorithm that gives up on the best answer before it takes long.

use super::moved::Moved;
use super::node::Kind;
use super::options::Arrays;
use super::side::Side;
use super::steps::{Child, Inside, Pair, Step};
use super::within::{Found, within};
use crate::common;
use crate::waiting::Waiting;

pub(super) fn elements(
    left: &Side<'_>,
    right: &Side<'_>,
    pair: Pair,
    arrays: &Arrays,
) -> (Inside, Vec<Found>) {
    let ours = within(left, pair.left.node);
    let theirs = within(right, pair.right.node);
    let has_gaps = ours.has_gaps || theirs.has_gaps;
    let sides = Sides { left, right };
    let (inside, found) = match arrays {
        Arrays::InOrder => (Inside::Ordered, sides.in_order(&ours.all, &theirs.all)),
        Arrays::AnyOrder => (Inside::Bag, sides.bag(&ours.all, &theirs.all, Leftover::ByPlace)),
        Arrays::ByKey(_) => (Inside::Bag, sides.by_key(&ours.all, &theirs.all)),
    };
    (if has_gaps { Inside::Whole } else { inside }, found)
}

/// What becomes of elements that neither hash nor key finds on the other side.
#[derive(Clone, Copy)]
enum Leftover {
    /// The first of them is compared with the first, as long as they are alike.
    ByPlace,
    /// They are only on their side.
    Apart,
}

struct Sides<'s, 't> {
    left: &'s Side<'t>,
    right: &'s Side<'t>,
}

impl Sides<'_, '_> {
    fn ours(&self, child: Child) -> u64 {
        self.left.hashed.value(child.node)
    }

    fn theirs(&self, child: Child) -> u64 {
        self.right.hashed.value(child.node)
    }

    fn our_key(&self, child: Child) -> Option<u64> {
        self.left.hashed.key_of(self.left.tree, child.node)
    }

    fn their_key(&self, child: Child) -> Option<u64> {
        self.right.hashed.key_of(self.right.tree, child.node)
    }

    /// Those that have a key, by it.
    fn their_keys(&self, theirs: &[Child], is_free: impl Fn(usize) -> bool) -> Waiting {
        let free = theirs.iter().enumerate().filter(|(index, _)| is_free(*index));
        Waiting::of(free.filter_map(|(index, child)| Some((self.their_key(*child)?, index))))
    }

    /// Whether one may have become the other.
    fn are_alike(&self, one: Child, other: Child) -> bool {
        let kind = |side: &Side<'_>, child: Child| side.tree.node(child.node).kind;
        let (kind, other_kind) = (kind(self.left, one), kind(self.right, other));
        match (kind.is_container(), other_kind.is_container()) {
            (true, true) if kind == Kind::Object => {
                other_kind == kind
                    && match (self.our_key(one), self.their_key(other)) {
                        (Some(key), Some(other)) => key == other,
                        _ => true,
                    }
            }
            (true, true) => kind == other_kind,
            (false, false) => true,
            _ => false,
        }
    }

    fn in_order(&self, ours: &[Child], theirs: &[Child]) -> Vec<Found> {
        let before: Vec<u64> = ours.iter().map(|child| self.ours(*child)).collect();
        let after: Vec<u64> = theirs.iter().map(|child| self.theirs(*child)).collect();
        let hunks = common::hunks(&before, &after);
        let moved = Moved::between(self.left, self.right, ours, theirs, &hunks);
        let mut found = Vec::with_capacity(ours.len());
        let (mut one, mut other) = (0, 0);
        let same = |one: usize, other: usize| {
            Found::Step(Step::Same(Pair { left: ours[one], right: theirs[other] }))
        };
        for (gone, come) in hunks {
            while one < gone.start {
                found.push(same(one, other));
                (one, other) = (one + 1, other + 1);
            }
            (one, other) = (gone.end, come.end);
            self.within_hunk(&ours[gone], &theirs[come], &moved, &mut found);
        }
        while one < ours.len() {
            found.push(same(one, other));
            (one, other) = (one + 1, other + 1);
        }
        found
    }

    /// What lies between two elements that are the same: moved, changed in place, or on one side only.
    fn within_hunk(&self, gone: &[Child], come: &[Child], moved: &Moved, found: &mut Vec<Found>) {
        let mut by_key = self.their_keys(come, |_| true);
        let (mut next, mut free) = (0, 0);
        for child in gone {
            if let Some(pair) = moved.from(*child) {
                found.push(Found::Step(Step::MovedFrom(pair)));
                continue;
            }
            let target = match self.our_key(*child).filter(|key| by_key.has(*key)) {
                Some(key) => by_key.next_from(key, next),
                None => {
                    // Only forward, so that no element is passed twice however many there are.
                    free = free.max(next);
                    while come.get(free).is_some_and(|child| moved.to(*child).is_some()) {
                        free += 1;
                    }
                    come.get(free).filter(|other| self.are_alike(*child, **other)).map(|_| free)
                }
            };
            let Some(target) = target.filter(|at| moved.to(come[*at]).is_none()) else {
                found.push(Found::Step(Step::Removed(*child)));
                continue;
            };
            for passed in &come[next..target] {
                found.push(arrived(*passed, moved));
            }
            found.push(Found::Both(Pair { left: *child, right: come[target] }));
            next = target + 1;
        }
        for passed in &come[next..] {
            found.push(arrived(*passed, moved));
        }
    }

    fn bag(&self, ours: &[Child], theirs: &[Child], leftover: Leftover) -> Vec<Found> {
        let places = theirs.iter().enumerate();
        let mut waiting = Waiting::of(places.map(|(index, child)| (self.theirs(*child), index)));
        let mut met: Vec<Option<usize>> =
            ours.iter().map(|child| waiting.next(self.ours(*child))).collect();
        let mut is_taken = vec![false; theirs.len()];
        for index in met.iter().flatten() {
            is_taken[*index] = true;
        }
        if let Leftover::ByPlace = leftover {
            self.pair_keys(ours, theirs, &mut met, &mut is_taken);
            let mut free = 0;
            for (child, met) in ours.iter().zip(&mut met).filter(|(_, met)| met.is_none()) {
                while free < theirs.len() && is_taken[free] {
                    free += 1;
                }
                if free < theirs.len() && self.are_alike(*child, theirs[free]) {
                    is_taken[free] = true;
                    *met = Some(free);
                }
            }
        }
        listed(ours, theirs, &met, &is_taken)
    }

    fn by_key(&self, ours: &[Child], theirs: &[Child]) -> Vec<Found> {
        let mut met = vec![None; ours.len()];
        let mut is_taken = vec![false; theirs.len()];
        self.pair_keys(ours, theirs, &mut met, &mut is_taken);
        let rest = |all: &[Child], is_met: &dyn Fn(usize) -> bool| -> Vec<Child> {
            let unmet = all.iter().enumerate().filter(|(index, _)| !is_met(*index));
            unmet.map(|(_, child)| *child).collect()
        };
        let our_rest = rest(ours, &|index| met[index].is_some());
        let their_rest = rest(theirs, &|index| is_taken[index]);
        let pairs = met.iter().zip(ours).filter_map(|(met, left)| {
            met.map(|index| Found::Both(Pair { left: *left, right: theirs[index] }))
        });
        let mut found: Vec<Found> = pairs.collect();
        found.extend(self.bag(&our_rest, &their_rest, Leftover::Apart));
        found
    }

    /// Pairs what is still free on both sides by its key.
    fn pair_keys(
        &self,
        ours: &[Child],
        theirs: &[Child],
        met: &mut [Option<usize>],
        is_taken: &mut [bool],
    ) {
        let mut waiting = self.their_keys(theirs, |index| !is_taken[index]);
        for (child, met) in ours.iter().zip(met).filter(|(_, met)| met.is_none()) {
            *met = self.our_key(*child).and_then(|key| waiting.next(key));
            if let Some(index) = *met {
                is_taken[index] = true;
            }
        }
    }
}

fn arrived(child: Child, moved: &Moved) -> Found {
    Found::Step(match moved.to(child) {
        Some(pair) => Step::MovedTo(pair),
        None => Step::Added(child),
    })
}

fn listed(
    ours: &[Child],
    theirs: &[Child],
    met: &[Option<usize>],
    is_taken: &[bool],
) -> Vec<Found> {
    let of_ours = ours.iter().zip(met).map(|(left, met)| match met {
        Some(index) => Found::Both(Pair { left: *left, right: theirs[*index] }),
        None => Found::Step(Step::Removed(*left)),
    });
    let untaken = theirs.iter().zip(is_taken).filter(|(_, is_taken)| !**is_taken);
    of_ours.chain(untaken.map(|(child, _)| Found::Step(Step::Added(*child)))).collect()
}
