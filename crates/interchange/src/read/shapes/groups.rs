//! The fields that stand side by side, as one group for each credential: by what stands around their names.

use crate::read::affix::Affix;
use crate::read::fields::{self, Entry, Field, is_placeholder, split};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::Node;
use mudbrick_model::{Unused, UnusedReason};
use std::collections::BTreeMap;
use std::ops::Range;

/// What stands under the same affix.
pub(super) struct Group<'a> {
    pub(super) affix: Affix,
    pub(super) entries: Vec<Entry<'a>>,
}

/// The fields of a map, each with those that belong to it. Ordinary words are fields only beside a client ID.
pub(super) fn of<'a>(node: &Node<'a>) -> Vec<Group<'a>> {
    of_named(node.entries())
}

/// The same for values that have names in another way.
pub(super) fn of_named<'a, 'n>(
    named: impl IntoIterator<Item = (&'n str, Node<'a>)>,
) -> Vec<Group<'a>> {
    let mut by_affix: BTreeMap<Affix, Vec<Entry<'a>>> = BTreeMap::new();
    let mut ordinary = Vec::new();
    for (name, node) in named {
        let Some(found) = split(name) else { continue };
        let entry = Entry { field: found.field, node };
        match found.is_ordinary {
            true => ordinary.push((found.affix, entry)),
            false => by_affix.entry(found.affix).or_default().push(entry),
        }
    }
    for (affix, entry) in ordinary {
        // A secret of `APP` is not for certain one of `MY_APP`.
        let belongs = |own: &Affix| match entry.field {
            Field::ClientSecret => *own == affix,
            _ => own.tells_the_same(&affix),
        };
        let mut groups = by_affix.iter_mut();
        if let Some((_, entries)) =
            groups.find(|(own, entries)| belongs(own) && has_client(entries))
        {
            entries.push(entry);
        }
    }
    by_affix.into_iter().map(|(affix, entries)| Group { affix, entries }).collect()
}

fn has_client(entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| entry.field == Field::ClientId && entry.node.text().is_some())
}

impl<'a> Group<'a> {
    pub(super) fn has(&self, wanted: Field) -> bool {
        self.values(wanted).next().is_some()
    }

    /// The fields that have something in them.
    fn values(&self, wanted: Field) -> impl Iterator<Item = &Node<'a>> {
        let of_field = self.entries.iter().filter(move |entry| entry.field == wanted);
        of_field
            .map(|entry| &entry.node)
            .filter(|node| node.text().is_some() || !node.items().is_empty() || node.is_map())
    }

    /// A client ID with something beside it, or a secret with its organisation.
    pub(super) fn is_credential(&self) -> bool {
        let beside = [
            Field::ClientSecret,
            Field::OrgId,
            Field::TechnicalAccountId,
            Field::Scopes,
            Field::Metascopes,
            Field::PrivateKey,
            Field::KeyPath,
            Field::Fingerprints,
        ];
        (self.has_client_id() && beside.into_iter().any(|field| self.has(field)))
            || (self.has(Field::ClientSecret) && self.has(Field::OrgId))
    }

    pub(super) fn has_client_id(&self) -> bool {
        self.values(Field::ClientId).any(|node| node.text().is_some())
    }

    /// A client ID by itself that looks like Adobe's.
    pub(super) fn is_api_key(&self) -> bool {
        let mut ids = self.values(Field::ClientId).filter_map(Node::text);
        ids.any(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    /// Whether there is nothing but what a template has in the place of its client ID.
    fn is_template(&self) -> bool {
        let mut ids = self.values(Field::ClientId).filter_map(Node::text).peekable();
        ids.peek().is_some() && ids.all(is_placeholder)
    }

    /// Whether two client IDs stand here, of which nobody can say whose the rest is.
    fn is_ambiguous(&self) -> bool {
        let mut ids = self.values(Field::ClientId).filter_map(Node::text);
        let ids: Vec<&str> = ids.by_ref().filter(|id| !is_placeholder(id)).collect();
        ids.windows(2).any(|pair| !pair[0].eq_ignore_ascii_case(pair[1]))
    }

    /// Makes a credential of it. None when it is none, and then it was said why.
    pub(super) fn credential(&self, findings: &mut Findings<'_>) -> Option<PartialCredential> {
        let why = match () {
            () if self.is_template() => UnusedReason::Template,
            () if self.is_ambiguous() => UnusedReason::TwoClientIds,
            () => {
                let mut partial = findings.partial();
                self.fill(findings, &mut partial);
                return Some(partial);
            }
        };
        for Entry { node, .. } in self.entries.iter().filter(|entry| entry.node.text().is_some()) {
            findings.ignore_at(node, fields::field_named(node), why.clone());
        }
        None
    }

    pub(super) fn fill(&self, findings: &mut Findings<'_>, partial: &mut PartialCredential) {
        fields::fill_with(findings, partial, &self.entries);
    }
}

/// Gives fields without a client ID of their own to the credentials around them: to the only one that they can belong to
/// everything, to several what they can have in common. What belongs to nobody is left, but for keys and certificates where
/// there are no credentials: true when one was taken.
pub(super) fn share(
    findings: &mut Findings<'_>,
    groups: Vec<Group<'_>>,
    credentials: &Range<usize>,
) -> bool {
    let mut taken = false;
    for group in groups {
        let fitting: Vec<usize> = credentials
            .clone()
            .filter(|at| findings.partials.get(*at).is_some_and(|it| group.affix.fits(&it.affix)))
            .collect();
        let is_common = |entry: &Entry<'_>| {
            matches!(
                entry.field,
                Field::OrgId
                    | Field::Organization
                    | Field::Scopes
                    | Field::Metascopes
                    | Field::Sandbox
                    | Field::Environment
                    | Field::Host
            )
        };
        let (common, own): (Vec<_>, Vec<_>) = group.entries.into_iter().partition(is_common);
        let (entries, nobodys) = match fitting.as_slice() {
            [] => (Vec::new(), [common, own].concat()),
            [at] => {
                // A secret under other words than the secret that is there already may be another project's.
                let has_its_own = findings.partials.get(*at).is_some_and(|it| {
                    !it.client_secrets.is_empty() && !group.affix.tells_the_same(&it.affix)
                });
                let is_other =
                    |entry: &Entry<'_>| has_its_own && entry.field == Field::ClientSecret;
                let (others, own): (Vec<_>, Vec<_>) = own.into_iter().partition(is_other);
                ([common, own].concat(), others)
            }
            _ => (common, own),
        };
        for Entry { field, node } in &nobodys {
            let belongs = !matches!(
                field,
                Field::RedirectUri | Field::Known | Field::Name | Field::Kind | Field::Token
            );
            if belongs && node.text().is_some_and(|text| !is_placeholder(text)) {
                // Beside credentials, one that fits none of them must not be found a place at another.
                if credentials.is_empty() && findings.take_alone(*field, node) {
                    taken = true;
                    continue;
                }
                findings.ignore_at(node, fields::field_named(node), UnusedReason::OwnerUnknown);
            }
        }
        for at in fitting {
            // Taken out while it is filled, for filling it finds keys.
            let Some(place) = findings.partials.get_mut(at) else { continue };
            let mut partial = std::mem::take(place);
            fields::fill_with(findings, &mut partial, &entries);
            if let Some(place) = findings.partials.get_mut(at) {
                *place = partial;
            }
        }
    }
    taken
}

/// Whether the names or values are Adobe's: other companies have client IDs and secrets too.
pub(super) fn is_of_adobe(group: &Group<'_>) -> bool {
    const WORDS: [&str; 9] =
        ["adobe", "aep", "ims", "aem", "reactor", "aio", "campaign", "places", "jwt"];
    let says_adobe = |entry: &Entry<'_>| {
        entry.node.text().is_some_and(|text| {
            text.ends_with("@AdobeOrg")
                || text.ends_with("@techacct.adobe.com")
                || text.starts_with("p8e-")
                || text.starts_with("s8e-")
        })
    };
    WORDS.iter().any(|word| group.affix.has(word))
        || group.affix.is_empty()
        || group.affix.has("oauth")
        || group.entries.iter().any(says_adobe)
        || group.is_api_key()
}

/// Says that credentials were named and none of their values are here.
pub(super) fn elsewhere(findings: &mut Findings<'_>, node: &Node<'_>, label: Option<&str>) {
    let what = Unused::Credential { name: label.map(str::to_owned), type_name: None };
    findings.ignore_at(node, what, UnusedReason::ValuesElsewhere);
}
