//! What a tree of values means, told by its keys. One module a family of files.

mod aio;
mod console;
mod flat;
mod groups;
mod postman;
mod tools;

pub(crate) mod curl;
pub(crate) mod dotenv;
pub(crate) mod loose;

pub(crate) use tools::claims;

use super::findings::Findings;
use super::syntax::Node;
use groups::Group;

/// How deep below its root a credential is looked for: people keep several in one file, by a name for each.
const DEPTH: usize = 8;

/// Takes everything known out of a tree. False when there is nothing.
pub(crate) fn document(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    below(findings, node, None, 0).0
}

/// Whether there was anything, and the fields that look for a credential to belong to.
fn below<'a>(
    findings: &mut Findings<'_>,
    node: &Node<'a>,
    label: Option<&str>,
    depth: usize,
) -> (bool, Vec<Group<'a>>) {
    let shapes: [fn(&mut Findings<'_>, &Node<'_>) -> bool; 6] =
        [console::read, aio::read, postman::read, tools::aem, tools::umapi, tools::jwt_auth_plugin];
    // A file of `aio` can be several of them at once.
    let mut any = false;
    for shape in shapes {
        any |= shape(findings, node);
    }
    if any {
        return (true, Vec::new());
    }
    let begun = findings.partials.len();
    if flat::named_values(findings, node) {
        return (true, Vec::new());
    }
    let (mut any, mut apart) = flat::read(findings, node, label);
    if depth < DEPTH {
        let entries = node.entries().into_iter().filter(|(name, _)| !flat::is_field(name));
        let named = entries.map(|(name, child)| (Some(name), child));
        let children = named.chain(node.items().into_iter().map(|child| (None, child)));
        for (name, child) in children.filter(|(_, child)| child.value.is_container()) {
            let (found, left) = below(findings, &child, name, depth + 1);
            any |= found;
            apart.extend(left);
        }
    }
    // Parts of a credential may stand beside it or above it.
    let found = begun..findings.partials.len();
    if !found.is_empty() {
        groups::share(findings, std::mem::take(&mut apart), &found);
    }
    (any, apart)
}
