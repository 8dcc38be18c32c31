//! Variables of the environment: `aio`'s contexts, App Builder's and others' names for a credential; and Java properties.

mod groups;
mod properties;
mod tree;

pub(crate) use properties::properties;

use super::document;
use crate::read::finds::Finds;
use crate::read::syntax::env::Lines;
use crate::read::syntax::{Node, Value};
use groups::Groups;
use std::rc::Rc;
use tree::Tree;

/// Reads variables; false when nothing of Adobe's is among them.
pub(crate) fn environment(finds: &mut Finds<'_>, lines: Lines) -> bool {
    let (mut tree, mut groups) = (Tree::new(finds.source()), Groups::default());
    let (mut other, mut runtime) = (0, false);
    for line in lines.lines {
        let upper = line.name.to_ascii_uppercase();
        if upper == "AIO_RUNTIME_AUTH" {
            runtime |= !line.value.trim().is_empty();
        } else if upper.starts_with("AIO_") && !upper.starts_with(groups::COMMERCE) {
            tree.add(line);
        } else if !groups.add(line) {
            other += 1;
        }
    }
    let before = (finds.drafts.len(), finds.ignored.len());
    let root = Value::Map(tree.entries);
    document(finds, &Node::root(&root, Rc::new(tree.origins)));
    other += groups.read(finds);
    if runtime {
        finds.format("Environment file");
        finds.ignore(
            "variable AIO_runtime_auth",
            "It is a secret of Adobe I/O Runtime and no part of a profile.",
        );
    }
    if (finds.drafts.len(), finds.ignored.len()) == before {
        return false;
    }
    if let Some(source) = finds.sources.last_mut() {
        source.format = Some("Environment file");
    }
    if other > 0 {
        let s = if other == 1 { "" } else { "s" };
        finds.ignore(
            format!("{other} other variable{s}"),
            "They say nothing about a credential of Adobe's.",
        );
    }
    true
}
