//! Variables of the environment: `aio`'s contexts, App Builder's and others' names for a credential; and Java properties.

mod groups;
mod properties;
mod tree;

pub(crate) use properties::properties;

use super::document;
use crate::read::findings::Findings;
use crate::read::syntax::env::Lines;
use crate::read::syntax::{Node, Value};
use groups::Groups;
use mudbrick_model::{Unused, UnusedReason};
use std::rc::Rc;
use tree::Tree;

/// Reads variables; false when nothing of Adobe's is among them.
pub(crate) fn environment(findings: &mut Findings<'_>, lines: Lines) -> bool {
    let (mut tree, mut groups) = (Tree::new(findings.source()), Groups::default());
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
    let before = (findings.partials.len(), findings.ignored.len());
    let root = Value::Map(tree.entries);
    document(findings, &Node::root(&root, Rc::new(tree.origins)));
    other += groups.read(findings);
    if runtime {
        findings.format("Environment file");
        let what = Unused::Variable { name: "AIO_runtime_auth".to_owned() };
        findings.ignore(what, UnusedReason::SecretOfRuntime);
    }
    if (findings.partials.len(), findings.ignored.len()) == before {
        return false;
    }
    if let Some(source) = findings.sources.last_mut() {
        source.format = Some("Environment file");
    }
    if other > 0 {
        let count = u32::try_from(other).unwrap_or(u32::MAX);
        findings.ignore(Unused::OtherVariables { count }, UnusedReason::NotOfAdobe);
    }
    true
}
