//! The names that Adobe's downloads and the tools around them have for the same few values. Each shape knows where its
//! values are; what they mean is known here once.

mod key_value;
mod names;

pub(crate) use key_value::{file_of, is_file_of};
pub(crate) use names::{Field, field_named, field_of};

use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::scopes;
use crate::read::syntax::{Node, Value, relaxed};
use crate::reading::Found;
use key_value::{certificate, private_key};
use mudbrick_model::{Adobe, Grant, Note, UnusedReason};

/// Takes what `node`'s entries hold into the credential; the entries that mean nothing are given back.
pub(crate) fn fill<'a>(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    node: &Node<'a>,
) -> Vec<(&'a str, Node<'a>)> {
    let entries = node.entries();
    let is = |wanted: Field| move |(name, _): &&(&'a str, Node<'a>)| field_of(name) == Some(wanted);
    let passphrase = entries.iter().find(is(Field::Passphrase)).and_then(|(_, node)| node.text());
    let mut unknown = Vec::new();
    for (name, node) in &entries {
        match field_of(name) {
            Some(field) => take(findings, partial, field, name, node, passphrase),
            None => unknown.push((*name, node.clone())),
        }
    }
    unknown
}

/// Takes one value into the credential. What it has already, it keeps.
pub(crate) fn take(
    findings: &mut Findings<'_>,
    partial: &mut PartialCredential,
    field: Field,
    name: &str,
    node: &Node<'_>,
    passphrase: Option<&str>,
) {
    if node.text().is_some_and(is_placeholder) {
        if !matches!(field, Field::Token | Field::Known | Field::Name) {
            partial.note(Note::Placeholder { name: name.to_owned() });
        }
        return;
    }
    match field {
        Field::ClientId => keep(&mut partial.client_id, node.found()),
        Field::ClientSecret => secrets(partial, node),
        Field::OrgId => organization(partial, node),
        Field::TechnicalAccountId => keep(&mut partial.technical_account_id, node.found()),
        Field::Scopes => match scopes::of(node) {
            // Some tools have one name for both kinds.
            Some(found) if found.value.iter().all(|scope| scope.contains("/s/")) => {
                keep(&mut partial.metascopes, scopes::metascopes_of(node));
            }
            found => keep(&mut partial.scopes, found),
        },
        Field::Metascopes => keep(&mut partial.metascopes, scopes::metascopes_of(node)),
        Field::PrivateKey => private_key(findings, partial, node, passphrase),
        Field::Certificate => certificate(findings, partial, node),
        Field::Sandbox => keep(&mut partial.sandbox, node.found()),
        Field::Environment | Field::Host => keep(&mut partial.adobe, adobe_of(node)),
        Field::Fingerprints => {
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
                findings.ignore_at(node, field_named(name), UnusedReason::TokenEnds);
            }
        }
        Field::Kind => partial.grant = partial.grant.or(node.text().and_then(grant_of)),
        Field::Name => keep(&mut partial.name, node.found()),
        Field::Passphrase | Field::Known => {}
    }
}

pub(crate) fn keep<T>(place: &mut Option<Found<T>>, found: Option<Found<T>>) {
    if place.is_none() {
        *place = found;
    }
}

/// What stands in a template where a value belongs.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let wrapped = |open: &str, close: char| text.starts_with(open) && text.ends_with(close);
    let lower = text.to_ascii_lowercase();
    wrapped("<", '>')
        || wrapped("${", '}')
        || wrapped("{{", '}')
        || (wrapped("{", '}') && !text.contains([':', '"', '\n']))
        || (text.starts_with('$')
            && text.len() > 1
            && text[1..].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        || lower.starts_with("process.env")
        || lower.starts_with("os.environ")
        || lower.starts_with("os.getenv")
        || ["your_", "your-", "your "].iter().any(|word| lower.starts_with(word))
        || (text.len() > 2 && lower.bytes().all(|b| b == b'x' || b == b'*'))
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

/// One secret, a list of them, or a list as JSON in a text.
fn secrets(partial: &mut PartialCredential, node: &Node<'_>) {
    for item in node.items() {
        secrets(partial, &item);
    }
    let Some(text) = node.text() else { return };
    if text.starts_with('[')
        && let Ok(Value::List(items)) = relaxed::parse(text)
    {
        let texts = items.iter().filter_map(Value::as_text).map(str::trim);
        for secret in texts.filter(|secret| !secret.is_empty()) {
            partial.secret(secret, node.origin());
        }
        return;
    }
    partial.secret(text, node.origin());
}

/// An organisation's ID, with or without its end; anything else under such a name is what people call it.
fn organization(partial: &mut PartialCredential, node: &Node<'_>) {
    let Some(mut found) = node.found() else { return };
    if found.value.contains('@') {
        keep(&mut partial.org_id, Some(found));
    } else if found.value.len() == 24 && found.value.bytes().all(|b| b.is_ascii_hexdigit()) {
        found.value.push_str("@AdobeOrg");
        partial.note(Note::OrgIdCompleted);
        keep(&mut partial.org_id, Some(found));
    } else if found.value.bytes().any(|b| !b.is_ascii_digit()) {
        keep(&mut partial.organization, Some(found));
    }
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
