//! Configurations that hold their credential in parts: AEM's service credentials, the User Management API's clients, the
//! old `jwt-auth` plugin of `aio`, and the claims of an assertion.

use crate::read::fields::{self, Entry, Field, is_placeholder, keep};
use crate::read::findings::Findings;
use crate::read::partial_credential::PartialCredential;
use crate::read::scopes;
use crate::read::syntax::{Node, Value};
use crate::reading::{Found, Origin};
use mudbrick_model::{Grant, Note, Unused, UnusedReason};

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
        // The tools' own defaults say nothing.
        for (name, usual) in
            [("host", "usermanagement.adobe.io"), ("endpoint", "/v2/usermanagement")]
        {
            let own = server.get(name).filter(|value| value.text() == Some(usual));
            own.iter().for_each(Node::settle);
        }
        for key in ["auth_host", "ims_host"] {
            if let Some(host) = server.get(key) {
                fields::take(findings, &mut partial, &Entry { field: Field::Host, node: host });
            }
        }
    }
    if let Some(node) = node.get("authentication_method") {
        fields::take(findings, &mut partial, &Entry { field: Field::Kind, node });
    }
    fields::fill(findings, &mut partial, &enterprise);
    for (name, node) in enterprise.entries() {
        if name.starts_with("secure_") {
            node.settle();
            partial.note(Note::InKeyring { name: name.to_owned() });
        }
    }
    if is_template(&partial, &enterprise) {
        let what = Unused::Credential { name: None, type_name: None };
        findings.ignore_at(&enterprise, what, UnusedReason::Template);
        return true;
    }
    let origin = Origin(format!("{} (the User Management API's own)", enterprise.origin().0));
    let own = |names: &[&str]| Found {
        value: names.iter().map(|name| (*name).to_owned()).collect(),
        origin: origin.clone(),
    };
    let named = Found { value: "User Management".to_owned(), origin: origin.clone() };
    partial.name = Some(named);
    // umapi documentation: the tools have these built in, so that the file does not name them.
    let grant = partial.derived_grant().unwrap_or(Grant::OauthServerToServer);
    let (place, names): (_, &[&str]) = match grant {
        Grant::Jwt => (&mut partial.metascopes, &["ent_user_sdk"]),
        Grant::OauthServerToServer | Grant::OauthUser => {
            (&mut partial.scopes, &["openid", "AdobeID", "user_management_sdk"])
        }
    };
    if place.is_none() {
        *place = Some(own(names));
        let scopes = names.iter().map(|name| (*name).to_owned()).collect();
        partial.note(Note::ScopesImplied { grant, scopes });
    }
    findings.partials.push(partial);
    true
}

/// Whether a template's words stand where its client ID belongs.
fn is_template(partial: &PartialCredential, node: &Node<'_>) -> bool {
    let named = |key: &&str| node.get(key).and_then(|id| id.text()).is_some_and(is_placeholder);
    partial.client_id.is_none() && ["client_id", "api_key"].iter().any(named)
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
    payload.settle();
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
