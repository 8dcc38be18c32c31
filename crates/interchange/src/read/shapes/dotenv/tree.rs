//! The tree that `aio` makes of variables. A path is a name there: `_` stands for a dot and `__` for `_`
//! (aio-lib-core-config).

use crate::read::syntax::env::Line;
use crate::read::syntax::{Origins, Value};
use zeroize::Zeroizing;

/// The tree that `aio` would make.
pub(super) struct Tree {
    pub(super) entries: Vec<(String, Value)>,
    pub(super) origins: Origins,
}

impl Tree {
    pub(super) fn new(source: &str) -> Self {
        Self { entries: Vec::new(), origins: Origins::of(source) }
    }

    /// Adds a variable; gives back one whose name is no path.
    pub(super) fn add(&mut self, line: Line) -> Option<Line> {
        let path = path_of(line.name.get(4..).unwrap_or_default());
        if path.len() > 8 || path.iter().any(String::is_empty) {
            return Some(line);
        }
        self.origins.variable(&path.join("."), &line.name, &line.name);
        insert(&mut self.entries, &path, line.value);
        None
    }
}

/// `ims_contexts_a__b_client__id` is `ims.contexts.a_b.client_id`. Of several underscores, pairs are letters.
fn path_of(name: &str) -> Vec<String> {
    let mut path = vec![String::new()];
    let mut rest = name;
    while let Some(character) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches('_').len();
        if run == 1 {
            path.push(String::new());
        } else if let Some(part) = path.last_mut() {
            match run {
                0 => part.push(character),
                _ => part.push_str(&"_".repeat(run / 2)),
            }
        }
        rest = &rest[run.max(character.len_utf8())..];
    }
    path
}

fn insert(entries: &mut Vec<(String, Value)>, path: &[String], value: Zeroizing<String>) {
    let Some((first, deeper)) = path.split_first() else { return };
    if deeper.is_empty() {
        entries.push((first.clone(), Value::Text(value)));
        return;
    }
    let at = entries
        .iter()
        .position(|(key, child)| key.eq_ignore_ascii_case(first) && matches!(child, Value::Map(_)));
    let at = at.unwrap_or_else(|| {
        entries.push((first.clone(), Value::Map(Vec::new())));
        entries.len() - 1
    });
    if let Value::Map(inner) = &mut entries[at].1 {
        insert(inner, deeper, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("ims_contexts_my__s2s_client__id", "ims contexts my_s2s client_id")]
    #[case(
        "ims_contexts_Credential__in__Geo_client__secrets",
        "ims contexts Credential_in_Geo client_secrets"
    )]
    #[case("cli_env", "cli env")]
    #[case("a____b", "a__b")]
    fn names_are_paths(#[case] name: &str, #[case] path: &str) {
        assert_eq!(path_of(name).join(" "), path);
    }
}
