//! `POST /ims/exchange/jwt`: an assertion signed by a certificate bound to the client, for a token. Decoding is left to the
//! assertion, the shape of tokens to the issuer.

use super::assertion::{Assertion, refuse};
use super::base::Base;
use super::form::Form;
use super::issuer::{Grantee, LIFETIME_MS};
use super::reply::{self, Refusal};
use crate::certificate::is_expired;
use crate::registry::Client;
use crate::seed::Jti;
use crate::world::World;
use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use mudbrick_model::Grant;
use serde_json::json;
use std::sync::Arc;

/// `expires_in` of an exchange reply: **milliseconds**, a few less than the token itself says, as observed.
const EXPIRES_IN_MS: i64 = LIFETIME_MS - 6;

/// How many are remembered of one client; a further one is refused as if it had been used before.
const MOST_JTIS: usize = 100_000;

/// `/ims/exchange/jwt` and its other two addresses.
pub(super) async fn exchange(
    State(world): State<Arc<World>>,
    Extension(base): Extension<Base>,
    form: Form,
) -> Result<Response, Refusal> {
    let grantee = accept(&world, &base, &form)?;
    let environment = base.environment().unwrap_or_default();
    let token = world.issuer.mint(&grantee, environment, world.now()).await;
    let token = token.ok_or_else(Refusal::internal)?;
    Ok(reply::ok(&json!({
        "token_type": "bearer",
        "access_token": token,
        "expires_in": EXPIRES_IN_MS,
    })))
}

/// Every check. Their order is [unverified]: client first, then the assertion from the outside in.
fn accept(world: &World, base: &Base, form: &Form) -> Result<Grantee, Refusal> {
    let now = world.now();
    let mut registry = world.registry();
    let client = form.get("client_id").and_then(|client_id| registry.client_mut(client_id));
    // The statuses are documented (JWT.md); the descriptions are those of the token endpoint [unverified here].
    let client = client.ok_or_else(|| refuse("invalid_client", "invalid client_id parameter"))?;
    let unauthorized =
        |description| Refusal::at_exchange(StatusCode::UNAUTHORIZED, "invalid_client", description);
    if !client.accepts_secret(form.get("client_secret").unwrap_or_default(), now) {
        return Err(unauthorized("invalid client_secret parameter"));
    }
    if !client.allows(Grant::Jwt) {
        return Err(unauthorized("client does not have the exchange_jwt scope"));
    }
    let assertion = Assertion::decode(form.get("jwt_token").unwrap_or_default())?;
    check_signature(client, &assertion, world)?;
    assertion.check_time(now)?;
    let bases = base.names();
    assertion.check_audience(&bases, client.project.client_id.as_str())?;
    let account = client.project.technical_account_id.as_ref().map_or("", |id| id.as_str());
    assertion.check_parties(client.organization.id.as_str(), account)?;
    check_metascopes(client, &assertion.metascopes(&bases))?;
    check_jti(client, &assertion)?;
    Ok(world.grantee(client))
}

/// Any bound certificate may have signed, as long as it has not expired.
fn check_signature(client: &Client, assertion: &Assertion, world: &World) -> Result<(), Refusal> {
    let input = assertion.input.as_bytes();
    let mut bound = client.certificates.iter().filter(|bound| !is_expired(bound, world.now()));
    if bound.any(|bound| bound.verifies(input, &assertion.signature)) {
        return Ok(());
    }
    // Observed; the documented `invalid_signature` never was (adobeio-auth issue 67).
    Err(refuse("invalid_token", "Could not match JWT signature to any of the bindings"))
}

fn check_metascopes(client: &Client, claimed: &[&str]) -> Result<(), Refusal> {
    let bound = |name: &&str| client.project.metascopes.iter().any(|known| known.as_str() == *name);
    if !claimed.is_empty() && claimed.iter().all(bound) {
        return Ok(());
    }
    // Observed for one that is not bound; that none at all reads the same is [unverified].
    Err(refuse(
        "invalid_scope",
        "The metascopes in the JWT are not a subset of the metascopes in the binding.",
    ))
}

fn check_jti(client: &mut Client, assertion: &Assertion) -> Result<(), Refusal> {
    if client.project.jti == Jti::Optional {
        return Ok(());
    }
    let has_room = client.jtis.len() < MOST_JTIS;
    let fresh = assertion.jti().is_some_and(|jti| has_room && client.jtis.insert(jti));
    // The code is documented (ConnectAPIRef.md); the words are [unverified].
    let refusal = || refuse("invalid_jti", "JWT jti is missing or was used before.");
    fresh.then_some(()).ok_or_else(refusal)
}
