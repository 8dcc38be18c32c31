//! Where a value is, written as JSONPath (RFC 9535), which has no name with half a surrogate pair in it.

use super::node::{NodeId, ROOT};
use super::scalars;
use super::tree::Tree;

/// How elements of arrays are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elements {
    /// Each by its place.
    Each,
    /// All of an array alike.
    All,
}

/// The path to a value; none where a name on the way cannot be written.
pub(super) fn path_to(tree: &Tree, node: NodeId, elements: Elements) -> Option<String> {
    let mut path = String::from("$");
    let mut at = ROOT;
    while at != node {
        // What contains it is the last child that begins before it or there.
        let children = tree.children(at).enumerate();
        let Some((place, child)) = children.take_while(|(_, child)| *child <= node).last() else {
            break;
        };
        match (tree.name(child), elements) {
            (Some(name), _) => path.push_str(&member(name)?),
            (None, Elements::Each) => path.push_str(&format!("[{place}]")),
            (None, Elements::All) => path.push_str("[*]"),
        }
        at = child;
    }
    Some(path)
}

/// A member by its name as it is written, with its quotes; none where no path can have the name.
pub(super) fn member(name: &str) -> Option<String> {
    match name.trim_matches('"') {
        plain if is_shorthand(plain) => Some(format!(".{plain}")),
        _ => std::str::from_utf8(&scalars::meant(name)).is_ok().then(|| format!("[{name}]")),
    }
}

/// Whether a path may have it behind a point.
fn is_shorthand(name: &str) -> bool {
    let is_first = |character: char| character.is_ascii_alphabetic() || character == '_';
    name.starts_with(is_first) && name.chars().all(|c| is_first(c) || c.is_ascii_digit())
}
