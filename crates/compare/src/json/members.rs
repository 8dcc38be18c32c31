//! Which member of one object is which of the other: the one of its name.

use super::side::Side;
use super::steps::{Child, Inside, Pair, Step};
use super::within::{Found, Within, within};
use crate::waiting::Waiting;
use std::collections::HashSet;

pub(super) fn members(left: &Side<'_>, right: &Side<'_>, pair: Pair) -> (Inside, Vec<Found>) {
    let (ours, theirs) =
        (shared_members(left, right, pair), shared_members(right, left, pair.swapped()));
    // The second of a name is matched with the second.
    let mut waiting = by_name(right, &theirs);
    let is_addressable = !waiting.has_twins()
        && !by_name(left, &ours).has_twins()
        && are_texts(left, &ours)
        && are_texts(right, &theirs);
    let mut is_met = vec![false; theirs.len()];
    let mut found = Vec::with_capacity(ours.len());
    for child in ours {
        match waiting.next(left.hashed.name(child.node)) {
            Some(index) => {
                is_met[index] = true;
                found.push(Found::Both(Pair { left: child, right: theirs[index] }));
            }
            None => found.push(Found::Step(Step::Removed(child))),
        }
    }
    let unmet = theirs.into_iter().zip(is_met).filter(|(_, is_met)| !is_met);
    found.extend(unmet.map(|(child, _)| Found::Step(Step::Added(child))));
    let inside = if is_addressable { Inside::Members } else { Inside::Whole };
    (inside, found)
}

/// The members of the pair's left side that are ignored on neither side: a filter may mean a member on one side alone.
fn shared_members(side: &Side<'_>, other: &Side<'_>, pair: Pair) -> Vec<Child> {
    let Within { mut all, .. } = within(side, pair.left.node);
    let not_there = other.tree.children(pair.right.node).filter(|node| other.is_ignored(*node));
    let not_there: HashSet<u64> = not_there.map(|node| other.hashed.name(node)).collect();
    if !not_there.is_empty() {
        all.retain(|child| !not_there.contains(&side.hashed.name(child.node)));
    }
    all
}

fn by_name(side: &Side<'_>, members: &[Child]) -> Waiting {
    let names = members.iter().enumerate();
    Waiting::of(names.map(|(index, child)| (side.hashed.name(child.node), index)))
}

/// Whether every name can be written in a pointer, which half a surrogate pair cannot.
fn are_texts(side: &Side<'_>, members: &[Child]) -> bool {
    let mut names = members.iter().filter_map(|child| side.tree.meant_name(child.node));
    names.all(|name| std::str::from_utf8(&name).is_ok())
}
