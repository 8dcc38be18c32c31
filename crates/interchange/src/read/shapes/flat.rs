//! One credential as one map of its values: Adobe's *Download JSON*, aepp, aanalytics2, jwt-auth, imscli and whatever
//! people name alike.

use crate::read::fields::{self, Field, field_named, field_of, keep};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::syntax::Node;
use crate::reading::Found;
use mudbrick_model::{Grant, Note, Unused, UnusedReason};

/// Reads a credential that `node` is itself. `label` is the name it stands under, if any.
pub(super) fn read(findings: &mut Findings<'_>, node: &Node<'_>, label: Option<&str>) -> bool {
    if !is_credential(node) {
        return token_reply(findings, node);
    }
    let format = format_of(node);
    findings.format(format);
    let mut partial = findings.partial();
    if format == SERVICE_ACCOUNT {
        partial.grant = Some(Grant::Jwt);
        partial.note(Note::JwtEnded);
    }
    let unknown = fields::fill(findings, &mut partial, node);
    if let Some(label) = label.filter(|label| is_name(label)) {
        let found = Found { value: label.to_owned(), origin: node.origin() };
        keep(&mut partial.name, Some(found));
    }
    if format == AEPP {
        finish_aepp(&mut partial, node);
    }
    if partial.client_id.is_none() && partial.client_secrets.is_empty() {
        let what = Unused::Credential { name: label.map(str::to_owned), type_name: None };
        findings.ignore_at(node, what, UnusedReason::ValuesElsewhere);
        return true;
    }
    ignore_unknown(findings, &unknown);
    findings.partials.push(partial);
    true
}

const OAUTH: &str = "OAuth Server-to-Server credential";
const SERVICE_ACCOUNT: &str = "Service account (JWT) credential";
const AEPP: &str = "aepp configuration";

/// A client ID with something beside it, or a secret with its organisation.
fn is_credential(node: &Node<'_>) -> bool {
    let mut fields = Vec::new();
    for (name, child) in node.entries() {
        let has = child.text().is_some() || !child.items().is_empty() || child.is_map();
        match field_of(name) {
            // Google's and others' client files.
            _ if name == "token_uri" || name == "auth_uri" => return false,
            Some(field) if has => fields.push(field),
            _ => {}
        }
    }
    let has = |field: Field| fields.contains(&field);
    let beside = [
        Field::ClientSecret,
        Field::OrgId,
        Field::TechnicalAccountId,
        Field::Scopes,
        Field::Metascopes,
        Field::PrivateKey,
        Field::Fingerprints,
    ];
    let id = node
        .entries()
        .iter()
        .any(|(name, child)| field_of(name) == Some(Field::ClientId) && child.text().is_some());
    (id && beside.into_iter().any(has)) || (has(Field::ClientSecret) && has(Field::OrgId))
}

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
    ];
    let bare = label.trim_start_matches('$').to_ascii_lowercase();
    !words.contains(&bare.as_str()) && label.len() <= 60
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

/// Tells of what was in it besides.
pub(super) fn ignore_unknown(findings: &mut Findings<'_>, unknown: &[(&str, Node<'_>)]) {
    const SHOWN: usize = 10;
    for (name, node) in unknown.iter().take(SHOWN) {
        findings.ignore_at(node, field_named(name), UnusedReason::NoPartOfAProfile);
    }
    if let Some(more) = unknown.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let count = u32::try_from(more).unwrap_or(u32::MAX);
        findings.ignore(Unused::MoreFields { count }, UnusedReason::NoPartOfAProfile);
    }
}
