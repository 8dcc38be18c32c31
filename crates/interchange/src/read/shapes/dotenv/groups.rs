//! Variables whose names are a prefix and a field: `OAUTH_CLIENT_ID`, `ADOBE_CLIENT_SECRET`.

use crate::read::fields::{self, Field, field_of};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::env::Line;
use crate::read::syntax::{Node, Origins, Value};
use crate::reading::{Found, Origin};
use mudbrick_model::Adobe;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Commerce's names, which only begin like `aio`'s.
pub(super) const COMMERCE: &str = "AIO_COMMERCE_AUTH_IMS_";
/// Prefixes that are Adobe's, the longer first where one begins like another.
const KNOWN: [&str; 5] = [COMMERCE, "REACTOR_IO_INTEGRATION_", "IMS_OAUTH_S2S_", "OAUTH_", "IMS_"];

/// Variables by what stands before the field's name.
#[derive(Default)]
pub(super) struct Groups {
    by_prefix: BTreeMap<String, Group>,
}

#[derive(Default)]
struct Group {
    entries: Vec<(String, Value)>,
    names: Vec<(String, String)>,
}

impl Groups {
    /// False when the name says nothing.
    pub(super) fn add(&mut self, line: Line) -> bool {
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
    pub(super) fn read(self, findings: &mut Findings<'_>) -> usize {
        let mut unused = 0;
        let mut partials = Vec::new();
        let mut apart = Vec::new();
        for (prefix, group) in self.by_prefix {
            match group.is_adobe(&prefix) {
                true if group.has(Field::ClientId) => {
                    let mut partial = findings.partial();
                    if prefix.ends_with(" stage") {
                        partial.adobe = Some(Found {
                            value: Adobe::Stage,
                            origin: Origin(findings.source().to_owned()),
                        });
                    }
                    group.fill(findings, &mut partial);
                    partials.push(partial);
                }
                true => apart.push(group),
                false => unused += group.entries.len(),
            }
        }
        for group in apart {
            match partials.as_mut_slice() {
                [only] => group.fill(findings, only),
                _ => unused += group.entries.len(),
            }
        }
        if !partials.is_empty() {
            findings.format("Environment file");
        }
        findings.partials.append(&mut partials);
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

    fn fill(self, findings: &mut Findings<'_>, partial: &mut PartialCredential) {
        let origins = Origins {
            source: findings.source().to_owned(),
            names: self.names.into_iter().collect(),
        };
        let value = Value::Map(self.entries);
        fields::fill(findings, partial, &Node::root(&value, Rc::new(origins)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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
