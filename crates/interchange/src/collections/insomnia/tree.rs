//! Insomnia's list of resources, each with its parent's id, as a tree in Insomnia's own order.

use crate::collections::json::text_or_empty;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A resource with what is below it.
pub(super) struct Nested<'a> {
    pub(super) resource: &'a Value,
    pub(super) children: Vec<Nested<'a>>,
}

/// No export is nested deeper: what is has lost its parent.
const DEEPEST: usize = 64;

/// The resources without a parent in the list, each with everything below it. Rings of parents are cut where they are met.
pub(super) fn of(resources: &[Value]) -> Vec<Nested<'_>> {
    let ids: HashSet<String> = resources.iter().map(|it| text_or_empty(it, "_id")).collect();
    let mut below: HashMap<String, Vec<usize>> = HashMap::new();
    let mut roots = Vec::new();
    for (at, resource) in resources.iter().enumerate() {
        let parent = text_or_empty(resource, "parentId");
        match ids.contains(&parent) && parent != text_or_empty(resource, "_id") {
            true => below.entry(parent).or_default().push(at),
            false => roots.push(at),
        }
    }
    let mut seen = HashSet::new();
    let mut all = nested(resources, &roots, &below, &mut seen, 0);
    for at in 0..resources.len() {
        // What only a ring leads to would be lost without a word.
        if !seen.contains(&at) {
            all.extend(nested(resources, &[at], &below, &mut seen, 0));
        }
    }
    all
}

fn nested<'a>(
    resources: &'a [Value],
    here: &[usize],
    below: &HashMap<String, Vec<usize>>,
    seen: &mut HashSet<usize>,
    depth: usize,
) -> Vec<Nested<'a>> {
    let mut here: Vec<usize> = here.to_vec();
    let key = |at: &usize| resources[*at].get("metaSortKey").and_then(Value::as_f64).unwrap_or(0.0);
    here.sort_by(|one, other| key(one).total_cmp(&key(other)));
    let mut all = Vec::new();
    for at in here {
        if depth > DEEPEST || !seen.insert(at) {
            continue;
        }
        let resource = &resources[at];
        let children = below.get(&text_or_empty(resource, "_id"));
        let children = children
            .map_or_else(Vec::new, |children| nested(resources, children, below, seen, depth + 1));
        all.push(Nested { resource, children });
    }
    all
}
