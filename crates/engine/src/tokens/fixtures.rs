//! What the tests of tokens begin with: a profile, what its token is asked for with, and a token.

use super::cache_key::CacheKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mudbrick_ims::AccessToken;
use mudbrick_model::{Profile, Timestamp};
use mudbrick_vault::{Secret, Vault, VaultOptions};
use std::path::Path;

/// The profile of everybody here.
pub(super) const PROFILE: &str = "0123456789abcdef0123456789abcdef";

/// That profile, for the client whose ID is this digit over and over.
pub(super) fn profile(client: char) -> Profile {
    let profile = serde_json::json!({
        "id": PROFILE,
        "name": "Places",
        "organization": "Acme",
        "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
        "client_id": client.to_string().repeat(32),
        "credential": { "grant": "oauth_server_to_server" },
        "created_at": 0,
        "updated_at": 0,
    });
    serde_json::from_value(profile).unwrap()
}

/// The profile of client `a` with these scopes.
pub(super) fn profile_with_scopes(scopes: &[&str]) -> Profile {
    let scopes = scopes.iter().map(|scope| mudbrick_model::Scope::parse(scope).unwrap()).collect();
    let credential =
        mudbrick_model::Credential::OauthServerToServer { scopes, technical_account_id: None };
    Profile { credential, ..profile('a') }
}

/// What its token is asked for with, without any secret.
pub(super) fn key(client: char) -> CacheKey {
    let nowhere = Vault::open(Path::new("/nowhere"), VaultOptions::default());
    CacheKey::of(&profile(client), &nowhere)
}

/// A token that says what it is and is good until then.
pub(super) fn token(value: &str, expires_at: Timestamp) -> AccessToken {
    AccessToken {
        value: Secret::new(value.to_owned()),
        created_at: Timestamp(0),
        expires_at,
        scopes: Vec::new(),
    }
}

/// A token with these claims, which nobody signed.
pub(super) fn token_of(claims: &serde_json::Value, expires_at: Timestamp) -> AccessToken {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let value = format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(&claims.to_string()));
    token(&value, expires_at)
}
