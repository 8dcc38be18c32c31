//! Configurations that hold their credential in parts: AEM's service credentials, the User Management API's clients, the
//! old `jwt-auth` plugin of `aio`, and the claims of an assertion.

use super::flat::ignore_unknown;
use crate::read::fields::{self, Field, keep};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::scopes;
use crate::read::syntax::{Node, Value};
use crate::reading::{Found, Origin};
use mudbrick_model::{Grant, Note};

/// AEM as a Cloud Service: `{"integration": {"technicalAccount": {...}, "privateKey", "publicKey", ...}}`, or its inner map
/// (adobe/aemcs-api-client-lib).
pub(super) fn aem(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let inner = node.get("integration").unwrap_or_else(|| node.clone());
    let Some(account) = inner.get("technicalAccount").filter(Node::is_map) else { return false };
    if account.text_at("clientId").is_none() {
        return false;
    }
    findings.format("AEM service credentials");
    let mut partial = findings.partial();
    partial.grant = Some(Grant::Jwt);
    fields::fill(findings, &mut partial, &account);
    fields::fill(findings, &mut partial, &inner);
    let account_id = inner.text_at("id").filter(|id| id.value.contains("@techacct"));
    keep(&mut partial.technical_account_id, account_id);
    partial.name = partial
        .client_id
        .as_ref()
        .map(|id| Found { value: format!("AEM {}", id.value), origin: id.origin.clone() });
    findings.partials.push(partial);
    true
}

/// umapi-client and User Sync: `enterprise` with the credential, `server` with hosts (user-sync.py connector-umapi.yml).
pub(super) fn umapi(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let Some(enterprise) = node.get("enterprise").filter(Node::is_map) else { return false };
    let keys = ["client_id", "api_key", "org_id", "secure_client_id_key", "secure_api_key_key"];
    if keys.iter().all(|key| enterprise.get(key).is_none()) {
        return false;
    }
    findings.format("User Management API configuration");
    let mut partial = findings.partial();
    if let Some(server) = node.get("server") {
        for key in ["auth_host", "ims_host"] {
            keep(&mut partial.adobe, server.get(key).and_then(|host| fields::adobe_of(&host)));
        }
    }
    if let Some(kind) = node.get("authentication_method") {
        fields::take(findings, &mut partial, Field::Kind, "authentication_method", &kind, None);
    }
    let unknown = fields::fill(findings, &mut partial, &enterprise);
    let (elsewhere, unknown): (Vec<_>, Vec<_>) =
        unknown.into_iter().partition(|(name, _)| name.starts_with("secure_"));
    for (name, _) in elsewhere {
        partial.note(Note::InKeyring { name: name.to_owned() });
    }
    ignore_unknown(findings, &unknown);
    let origin = Origin(format!("{} (the User Management API's own)", enterprise.origin().0));
    let own = |names: &[&str]| Found {
        value: names.iter().map(|name| (*name).to_owned()).collect(),
        origin: origin.clone(),
    };
    let named = Found { value: "User Management".to_owned(), origin: origin.clone() };
    partial.name = Some(named);
    // umapi documentation: the tools have these built in, so that the file does not name them.
    match partial.derived_grant() {
        Some(Grant::Jwt) => keep(&mut partial.metascopes, Some(own(&["ent_user_sdk"]))),
        _ => keep(&mut partial.scopes, Some(own(&["openid", "AdobeID", "user_management_sdk"]))),
    }
    findings.partials.push(partial);
    true
}

/// aio-cli-plugin-jwt-auth: `{"jwt-auth": {client_id, client_secret, jwt_payload, jwt_private_key}}`.
pub(super) fn jwt_auth_plugin(findings: &mut Findings<'_>, node: &Node<'_>) -> bool {
    let wrapped = ["jwt-auth", "jwt_auth", "$jwt-auth"].iter().find_map(|key| node.get(key));
    let object = wrapped.unwrap_or_else(|| node.clone());
    let Some(payload) = object.get("jwt_payload").filter(Node::is_map) else { return false };
    findings.format("aio jwt-auth configuration");
    let mut partial = findings.partial();
    partial.grant = Some(Grant::Jwt);
    partial.note(Note::JwtEnded);
    fields::fill(findings, &mut partial, &object);
    claims(&mut partial, &payload);
    findings.partials.push(partial);
    true
}

/// What an assertion says: issuer, subject, audience, and a metascope in each claim that is true.
pub(crate) fn claims(partial: &mut PartialCredential, payload: &Node<'_>) {
    keep(&mut partial.org_id, payload.text_at("iss").filter(|found| found.value.contains('@')));
    keep(&mut partial.technical_account_id, payload.text_at("sub"));
    if let Some(audience) = payload.get("aud") {
        keep(&mut partial.adobe, fields::adobe_of(&audience));
        if let Some(mut found) = audience.found()
            && let Some((_, client)) = found.value.rsplit_once("/c/")
        {
            found.value = client.to_owned();
            keep(&mut partial.client_id, Some(found));
        }
    }
    let granted = payload.entries().into_iter().filter(|(name, node)| {
        name.contains("/s/") && matches!(node.value.as_text(), Some("true"))
    });
    let value: Vec<String> = granted.map(|(name, _)| scopes::short(name).to_owned()).collect();
    if !value.is_empty() && !matches!(payload.value, Value::List(_)) {
        keep(&mut partial.metascopes, Some(Found { value, origin: payload.origin() }));
    }
}
