//! `POST /ims/token/v1…v4`: client credentials, codes and refresh tokens of people who signed in, and the service tokens of
//! Adobe's own services. Reading parameters is left to the form, the shape of tokens to the issuer, what is remembered of a
//! sign-in to `sign_ins`, tokens for tokens to `passed_on`, who asks to `asking`.

use super::asking::{
    EXPIRES_IN_SECONDS, identified, invalid_grant, invalid_request, scopes, ungranted,
    unknown_client, wrong_secret,
};
use super::form::Form;
use super::issuer::Grantee;
use super::passed_on;
use super::reply::{self, Refusal};
use crate::world::World;
use axum::extract::{Path, State};
use axum::response::Response;
use http::StatusCode;
use mudbrick_model::Grant;
use serde_json::json;
use std::sync::Arc;

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
