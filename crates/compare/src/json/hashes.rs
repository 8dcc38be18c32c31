//! A hash of each value with everything in it, by which equal parts are found without looking into them. What the options
//! ignore is not in the hash.

use super::node::{Kind, NodeId};
use super::options::{Arrays, Options, Spelling};
use super::scalars;
use super::tree::Tree;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _, RandomState};

pub(crate) struct Hashed {
    /// Of each value.
    values: Vec<u64>,
    /// Of each member's name, as it is meant; 0 for what has none.
    names: Vec<u64>,
    /// Of the name by which elements are matched.
    key: u64,
}

impl Hashed {
    pub(crate) fn value(&self, node: NodeId) -> u64 {
        self.values[node as usize]
    }

    pub(crate) fn name(&self, node: NodeId) -> u64 {
        self.names[node as usize]
    }

    /// The value of the member by which this element is matched with another.
    pub(crate) fn key_of(&self, tree: &Tree, element: NodeId) -> Option<u64> {
        if tree.node(element).kind != Kind::Object {
            return None;
        }
        let key = tree.children(element).find(|member| self.name(*member) == self.key)?;
        Some(self.value(key))
    }
}

/// By which member elements are matched where nobody has chosen one.
const USUAL_KEY: &str = "id";

pub(super) fn hashed(
    tree: &Tree,
    options: &Options,
    ignored: &[bool],
    state: &RandomState,
) -> Hashed {
    let names: Vec<u64> = (0..tree.nodes.len() as NodeId)
        .map(|node| tree.meant_name(node).map_or(0, |name| state.hash_one(&*name)))
        .collect();
    let key = match &options.arrays {
        Arrays::ByKey(key) => key.as_str(),
        Arrays::InOrder | Arrays::AnyOrder => USUAL_KEY,
    };
    let mut hashed =
        Hashed { values: vec![0; tree.nodes.len()], names, key: state.hash_one(key.as_bytes()) };
    let is_ignored = |node: NodeId| ignored.get(node as usize).copied().unwrap_or(false);
    let (mut members, mut elements) = (Vec::new(), Vec::new());
    // What is inside has the greater number, so that from the end no value comes before its parts.
    for node in (0..tree.nodes.len() as NodeId).rev() {
        let kind = tree.node(node).kind;
        let mut hasher = state.build_hasher();
        (kind as u8).hash(&mut hasher);
        match kind {
            Kind::Null | Kind::False | Kind::True => {}
            Kind::Number => match options.spelling {
                Spelling::Counts => hasher.write(tree.value(node).as_bytes()),
                Spelling::Ignored => hasher.write(scalars::number(tree.value(node)).as_bytes()),
            },
            Kind::Text => match options.spelling {
                Spelling::Counts => hasher.write(tree.value(node).as_bytes()),
                Spelling::Ignored => hasher.write(&scalars::meant(tree.value(node))),
            },
            Kind::Array => {
                elements.clear();
                let children = tree.children(node).filter(|child| !is_ignored(*child));
                elements.extend(children.map(|child| hashed.value(child)));
                if options.arrays != Arrays::InOrder {
                    elements.sort_unstable();
                }
                elements.hash(&mut hasher);
            }
            Kind::Object => {
                members.clear();
                let children = tree.children(node).filter(|child| !is_ignored(*child));
                members.extend(children.map(|child| (hashed.name(child), hashed.value(child))));
                // Members have no order but among those of one name, which a stable sort keeps.
                members.sort_by_key(|(name, _)| *name);
                members.hash(&mut hasher);
            }
        }
        hashed.values[node as usize] = hasher.finish();
    }
    hashed
}
