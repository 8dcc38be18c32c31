//! Which paths somebody may want to ignore. The values at each path, whichever elements they are in, are compared as a bag, so
//! that a suggestion does not depend on which elements were taken for the same.

use super::node::{Kind, NodeId, ROOT};
use super::side::Side;
use super::tree::Tree;
use super::volatile::{self, Volatile};
use super::written_path::member;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

/// A path that somebody may want to ignore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// JSONPath.
    pub path: String,
    /// Why, in a sentence.
    pub why: String,
}

/// What is at a path with any element of each array.
struct Group {
    /// The group of what contains it.
    parent: usize,
    /// Its member name as written with quotes; none for elements.
    name: Option<String>,
    kind: Option<Volatile>,
    /// Whether every value so far seems to be of that kind.
    is_uniform: bool,
    counts: [usize; 2],
    /// Of the values, summed so that their order does not count.
    sums: [u64; 2],
    examples: [Option<String>; 2],
}

pub(super) fn suggestions(left: &Side<'_>, right: &Side<'_>) -> Vec<Suggestion> {
    let mut groups = Groups { all: vec![group(0, None)], by_place: HashMap::new() };
    let state = RandomState::new();
    for (index, side) in [left, right].into_iter().enumerate() {
        groups.add(side, index, &state);
    }
    let volatile = (0..groups.all.len()).filter_map(|index| {
        let group = &groups.all[index];
        let differs = group.sums[0] != group.sums[1];
        let kind = group.kind.filter(|_| group.is_uniform && differs)?;
        let [Some(one), Some(other)] = &group.examples else { return None };
        let count = group.counts[0].max(group.counts[1]);
        let many = if count > 1 { format!(" in {count} places") } else { String::new() };
        Some(Suggestion {
            path: groups.path(index)?,
            why: format!("It is {} on both sides{many}, such as {one} and {other}.", kind.called()),
        })
    });
    volatile.collect()
}

fn group(parent: usize, name: Option<String>) -> Group {
    let (counts, sums, examples) = ([0; 2], [0; 2], [None, None]);
    Group { parent, name, kind: None, is_uniform: true, counts, sums, examples }
}

struct Groups {
    all: Vec<Group>,
    by_place: HashMap<(usize, u64), usize>,
}

impl Groups {
    fn add(&mut self, side: &Side<'_>, index: usize, state: &RandomState) {
        let tree = side.tree;
        let mut open: Vec<(NodeId, usize)> = Vec::new();
        let mut node = ROOT;
        while (node as usize) < tree.nodes.len() {
            if side.is_ignored(node) {
                node = tree.node(node).next;
                continue;
            }
            while open.last().is_some_and(|(end, _)| *end <= node) {
                open.pop();
            }
            let group = match open.last() {
                Some((_, parent)) => self.place(*parent, side, node),
                None => 0,
            };
            match tree.node(node).kind {
                Kind::Array | Kind::Object => open.push((tree.node(node).next, group)),
                kind => self.value(group, (tree, node, kind), index, state),
            }
            node += 1;
        }
    }

    fn place(&mut self, parent: usize, side: &Side<'_>, node: NodeId) -> usize {
        let next = self.all.len();
        let name = side.hashed.name(node);
        let index = *self.by_place.entry((parent, name)).or_insert(next);
        if index == next {
            self.all.push(group(parent, side.tree.name(node).map(ToOwned::to_owned)));
        }
        index
    }

    fn value(
        &mut self,
        index: usize,
        (tree, node, kind): (&Tree, NodeId, Kind),
        side: usize,
        state: &RandomState,
    ) {
        // What has no value may get one of any kind.
        if kind == Kind::Null {
            return;
        }
        let name = self.name_of(index);
        let text = tree.value(node);
        let seems = volatile::of(name.as_deref(), text);
        let group = &mut self.all[index];
        let is_first = group.counts == [0, 0];
        group.is_uniform &= seems.is_some() && (is_first || seems == group.kind);
        group.kind = if is_first { seems } else { group.kind };
        group.counts[side] += 1;
        group.sums[side] = group.sums[side].wrapping_add(state.hash_one(text));
        if group.is_uniform && group.examples[side].is_none() {
            group.examples[side] = Some(text.to_owned());
        }
    }

    /// The name of the nearest member that it is in.
    fn name_of(&self, mut index: usize) -> Option<String> {
        while self.all[index].name.is_none() && index != 0 {
            index = self.all[index].parent;
        }
        let name = self.all[index].name.as_deref()?;
        Some(name.trim_matches('"').to_owned())
    }

    /// None where a name is in it that no path can have.
    fn path(&self, mut index: usize) -> Option<String> {
        let mut segments = Vec::new();
        while index != 0 {
            let group = &self.all[index];
            segments.push(match &group.name {
                None => "[*]".to_owned(),
                Some(name) => member(name)?,
            });
            index = group.parent;
        }
        segments.push("$".to_owned());
        segments.reverse();
        Some(segments.concat())
    }
}
