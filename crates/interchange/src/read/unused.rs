//! What was understood and not used, told at the end from what everything became: so that no shape can drop a value in
//! silence. A value is used when it, or the list it is in, stands among the origins of what was found, or says the same as
//! such a value.

use super::fields::{self, Field, is_placeholder, split};
use super::findings::ReadTree;
use super::scopes;
use super::syntax::{Node, Value};
use crate::reading::{Found, FoundCredential, Ignored, Origin, Reading};
use mudbrick_model::{Note, Unused, UnusedReason};
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

/// No source has more values listed one by one; the rest is counted. A data dump has thousands.
const MOST: usize = 200;
/// A map or list with more values than this, none of which is used, is listed as one.
const MOST_IN_ONE: usize = 12;

/// Adds what was not used to what is left out.
pub(super) fn list(reading: &mut Reading, trees: Vec<ReadTree>) {
    let mut found = Vec::new();
    {
        let used = Used::by(reading);
        for ReadTree { value, origins } in &trees {
            let root = Node::root(value, Rc::clone(origins));
            let mut left = Vec::new();
            sweep(&root, false, &used, &mut left);
            found.extend(limited(&root, left));
        }
    }
    reading.ignored.extend(found);
}

fn limited(root: &Node<'_>, mut left: Vec<Ignored>) -> Vec<Ignored> {
    let more = left.len().saturating_sub(MOST);
    left.truncate(MOST);
    if more > 0 {
        let count = u32::try_from(more).unwrap_or(u32::MAX);
        let what = Unused::MoreFields { count };
        left.push(Ignored::of(root.source(), what, UnusedReason::NoPartOfAProfile));
    }
    left
}

/// What the reading is made of.
struct Used<'r> {
    origins: HashSet<&'r str>,
    values: HashSet<&'r str>,
    scopes: Vec<BTreeSet<&'r str>>,
    credentials: &'r [FoundCredential],
    /// The sources that a credential came from.
    sources: HashSet<&'r str>,
    /// Places that are listed already.
    listed: HashSet<String>,
}

impl<'r> Used<'r> {
    fn by(reading: &'r Reading) -> Self {
        let mut used = Self {
            origins: HashSet::new(),
            values: HashSet::new(),
            scopes: Vec::new(),
            credentials: &reading.credentials,
            sources: HashSet::new(),
            listed: reading.ignored.iter().map(Ignored::origin).collect(),
        };
        for credential in &reading.credentials {
            let texts = [
                Some(&credential.name),
                credential.organization.as_ref(),
                credential.workspace.as_ref(),
                credential.org_id.as_ref(),
                credential.client_id.as_ref(),
                credential.technical_account_id.as_ref(),
                credential.technical_account_email.as_ref(),
                credential.sandbox.as_ref(),
                credential.redirect_uri.as_ref(),
            ];
            texts.into_iter().flatten().for_each(|found| used.text(found));
            credential.variables.values().for_each(|found| used.text(found));
            for secret in &credential.client_secrets {
                used.origins.insert(&secret.origin.0);
                used.values.insert(secret.value.expose());
            }
            if let Some(found) = &credential.scopes {
                used.origins.insert(&found.origin.0);
                used.scopes.push(found.value.iter().map(String::as_str).collect());
            }
            let adobe = credential.adobe.as_ref().map(|found| found.origin.0.as_str());
            used.origins.extend(adobe);
            for note in &credential.notes {
                match note {
                    Note::Differs { other: place, .. } | Note::HoldsSecret { place, .. } => {
                        used.origins.insert(place);
                    }
                    Note::Swapped { client_id, client_secret } => {
                        used.origins.extend([client_id.as_str(), client_secret]);
                    }
                    Note::MetascopesLeftOut { metascopes } => {
                        used.scopes.push(metascopes.iter().map(String::as_str).collect());
                    }
                    _ => {}
                }
            }
        }
        for Origin(origin) in reading.keys.iter().flat_map(|key| &key.origins) {
            used.origins.insert(origin);
        }
        used
    }

    fn text(&mut self, found: &'r Found<String>) {
        self.origins.insert(&found.origin.0);
        self.values.insert(&found.value);
        self.sources.extend(found.origin.0.split(" › ").next());
    }

    /// Whether no credential has a value for the field, so that none can have been taken instead.
    fn has_none_for(&self, field: Field) -> bool {
        self.credentials.iter().all(|credential| match field {
            Field::OrgId | Field::Organization => credential.org_id.is_none(),
            Field::Scopes | Field::Metascopes => credential.scopes.is_none(),
            Field::ClientSecret => credential.client_secrets.is_empty(),
            Field::TechnicalAccountId => credential.technical_account_id.is_none(),
            _ => false,
        })
    }

    fn has_text(&self, text: &str) -> bool {
        let bare = text.strip_suffix("@AdobeOrg").unwrap_or(text);
        self.values.iter().any(|value| {
            value.eq_ignore_ascii_case(text)
                || value.strip_suffix("@AdobeOrg").is_some_and(|value| value == bare)
        })
    }

    /// Whether it says what is known in another place: the same text, or the same scopes in another order.
    fn says_the_same(&self, node: &Node<'_>) -> bool {
        let Some(text) = node.text() else { return false };
        if self.has_text(text) {
            return true;
        }
        let (plain, short) = (scopes::of(node), scopes::metascopes_of(node));
        [plain, short].iter().flatten().any(|found| {
            let set: BTreeSet<&str> = found.value.iter().map(String::as_str).collect();
            self.scopes.contains(&set)
                || (set.len() > 1 && set.iter().all(|one| self.has_text(one)))
        })
    }
}

/// Lists what is not used at and below a node; gives the number of its values and of those that are listed.
fn sweep(
    node: &Node<'_>,
    is_superseded: bool,
    used: &Used<'_>,
    left: &mut Vec<Ignored>,
) -> (usize, usize) {
    if node.is_settled() {
        return (1, 0);
    }
    if !node.value.is_container() {
        return scalar(node, is_superseded, used, left);
    }
    if let Value::List(items) = node.value {
        if used.origins.contains(node.origin().0.as_str()) || list_is_known(node, used) {
            return (1, 0);
        }
        // Such as scopes: one thing.
        if items.len() > 1 && items.iter().all(|item| !item.is_container()) {
            let mut each = Vec::new();
            for (child, _) in node.children() {
                sweep(&child, is_superseded, used, &mut each);
            }
            let Some(first) = each.into_iter().next() else { return (1, 0) };
            left.push(Ignored { place: node.place(), ..first });
            return (1, 1);
        }
    }
    let begun = left.len();
    let (mut values, mut listed) = (0, 0);
    for (child, is_superseded) in node.children() {
        let (more, more_listed) = sweep(&child, is_superseded, used, left);
        (values, listed) = (values + more, listed + more_listed);
    }
    if listed > MOST_IN_ONE && listed == values && !node.place().is_empty() {
        left.truncate(begun);
        let count = u32::try_from(values).unwrap_or(u32::MAX);
        let what = Unused::Fields { name: node.key().to_owned(), count };
        left.push(at(node, what, UnusedReason::NoPartOfAProfile));
    }
    (values, listed)
}

fn list_is_known(node: &Node<'_>, used: &Used<'_>) -> bool {
    [scopes::of(node), scopes::metascopes_of(node)].iter().flatten().any(|found| {
        used.scopes.contains(&found.value.iter().map(String::as_str).collect::<BTreeSet<_>>())
    })
}

fn scalar(
    node: &Node<'_>,
    is_superseded: bool,
    used: &Used<'_>,
    left: &mut Vec<Ignored>,
) -> (usize, usize) {
    let Some(text) = node.text() else { return (0, 0) };
    let Origin(origin) = node.origin();
    if !is_superseded && (used.origins.contains(origin.as_str()) || used.listed.contains(&origin)) {
        return (1, 0);
    }
    let name = node.variable().unwrap_or_else(|| node.key().to_owned());
    let field = split(&name).map(|split| split.field);
    let by_name =
        matches!(field, Some(Field::RedirectUri | Field::Known | Field::TechnicalAccountEmail))
            || (node.variable().is_none() && matches!(field, Some(Field::Name | Field::Kind)));
    if by_name || used.says_the_same(node) {
        return (1, 0);
    }
    let here = used.sources.contains(node.source());
    let why = match field {
        _ if is_placeholder(text) => UnusedReason::Template,
        _ if is_superseded => UnusedReason::GivenTwice,
        Some(Field::Token) => UnusedReason::TokenEnds,
        Some(Field::Account | Field::Name | Field::Kind | Field::Host | Field::Environment)
        | None => UnusedReason::NoPartOfAProfile,
        Some(field) if here && used.has_none_for(field) => UnusedReason::OwnerUnknown,
        Some(_) if here => UnusedReason::OtherValueTaken,
        Some(_) => UnusedReason::ClientIdNotHere,
    };
    left.push(at(node, fields::field_named(node), why));
    (1, 1)
}

fn at(node: &Node<'_>, what: Unused, why: UnusedReason) -> Ignored {
    Ignored { place: node.place(), ..Ignored::of(node.source(), what, why) }
}
