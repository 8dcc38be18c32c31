//! People who sign in at the practice Adobe: their codes, and the refresh tokens that came of them, as far as they are
//! remembered. The page is left to `authorize`, what is given for them to `signed_in`.

use super::issuer::Grantee;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a code works. Adobe's own time is [unverified]; RFC 6749, 4.1.2 recommends ten minutes at most.
pub(super) const CODE_LIVES_MS: i64 = 300_000;

/// How long a refresh token works (`UserAuthentication/ims.md`: 14 days by default).
pub(super) const REFRESH_LIVES_MS: i64 = 14 * 86_400_000;

/// How many codes, and how many refresh tokens, are remembered.
const MOST: usize = 10_000;

/// Somebody who can sign in.
pub(super) struct PracticePerson {
    /// What the address of the page calls them.
    pub(super) name: &'static str,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) email: &'static str,
    pub(super) user_id: &'static str,
}

/// Everybody who can sign in.
pub(super) const PEOPLE: [PracticePerson; 2] = [
    PracticePerson {
        name: "ada",
        first_name: "Ada",
        last_name: "Practice",
        email: "ada@practice.example",
        user_id: "ADA00A1B2C3D4E5F60718293@AdobeID",
    },
    PracticePerson {
        name: "boris",
        first_name: "Boris",
        last_name: "Practice",
        email: "boris@practice.example",
        user_id: "B0B00A1B2C3D4E5F60718293@AdobeID",
    },
];

/// What somebody agreed to, until the client comes for it.
#[derive(Debug, Clone)]
pub(super) struct Agreed {
    pub(super) client_id: String,
    pub(super) user_id: String,
    pub(super) scopes: Vec<String>,
    /// What the client has to prove that it knows.
    pub(super) challenge: Option<Challenge>,
    pub(super) nonce: Option<String>,
    pub(super) at: Timestamp,
}

/// RFC 7636.
#[derive(Debug, Clone)]
pub(super) enum Challenge {
    Sha256(String),
    Plain(String),
}

impl Challenge {
    pub(super) fn holds(&self, verifier: &str) -> bool {
        match self {
            Self::Plain(challenge) => challenge == verifier,
            Self::Sha256(challenge) => {
                *challenge == URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
            }
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Refresh {
    pub(super) id: String,
    pub(super) client_id: String,
    pub(super) user_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) ends: Timestamp,
}

/// Codes and refresh tokens that still work.
#[derive(Debug, Default)]
pub(crate) struct SignIns {
    pub(super) codes: Mutex<HashMap<String, Agreed>>,
    pub(super) refreshes: Mutex<HashMap<String, Refresh>>,
}

impl SignIns {
    /// A code for what was agreed to; none when no more can be remembered.
    pub(super) fn agree(&self, agreed: Agreed) -> Option<String> {
        let mut codes = held(&self.codes);
        let now = agreed.at;
        codes.retain(|_, other| now.0 < other.at.0.saturating_add(CODE_LIVES_MS));
        let code = uuid::Uuid::new_v4().simple().to_string();
        (codes.len() < MOST).then(|| {
            codes.insert(code.clone(), agreed);
            code
        })
    }

    /// Ends a refresh token; one that is not known is passed over.
    pub(super) fn revoke(&self, token: &str) {
        held(&self.refreshes).remove(token);
    }

    /// What `/ims/validate_token` says of a refresh token that works; none of any other text. That its members are those of
    /// an access token is [unverified].
    pub(super) fn validated(&self, token: &str, now: Timestamp) -> Option<Value> {
        let refreshes = held(&self.refreshes);
        let known = refreshes.get(token).filter(|known| now < known.ends)?;
        Some(json!({
            "valid": true,
            "expires_at": known.ends.0,
            "token": {
                "id": known.id,
                "scope": known.scopes.join(","),
                "user_id": known.user_id,
                "expires_in": REFRESH_LIVES_MS.to_string(),
                "client_id": known.client_id,
                "type": "refresh_token",
            },
        }))
    }

    /// Remembers a new refresh token in the place of the one that was used.
    pub(super) fn remember(
        &self,
        token: String,
        id: &str,
        grantee: &Grantee,
        ends: Timestamp,
    ) -> Option<Refresh> {
        let mut refreshes = held(&self.refreshes);
        let scopes = match &grantee.refresh {
            Some((before, _)) => refreshes.remove(before)?.scopes,
            None => grantee.scopes.clone(),
        };
        let (client_id, user_id) = (grantee.client_id.clone(), grantee.user_id.clone());
        let refresh = Refresh { id: id.to_owned(), client_id, user_id, scopes, ends };
        (refreshes.len() < MOST).then(|| refreshes.insert(token, refresh.clone()));
        Some(refresh)
    }
}

pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
