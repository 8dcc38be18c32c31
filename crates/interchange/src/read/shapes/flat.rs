//! One credential as one map of its values, or several told apart by what stands around their names: Adobe's *Download
//! JSON*, aepp, aanalytics2, jwt-auth, imscli, variables of the environment and whatever people name alike.

use super::console::signs_in_people_at;
use super::groups::{self, Group};
use crate::read::fields::{self, Field, keep};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::Node;
use crate::reading::{Found, Origin};
use mudbrick_model::{Adobe, Grant, Note, Unused, UnusedReason};

/// Reads the credentials that `node` is itself; gives back the fields that belong to none of them, or none when it is no
/// credential at all. `label` is the name it stands under, if any.
pub(super) fn read<'a>(
    findings: &mut Findings<'_>,
    node: &Node<'a>,
    label: Option<&str>,
) -> (bool, Vec<Group<'a>>) {
    // Google's and others' client files.
    if node.get("token_uri").is_some() || node.get("auth_uri").is_some() {
        return (false, Vec::new());
    }
    if has_two_client_ids_by_one_name(node) {
        let known = node.entries().into_iter().filter(|(name, _)| fields::split(name).is_some());
        for (_, field) in known {
            findings.ignore_at(&field, fields::field_named(&field), UnusedReason::TwoClientIds);
        }
        return (true, Vec::new());
    }
    let (credentials, apart): (Vec<_>, Vec<_>) =
        groups::of(node).into_iter().partition(|group| group.is_credential() || group.is_api_key());
    if credentials.is_empty() {
        return (token_reply(findings, node), apart);
    }
    let format = format_of(node);
    findings.format(format);
    let begun = findings.partials.len();
    for group in &credentials {
        let Some(mut partial) = group.credential(findings) else { continue };
        if partial.client_id.is_none() && partial.client_secrets.is_empty() {
            groups::elsewhere(findings, node, label);
            continue;
        }
        describe(&mut partial, group, node, label, credentials.len() > 1);
        if format == SERVICE_ACCOUNT {
            partial.grant = Some(Grant::Jwt);
            partial.note(Note::JwtEnded);
        }
        if format == AEPP {
            finish_aepp(&mut partial, node);
        }
        findings.partials.push(partial);
    }
    let found = begun..findings.partials.len();
    if found.is_empty() {
        return (true, Vec::new());
    }
    groups::share(findings, apart, &found);
    (true, Vec::new())
}

/// A list of names and values, as containers and services have their settings. False when no credential is among them.
pub(super) fn named_values(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let items = node.items();
    let named: Vec<(String, Node<'_>)> = items
        .iter()
        .filter_map(|item| Some((item.text_at("name")?.value, item.get("value")?)))
        .collect();
    let groups = groups::of_named(named.iter().map(|(name, value)| (name.as_str(), value.clone())));
    if !groups.iter().any(Group::is_credential) {
        return false;
    }
    findings.format("Adobe credential");
    variables_in(findings, node, groups)
}

/// Variables, some of which are a credential's. False when none is.
pub(super) fn variables(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    variables_in(findings, node, groups::of(node))
}

fn variables_in(findings: &mut Findings<'_>, node: &Node<'_>, groups: Vec<Group<'_>>) -> bool {
    let (of_adobe, of_others): (Vec<_>, Vec<_>) = groups.into_iter().partition(groups::is_of_adobe);
    let (credentials, apart): (Vec<_>, Vec<_>) =
        of_adobe.into_iter().partition(Group::has_client_id);
    let (begun, ignored) = (findings.partials.len(), findings.ignored.len());
    for group in &credentials {
        let Some(mut partial) = group.credential(findings) else { continue };
        describe(&mut partial, group, node, None, credentials.len() > 1);
        findings.partials.push(partial);
    }
    let found = begun..findings.partials.len();
    let taken = groups::share(findings, apart, &found);
    if found.is_empty() && findings.ignored.len() == ignored && !taken {
        return false;
    }
    for entry in of_others.iter().flat_map(|group| &group.entries) {
        if entry.node.text().is_some() {
            let what = fields::field_named(&entry.node);
            findings.ignore_at(&entry.node, what, UnusedReason::NoPartOfAProfile);
        }
    }
    true
}

/// The later client ID would take what was written for the earlier.
fn has_two_client_ids_by_one_name(node: &Node<'_>) -> bool {
    let is_client_id = |child: &Node<'_>| {
        fields::split(child.key()).is_some_and(|split| split.field == Field::ClientId)
    };
    let mut ids = node.children();
    ids.retain(|(child, _)| {
        is_client_id(child) && child.text().is_some_and(|id| !fields::is_placeholder(id))
    });
    let (earlier, later): (Vec<_>, Vec<_>) =
        ids.into_iter().partition(|(_, is_earlier)| *is_earlier);
    earlier.iter().any(|(old, _)| {
        later.iter().any(|(new, _)| new.key() == old.key() && new.text() != old.text())
    })
}

fn describe(
    partial: &mut PartialCredential,
    group: &Group<'_>,
    node: &Node<'_>,
    label: Option<&str>,
    is_one_of_several: bool,
) {
    partial.affix = group.affix.clone();
    let comes_back = group.has(Field::RedirectUri) && partial.technical_account_id.is_none();
    if comes_back && partial.grant.is_none() {
        let uris = group.entries.iter().filter(|entry| entry.field == Field::RedirectUri);
        signs_in_people_at(partial, uris.map(|entry| entry.node.clone()).collect());
    }
    let named = label.filter(|label| is_name(label)).map(str::to_owned);
    let name = match (named, group.affix.name().filter(|_| is_one_of_several)) {
        (Some(label), Some(affix)) => Some(format!("{label} {affix}")),
        (label, affix) => label.or(affix),
    };
    keep(&mut partial.name, name.map(|value| Found { value, origin: node.origin() }));
    // The uploader's own word for its stage environment; for others `stage` is a workspace of theirs.
    if group.affix.has("reactor") && group.affix.has("stage") {
        let origin = Origin(node.source().to_owned());
        keep(&mut partial.adobe, Some(Found { value: Adobe::Stage, origin }));
    }
}

const OAUTH: &str = "OAuth Server-to-Server credential";
const SERVICE_ACCOUNT: &str = "Service account (JWT) credential";
const AEPP: &str = "aepp configuration";

fn format_of(node: &Node<'_>) -> &'static str {
    let entries = node.entries();
    let has = |wanted: &str| entries.iter().any(|(name, _)| *name == wanted);
    let any = |wanted: &[&str]| wanted.iter().any(|name| has(name));
    if any(&["CLIENT_SECRETS", "TYPE"]) || (has("CLIENT_ID") && has("SCOPES")) {
        OAUTH
    } else if has("PUBLIC_KEYS_WITH_EXPIRY") || (has("API_KEY") && has("TECHNICAL_ACCOUNT_ID")) {
        SERVICE_ACCOUNT
    } else if any(&["pathToKey", "tech_id"]) {
        "aanalytics2 configuration"
    } else if any(&["sandbox-name", "auth_code"]) || (has("org_id") && has("secret")) {
        AEPP
    } else if any(&["clientID"]) {
        "imscli configuration"
    } else if has("clientId") && any(&["metaScopes", "technicalAccountId", "privateKey"]) {
        "jwt-auth configuration"
    } else {
        "Adobe credential"
    }
}

/// Without scopes it is aepp's older way, which exchanged a code that nobody has any longer.
fn finish_aepp(partial: &mut PartialCredential, node: &Node<'_>) {
    if node.text_at("auth_code").is_some() && partial.scopes.is_none() {
        partial.note(Note::AuthCodeWithoutScopes);
    }
}

/// A key that is a name and not just a word for what is in it.
fn is_name(label: &str) -> bool {
    let words = [
        "integration",
        "credential",
        "credentials",
        "client_credentials",
        "service_account_credentials",
        "config",
        "configuration",
        "params",
        "default",
        "headers",
        "jwt",
        "jwt-auth",
        "oauth",
        "adobe",
        "ims",
        "auth",
        "data",
        "imscli",
        "enterprise",
        "env",
        "environment",
        "stringdata",
    ];
    let bare = label.trim_start_matches('$').to_ascii_lowercase();
    !words.contains(&bare.as_str()) && label.chars().count() <= 60
}

/// An answer of IMS that somebody kept.
fn token_reply(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    if node.text_at("access_token").is_none() {
        return false;
    }
    findings.format("Token");
    findings.ignore_at(node, Unused::AccessToken, UnusedReason::TokenAlone);
    true
}

/// Whether a field is a map or list of its own, and no place to look for credentials in.
pub(super) fn is_field(name: &str) -> bool {
    crate::read::fields::field_of(name).is_some_and(|field| {
        !matches!(
            field,
            Field::RedirectUri | Field::Known | Field::Name | Field::Kind | Field::Environment
        )
    })
}
