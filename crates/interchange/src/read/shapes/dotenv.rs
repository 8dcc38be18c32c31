//! Variables of the environment: `aio`'s contexts, App Builder's and others' names for a credential; and Java properties.
//!
//! `aio` writes a path as a name: `_` stands for a dot and `__` for `_` (aio-lib-core-config). The other names are a
//! prefix and a field.

use super::document;
use crate::read::draft::{Draft, Finds};
use crate::read::fields::{self, Field, field_of};
use crate::read::syntax::env::{Line, Lines};
use crate::read::syntax::{Node, Origins, Value};
use mudbrick_model::Adobe;
use std::collections::BTreeMap;
use std::rc::Rc;
use zeroize::Zeroizing;

/// Prefixes that are Adobe's, the longer first where one begins like another.
const KNOWN: [&str; 5] =
    ["AIO_COMMERCE_AUTH_IMS_", "REACTOR_IO_INTEGRATION_", "IMS_OAUTH_S2S_", "OAUTH_", "IMS_"];

/// Reads variables; false when nothing of Adobe's is among them.
pub(crate) fn environment(finds: &mut Finds<'_>, lines: Lines) -> bool {
    let (mut tree, mut groups) = (Tree::new(finds.source()), Groups::default());
    let (mut other, mut runtime) = (0, false);
    for line in lines.lines {
        let upper = line.name.to_ascii_uppercase();
        if upper == "AIO_RUNTIME_AUTH" {
            runtime |= !line.value.trim().is_empty();
        } else if upper.starts_with("AIO_") && !upper.starts_with(KNOWN[0]) {
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

/// The tree that `aio` would make.
struct Tree {
    entries: Vec<(String, Value)>,
    origins: Origins,
}

impl Tree {
    fn new(source: &str) -> Self {
        let origins = Origins { source: source.to_owned(), ..Origins::default() };
        Self { entries: Vec::new(), origins }
    }

    fn add(&mut self, line: Line) {
        let path = path_of(&line.name[4..]);
        if path.len() > 8 || path.iter().any(String::is_empty) {
            return;
        }
        self.origins.names.insert(path.join(".").to_lowercase(), line.name);
        insert(&mut self.entries, &path, line.value);
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

/// Variables by what stands before the field's name.
#[derive(Default)]
struct Groups {
    by_prefix: BTreeMap<String, Group>,
}

#[derive(Default)]
struct Group {
    entries: Vec<(String, Value)>,
    names: Vec<(String, String)>,
}

impl Groups {
    /// False when the name says nothing.
    fn add(&mut self, line: Line) -> bool {
        let upper = line.name.to_ascii_uppercase();
        let (upper, stage) = match upper.strip_suffix("_STAGE") {
            Some(bare) if upper.starts_with("REACTOR_") => (bare.to_owned(), " stage"),
            _ => (upper, ""),
        };
        let Some((prefix, field)) = split(&upper) else { return false };
        let group = self.by_prefix.entry(format!("{prefix}{stage}")).or_default();
        group.names.push((field.to_ascii_lowercase(), line.name));
        group.entries.push((field.to_owned(), Value::Text(line.value)));
        true
    }

    /// Makes credentials of those with a client ID; what stands apart joins the only one. Gives the number of variables
    /// that were of no use.
    fn read(self, finds: &mut Finds<'_>) -> usize {
        let mut unused = 0;
        let mut drafts = Vec::new();
        let mut apart = Vec::new();
        for (prefix, group) in self.by_prefix {
            match group.is_adobe(&prefix) {
                true if group.has(Field::ClientId) => {
                    let mut draft = finds.draft();
                    if prefix.ends_with(" stage") {
                        draft.adobe = Some(crate::reading::Found {
                            value: Adobe::Stage,
                            origin: crate::reading::Origin(finds.source().to_owned()),
                        });
                    }
                    group.fill(finds, &mut draft);
                    drafts.push(draft);
                }
                true => apart.push(group),
                false => unused += group.entries.len(),
            }
        }
        for group in apart {
            match drafts.as_mut_slice() {
                [only] => group.fill(finds, only),
                _ => unused += group.entries.len(),
            }
        }
        if !drafts.is_empty() {
            finds.format("Environment file");
        }
        finds.drafts.append(&mut drafts);
        unused
    }
}

impl Group {
    fn has(&self, wanted: Field) -> bool {
        self.entries.iter().any(|(name, value)| {
            field_of(name) == Some(wanted)
                && value.as_text().is_some_and(|text| !text.trim().is_empty())
        })
    }

    /// Other companies have client IDs and secrets too.
    fn is_adobe(&self, prefix: &str) -> bool {
        const WORDS: [&str; 9] =
            ["ADOBE", "AEP", "IMS", "AEM", "REACTOR", "AIO", "CAMPAIGN", "PLACES", "JWT"];
        let of_adobe = |value: &Value| {
            value.as_text().is_some_and(|text| {
                let text = text.trim();
                text.ends_with("@AdobeOrg") || text.starts_with("p8e-") || text.starts_with("s8e-")
            })
        };
        let id_of_adobe = |(name, value): &(String, Value)| {
            field_of(name) == Some(Field::ClientId)
                && value
                    .as_text()
                    .is_some_and(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
        };
        WORDS.iter().any(|word| prefix.split('_').any(|part| part == *word))
            || prefix == "OAUTH_"
            || prefix.is_empty()
            || self.entries.iter().any(|(_, value)| of_adobe(value))
            || self.entries.iter().any(id_of_adobe)
    }

    fn fill(self, finds: &mut Finds<'_>, draft: &mut Draft) {
        let origins =
            Origins { source: finds.source().to_owned(), names: self.names.into_iter().collect() };
        let value = Value::Map(self.entries);
        fields::fill(finds, draft, &Node::root(&value, Rc::new(origins)));
    }
}

/// `ADOBE_CLIENT_ID` is `ADOBE_` and `CLIENT_ID`.
fn split(name: &str) -> Option<(&str, &str)> {
    let useful = |field: &str| {
        field_of(field)
            .filter(|field| {
                !matches!(field, Field::Known | Field::Name | Field::Kind | Field::Environment)
            })
            // `URL` and `ACCOUNT` by themselves are anybody's.
            .is_some()
            && !matches!(
                field,
                "URL" | "ACCOUNT" | "SECRET" | "ORG" | "SCOPE" | "TOKEN" | "AUTHORIZATION"
            )
    };
    let known = KNOWN.iter().find_map(|prefix| {
        let field = name.strip_prefix(prefix)?;
        field_of(field).map(|_| (&name[..prefix.len()], field))
    });
    known.or_else(|| {
        let starts = std::iter::once(0).chain(name.match_indices('_').map(|(at, _)| at + 1));
        let mut starts = starts.filter(|at| useful(&name[*at..]));
        starts.next().map(|at| (&name[..at], &name[at..]))
    })
}

/// Java properties of aio-lib-java: `aio_api_key`, `aio_client_secret`, `aio_encoded_pkcs8`, ….
pub(crate) fn properties(finds: &mut Finds<'_>, entries: Vec<(String, Zeroizing<String>)>) -> bool {
    const OWN: [&str; 6] = [
        "aio_api_key",
        "aio_client_secret",
        "aio_ims_org_id",
        "aio_workspace_id",
        "aio_credential_id",
        "aio_technical_account_id",
    ];
    let own = entries.iter().filter(|(key, _)| OWN.contains(&key.as_str())).count();
    let has_client =
        entries.iter().any(|(key, _)| key == "aio_api_key" || key == "aio_client_secret");
    if own < 2 || !has_client {
        return false;
    }
    finds.format("aio-lib-java properties");
    let mut origins = Origins { source: finds.source().to_owned(), ..Origins::default() };
    let mut map = Vec::new();
    let mut other = 0;
    for (key, value) in entries {
        match key.strip_prefix("aio_") {
            // The two kinds of ID of a project are numbers.
            Some(field) => {
                origins.names.insert(field.to_owned(), key.clone());
                map.push((field.to_owned(), Value::Text(value)));
            }
            None => other += 1,
        }
    }
    let value = Value::Map(map);
    let mut draft = finds.draft();
    fields::fill(finds, &mut draft, &Node::root(&value, Rc::new(origins)));
    finds.drafts.push(draft);
    if other > 0 {
        finds.ignore(
            format!("{other} other properties"),
            "They say nothing about a credential of Adobe's.",
        );
    }
    true
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

    #[rstest]
    #[case("IMS_OAUTH_S2S_CLIENT_ID", Some(("IMS_OAUTH_S2S_", "CLIENT_ID")))]
    #[case("OAUTH_ORG_ID", Some(("OAUTH_", "ORG_ID")))]
    #[case("ADOBE_CLIENT_ID", Some(("ADOBE_", "CLIENT_ID")))]
    #[case("CLIENT_SECRET", Some(("", "CLIENT_SECRET")))]
    #[case("IMS_ORG_ID", Some(("IMS_", "ORG_ID")))]
    #[case("DATABASE_URL", None)]
    #[case("HOME", None)]
    fn names_are_a_prefix_and_a_field(#[case] name: &str, #[case] expected: Option<(&str, &str)>) {
        assert_eq!(split(name), expected);
    }
}
