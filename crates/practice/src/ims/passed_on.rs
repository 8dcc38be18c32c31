//! Tokens for tokens: on behalf of a person, for the same person in another organisation, and the promise tokens with which
//! one client lets another act for a person later. Who a client is, is left to `asking`, what is in a token to the issuer.
//!
//! The parameters and answers are those of ims-go and of Adobe's `spacecat-shared-ims-client`. What IMS answers to a bad one
//! of these tokens is [unverified]: `invalid_grant` here, as RFC 6749, 5.2 has it.

use super::asking::{
    EXPIRES_IN_SECONDS, identified, invalid_grant, invalid_request, scopes, ungranted,
};
use super::form::Form;
use super::issuer::{Grantee, Token};
use super::promises::Promised;
use super::reply::{self, Refusal};
use super::sign_ins::REFRESH_LIVES_MS;
use crate::world::World;
use axum::response::Response;
use mudbrick_model::Timestamp;
use serde_json::json;

/// How long a promise token works. Adobe's own time is [unverified]; a refresh token's is taken.
const LIVES_MS: i64 = REFRESH_LIVES_MS;

/// A token of another client's person for this client (ims-go `ims/obo.go`).
pub(super) fn on_behalf_of(world: &World, form: &Form) -> Result<Grantee, Refusal> {
    const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
    let mut registry = world.registry();
    let client = identified(&mut registry, world, form)?;
    let types = [form.get("subject_token_type"), form.get("requested_token_type")];
    if types != [Some(ACCESS_TOKEN); 2] || form.get("scope").is_none() {
        return Err(invalid_request());
    }
    let subject = bearer_of(world, form, "subject_token")?;
    let granted = world.grantee(client);
    let scopes = narrowed(form, &granted.scopes)?;
    Ok(Grantee { user_id: subject.user_id, scopes, ..granted })
}

/// A token of the same person in another organisation (ims-go `ims/cluster_exchange_token.go`). The practice people are the
/// same in all of them, so that only the person or organisation named has to be known.
pub(super) fn cluster(world: &World, form: &Form) -> Result<Grantee, Refusal> {
    let mut registry = world.registry();
    let granted = world.grantee(identified(&mut registry, world, form)?);
    let subject = bearer_of(world, form, "user_token")?;
    let is_known = match (form.get("user_id"), form.get("owning_org_id")) {
        (Some(user), None) => subject.user_id == user,
        (None, Some(org)) => registry.organizations().iter().any(|known| known.id.as_str() == org),
        _ => return Err(invalid_request()),
    };
    is_known.then_some(()).ok_or_else(invalid_grant)?;
    let scopes = narrowed(form, &granted.scopes)?;
    Ok(Grantee { user_id: subject.user_id, scopes, ..granted })
}

/// `promise`: an access token for a promise token. Every promise definition is known here.
pub(super) async fn promise(world: &World, form: &Form) -> Result<Response, Refusal> {
    identified(&mut world.registry(), world, form)?;
    form.get("promise_definition_id").ok_or_else(invalid_request)?;
    let subject = bearer_of(world, form, "authenticating_token")?;
    let granted: Vec<String> = subject.scopes().map(str::to_owned).collect();
    let scopes = narrowed(form, &granted)?;
    let scope = scopes.join(",");
    let (token, _) = given(world, subject.user_id, scopes).await?;
    Ok(reply::ok(&json!({
        "promise_token": token,
        "token_type": "promise_token",
        "scope": scope,
        "expires_in": LIVES_MS / 1_000,
    })))
}

/// `promise_exchange`: a promise token for an access token and the next promise token. The one that was shown works no more;
/// whether Adobe's does is [unverified].
pub(super) async fn keep_promise(world: &World, form: &Form) -> Result<Response, Refusal> {
    let granted = {
        let mut registry = world.registry();
        world.grantee(identified(&mut registry, world, form)?)
    };
    let token = form.get("promise_token").unwrap_or_default();
    let promised = world.promises.find(token, world.now()).ok_or_else(invalid_grant)?;
    let scopes = narrowed(form, &promised.scopes)?;
    world.promises.revoke(token);
    let (next, id) = given(world, promised.user_id.clone(), promised.scopes).await?;
    let grantee = Grantee { user_id: promised.user_id, scopes, ..granted };
    let environment = form.environment().unwrap_or_default();
    let access = world.issuer.mint(&grantee, environment, world.now()).await;
    Ok(reply::ok(&json!({
        "access_token": access.ok_or_else(Refusal::internal)?,
        "promise_token": next,
        "promise_token_id": id,
        "token_type": "bearer",
        "scope": grantee.scopes.join(","),
        "expires_in": EXPIRES_IN_SECONDS,
        "promise_token_expires_in": LIVES_MS / 1_000,
    })))
}

/// A new promise token and its ID.
async fn given(
    world: &World,
    user_id: String,
    scopes: Vec<String>,
) -> Result<(String, String), Refusal> {
    let now = world.now();
    let id = format!("{}_{}_ue1", now.0, uuid::Uuid::new_v4());
    let token = world.issuer.mint_opaque("promise_token", &id, now).await;
    let token = token.ok_or_else(Refusal::internal)?;
    let ends = Timestamp(now.0.saturating_add(LIVES_MS));
    let promised = Promised { user_id, scopes, ends };
    world.promises.keep(token.clone(), promised, now)?;
    Ok((token, id))
}

/// The good access token in this field.
fn bearer_of(world: &World, form: &Form, field: &str) -> Result<Token, Refusal> {
    let token = form.get(field).unwrap_or_default();
    world.issuer.inspect(token, form.environment(), world.now()).map_err(|_| invalid_grant())
}

/// What is asked for of what is granted; all of it where nothing is.
fn narrowed(form: &Form, granted: &[String]) -> Result<Vec<String>, Refusal> {
    let asked = scopes(form.get("scope").unwrap_or_default());
    if asked.is_empty() {
        return Ok(granted.to_vec());
    }
    let is_granted = asked.iter().all(|scope| granted.contains(scope));
    is_granted.then_some(asked).ok_or_else(ungranted)
}
