//! The service-account assertion as the exchange reads it: decoding, and every check that needs no client. Signatures and the
//! client's bindings are left to the exchange.

use super::reply::Refusal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use mudbrick_model::Timestamp;
use serde_json::{Map, Value};

/// The clock difference IMS forgives (`aio-lib-java` JwtTokenBuilder), in seconds.
const SKEW_SECONDS: i64 = 30;

/// A decoded assertion, not yet believed.
#[derive(Debug)]
pub(super) struct Assertion {
    /// What was signed: header and claims as sent.
    pub(super) input: String,
    pub(super) signature: Vec<u8>,
    claims: Map<String, Value>,
    expires_at: i64,
}

impl Assertion {
    /// Decodes it: three parts, JSON, an integer `exp` and, when there is one, an integer `jti` (JWT.md; ServiceNow
    /// KB1001921: an `exp` sent as text reads as «incorrectly formatted»). Anything but RS256 matches no binding later.
    pub(super) fn decode(text: &str) -> Result<Self, Refusal> {
        Self::parts(text.trim()).ok_or_else(|| {
            refuse("invalid_token", "JWT token is incorrectly formatted, and can not be decoded.")
        })
    }

    fn parts(text: &str) -> Option<Self> {
        let (input, signature) = text.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        let object = |part: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
        };
        let algorithm = object(header)?.get("alg")?.as_str()?.to_owned();
        let claims = object(claims)?;
        let expires_at = claims.get("exp")?.as_i64()?;
        if claims.get("jti").is_some_and(|jti| !jti.is_i64()) {
            return None;
        }
        let mut signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        if algorithm != "RS256" {
            signature.clear();
        }
        Some(Self { input: input.to_owned(), signature, claims, expires_at })
    }

    /// Refuses one whose time is over.
    pub(super) fn check_time(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.expires_at.saturating_add(SKEW_SECONDS) < now.seconds() {
            // That there is a description with details is documented; its words are [unverified].
            return Err(refuse("invalid_token", "JWT token has expired."));
        }
        Ok(())
    }

    /// Refuses one that was made for another client or another IMS. `bases` are the names this IMS goes by.
    pub(super) fn check_audience(&self, bases: &[String], client_id: &str) -> Result<(), Refusal> {
        let audience = self.text("aud").unwrap_or_default();
        let ours = |base: &String| {
            audience.strip_prefix(base.as_str()).and_then(|rest| rest.strip_prefix("/c/"))
        };
        if bases.iter().filter_map(ours).any(|named| named == client_id) {
            return Ok(());
        }
        // Code and status are documented (ConnectAPIRef.md); the words are [unverified].
        Err(refuse("invalid_client", "JWT audience does not match the client_id parameter."))
    }

    /// Refuses an issuer or subject that is not the credential's. The code is documented, the words are [unverified].
    pub(super) fn check_parties(&self, org_id: &str, account: &str) -> Result<(), Refusal> {
        for (claim, expected) in [("iss", org_id), ("sub", account)] {
            if self.text(claim) != Some(expected) {
                let description = format!("JWT {claim} claim does not match the binding.");
                return Err(refuse("bad_request", &description));
            }
        }
        Ok(())
    }

    /// The short names of the metascopes it claims, from every claim `<base>/s/<name>` that is true.
    pub(super) fn metascopes(&self, bases: &[String]) -> Vec<&str> {
        let short = |claim: &'_ str| {
            bases.iter().find_map(|base| {
                let from = claim.strip_prefix(base.as_str())?.strip_prefix("/s/")?;
                Some(claim.len() - from.len())
            })
        };
        self.claims
            .iter()
            .filter(|(_, value)| value.as_bool() == Some(true))
            // A metascope of another IMS keeps its whole name, which no binding has.
            .filter(|(claim, _)| claim.contains("/s/"))
            .map(|(claim, _)| &claim[short(claim).unwrap_or(0)..])
            .collect()
    }

    /// The `jti`, an integer.
    pub(super) fn jti(&self) -> Option<i64> {
        self.claims.get("jti")?.as_i64()
    }

    fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim)?.as_str()
    }
}

/// Status 400 in the exchange's words.
pub(super) fn refuse(error: &str, description: &str) -> Refusal {
    Refusal::at_exchange(StatusCode::BAD_REQUEST, error, description)
}
