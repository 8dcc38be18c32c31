//! The names that Adobe's downloads and the tools around them have for the same few values. Each shape knows where its
//! values are; what they mean is known here once.

mod key_value;
mod names;
mod placeholder;
mod secret;
mod split;

pub(crate) use key_value::{file_of, is_file_of};
pub(crate) use names::{Field, field_named, field_of};
pub(crate) use placeholder::is_placeholder;
pub(crate) use split::split;

use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::scopes;
use crate::read::syntax::Node;
use crate::reading::Found;
use key_value::{certificate, key_path, private_key};
use mudbrick_model::{
    Adobe, ClientId, Field as ModelField, Grant, Note, OrgId, TechnicalAccountId, UnusedReason,
};
use mudbrick_vault::SecretText;

const ORGANIZATION: &str = "@AdobeOrg";
const TECHNICAL_ACCOUNT: &str = "@techacct.adobe.com";

/// A value under a name that says which field it is.
#[derive(Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) field: Field,
    pub(crate) node: Node<'a>,
}

/// Takes what `node`'s entries hold into the credential. What means nothing stays where it is.
pub(crate) fn fill(findings: &mut Findings<'_>, partial: &mut PartialCredential, node: &Node<'_>) {
    let known = |(name, node)| field_of(name).map(|field| Entry { field, node });
    let entries: Vec<Entry<'_>> = node.entries().into_iter().filter_map(known).collect();
    fill_with(findings, partial, &entries);
}

/// The same with entries that were picked out.
pub(crate) fn fill_with(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    entries: &[Entry<'_>],
) {
    // The key is opened with the passphrase beside it, so that is taken first.
    let is_passphrase = |entry: &&Entry<'_>| entry.field == Field::Passphrase;
    for entry in entries.iter().filter(is_passphrase) {
        take(findings, partial, entry);
    }
    for entry in entries.iter().filter(|entry| entry.field != Field::Passphrase) {
        take(findings, partial, entry);
    }
}

/// Takes one value into the credential. What it has already, it keeps.
pub(crate) fn take(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    Entry { field, node }: &Entry<'_>,
) {
    if node.text().is_some_and(is_placeholder) {
        if !matches!(
            field,
            Field::Token | Field::RedirectUri | Field::Known | Field::Name | Field::Host
        ) {
            partial.note(Note::Placeholder { place: node.origin().0 });
            node.settle();
        }
        return;
    }
    match field {
        Field::ClientId => client(partial, node),
        Field::ClientSecret => secret::take(partial, node),
        Field::OrgId => organization_id(partial, node),
        Field::Organization => organization(partial, node),
        Field::TechnicalAccountId => technical_account(partial, node),
        Field::TechnicalAccountEmail => {
            node.settle();
            let found = node.found().filter(|found| found.value.ends_with(TECHNICAL_ACCOUNT));
            keep(&mut partial.technical_account_email, found);
        }
        Field::Account => {
            if node.text().is_some_and(|text| text.ends_with(TECHNICAL_ACCOUNT)) {
                technical_account(partial, node);
            }
        }
        Field::Scopes => match scopes::of(node) {
            // Some tools have one name for both kinds.
            Some(found) if found.value.iter().all(|scope| scope.contains("/s/")) => {
                keep(&mut partial.metascopes, scopes::metascopes_of(node));
            }
            found => keep(&mut partial.scopes, found),
        },
        Field::Metascopes => keep(&mut partial.metascopes, scopes::metascopes_of(node)),
        Field::PrivateKey => private_key(findings, partial, node),
        Field::KeyPath => key_path(partial, node),
        Field::Certificate => certificate(findings, partial, node),
        Field::Sandbox => keep(&mut partial.sandbox, node.found()),
        Field::Environment | Field::Host => {
            if let Some(found) = adobe_of(node) {
                node.settle();
                keep(&mut partial.adobe, Some(found));
            }
        }
        Field::Fingerprints => {
            node.settle();
            for (fingerprint, _) in node.entries() {
                if let Ok(fingerprint) = mudbrick_pki::parse_fingerprint(fingerprint)
                    && !partial.certificates.contains(&fingerprint)
                {
                    partial.certificates.push(fingerprint);
                }
            }
            partial.grant = partial.grant.or(Some(Grant::Jwt));
        }
        Field::Token => {
            if node.text().is_some() || node.value.is_container() {
                findings.ignore_at(node, field_named(node), UnusedReason::TokenEnds);
            }
        }
        Field::Kind => {
            let grant = node.text().and_then(grant_of);
            if grant.is_some() {
                node.settle();
            }
            partial.grant = partial.grant.or(grant);
        }
        Field::Name => keep(&mut partial.name, node.found()),
        Field::Passphrase => {
            if let Some(text) = node.text() {
                node.settle();
                let passphrase = SecretText::new(text.to_owned());
                partial.key_passphrase.get_or_insert(passphrase);
            }
        }
        Field::RedirectUri | Field::Known => node.settle(),
    }
}

pub(crate) fn keep<T>(place: &mut Option<Found<T>>, found: Option<Found<T>>) {
    if place.is_none() {
        *place = found;
    }
}

fn grant_of(kind: &str) -> Option<Grant> {
    match kind.to_ascii_lowercase().replace(['_', '-', ' '], "").as_str() {
        "oauthservertoserver" | "oauthservertoservermigrate" | "oauth" | "clientcredentials" => {
            Some(Grant::OauthServerToServer)
        }
        "service" | "jwt" | "entp" => Some(Grant::Jwt),
        _ => None,
    }
}

fn client(partial: &mut PartialCredential, node: &Node<'_>) {
    let Some(found) = node.found() else { return };
    if ClientId::parse(&found.value).is_err() {
        partial.note(Note::CannotBe { field: ModelField::ClientId, place: found.origin.0.clone() });
    }
    keep(&mut partial.client_id, Some(found));
}

/// With or without its end. What cannot be one stays where it was written, and is said.
fn organization_id(partial: &mut PartialCredential, node: &Node<'_>) {
    let Some(mut found) = node.found() else { return };
    if is_bare_organization(&found.value) {
        found.value.push_str(ORGANIZATION);
        partial.note(Note::OrgIdCompleted);
    }
    let is_one = OrgId::parse(&found.value).is_ok();
    if !is_one {
        partial.note(Note::CannotBe { field: ModelField::OrgId, place: found.origin.0.clone() });
    }
    let has_one = partial.org_id.as_ref().is_some_and(|known| OrgId::parse(&known.value).is_ok());
    if partial.org_id.is_none() || (is_one && !has_one) {
        partial.org_id = Some(found);
    }
}

/// Under such a name stands either the ID or what people call it.
fn organization(partial: &mut PartialCredential, node: &Node<'_>) {
    let Some(text) = node.text() else { return };
    if text.contains('@') || is_bare_organization(text) {
        organization_id(partial, node);
    } else {
        keep(&mut partial.organization, node.found());
    }
}

fn is_bare_organization(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn technical_account(partial: &mut PartialCredential, node: &Node<'_>) {
    let Some(found) = node.found() else { return };
    if TechnicalAccountId::parse(&found.value).is_err() {
        let (field, place) = (ModelField::TechnicalAccountId, found.origin.0.clone());
        partial.note(Note::CannotBe { field, place });
    }
    keep(&mut partial.technical_account_id, Some(found));
}

/// The word `prod` or `stage`, or a host of IMS.
pub(crate) fn adobe_of(node: &Node<'_>) -> Option<Found<Adobe>> {
    let text = node.text()?.to_ascii_lowercase();
    let value = match text.as_str() {
        "stage" | "stg" | "staging" => Adobe::Stage,
        "prod" | "production" => Adobe::Production,
        host if host.contains("ims-na1-stg1") || host.contains("-stage.") => Adobe::Stage,
        host if host.contains("ims-na1.adobelogin.com") => Adobe::Production,
        _ => return None,
    };
    Some(Found { value, origin: node.origin() })
}
