//! Both trees gone through side by side, from the root down. Parts with equal hashes are passed by. What still has to be
//! looked at waits on the heap.

use super::align;
use super::members;
use super::node::{Kind, ROOT};
use super::options::Arrays;
use super::scalars;
use super::side::Side;
use super::steps::{Child, Counts, Pair, Step};
use super::within::Found;

enum Task {
    Look(Pair),
    Note(Step),
    Leave { entered: usize, before: usize },
}

pub(super) fn walk(left: &Side<'_>, right: &Side<'_>, arrays: &Arrays) -> (Vec<Step>, Counts) {
    let root = Pair { left: Child { node: ROOT, at: 0 }, right: Child { node: ROOT, at: 0 } };
    let (mut steps, mut counts) = (Vec::new(), Counts::default());
    if left.is_ignored(ROOT) || right.is_ignored(ROOT) {
        return (vec![Step::Same(root)], counts);
    }
    let mut tasks = vec![Task::Look(root)];
    while let Some(task) = tasks.pop() {
        let pair = match task {
            Task::Look(pair) => pair,
            Task::Note(step) => {
                count(step, &mut counts);
                steps.push(step);
                continue;
            }
            Task::Leave { entered, before } => {
                let here = steps.len();
                if let Step::Enter { leave, differs, .. } = &mut steps[entered] {
                    *leave = here;
                    *differs = counts.total() > before;
                }
                steps.push(Step::Leave);
                continue;
            }
        };
        let (one, other) = (pair.left.node, pair.right.node);
        if left.hashed.value(one) == right.hashed.value(other) {
            steps.push(Step::Same(pair));
            continue;
        }
        let (kind, other_kind) = (left.tree.node(one).kind, right.tree.node(other).kind);
        if kind != other_kind || !kind.is_container() {
            let step = Step::Changed { pair, only_spelling: is_spelling(left, right, pair) };
            count(step, &mut counts);
            steps.push(step);
            continue;
        }
        let (inside, found) = match kind {
            Kind::Object => members::members(left, right, pair),
            _ => align::elements(left, right, pair, arrays),
        };
        let entered = steps.len();
        steps.push(Step::Enter { pair, inside, leave: entered, differs: true });
        let before = counts.total();
        tasks.push(Task::Leave { entered, before });
        tasks.extend(found.into_iter().rev().map(|step| match step {
            Found::Both(pair) => Task::Look(pair),
            Found::Step(step) => Task::Note(step),
        }));
    }
    (steps, counts)
}

fn count(step: Step, counts: &mut Counts) {
    match step {
        Step::Added(_) => counts.added += 1,
        Step::Removed(_) => counts.removed += 1,
        Step::Changed { only_spelling, .. } => {
            counts.changed += 1;
            counts.only_spelling += usize::from(only_spelling);
        }
        Step::MovedTo(_) => counts.moved += 1,
        Step::Same(_) | Step::Enter { .. } | Step::Leave | Step::MovedFrom(_) => {}
    }
}

fn is_spelling(left: &Side<'_>, right: &Side<'_>, pair: Pair) -> bool {
    let (one, other) = (pair.left.node, pair.right.node);
    let kind = left.tree.node(one).kind;
    if kind != right.tree.node(other).kind {
        return false;
    }
    let (one, other) = (left.tree.value(one), right.tree.value(other));
    match kind {
        Kind::Number => scalars::number(one) == scalars::number(other),
        Kind::Text => scalars::meant(one) == scalars::meant(other),
        _ => false,
    }
}
