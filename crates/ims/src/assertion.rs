//! The assertion a service account (JWT) signs: claims in, compact JWT out.
//!
//! What the claims must be is Adobe's `JWT/JWT.md`; sending it is left to [`crate::Ims`].

use crate::ims::base_url;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey};
use mudbrick_model::{
    ClientId, ErrorCode, Explain, Metascope, OrgId, Problem, TechnicalAccountId, Timestamp,
};
use mudbrick_pki::PrivateKey;
use mudbrick_vault::SecretText;
use serde_json::{Map, Value};
use std::time::Duration;

/// RS256 is the only algorithm IMS takes (`JWT/JWT.md`).
const HEADER: &str = r#"{"alg":"RS256","typ":"JWT"}"#;

/// How long an assertion is good for: what `@adobe/jwt-auth` and `aio-lib-ims-jwt` give it.
const LIFETIME: Duration = Duration::from_secs(300);

/// Claims ready to be signed, always in the same order.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    claims: Map<String, Value>,
    expires_at: Timestamp,
    has_metascope: bool,
}

/// Why an assertion was not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AssertionError {
    /// IMS asks for at least one metascope.
    #[error("signing an assertion: it has no metascope")]
    NoMetascope,
    /// The key cannot sign.
    #[error("signing an assertion")]
    Sign(#[source] jsonwebtoken::errors::Error),
}

impl Assertion {
    /// An assertion of `technical_account_id` for `client_id` at the IMS on `ims_host` (as for [`crate::Ims::at`]), good
    /// for five minutes from `now`. `exp` is in whole seconds: as text, IMS calls the assertion incorrectly formatted.
    pub fn new(
        org_id: &OrgId,
        technical_account_id: &TechnicalAccountId,
        client_id: &ClientId,
        metascopes: &[Metascope],
        ims_host: &str,
        now: Timestamp,
    ) -> Self {
        let base = base_url(ims_host);
        let expires_at = now.after(LIFETIME);
        let mut claims = Map::new();
        claims.insert("exp".into(), expires_at.seconds().into());
        claims.insert("iss".into(), org_id.as_str().into());
        claims.insert("sub".into(), technical_account_id.as_str().into());
        claims.insert("aud".into(), format!("{base}/c/{client_id}").into());
        for metascope in metascopes {
            claims.insert(format!("{base}/s/{metascope}"), true.into());
        }
        Self { claims, expires_at, has_metascope: !metascopes.is_empty() }
    }

    /// Adds a claim, such as the `jti` that some bindings demand; IMS ignores those it does not know.
    #[must_use]
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// When IMS stops accepting it.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// What is signed: header and claims, each as unpadded base64url, with a dot between them (RFC 7515 section 7.1).
    pub fn signing_input(&self) -> String {
        let claims = Value::Object(self.claims.clone()).to_string();
        format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims))
    }

    /// The signed assertion. Until it expires it is as good as a password, so it is a secret.
    pub fn sign(&self, key: &PrivateKey) -> Result<SecretText, AssertionError> {
        if !self.has_metascope {
            return Err(AssertionError::NoMetascope);
        }
        let key = EncodingKey::from_rsa_der(&key.pkcs1_der());
        let input = self.signing_input();
        let signature = jsonwebtoken::crypto::sign(input.as_bytes(), &key, Algorithm::RS256)
            .map_err(AssertionError::Sign)?;
        // Joined in one piece: a text that grows leaves shorter copies of itself behind.
        Ok(SecretText::new([input, signature].join(".")))
    }
}

impl Explain for AssertionError {
    fn problem(&self) -> Problem {
        match self {
            Self::NoMetascope => Problem::new(
                ErrorCode::ScopeRefused,
                "The profile has no metascope, and an assertion needs at least one.",
            )
            .remedy(
                "Enter the metascopes that the credential's page shows, such as ent_places_sdk.",
            ),
            Self::Sign(cause) => Problem::new(
                ErrorCode::BadKey,
                "The profile's private key cannot sign the assertion.",
            )
            .remedy("Generate a new key pair and upload its certificate.")
            .detail(cause.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assertion(metascopes: &[&str]) -> Assertion {
        let metascopes: Vec<_> =
            metascopes.iter().map(|name| Metascope::parse(name).unwrap()).collect();
        Assertion::new(
            &OrgId::parse("AAAABBBBCCCCDDDD0A495C12@AdobeOrg").unwrap(),
            &TechnicalAccountId::parse("AAAABBBBCCCCDDDD0A495E00@techacct.adobe.com").unwrap(),
            &ClientId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
            &metascopes,
            "ims-na1.adobelogin.com",
            Timestamp(1_800_000_000_999),
        )
    }

    #[test]
    fn claims_are_adobes_in_a_fixed_order() {
        let input = assertion(&["ent_places_sdk", "ent_campaign_sdk"]).signing_input();
        let (header, claims) = input.split_once('.').unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(header).unwrap(), HEADER.as_bytes());
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        let expected = concat!(
            r#"{"exp":1800000300,"iss":"AAAABBBBCCCCDDDD0A495C12@AdobeOrg","#,
            r#""sub":"AAAABBBBCCCCDDDD0A495E00@techacct.adobe.com","#,
            r#""aud":"https://ims-na1.adobelogin.com/c/0f0e0d0c0b0a09080706050403020100","#,
            r#""https://ims-na1.adobelogin.com/s/ent_places_sdk":true,"#,
            r#""https://ims-na1.adobelogin.com/s/ent_campaign_sdk":true}"#,
        );
        assert_eq!(claims, expected);
    }

    #[test]
    fn good_for_five_minutes() {
        assert_eq!(assertion(&["a"]).expires_at(), Timestamp(1_800_000_300_999));
    }

    #[test]
    fn added_claims_come_last_and_replace_their_like() {
        let with_jti = assertion(&["a"]).claim("jti", 7);
        assert_eq!(with_jti.claims.keys().next_back().map(String::as_str), Some("jti"));
        let replaced = with_jti.claim("exp", 1);
        assert_eq!(replaced.claims.keys().next().map(String::as_str), Some("exp"));
        assert_eq!(replaced.claims["exp"], 1);
    }
}
