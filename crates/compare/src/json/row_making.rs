//! Cuts what was found in two trees into rows, in one arrangement. What is the same may be left out.

use super::node::NodeId;
use super::outline::Outline;
use super::rows::{JsonRows, Mark, NONE, Part, Value};
use super::steps::{Pair, Step};
use super::tree::Tree;
use crate::rows::{Layout, Shown, folded};
use std::borrow::Cow;
use std::collections::HashMap;

impl Outline {
    /// The rows of the two trees that it is of, in one arrangement.
    pub fn rows(&self, trees: (&Tree, &Tree), layout: Layout, shown: Shown) -> JsonRows {
        let rows = JsonRows { rows: Vec::new(), differences: Vec::new(), moved: Vec::new() };
        let (outline, depth, same) = (self, 0, Vec::new());
        let mut making = Making { outline, trees, layout, shown, rows, depth, same };
        let mut open = Vec::new();
        for step in &self.steps {
            making.step(step, &mut open);
        }
        making.flush(Before::End);
        making.rows
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Difference,
    End,
}

struct Making<'o> {
    outline: &'o Outline,
    trees: (&'o Tree, &'o Tree),
    layout: Layout,
    shown: Shown,
    rows: JsonRows,
    depth: u32,
    /// What is the same and was met since the last difference.
    same: Vec<Pair>,
}

impl Making<'_> {
    fn step(&mut self, step: &Step, open: &mut Vec<Pair>) {
        match step {
            Step::Same(pair) => return self.same.push(*pair),
            // What is open has shown a difference already when its end comes.
            Step::Leave => self.flush(Before::End),
            // One column has what moved once.
            Step::MovedFrom(_) if self.layout == Layout::Merged => return,
            _ => self.flush(Before::Difference),
        }
        match step {
            Step::Same(_) => {}
            Step::Enter { pair, .. } => {
                self.push(pair.left.node, pair.right.node, Part::Open, Mark::Same, NONE);
                self.depth += 1;
                open.push(*pair);
            }
            Step::Leave => {
                let Some(pair) = open.pop() else { return };
                self.ignored_in(pair);
                self.depth -= 1;
                self.push(pair.left.node, pair.right.node, Part::Close, Mark::Same, NONE);
            }
            Step::Changed { pair, .. } => {
                let difference = self.difference();
                self.changed(*pair, difference);
            }
            Step::Removed(child) => {
                let difference = self.difference();
                self.one_side(Some(child.node), None, Mark::OneSide, difference);
            }
            Step::Added(child) => {
                let difference = self.difference();
                self.one_side(None, Some(child.node), Mark::OneSide, difference);
            }
            Step::MovedFrom(pair) => {
                self.note_move(*pair);
                self.one_side(Some(pair.left.node), None, Mark::Moved, NONE);
            }
            Step::MovedTo(pair) => {
                let difference = self.difference();
                self.note_move(*pair);
                self.one_side(None, Some(pair.right.node), Mark::Moved, difference);
            }
        }
    }

    fn next_row(&self) -> u32 {
        self.rows.rows.len() as u32
    }

    fn difference(&mut self) -> u32 {
        let row = self.next_row();
        self.rows.differences.push(row);
        self.rows.differences.len() as u32 - 1
    }

    fn note_move(&mut self, pair: Pair) {
        let row = self.next_row();
        self.rows.moved.push((row, (pair.left.at, pair.right.at)));
    }

    fn push(&mut self, left: u32, right: u32, part: Part, mark: Mark, difference: u32) {
        // One column shows the left side of what both have.
        let right = if self.layout == Layout::Merged && left != NONE { NONE } else { right };
        let depth = self.depth;
        self.rows.rows.push(Value { left, right, difference, depth, part, mark });
    }

    fn changed(&mut self, pair: Pair, difference: u32) {
        if self.layout == Layout::Merged {
            self.one_side(Some(pair.left.node), None, Mark::OneSide, difference);
            self.one_side(None, Some(pair.right.node), Mark::OneSide, difference);
            return;
        }
        let (left, right) = self.trees;
        let (ours, theirs) = (inside(left, pair.left.node), inside(right, pair.right.node));
        let changed = |_, _| Mark::Changed;
        match ours.len() == 1 && theirs.len() == 1 {
            true => self.beside(ours, theirs, changed, difference),
            // Values of unlike kinds have no rows that belong beside each other.
            false => {
                self.beside(ours, Vec::new(), changed, difference);
                self.beside(Vec::new(), theirs, changed, difference);
            }
        }
    }

    /// A value with all that is in it, on one side.
    fn one_side(
        &mut self,
        left: Option<NodeId>,
        right: Option<NodeId>,
        mark: Mark,
        difference: u32,
    ) {
        let (tree, other) = self.trees;
        let ours = left.map(|node| inside(tree, node)).unwrap_or_default();
        let theirs = right.map(|node| inside(other, node)).unwrap_or_default();
        self.beside(ours, theirs, |_, _| mark, difference);
    }

    fn beside(
        &mut self,
        ours: Vec<(NodeId, Part, u32)>,
        theirs: Vec<(NodeId, Part, u32)>,
        mark: impl Fn(u32, u32) -> Mark,
        difference: u32,
    ) {
        let depth = self.depth;
        for row in 0..ours.len().max(theirs.len()) {
            let (one, other) = (ours.get(row), theirs.get(row));
            let node =
                |found: Option<&(NodeId, Part, u32)>| found.map_or(NONE, |(node, _, _)| *node);
            let (left, right) = (node(one), node(other));
            // What is ignored may have another form on each side, and then has rows of its own there.
            match (one, other) {
                (Some((_, part, inner)), Some((_, theirs, deep)))
                    if (part, inner) != (theirs, deep) =>
                {
                    self.depth = depth + inner;
                    self.push(left, NONE, *part, mark(left, NONE), difference);
                    self.depth = depth + deep;
                    self.push(NONE, right, *theirs, mark(NONE, right), difference);
                }
                (Some((_, part, inner)), _) | (None, Some((_, part, inner))) => {
                    self.depth = depth + inner;
                    self.push(left, right, *part, mark(left, right), difference);
                }
                (None, None) => {}
            }
        }
        self.depth = depth;
    }

    fn flush(&mut self, before: Before) {
        let same = std::mem::take(&mut self.same);
        match self.shown {
            Shown::All => same.into_iter().for_each(|pair| self.whole(pair)),
            Shown::Differing { context } => self.short(&same, context, before),
        }
    }

    /// What is the same, each on a line; what is far from a difference is counted.
    fn short(&mut self, same: &[Pair], context: usize, before: Before) {
        // Behind a bracket that has just been opened there is no difference yet.
        let is_behind = self.rows.rows.last().is_some_and(|row| row.depth == self.depth);
        let ahead = if before == Before::Difference { context } else { 0 };
        let (behind, left_out) = folded(same.len(), if is_behind { context } else { 0 }, ahead);
        let line = |making: &mut Self, pair: &Pair| {
            let mark = match making.outline.is_ignored(0, pair.left.node) {
                true => Mark::Ignored,
                false => Mark::Same,
            };
            making.push(pair.left.node, pair.right.node, Part::Line, mark, NONE);
        };
        same.iter().take(behind).for_each(|pair| line(self, pair));
        if left_out > 0 {
            let depth = self.depth;
            let (left, part, mark) = (left_out as u32, Part::LeftOut, Mark::Same);
            self.rows.rows.push(Value { left, right: NONE, difference: NONE, depth, part, mark });
        }
        same.iter().skip(behind + left_out).for_each(|pair| line(self, pair));
    }

    /// What is the same with all that is in it: what is ignored may differ there.
    fn whole(&mut self, pair: Pair) {
        let ((left, right), outline) = (self.trees, self.outline);
        let ours = inside(left, pair.left.node);
        let theirs = match self.layout {
            Layout::Beside => inside(right, pair.right.node),
            Layout::Merged => Vec::new(),
        };
        let is_ignored = |side: usize, node: u32| node != NONE && outline.is_ignored(side, node);
        let mark = |left: u32, right: u32| match is_ignored(0, left) || is_ignored(1, right) {
            true => Mark::Ignored,
            false => Mark::Same,
        };
        self.beside(ours, theirs, mark, NONE);
    }

    /// What is not looked at in two containers that differ: shown at their end, where all of them is shown.
    fn ignored_in(&mut self, pair: Pair) {
        let is_none = self.outline.ignored.iter().all(Vec::is_empty);
        if is_none || self.shown != Shown::All {
            return;
        }
        let ((left, right), outline) = (self.trees, self.outline);
        let ours: Vec<NodeId> = left.children(pair.left.node).collect();
        let theirs: Vec<NodeId> = right.children(pair.right.node).collect();
        let named = |tree: &Tree, all: &[NodeId]| -> HashMap<Vec<u8>, NodeId> {
            let named =
                all.iter().filter_map(|node| Some((tree.meant_name(*node)?.into_owned(), *node)));
            named.collect()
        };
        let (our_names, their_names) = (named(left, &ours), named(right, &theirs));
        let find = |names: &HashMap<Vec<u8>, NodeId>, name: Option<Cow<'_, [u8]>>| {
            name.and_then(|name| names.get(&*name).copied()).unwrap_or(NONE)
        };
        for node in ours.iter().filter(|node| outline.is_ignored(0, **node)) {
            let other = find(&their_names, left.meant_name(*node));
            self.push(*node, other, Part::Line, Mark::Ignored, NONE);
        }
        for node in theirs.iter().filter(|node| outline.is_ignored(1, **node)) {
            let other = find(&our_names, right.meant_name(*node));
            if other == NONE || !outline.is_ignored(0, other) {
                self.push(other, *node, Part::Line, Mark::Ignored, NONE);
            }
        }
    }
}

/// The rows of a value with all that is in it, and how deep in it each is.
fn inside(tree: &Tree, root: NodeId) -> Vec<(NodeId, Part, u32)> {
    let end = tree.node(root).next;
    let mut rows = Vec::with_capacity((end - root) as usize);
    let mut open: Vec<NodeId> = Vec::new();
    for node in root..=end {
        while open.last().is_some_and(|container| tree.node(*container).next <= node) {
            let Some(container) = open.pop() else { break };
            rows.push((container, Part::Close, open.len() as u32));
        }
        if node == end {
            break;
        }
        let depth = open.len() as u32;
        let inner = tree.node(node);
        if inner.kind.is_container() && inner.next > node + 1 {
            rows.push((node, Part::Open, depth));
            open.push(node);
        } else {
            rows.push((node, Part::Line, depth));
        }
    }
    rows
}
