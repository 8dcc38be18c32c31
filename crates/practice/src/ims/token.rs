//! `POST /ims/token/v1…v4`: client credentials, codes and refresh tokens of people who signed in, and the service tokens of
//! Adobe's own services. Reading parameters is left to the form, the shape of tokens to the issuer, what is remembered of a
//! sign-in to `sign_ins`, tokens for tokens to `passed_on`.

use super::form::Form;
use super::issuer::Grantee;
use super::passed_on;
use super::reply::{self, Refusal};
use crate::registry::{Client, Registry};
use crate::world::World;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use mudbrick_model::Grant;
use serde_json::json;
use std::sync::Arc;

/// What `expires_in` of a token reply says, in seconds (`ServerToServerAuthentication/ims.md`).
pub(super) const EXPIRES_IN_SECONDS: i64 = 86_399;

/// `/ims/token/{version}`.
pub(super) async fn token(
    State(world): State<Arc<World>>,
    Path(version): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    if !matches!(version.as_str(), "v1" | "v2" | "v3" | "v4") {
        return Err(Refusal::bare(StatusCode::NOT_FOUND, "not_found"));
    }
    let grantee = match form.get("grant_type") {
        Some("client_credentials") => client_credentials(&world, &form)?,
        Some("authorization_code") => match service_token(&world, &form)? {
            Some(grantee) => grantee,
            None => {
                let signed_in = world.sign_ins.redeem(&world, &form)?;
                return signed_in.issue(&world, &form).await;
            }
        },
        Some("refresh_token") => {
            let signed_in = world.sign_ins.renew(&world, &form)?;
            return signed_in.issue(&world, &form).await;
        }
        Some("urn:ietf:params:oauth:grant-type:token-exchange") => {
            passed_on::on_behalf_of(&world, &form)?
        }
        Some("cluster_at_exchange") => passed_on::cluster(&world, &form)?,
        Some("promise") => return passed_on::promise(&world, &form).await,
        Some("promise_exchange") => return passed_on::keep_promise(&world, &form).await,
        // The bare bodies of these two are standard OAuth; Adobe's exact texts are [unverified].
        Some(_) => return Err(Refusal::bare(StatusCode::BAD_REQUEST, "unsupported_grant_type")),
        None => return Err(invalid_request()),
    };
    issue(&world, &grantee, &form).await
}

/// `POST https://pdf-services.adobe.io/token`: PDF Services' own door to the same credential, without a scope.
pub(super) async fn pdf_services(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    let grantee = with_secret(&world, &form)?;
    issue(&world, &grantee, &form).await
}

async fn issue(world: &World, grantee: &Grantee, form: &Form) -> Result<Response, Refusal> {
    let environment = form.environment().unwrap_or_default();
    let token = world.issuer.mint(grantee, environment, world.now()).await;
    let token = token.ok_or_else(Refusal::internal)?;
    Ok(reply::ok(&json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": EXPIRES_IN_SECONDS,
    })))
}

fn client_credentials(world: &World, form: &Form) -> Result<Grantee, Refusal> {
    let granted = with_secret(world, form)?;
    let scopes = scopes(form.get("scope").unwrap_or_default());
    // That a missing scope is answered so too is [unverified].
    if scopes.is_empty() || scopes.iter().any(|scope| !granted.scopes.contains(scope)) {
        return Err(ungranted());
    }
    Ok(Grantee { scopes, ..granted })
}

/// The client whose ID and secret are in the form, with all its scopes.
fn with_secret(world: &World, form: &Form) -> Result<Grantee, Refusal> {
    let mut registry = world.registry();
    let client = identified(&mut registry, world, form)?;
    if !client.allows(Grant::OauthServerToServer) {
        // What a JWT-only credential gets here is [unverified]; `unauthorized_client` is standard OAuth.
        return Err(Refusal::bare(StatusCode::BAD_REQUEST, "unauthorized_client"));
    }
    Ok(world.grantee(client))
}

/// The client whose ID and secret are in the form; the secret counts as used.
pub(super) fn identified<'r>(
    registry: &'r mut Registry,
    world: &World,
    form: &Form,
) -> Result<&'r mut Client, Refusal> {
    let client = form.get("client_id").and_then(|client_id| registry.client_mut(client_id));
    let client = client.ok_or_else(unknown_client)?;
    let secret = form.get("client_secret").unwrap_or_default();
    client.accepts_secret(secret, world.now()).then_some(client).ok_or_else(wrong_secret)
}

/// Standard OAuth; Adobe's exact text is [unverified].
pub(super) fn invalid_request() -> Refusal {
    Refusal::bare(StatusCode::BAD_REQUEST, "invalid_request")
}

/// The code is seen in the wild; the description is [unverified].
pub(super) fn ungranted() -> Refusal {
    Refusal::at_token("invalid_scope", "requested scope is not granted to the client")
}

/// RFC 6749, 5.2; Adobe's exact body is [unverified].
pub(super) fn invalid_grant() -> Refusal {
    Refusal::bare(StatusCode::BAD_REQUEST, "invalid_grant")
}

/// A service token (`@adobe/spacecat-shared-ims-client`): a permanent code instead of a person. None when the client is one
/// with which people sign in.
fn service_token(world: &World, form: &Form) -> Result<Option<Grantee>, Refusal> {
    let mut registry = world.registry();
    let client = form.get("client_id").and_then(|client_id| registry.client_mut(client_id));
    let client = client.ok_or_else(unknown_client)?;
    if client.allows(Grant::OauthUser) {
        return Ok(None);
    }
    let secret = form.get("client_secret").unwrap_or_default();
    if !client.accepts_secret(secret, world.now()) {
        return Err(wrong_secret());
    }
    let code = form.get("code").unwrap_or_default();
    if !client.project.authorization_codes.iter().any(|known| known == code) {
        return Err(invalid_grant());
    }
    let user_id = format!("{}@AdobeService", client.project.client_id);
    Ok(Some(Grantee { user_id, ..world.grantee(client) }))
}

/// Observed by a third-party client, byte for byte.
pub(super) fn unknown_client() -> Refusal {
    Refusal::at_token("invalid_client", "invalid client_id parameter")
}

/// Asset Compute's client is tested for exactly this.
pub(super) fn wrong_secret() -> Refusal {
    Refusal::at_token("invalid_client", "invalid client_secret parameter")
}

/// A scope list: commas as documented, white space as widely seen, duplicates tolerated.
pub(super) fn scopes(text: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split(|c: char| c == ',' || c.is_whitespace()).filter(|s| !s.is_empty()) {
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}
