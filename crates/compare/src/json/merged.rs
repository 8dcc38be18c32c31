//! Both sides as one text of lines, each marked with the side that it is of.

use super::node::{Kind, NodeId};
use super::steps::{Child, Compared, Step};
use super::tree::Tree;

/// Which side a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Both.
    Same,
    /// Only the left one.
    Removed,
    /// Only the right one.
    Added,
    /// Both, at different places of an array.
    Moved,
    /// It stands for lines of both that are not shown.
    LeftOut,
}

/// A line of the merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedLine {
    /// Which side it is of.
    pub mark: Mark,
    /// In how many arrays and objects it is.
    pub depth: usize,
    /// What it says.
    pub text: String,
}

pub(super) fn lines(comparison: &Compared<'_>, context: usize) -> Vec<MergedLine> {
    let (left, right) = (comparison.left.tree, comparison.right.tree);
    let mut lines = Lines { all: Vec::new(), depth: 0, same: Vec::new(), context };
    let mut closing = Vec::new();
    for step in &comparison.steps {
        match step {
            Step::Same(pair) => lines.same.push(pair.left.node),
            Step::MovedFrom(_) => {}
            step => {
                // What is open has shown a difference already when its end comes.
                let is_end = matches!(step, Step::Leave);
                lines.flush_same(left, if is_end { Before::End } else { Before::Difference });
            }
        }
        match step {
            Step::Same(_) | Step::MovedFrom(_) => {}
            Step::Enter { pair, .. } => {
                let (open, close) = brackets(left.node(pair.left.node).kind);
                lines.push(Mark::Same, format!("{}{open}", labelled(left, pair.left.node)));
                lines.depth += 1;
                closing.push(close);
            }
            Step::Leave => {
                lines.depth -= 1;
                lines.push(Mark::Same, closing.pop().unwrap_or_default().to_owned());
            }
            Step::Changed { pair, .. } => {
                lines.whole(Mark::Removed, left, pair.left);
                lines.whole(Mark::Added, right, pair.right);
            }
            Step::Removed(child) => lines.whole(Mark::Removed, left, *child),
            Step::Added(child) => lines.whole(Mark::Added, right, *child),
            Step::MovedTo(pair) => {
                let value = short(left, pair.left.node);
                let (from, to) = (pair.left.at, pair.right.at);
                lines.push(Mark::Moved, format!("{value} (moved from {from} to {to})"));
            }
        }
    }
    lines.flush_same(left, Before::End);
    lines.all
}

struct Lines {
    all: Vec<MergedLine>,
    depth: usize,
    /// What is the same and was met since the last difference.
    same: Vec<NodeId>,
    context: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Difference,
    End,
}

impl Lines {
    fn push(&mut self, mark: Mark, text: String) {
        self.all.push(MergedLine { mark, depth: self.depth, text });
    }

    fn flush_same(&mut self, tree: &Tree, before: Before) {
        let same = std::mem::take(&mut self.same);
        // Behind a bracket that has just been opened there is no difference yet.
        let is_behind = self.all.last().is_some_and(|line| line.depth == self.depth);
        let behind = if is_behind { self.context } else { 0 };
        let ahead = if before == Before::Difference { self.context } else { 0 };
        let left_out = same.len().saturating_sub(behind + ahead);
        // A line that says that one line is left out is no shorter.
        let (behind, left_out) = if left_out <= 1 { (same.len(), 0) } else { (behind, left_out) };
        for node in same.iter().take(behind) {
            self.push(Mark::Same, short(tree, *node));
        }
        if left_out > 0 {
            self.push(Mark::LeftOut, format!("… {left_out} more, the same"));
        }
        for node in same.iter().skip(behind + left_out) {
            self.push(Mark::Same, short(tree, *node));
        }
    }

    /// A value with all that is in it.
    fn whole(&mut self, mark: Mark, tree: &Tree, child: Child) {
        let depth = self.depth;
        let mut open: Vec<(NodeId, &str)> = Vec::new();
        let end = tree.node(child.node).next;
        for node in child.node..=end {
            while open.last().is_some_and(|(next, _)| *next <= node) {
                if let Some((_, close)) = open.pop() {
                    self.depth -= 1;
                    self.push(mark, close.to_owned());
                }
            }
            if node == end {
                break;
            }
            let inner = tree.node(node);
            if inner.kind.is_container() && inner.next > node + 1 {
                let (bracket, close) = brackets(inner.kind);
                self.push(mark, format!("{}{bracket}", labelled(tree, node)));
                self.depth += 1;
                open.push((inner.next, close));
            } else {
                self.push(mark, short(tree, node));
            }
        }
        self.depth = depth;
    }
}

fn brackets(kind: Kind) -> (&'static str, &'static str) {
    if kind == Kind::Object { ("{", "}") } else { ("[", "]") }
}

fn labelled(tree: &Tree, node: NodeId) -> String {
    tree.name(node).map_or_else(String::new, |name| format!("{name}: "))
}

/// A value on one line; what is in it is counted.
fn short(tree: &Tree, node: NodeId) -> String {
    let label = labelled(tree, node);
    let kind = tree.node(node).kind;
    if !kind.is_container() {
        return format!("{label}{}", tree.value(node));
    }
    let (open, close) = brackets(kind);
    match tree.children(node).count() {
        0 => format!("{label}{open}{close}"),
        count => format!("{label}{open} … {count} {close}"),
    }
}
