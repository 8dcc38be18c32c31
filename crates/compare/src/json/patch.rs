//! What differs, as a JSON Patch (RFC 6902). Each operation speaks of what the ones before it have left: those of a container
//! come before those of what it contains, so that the places below it are already the final ones.

use super::differences::token;
use super::sequence::{self, Direct, Operation};
use super::side::Side;
use super::steps::{Child, Compared, Inside, Step};
use std::fmt::Write as _;

pub(super) fn patch(comparison: &Compared<'_>) -> String {
    let mut writer = Writer { comparison, operations: String::from("["), waiting: Vec::new() };
    match comparison.steps.first() {
        Some(Step::Enter { .. }) => writer.waiting.push((0, String::new())),
        Some(Step::Changed { pair, .. }) => writer.set("replace", "", pair.right),
        _ => {}
    }
    while let Some((entered, pointer)) = writer.waiting.pop() {
        writer.container(entered, &pointer);
    }
    let is_empty = writer.operations.len() == 1;
    writer.operations.push_str(if is_empty { "]" } else { "\n]" });
    writer.operations
}

struct Writer<'c, 't> {
    comparison: &'c Compared<'t>,
    operations: String,
    /// Containers that are still to be gone into, by the step that enters each, with their final pointers.
    waiting: Vec<(usize, String)>,
}

impl<'t> Writer<'_, 't> {
    fn right(&self) -> &Side<'t> {
        &self.comparison.right
    }

    fn container(&mut self, entered: usize, pointer: &str) {
        let Step::Enter { pair, inside, leave, differs: true } = self.comparison.steps[entered]
        else {
            return;
        };
        match inside {
            Inside::Whole => self.set("replace", pointer, pair.right),
            Inside::Members => self.members(&self.directly_in(entered, leave), pointer),
            Inside::Bag => self.bag(&self.directly_in(entered, leave), pointer),
            Inside::Ordered => self.ordered(&self.directly_in(entered, leave), pointer),
        }
    }

    fn directly_in(&self, entered: usize, leave: usize) -> Vec<Direct> {
        let mut all = Vec::new();
        let mut at = entered + 1;
        while at < leave {
            let step = self.comparison.steps[at];
            let direct = match step {
                Step::Same(pair) => Some(Direct::Same(pair.left, pair.right)),
                Step::Enter { pair, .. } => Some(Direct::Inside(pair.left, pair.right, at)),
                Step::Changed { pair, .. } => Some(Direct::Changed(pair.left, pair.right)),
                Step::Removed(child) => Some(Direct::Removed(child)),
                Step::Added(child) => Some(Direct::Added(child)),
                Step::MovedTo(pair) => Some(Direct::Moved(pair.left, pair.right)),
                Step::MovedFrom(_) | Step::Leave => None,
            };
            all.extend(direct);
            at = match step {
                Step::Enter { leave, .. } => leave + 1,
                _ => at + 1,
            };
        }
        all
    }

    fn members(&mut self, all: &[Direct], pointer: &str) {
        for direct in all {
            match direct {
                Direct::Removed(child) => {
                    let name = token(self.comparison.left.tree, *child);
                    self.remove(&format!("{pointer}{name}"));
                }
                Direct::Added(child) => self.set("add", &self.named(pointer, *child), *child),
                Direct::Changed(_, child) => {
                    self.set("replace", &self.named(pointer, *child), *child)
                }
                Direct::Inside(_, child, step) => {
                    let pointer = self.named(pointer, *child);
                    self.waiting.push((*step, pointer));
                }
                Direct::Same(..) | Direct::Moved(..) => {}
            }
        }
    }

    fn named(&self, pointer: &str, child: Child) -> String {
        format!("{pointer}{}", token(self.right().tree, child))
    }

    /// What is removed, from the end; then what is added, behind the rest; then what changed, where it is now.
    fn bag(&mut self, all: &[Direct], pointer: &str) {
        let removed = all.iter().filter_map(|direct| match direct {
            Direct::Removed(child) => Some(child.at),
            _ => None,
        });
        let mut removed: Vec<u32> = removed.collect();
        removed.sort_unstable();
        for at in removed.iter().rev() {
            self.remove(&format!("{pointer}/{at}"));
        }
        let now =
            |left: &Child| left.at as usize - removed.partition_point(|removed| *removed < left.at);
        for direct in all {
            match direct {
                Direct::Added(child) => self.set("add", &format!("{pointer}/-"), *child),
                Direct::Changed(left, right) => {
                    self.set("replace", &format!("{pointer}/{}", now(left)), *right);
                }
                Direct::Inside(left, _, step) => {
                    self.waiting.push((*step, format!("{pointer}/{}", now(left))));
                }
                Direct::Same(..) | Direct::Removed(_) | Direct::Moved(..) => {}
            }
        }
    }

    fn ordered(&mut self, all: &[Direct], pointer: &str) {
        for operation in sequence::plan(all) {
            match operation {
                Operation::Remove(at) => self.remove(&format!("{pointer}/{at}")),
                Operation::Add(at, child) => self.set("add", &format!("{pointer}/{at}"), child),
                Operation::Move { from, to } => {
                    self.r#move(&format!("{pointer}/{from}"), &format!("{pointer}/{to}"));
                }
            }
        }
        for direct in all {
            match direct {
                Direct::Changed(_, right) => {
                    self.set("replace", &format!("{pointer}/{}", right.at), *right);
                }
                Direct::Inside(_, right, step) => {
                    self.waiting.push((*step, format!("{pointer}/{}", right.at)));
                }
                Direct::Same(..) | Direct::Removed(_) | Direct::Added(_) | Direct::Moved(..) => {}
            }
        }
    }

    fn remove(&mut self, pointer: &str) {
        self.begin("remove", pointer);
        self.operations.push('}');
    }

    fn r#move(&mut self, from: &str, pointer: &str) {
        self.begin("move", pointer);
        // Writing into a string does not fail.
        let _ = write!(self.operations, r#","from":{}}}"#, quoted(from));
    }

    fn set(&mut self, operation: &str, pointer: &str, value: Child) {
        let value = self.right().tree.value(value.node);
        self.begin(operation, pointer);
        self.operations.push_str(r#","value":"#);
        self.operations.push_str(value);
        self.operations.push('}');
    }

    fn begin(&mut self, operation: &str, pointer: &str) {
        if self.operations.len() > 1 {
            self.operations.push(',');
        }
        let path = quoted(pointer);
        let _ = write!(self.operations, "\n  {{\"op\":\"{operation}\",\"path\":{path}");
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
