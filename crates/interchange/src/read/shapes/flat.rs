//! One credential as one map of its values: Adobe's *Download JSON*, aepp, aanalytics2, jwt-auth, imscli and whatever
//! people name alike.

use crate::read::draft::{Draft, JWT_ENDED};
use crate::read::fields::{self, Field, field_name, field_of, keep};
use crate::read::finds::Finds;
use crate::read::syntax::Node;
use crate::reading::Found;
use mudbrick_model::Grant;

/// Reads a credential that `node` is itself. `label` is the name it stands under, if any.
pub(super) fn read(finds: &mut Finds<'_>, node: &Node<'_>, label: Option<&str>) -> bool {
    if !is_credential(node) {
        return token_reply(finds, node);
    }
    let format = format_of(node);
    finds.format(format);
    let mut draft = finds.draft();
    if format == SERVICE_ACCOUNT {
        draft.grant = Some(Grant::Jwt);
        draft.note(JWT_ENDED);
    }
    let unknown = fields::fill(finds, &mut draft, node);
    if let Some(label) = label.filter(|label| is_name(label)) {
        let found = Found { value: label.to_owned(), origin: node.origin() };
        keep(&mut draft.name, Some(found));
    }
    if format == AEPP {
        finish_aepp(&mut draft, node);
    }
    if draft.client_id.is_none() && draft.client_secrets.is_empty() {
        finds.ignore("credential", "It names where its values come from and holds none of them.");
        return true;
    }
    ignore_unknown(finds, &unknown);
    finds.drafts.push(draft);
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
fn finish_aepp(draft: &mut Draft, node: &Node<'_>) {
    if node.text_at("auth_code").is_some() && draft.scopes.is_none() {
        draft.note("It was made for a sign-in with auth_code; the scopes of its OAuth credential have to be filled in.");
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
fn token_reply(finds: &mut Finds<'_>, node: &Node<'_>) -> bool {
    if node.text_at("access_token").is_none() {
        return false;
    }
    finds.format("Token");
    let why =
        "It is a token, which ends within a day; drop the credential that it was asked for with.";
    finds.ignore("access token", why);
    true
}

/// Tells of what was in it besides.
pub(super) fn ignore_unknown(finds: &mut Finds<'_>, unknown: &[(&str, Node<'_>)]) {
    const SHOWN: usize = 10;
    for (name, _) in unknown.iter().take(SHOWN) {
        finds.ignore(field_name(name), "It is no part of a profile.");
    }
    if unknown.len() > SHOWN {
        finds.ignore(
            format!("{} more fields", unknown.len() - SHOWN),
            "They are no part of a profile.",
        );
    }
}
