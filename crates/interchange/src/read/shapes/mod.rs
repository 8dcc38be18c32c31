//! What a tree of values means, told by its keys. One module a family of files.

mod aio;
mod console;
mod flat;
mod postman;
mod tools;

pub(crate) mod curl;
pub(crate) mod dotenv;
pub(crate) mod loose;

pub(crate) use tools::claims;

use super::findings::Findings;
use super::syntax::Node;

/// How deep below its root a credential is looked for: people keep several in one file, by a name for each.
const DEPTH: usize = 3;

/// Takes everything known out of a tree. False when there is nothing.
pub(crate) fn document(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    below(findings, node, None, 0)
}

fn below(findings: &mut Findings<'_>, node: &Node<'_>, label: Option<&str>, depth: usize) -> bool {
    let shapes: [fn(&mut Findings<'_>, &Node<'_>) -> bool; 6] =
        [console::read, aio::read, postman::read, tools::aem, tools::umapi, tools::jwt_auth_plugin];
    // A file of `aio` can be several of them at once.
    let mut any = false;
    for shape in shapes {
        any |= shape(findings, node);
    }
    if any || flat::read(findings, node, label) {
        return true;
    }
    if depth == DEPTH {
        return false;
    }
    for (name, child) in node.entries().into_iter().filter(|(_, child)| child.value.is_container())
    {
        any |= below(findings, &child, Some(name), depth + 1);
    }
    for child in node.items().into_iter().filter(|child| child.value.is_container()) {
        any |= below(findings, &child, None, depth + 1);
    }
    any
}
