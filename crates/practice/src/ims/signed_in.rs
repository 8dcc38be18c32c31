//! What a client gets for a person who signed in: for a code, and for a refresh token. What is remembered of them is left to
//! `sign_ins`, the shape of tokens to the issuer.

use super::asking::{
    EXPIRES_IN_SECONDS, invalid_grant, scopes, ungranted, unknown_client, wrong_secret,
};
use super::form::Form;
use super::issuer::Grantee;
use super::reply::{self, Refusal};
use super::sign_ins::{Agreed, CODE_LIVES_MS, REFRESH_LIVES_MS, SignIns, held};
use crate::world::World;
use axum::response::Response;
use mudbrick_model::Timestamp;
use serde_json::json;

/// Somebody whose client came with a good code or refresh token.
pub(super) struct SignedIn {
    grantee: Grantee,
    nonce: Option<String>,
}

impl SignIns {
    /// What a code was given for. It works once, whatever comes of it (RFC 6749, 4.1.2).
    pub(super) fn redeem(&self, world: &World, form: &Form) -> Result<SignedIn, Refusal> {
        let client_id = client(world, form)?;
        let code = form.get("code").unwrap_or_default();
        let agreed = held(&self.codes).remove(code).ok_or_else(invalid_grant)?;
        let is_late = world.now().0 >= agreed.at.0.saturating_add(CODE_LIVES_MS);
        let verifier = form.get("code_verifier").unwrap_or_default();
        let proves = agreed.challenge.as_ref().is_none_or(|challenge| challenge.holds(verifier));
        if is_late || !proves || agreed.client_id != client_id {
            return Err(invalid_grant());
        }
        let Agreed { user_id, scopes, nonce, .. } = agreed;
        let grantee = Grantee { client_id, user_id, scopes, refresh: None };
        Ok(SignedIn { grantee, nonce })
    }

    /// What a refresh token is good for. A new one takes its place; whether Adobe's stays good beside is [unverified].
    pub(super) fn renew(&self, world: &World, form: &Form) -> Result<SignedIn, Refusal> {
        let client_id = client(world, form)?;
        let token = form.get("refresh_token").unwrap_or_default();
        let mut refreshes = held(&self.refreshes);
        let known = refreshes.get(token).filter(|known| known.client_id == client_id);
        let known = known.filter(|known| world.now() < known.ends).cloned();
        let known = known.ok_or_else(invalid_grant)?;
        let asked = scopes(form.get("scope").unwrap_or_default());
        if asked.iter().any(|scope| !known.scopes.contains(scope)) {
            return Err(ungranted());
        }
        refreshes.remove(token);
        let scopes = if asked.is_empty() { known.scopes.clone() } else { asked };
        let refresh = Some((known.id.clone(), known.ends));
        // The refresh token keeps everything that was agreed to, however little of it is asked for now.
        refreshes.insert(known.id.clone(), known.clone());
        let grantee = Grantee { client_id, user_id: known.user_id, scopes, refresh };
        Ok(SignedIn { grantee, nonce: None })
    }
}

impl SignedIn {
    /// The tokens. A refresh token comes with `offline_access` alone (`UserAuthentication/ims.md`).
    pub(super) async fn issue(self, world: &World, form: &Form) -> Result<Response, Refusal> {
        let Self { mut grantee, nonce } = self;
        let now = world.now();
        let refreshes = grantee.refresh.is_some() || has(&grantee, "offline_access");
        let mut refresh_token = None;
        if refreshes {
            let id = format!("{}_{}_ue1", now.0, uuid::Uuid::new_v4());
            let ends = Timestamp(now.0.saturating_add(REFRESH_LIVES_MS));
            let token = world
                .issuer
                .mint_opaque("refresh_token", &id, now)
                .await
                .ok_or_else(Refusal::internal)?;
            let known = world.sign_ins.remember(token.clone(), &id, &grantee, ends);
            known.ok_or_else(invalid_grant)?;
            grantee.refresh = Some((id, ends));
            refresh_token = Some(token);
        }
        let environment = form.environment().unwrap_or_default();
        let access = world.issuer.mint(&grantee, environment, now).await;
        let mut answer = json!({
            "access_token": access.ok_or_else(Refusal::internal)?,
            "token_type": "bearer",
            "expires_in": EXPIRES_IN_SECONDS,
            "sub": grantee.user_id,
            "userId": grantee.user_id,
        });
        if let Some(token) = refresh_token {
            answer["refresh_token"] = json!(token);
        }
        if has(&grantee, "openid") {
            let id_token =
                world.issuer.mint_id_token(&grantee, form.home(), nonce.as_deref(), now).await;
            answer["id_token"] = json!(id_token.ok_or_else(Refusal::internal)?);
        }
        Ok(reply::ok(&answer))
    }
}

fn has(grantee: &Grantee, scope: &str) -> bool {
    grantee.scopes.iter().any(|granted| granted == scope)
}

/// The client that asks: with its secret, or a public one by its ID alone.
fn client(world: &World, form: &Form) -> Result<String, Refusal> {
    let mut registry = world.registry();
    let client = form.get("client_id").and_then(|client_id| registry.client_mut(client_id));
    let client = client.ok_or_else(unknown_client)?;
    let secret = form.get("client_secret").unwrap_or_default();
    if !client.is_public() && !client.accepts_secret(secret, world.now()) {
        return Err(wrong_secret());
    }
    if !client.allows(mudbrick_model::Grant::OauthUser) {
        return Err(Refusal::bare(http::StatusCode::BAD_REQUEST, "unauthorized_client"));
    }
    Ok(client.project.client_id.to_string())
}
