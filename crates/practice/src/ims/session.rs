//! What happens to a token after it was issued: validating, invalidating, revoking, logging out; and the public facts of this
//! IMS, its keys and its discovery document. Who the token is for is left to `people`.

use super::asking::{unknown_client, wrong_secret};
use super::base::Base;
use super::form::Form;
use super::issuer::{BadToken, LISTED_KEY_ID};
use super::reply::{self, Refusal};
use crate::world::World;
use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};
use serde_json::json;
use std::sync::Arc;

/// `/ims/validate_token/v1`: status 200 whatever the answer (`aio-lib-ims` src/ims.js).
pub(super) async fn validate(State(world): State<Arc<World>>, form: Form) -> Response {
    let token = form.bearer().or_else(|| form.get("token")).unwrap_or_default();
    if let Some(valid) = world.sign_ins.validated(token, world.now()) {
        return reply::ok(&valid);
    }
    match world.issuer.inspect(token, form.environment(), world.now()) {
        Ok(token) => reply::ok(&json!({
            "valid": true,
            "expires_at": token.expires_at().0,
            "token": {
                "id": token.id,
                "scope": token.scope,
                "user_id": token.user_id,
                "expires_in": token.expires_in.to_string(),
                "client_id": token.client_id,
                "type": "access_token",
            },
        })),
        Err(bad) => {
            let reason = match bad {
                BadToken::Signature => "bad_signature",
                // Reasons other than a bad signature are [unverified].
                BadToken::Expired => "expired",
                BadToken::Revoked => "revoked",
            };
            reply::ok(&json!({ "valid": false, "reason": reason }))
        }
    }
}

/// `/ims/invalidate_token/v2`: 200 and nothing. A client with a secret has to show it.
pub(super) async fn invalidate(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    check_client(&world, &form)?;
    ended(&world, &form)
}

/// `/ims/revoke`: the token in the body, the client in a Basic header (`UserAuthentication/ims.md`).
pub(super) async fn revoke(
    State(world): State<Arc<World>>,
    form: Form,
) -> Result<Response, Refusal> {
    check_client(&world, &form)?;
    ended(&world, &form)
}

fn ended(world: &World, form: &Form) -> Result<Response, Refusal> {
    let token = form.get("token").unwrap_or_default();
    world.sign_ins.revoke(token);
    world.promises.revoke(token);
    world.issuer.revoke(token).then(reply::empty).ok_or_else(Refusal::internal)
}

fn check_client(world: &World, form: &Form) -> Result<(), Refusal> {
    let mut registry = world.registry();
    let client = form.get("client_id").and_then(|client_id| registry.client_mut(client_id));
    let client = client.ok_or_else(unknown_client)?;
    if client.is_public() {
        return Ok(());
    }
    let secret = form.get("client_secret").unwrap_or_default();
    client.accepts_secret(secret, world.now()).then_some(()).ok_or_else(wrong_secret)
}

/// `/ims/logout/v1`: ends the token, then 302 to `redirect_uri` or 200.
pub(super) async fn logout(State(world): State<Arc<World>>, form: Form) -> Response {
    let token = form.get("access_token").or(form.bearer()).unwrap_or_default();
    if !world.issuer.revoke(token) {
        return Refusal::internal().into_response();
    }
    let target = form.get("redirect_uri").and_then(|uri| HeaderValue::from_str(uri).ok());
    let mut response = reply::empty();
    if let Some(target) = target {
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, target);
    }
    response
}

/// `/ims/keys`. Access tokens name the key `ims_na1-key-at-1`, which a third party did not find among Adobe's keys
/// [unverified]; so it is not listed under that name here either.
pub(super) async fn keys(State(world): State<Arc<World>>) -> Result<Response, Refusal> {
    let key = world.issuer.public_key().await.ok_or_else(Refusal::internal)?;
    let listed = |kid: &str| {
        json!({
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(&key.n),
            "e": URL_SAFE_NO_PAD.encode(&key.e),
            "kid": kid,
            "alg": "RS256",
            "use": "sig",
        })
    };
    Ok(reply::ok(&json!({ "keys": [listed("ims"), listed(LISTED_KEY_ID)] })).into_response())
}

/// `/ims/.well-known/openid-configuration`, with the values of `UserAuthentication/ims.md`.
/// They lead to the IMS that was asked.
pub(super) async fn discovery(Extension(base): Extension<Base>) -> Response {
    let at = |path: &str| format!("{}{path}", base.home());
    reply::ok(&json!({
        "issuer": base.home(),
        "authorization_endpoint": at("/ims/authorize/v2"),
        "token_endpoint": at("/ims/token/v3"),
        "userinfo_endpoint": at("/ims/userinfo/v2"),
        "revocation_endpoint": at("/ims/revoke"),
        "jwks_uri": at("/ims/keys"),
        "response_types_supported": ["code", "token", "id_token", "id_token token", "code id_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["authorization_code", "implicit_grant", "refresh_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}
