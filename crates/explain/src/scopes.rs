//! What a scope or a metascope opens, in words.

use crate::rule::Standing;
use serde::Deserialize;
use std::sync::LazyLock;

/// What is known of a scope.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeWords {
    names: Vec<String>,
    /// Which product or data.
    pub opens: String,
    /// How certain that is.
    #[serde(default)]
    pub standing: Standing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeFile {
    scope: Vec<ScopeWords>,
}

#[allow(clippy::panic, reason = "the file is part of the program, and a test reads it")]
static SCOPES: LazyLock<Vec<ScopeWords>> =
    LazyLock::new(|| match toml::from_str::<ScopeFile>(include_str!("../scopes.toml")) {
        Ok(file) => file.scope,
        Err(error) => panic!("BUG: scopes.toml: {error}"),
    });

/// What the scope opens; none for one that nobody documents.
pub fn scope(name: &str) -> Option<&'static ScopeWords> {
    SCOPES.iter().find(|scope| scope.names.iter().any(|known| known == name))
}

#[cfg(test)]
mod tests {
    use super::{SCOPES, scope};
    use std::collections::BTreeSet;

    #[test]
    fn each_is_told_once() {
        let names: Vec<&String> = SCOPES.iter().flat_map(|scope| &scope.names).collect();
        assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
        assert_eq!(scope("ent_places_sdk").map(|it| it.opens.as_str()), Some("Places"));
        assert!(scope("something_else").is_none());
    }
}
