//! What a JSONPath leads to in a text, as it stands there.

use super::node::{Kind, NodeId};
use super::paths::{Path, PathError};
use super::tree::Tree;
use std::collections::HashMap;

/// A JSONPath to be asked.
#[derive(Debug, Clone)]
pub struct Query {
    written: String,
    path: Path,
}

/// By its text: the same text is the same path.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Query {
    /// Reads a path.
    ///
    /// # Errors
    /// RFC 9535 does not know it.
    pub fn parse(written: &str) -> Result<Self, PathError> {
        Ok(Self { written: written.to_owned(), path: Path::parse(written)? })
    }

    /// All values that it leads to, as they came and in the order of the standard. Of members with one name the last counts.
    ///
    /// # Errors
    /// It has a filter, which has to see the whole, and cannot.
    pub fn ask<'t>(&self, tree: &'t Tree) -> Result<Vec<&'t str>, PathError> {
        let mut nodes = self.path.in_order(tree)?;
        if !nodes.is_empty() {
            let is_replaced = replaced(tree);
            nodes.retain(|node| !is_replaced[*node as usize]);
        }
        Ok(nodes.into_iter().map(|node| tree.value(node)).collect())
    }
}

/// Whether each node is, or is in, a member that another of its name follows.
fn replaced(tree: &Tree) -> Vec<bool> {
    let mut is_replaced = vec![false; tree.nodes.len()];
    for object in 0..tree.nodes.len() as NodeId {
        if tree.node(object).kind != Kind::Object {
            continue;
        }
        let mut last = HashMap::new();
        for member in tree.children(object) {
            let Some(name) = tree.meant_name(member) else { continue };
            if let Some(before) = last.insert(name, member) {
                is_replaced[before as usize..tree.node(before).next as usize].fill(true);
            }
        }
    }
    is_replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TEXT: &str =
        r#"{"list": [1, 2.0, [3]], "twice": {"a": 1}, "twice": {"b": 1e400}, "\ud83d\ude00": "x"}"#;

    #[rstest]
    #[case::as_it_came("$.list[1]", &["2.0"])]
    #[case::backwards("$.list[::-1]", &["[3]", "2.0", "1"])]
    #[case::as_named("$.list[2, 0]", &["[3]", "1"])]
    #[case::led_to_twice("$.list[0, 0]", &["1", "1"])]
    #[case::parents_first("$.list..*", &["1", "2.0", "[3]", "3"])]
    #[case::the_last_of_a_name("$.twice.*", &["1e400"])]
    #[case::in_the_last_of_a_name("$..a", &[])]
    #[case::escapes_that_belong_together(r#"$["\ud83d\ude00"]"#, &["\"x\""])]
    #[case::the_character("$['😀']", &["\"x\""])]
    #[case::a_backslash_before(r#"$["\\ud83d\\ude00"]"#, &[])]
    fn what_a_path_leads_to(#[case] path: &str, #[case] expected: &[&str]) {
        let tree = Tree::read(TEXT).unwrap();
        assert_eq!(Query::parse(path).unwrap().ask(&tree).unwrap(), expected);
    }

    #[rstest]
    #[case::half_a_pair(r#"$["\ud83d"]"#)]
    #[case::the_other_half(r#"$["\ude00"]"#)]
    #[case::no_path("$.")]
    fn what_is_no_path(#[case] path: &str) {
        assert!(Query::parse(path).is_err());
    }

    #[test]
    fn depth_does_not_matter() {
        let text = format!("{{\"id\": 7, \"deep\": {}{}}}", "[".repeat(5000), "]".repeat(5000));
        let tree = Tree::read(text).unwrap();
        assert_eq!(Query::parse("$.id").unwrap().ask(&tree).unwrap(), ["7"]);
    }
}
