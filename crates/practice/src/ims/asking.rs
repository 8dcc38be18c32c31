//! What every way to a token has in common: which client asks and for which scopes, and what is told to one that gets none.

use super::form::Form;
use super::reply::Refusal;
use crate::registry::{Client, Registry};
use crate::world::World;
use http::StatusCode;

/// What `expires_in` of a token reply says, in seconds (`ServerToServerAuthentication/ims.md`).
pub(super) const EXPIRES_IN_SECONDS: i64 = 86_399;

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
