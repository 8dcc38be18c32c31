//! What IMS gives for a person: the access token, and what the next one is got with.

use crate::token::AccessToken;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT;
use mudbrick_vault::{Secret, SecretText};
use serde_json::Value;
use std::time::Duration;

/// What comes of a sign-in or of refreshing one.
#[derive(Debug)]
pub struct UserTokens {
    /// The access token.
    pub access: AccessToken,
    /// What the next one is got with; none without the scope `offline_access`.
    pub refresh: Option<SecretText>,
    /// How long the refresh token lives, as far as the access token says.
    pub refresh_lifetime: Option<Duration>,
    /// What an ID token names of the request that it answers.
    pub nonce: Option<String>,
}

impl UserTokens {
    pub(crate) fn given(
        access: AccessToken,
        refresh: Option<SecretText>,
        id_token: Option<&SecretText>,
    ) -> Self {
        let refresh_lifetime = access.refresh_lifetime();
        let nonce = id_token.and_then(nonce);
        Self { access, refresh, refresh_lifetime, nonce }
    }
}

/// The claim `nonce`. The token came from IMS over TLS, which stands for its signature (OpenID Connect Core, 3.1.3.7).
fn nonce(id_token: &SecretText) -> Option<String> {
    let payload = id_token.expose().split('.').nth(1)?;
    let payload = Secret::new(URL_SAFE_NO_PAD_INDIFFERENT.decode(payload).ok()?);
    let claims: Value = serde_json::from_slice(payload.expose()).ok()?;
    claims.get("nonce")?.as_str().map(str::to_owned)
}
