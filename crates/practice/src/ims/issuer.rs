//! Access tokens: minting, reading back, revoking. Their shape is that of file 02 of the facts: an RS256 JWT used as an
//! opaque bearer, with times as strings of milliseconds and none of the registered claims. Who may have one is left to the
//! token endpoint and the exchange.

use super::base::Environment;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mudbrick_model::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::OnceCell;

/// How long every token lives: 24 hours, in milliseconds.
pub(crate) const LIFETIME_MS: i64 = 86_400_000;

/// How many ended tokens are remembered. Each takes some hundred bytes, and anybody who knows a client may end tokens.
const MOST_REVOKED: usize = 100_000;

/// The `kid` of access tokens in 2025–26, as three independent projects report it.
const TOKEN_KEY_ID: &str = "ims_na1-key-at-1";

/// The `kid` of the keys that are listed, and of ID tokens.
pub(super) const LISTED_KEY_ID: &str = "ims_na1-key-1";

/// The key of every issuer in this process, made when the first token is: it takes some 100 ms.
static KEY: OnceCell<RsaKeyPair> = OnceCell::const_new();

/// Makes and reads tokens.
#[derive(Debug)]
pub(crate) struct Issuer {
    /// In every token of this issuer, so that it takes none of an earlier run's.
    run: String,
    revoked: Mutex<HashSet<String>>,
}

impl Default for Issuer {
    fn default() -> Self {
        let run = STANDARD.encode(uuid::Uuid::new_v4().as_bytes());
        Self { run, revoked: Mutex::default() }
    }
}

/// Who a token is for.
#[derive(Debug, Clone)]
pub(crate) struct Grantee {
    pub(crate) client_id: String,
    pub(crate) user_id: String,
    pub(crate) scopes: Vec<String>,
    /// Which refresh token goes with it, and when that ends; people's tokens alone have one.
    pub(crate) refresh: Option<(String, Timestamp)>,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) user_id: String,
    /// Which IMS it is from.
    pub(super) issuer: String,
    /// Comma separated.
    pub(crate) scope: String,
    pub(crate) created_at: Timestamp,
    /// Milliseconds.
    pub(crate) expires_in: i64,
}

impl Token {
    pub(crate) fn expires_at(&self) -> Timestamp {
        Timestamp(self.created_at.0.saturating_add(self.expires_in))
    }

    pub(crate) fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split(',').filter(|scope| !scope.is_empty())
    }
}

/// Why a text is not a good token now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadToken {
    /// Not a token at all, or one that somebody else signed.
    Signature,
    /// Past its end.
    Expired,
    /// Revoked, invalidated or logged out.
    Revoked,
}

impl Issuer {
    /// A new token. Older ones stay valid, as Adobe's do.
    pub(crate) async fn mint(
        &self,
        grantee: &Grantee,
        environment: Environment,
        now: Timestamp,
    ) -> Option<String> {
        let random = || uuid::Uuid::new_v4();
        let mut claims = json!({
            "id": format!("{}_{}_ue1", now.0, random()),
            "type": "access_token",
            "client_id": grantee.client_id,
            "user_id": grantee.user_id,
            "as": environment.issuer(),
            "aa_id": grantee.user_id,
            "ctp": 0,
            "fg": base32(&[*random().as_bytes(), *random().as_bytes()].concat()),
            "sid": format!("{}_{}_ue1", now.0, random()),
            "moi": format!("{:08x}", random().as_fields().0),
            "pba": "",
            "c": self.run,
            "expires_in": LIFETIME_MS.to_string(),
            "scope": grantee.scopes.join(","),
            "created_at": now.0.to_string(),
        });
        if let Some((id, ends)) = &grantee.refresh {
            claims["rtid"] = json!(id);
            claims["rtea"] = json!(ends.0.to_string());
        }
        self.sign(&claims).await
    }

    /// A refresh or promise token. What is in Adobe's is [unverified]; nobody has to read it.
    pub(crate) async fn mint_opaque(&self, kind: &str, id: &str, now: Timestamp) -> Option<String> {
        let claims = json!({
            "id": id,
            "type": kind,
            "c": self.run,
            "created_at": now.0.to_string(),
        });
        self.sign(&claims).await
    }

    /// An ID token (OpenID Connect Core, 2) of the IMS with this address. That Adobe signs it with a key that is listed
    /// is [unverified], but a client is to check it with one.
    pub(crate) async fn mint_id_token(
        &self,
        grantee: &Grantee,
        issuer: &str,
        nonce: Option<&str>,
        now: Timestamp,
    ) -> Option<String> {
        let mut claims = json!({
            "iss": issuer,
            "sub": grantee.user_id,
            "aud": grantee.client_id,
            "iat": now.seconds(),
            "exp": now.seconds() + LIFETIME_MS / 1_000,
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        // Readers of ID tokens are strict: a bare file name is no `x5u` to them.
        self.sign_under(&json!({ "alg": "RS256", "kid": LISTED_KEY_ID }), &claims).await
    }

    /// Signs under Adobe's own header.
    async fn sign(&self, claims: &Value) -> Option<String> {
        let header = json!({
            "alg": "RS256",
            "x5u": format!("{TOKEN_KEY_ID}.cer"),
            "kid": TOKEN_KEY_ID,
            "itt": "at",
        });
        self.sign_under(&header, claims).await
    }

    async fn sign_under(&self, header: &Value, claims: &Value) -> Option<String> {
        let key = key().await?;
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; key.public_modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature).ok()?;
        Some(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Reads a token back and checks it. One of another world than `environment` is as good as signed by somebody else.
    pub(crate) fn inspect(
        &self,
        token: &str,
        environment: Option<Environment>,
        now: Timestamp,
    ) -> Result<Token, BadToken> {
        let token = self.read(token).ok_or(BadToken::Signature)?;
        if environment.is_some_and(|environment| environment.issuer() != token.issuer) {
            return Err(BadToken::Signature);
        }
        if self.revoked.lock().unwrap_or_else(PoisonError::into_inner).contains(&token.id) {
            return Err(BadToken::Revoked);
        }
        if token.expires_at() <= now {
            return Err(BadToken::Expired);
        }
        Ok(token)
    }

    /// Ends a token; a text that is none of ours is passed over in silence, as RFC 7009 asks. False when no more can be
    /// remembered: forgetting one would make it good again.
    pub(crate) fn revoke(&self, token: &str) -> bool {
        let Some(token) = self.read(token) else { return true };
        let mut revoked = self.revoked.lock().unwrap_or_else(PoisonError::into_inner);
        let has_room = revoked.len() < MOST_REVOKED || revoked.contains(&token.id);
        if has_room {
            revoked.insert(token.id);
        }
        has_room
    }

    /// The public key as modulus and exponent, big-endian, for `/ims/keys`.
    pub(crate) async fn public_key(&self) -> Option<PublicKeyComponents<Vec<u8>>> {
        modulus_and_exponent(key().await?.public_key().as_ref())
    }

    fn read(&self, token: &str) -> Option<Token> {
        let (input, signature) = token.trim().rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        // Without a key nothing was minted yet.
        let public = KEY.get()?.public_key();
        let public = aws_lc_rs::signature::UnparsedPublicKey::new(
            &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
            public,
        );
        public.verify(input.as_bytes(), &signature).ok()?;
        let claims = URL_SAFE_NO_PAD.decode(input.split_once('.')?.1).ok()?;
        let claims: Value = serde_json::from_slice(&claims).ok()?;
        (claims.get("c")? == self.run.as_str()).then_some(())?;
        (claims.get("type")? == "access_token").then_some(())?;
        let text = |name: &str| claims.get(name)?.as_str().map(str::to_owned);
        Some(Token {
            id: text("id")?,
            client_id: text("client_id")?,
            user_id: text("user_id")?,
            issuer: text("as")?,
            scope: text("scope")?,
            created_at: Timestamp(text("created_at")?.parse().ok()?),
            expires_in: text("expires_in")?.parse().ok()?,
        })
    }
}

async fn key() -> Option<&'static RsaKeyPair> {
    let make = || async {
        // Pure arithmetic, which must not hold up other connections.
        let made = tokio::task::spawn_blocking(|| RsaKeyPair::generate(KeySize::Rsa2048));
        made.await.ok().and_then(Result::ok).ok_or(())
    };
    KEY.get_or_try_init(make).await.ok()
}

/// RFC 4648 letters, one for each byte: only the look of a fingerprint is needed.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// Reads an `RSAPublicKey` (RFC 8017 A.1.1): a sequence of two integers.
fn modulus_and_exponent(der: &[u8]) -> Option<PublicKeyComponents<Vec<u8>>> {
    let (sequence, _) = der_element(der, 0x30)?;
    let (modulus, rest) = der_element(sequence, 0x02)?;
    let (exponent, _) = der_element(rest, 0x02)?;
    let positive = |integer: &[u8]| integer.strip_prefix(&[0]).unwrap_or(integer).to_vec();
    Some(PublicKeyComponents { n: positive(modulus), e: positive(exponent) })
}

/// The content of the element with `tag` at the front of `der`, and what follows it.
fn der_element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        let length = digits.iter().fold(0usize, |sum, digit| (sum << 8) | usize::from(*digit));
        (length, rest)
    };
    (found == tag).then_some(())?;
    rest.split_at_checked(length)
}
