//! Two trees as rows: a row for each value, and one for each end of what has an inside. They have no text until it is asked for.

use super::node::{Kind, NodeId};
use super::tree::Tree;
use crate::rows::{Cell, Row, RowMark, cell};

/// The rows of an outline in one arrangement.
#[derive(Debug, Clone)]
pub struct JsonRows {
    pub(super) rows: Vec<Value>,
    /// The first row of each difference.
    pub(super) differences: Vec<u32>,
    /// The first rows of what has moved, in their order, and from where to where.
    pub(super) moved: Vec<(u32, (u32, u32))>,
}

/// No node, or no difference.
pub(super) const NONE: u32 = u32::MAX;

/// What a row has of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
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
pub(super) enum Mark {
    Same,
    Changed,
    OneSide,
    Moved,
    Ignored,
}

/// A row without its text: 20 bytes, since ten megabytes of JSON may have a million.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) difference: u32,
    pub(super) depth: u32,
    pub(super) part: Part,
    pub(super) mark: Mark,
}

impl JsonRows {
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
