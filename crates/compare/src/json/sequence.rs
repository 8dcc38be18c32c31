//! The operations that make one array of another in its order: what is gone is removed from the end, then the right side is
//! gone along, and what is missing is put in or moved to its place. Where an element is meanwhile is counted, not looked for,
//! so that a hundred thousand moves take no minute.

use super::steps::Child;

/// What a patch does with something directly in a container.
pub(super) enum Direct {
    Same(Child, Child),
    /// By its step.
    Inside(Child, Child, usize),
    Changed(Child, Child),
    Removed(Child),
    Added(Child),
    Moved(Child, Child),
}

/// What is done to an array, at the places that it has by then.
pub(super) enum Operation {
    Remove(usize),
    Add(usize, Child),
    Move { from: usize, to: usize },
}

/// What is at a place of the right side.
enum Target {
    Stays { from: u32 },
    Added(Child),
    Moved { from: u32 },
}

pub(super) fn plan(all: &[Direct]) -> Vec<Operation> {
    let mut removed = Vec::new();
    let mut targets = Vec::new();
    for direct in all {
        match direct {
            Direct::Removed(child) => removed.push(child.at),
            Direct::Added(child) => targets.push((child.at, Target::Added(*child))),
            Direct::Moved(left, right) => {
                targets.push((right.at, Target::Moved { from: left.at }));
            }
            Direct::Same(left, right)
            | Direct::Changed(left, right)
            | Direct::Inside(left, right, _) => {
                targets.push((right.at, Target::Stays { from: left.at }));
            }
        }
    }
    removed.sort_unstable();
    let from_the_end = removed.iter().rev().map(|at| Operation::Remove(*at as usize));
    let mut operations: Vec<Operation> = from_the_end.collect();
    targets.sort_by_key(|(at, _)| *at);
    in_order(&targets, &mut operations);
    operations
}

fn in_order(targets: &[(u32, Target)], operations: &mut Vec<Operation>) {
    // Those that stay, by their place on the left and on the right; both rise.
    let stay: Vec<(u32, u32)> = targets
        .iter()
        .filter_map(|(at, target)| match target {
            Target::Stays { from } => Some((*from, *at)),
            _ => None,
        })
        .collect();
    let staying_before = |left: u32| stay.partition_point(|(from, _)| *from < left);
    let moved = targets.iter().filter_map(|(_, target)| match target {
        Target::Moved { from } => Some(*from),
        _ => None,
    });
    let mut unplaced = Counted::of(moved.collect());
    // Everything of the left side before this has been passed, but for what will move further.
    let mut passed = 0;
    for (at, target) in targets {
        let here = *at as usize + unplaced.before(passed);
        match target {
            Target::Stays { from } => passed = from + 1,
            Target::Added(child) => operations.push(Operation::Add(here, *child)),
            Target::Moved { from } => {
                let (now, here) = if *from < passed {
                    // Behind what is placed before the next that stays.
                    let next = staying_before(*from);
                    let placed = stay.get(next).map_or(*at, |(_, right)| *right);
                    (placed as usize + unplaced.before(*from), here - 1)
                } else {
                    let between = staying_before(*from) - staying_before(passed);
                    let moving = unplaced.before(*from) - unplaced.before(passed);
                    (here + between + moving, here)
                };
                unplaced.remove(*from);
                if now != here {
                    operations.push(Operation::Move { from: now, to: here });
                }
            }
        }
    }
}

/// Places of which some are taken away, and which are counted up to a place: a Fenwick tree.
struct Counted {
    places: Vec<u32>,
    sums: Vec<usize>,
}

impl Counted {
    fn of(mut places: Vec<u32>) -> Self {
        places.sort_unstable();
        let mut sums = vec![0; places.len() + 1];
        for at in 1..sums.len() {
            sums[at] += 1;
            let parent = at + lowest_bit(at);
            if parent < sums.len() {
                sums[parent] += sums[at];
            }
        }
        Self { places, sums }
    }

    fn before(&self, place: u32) -> usize {
        let mut at = self.places.partition_point(|other| *other < place);
        let mut sum = 0;
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    fn remove(&mut self, place: u32) {
        let mut at = self.places.partition_point(|other| *other < place) + 1;
        while at < self.sums.len() {
            self.sums[at] -= 1;
            at += lowest_bit(at);
        }
    }
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}
