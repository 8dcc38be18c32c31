//! Two trees as rows: a row for each value, and one for each end of what has an inside. What is the same may be left out.

use super::node::{Kind, NodeId};
use super::outline::Outline;
use super::steps::{Pair, Step};
use super::tree::Tree;
use crate::rows::{Cell, Layout, Row, RowMark, Shown, cell, folded};
use std::borrow::Cow;
use std::collections::HashMap;

/// The rows of an outline in one arrangement.
#[derive(Debug, Clone)]
pub struct JsonRows {
    rows: Vec<Value>,
    /// The first row of each difference.
    differences: Vec<u32>,
    /// The first rows of what has moved, in their order, and from where to where.
    moved: Vec<(u32, (u32, u32))>,
}

/// No node, or no difference.
const NONE: u32 = u32::MAX;

/// What a row has of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it on one line.
    Line,
    /// Its opening bracket.
    Open,
    /// Its closing bracket.
    Close,
    /// Nothing: it stands for as many others as `left` says.
    LeftOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Same,
    Changed,
    OneSide,
    Moved,
    Ignored,
}

/// A row without its text: 20 bytes, since ten megabytes of JSON may have a million.
#[derive(Debug, Clone, Copy)]
struct Value {
    left: u32,
    right: u32,
    difference: u32,
    depth: u32,
    part: Part,
    mark: Mark,
}

impl JsonRows {
    pub(super) fn of(
        outline: &Outline,
        trees: (&Tree, &Tree),
        layout: Layout,
        shown: Shown,
    ) -> Self {
        let rows = Self { rows: Vec::new(), differences: Vec::new(), moved: Vec::new() };
        let mut making = Making { outline, trees, layout, shown, rows, depth: 0, same: Vec::new() };
        let mut open = Vec::new();
        for step in &outline.steps {
            making.step(step, &mut open);
        }
        making.flush(Before::End);
        making.rows
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// How many differences there are.
    pub fn differences(&self) -> usize {
        self.differences.len()
    }

    /// The first row of a difference.
    pub fn row_of(&self, difference: usize) -> Option<usize> {
        self.differences.get(difference).map(|row| *row as usize)
    }

    /// Rows from one on, with what the two trees have there.
    pub fn get(&self, (left, right): (&Tree, &Tree), from: usize, count: usize) -> Vec<Row> {
        let asked = self.rows.iter().enumerate().skip(from).take(count);
        asked.map(|(number, value)| self.shown(number, *value, left, right)).collect()
    }

    fn shown(&self, number: usize, value: Value, left: &Tree, right: &Tree) -> Row {
        let depth = value.depth as usize;
        if value.part == Part::LeftOut {
            let mark = RowMark::LeftOut { count: value.left as usize };
            return Row { mark, depth, left: None, right: None, difference: None, moved: None };
        }
        let side = |tree: &Tree, node: u32| (node != NONE).then(|| text_of(tree, node, value.part));
        let (one, other) = (side(left, value.left), side(right, value.right));
        let mark = match value.mark {
            Mark::Same => RowMark::Same,
            Mark::Changed => RowMark::Changed,
            Mark::OneSide if other.is_none() => RowMark::Removed,
            Mark::OneSide => RowMark::Added,
            Mark::Moved => RowMark::Moved,
            Mark::Ignored => RowMark::Ignored,
        };
        let moved = self.moved.binary_search_by_key(&(number as u32), |(row, _)| *row).ok();
        Row {
            mark,
            depth,
            left: one,
            right: other,
            difference: (value.difference != NONE).then_some(value.difference as usize),
            moved: moved.map(|at| self.moved[at].1).map(|(from, to)| (from as usize, to as usize)),
        }
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
        self.beside(
            inside(left, pair.left.node),
            inside(right, pair.right.node),
            |_, _| Mark::Changed,
            difference,
        );
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
            // Where the two sides have unlike values, each keeps its own parts in a row of its own.
            match (one, other) {
                (Some((_, part, inner)), Some((_, theirs, _))) if part != theirs => {
                    self.depth = depth + inner;
                    self.push(left, NONE, *part, mark(left, NONE), difference);
                    self.push_right(right, *theirs, mark(NONE, right), difference);
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

    fn push_right(&mut self, right: u32, part: Part, mark: Mark, difference: u32) {
        let depth = self.depth;
        self.rows.rows.push(Value { left: NONE, right, difference, depth, part, mark });
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

fn text_of(tree: &Tree, node: NodeId, part: Part) -> Cell {
    let kind = tree.node(node).kind;
    let label = match part {
        Part::Close => String::new(),
        _ => tree.name(node).map_or_else(String::new, |name| format!("{name}: ")),
    };
    let (open, close) = if kind == Kind::Object { ("{", "}") } else { ("[", "]") };
    match part {
        Part::Open => cell(None, &label, open),
        Part::Close => cell(None, "", close),
        _ if !kind.is_container() => cell(None, &label, tree.value(node)),
        // What is in it is counted.
        _ => match tree.children(node).count() {
            0 => cell(None, &label, &format!("{open}{close}")),
            count => cell(None, &label, &format!("{open} … {count} {close}")),
        },
    }
}
