//! What the vault's files hold, and the engine's way in and out of them. The texts in these types are wiped from memory
//! when dropped; they become [`SecretText`] before they leave this module.

use crate::tokens::CacheKey;
use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, KeyId, Problem, ProfileId, Timestamp};
use mudbrick_vault::{Secret, SecretId, SecretText, Shelf, Vault};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `secrets/<profile id>.age`.
#[derive(Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct ProfileSecrets {
    /// Tried in this order; Adobe lets a credential have two.
    client_secrets: Vec<String>,
}

impl ProfileSecrets {
    fn of(secrets: &[SecretText]) -> Self {
        Self { client_secrets: secrets.iter().map(|secret| secret.expose().clone()).collect() }
    }

    fn into_texts(mut self) -> Vec<SecretText> {
        std::mem::take(&mut self.client_secrets).into_iter().map(Secret::new).collect()
    }
}

/// `secrets/<key id>.age`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct KeySecret {
    /// PKCS#8 as PEM.
    private_key: String,
}

/// `tokens/<profile id>.age`.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct CachedToken {
    /// What it was asked for with: a token for anything else is not this profile's any more.
    asked_with: String,
    value: String,
    created_at: i64,
    expires_at: i64,
    scopes: Vec<String>,
}

/// A profile's client secrets in the order in which they are tried; none, one or two.
pub(crate) fn client_secrets(vault: &Vault, id: &ProfileId) -> Result<Vec<SecretText>, Problem> {
    Ok(load(vault, &SecretId::secret(id.as_str()))?
        .map(ProfileSecrets::into_texts)
        .unwrap_or_default())
}

/// Saves them all; none at all leaves no file.
pub(crate) fn save_client_secrets(
    vault: &Vault,
    id: &ProfileId,
    secrets: &[SecretText],
) -> Result<(), Problem> {
    let id = SecretId::secret(id.as_str());
    match secrets {
        [] => Ok(vault.remove(&id)?),
        secrets => save(vault, &id, &ProfileSecrets::of(secrets)),
    }
}

/// Changes them with nobody else saving in between; none from `change` leaves them as they are.
pub(crate) fn change_client_secrets(
    vault: &Vault,
    id: &ProfileId,
    change: impl FnOnce(Vec<SecretText>) -> Option<Vec<SecretText>>,
) -> Result<(), Problem> {
    let id = SecretId::secret(id.as_str());
    let (mut failed, mut emptied) = (None, false);
    vault.update(&id, |stored| {
        let stored = stored.as_ref().map(parse::<ProfileSecrets>).transpose();
        let changed = stored.and_then(|stored| {
            let changed = change(stored.map(ProfileSecrets::into_texts).unwrap_or_default());
            emptied = changed.as_ref().is_some_and(Vec::is_empty);
            let kept = changed.filter(|changed| !changed.is_empty());
            kept.map(|changed| json(&ProfileSecrets::of(&changed))).transpose()
        });
        changed.unwrap_or_else(|problem| {
            failed = Some(problem);
            None
        })
    })?;
    match failed {
        Some(problem) => Err(problem),
        None if emptied => Ok(vault.remove(&id)?),
        None => Ok(()),
    }
}

pub(crate) fn private_key(vault: &Vault, id: &KeyId) -> Result<Option<SecretText>, Problem> {
    let stored: Option<KeySecret> = load(vault, &SecretId::secret(id.as_str()))?;
    Ok(stored.map(|stored| Secret::new(stored.private_key.clone())))
}

pub(crate) fn save_private_key(vault: &Vault, id: &KeyId, pem: &str) -> Result<(), Problem> {
    let stored = KeySecret { private_key: pem.to_owned() };
    save(vault, &SecretId::secret(id.as_str()), &stored)
}

/// Whether a client secret is stored, without opening the vault.
pub(crate) fn holds_client_secret(vault: &Vault, id: &ProfileId) -> bool {
    vault.holds(&SecretId::secret(id.as_str()))
}

/// Whether a private key is stored, without opening the vault.
pub(crate) fn holds_private_key(vault: &Vault, id: &KeyId) -> bool {
    vault.holds(&SecretId::secret(id.as_str()))
}

/// Whether a token is stored, without opening the vault.
pub(crate) fn holds_token(vault: &Vault, id: &ProfileId) -> bool {
    vault.holds(&SecretId::token(id.as_str()))
}

/// The stored token, when it was asked for with the same.
pub(crate) fn token(
    vault: &Vault,
    id: &ProfileId,
    key: &CacheKey,
) -> Result<Option<AccessToken>, Problem> {
    let stored: Option<CachedToken> = load(vault, &SecretId::token(id.as_str()))?;
    Ok(stored.filter(|stored| stored.asked_with == key.as_str()).map(|stored| AccessToken {
        value: Secret::new(stored.value.clone()),
        created_at: Timestamp(stored.created_at),
        expires_at: Timestamp(stored.expires_at),
        scopes: stored.scopes.clone(),
    }))
}

/// Every secret in what one of the vault's files keeps.
pub(crate) fn texts_in(id: &SecretId, plain: &Secret<Vec<u8>>) -> Result<Vec<SecretText>, Problem> {
    /// Whatever a token was asked for with, and whichever Mudbrick saved it.
    #[derive(Deserialize, Zeroize, ZeroizeOnDrop)]
    struct AnyToken {
        value: String,
    }
    if id.shelf() == Shelf::Tokens {
        let token: AnyToken = parse(plain)?;
        return Ok(vec![Secret::new(token.value.clone())]);
    }
    // The file of a profile and that of a key are told apart by what is in them.
    if let Ok(key) = parse::<KeySecret>(plain) {
        return Ok(vec![Secret::new(key.private_key.clone())]);
    }
    parse(plain).map(ProfileSecrets::into_texts)
}

pub(crate) fn save_token(
    vault: &Vault,
    id: &ProfileId,
    key: &CacheKey,
    token: &AccessToken,
) -> Result<(), Problem> {
    let stored = CachedToken {
        asked_with: key.as_str().to_owned(),
        value: token.value.expose().clone(),
        created_at: token.created_at.0,
        expires_at: token.expires_at.0,
        scopes: token.scopes.clone(),
    };
    save(vault, &SecretId::token(id.as_str()), &stored)
}

/// Removes everything the vault holds for a profile.
pub(crate) fn forget_profile(vault: &Vault, id: &ProfileId) -> Result<(), Problem> {
    vault.remove(&SecretId::secret(id.as_str()))?;
    Ok(vault.remove(&SecretId::token(id.as_str()))?)
}

/// Removes what the vault holds for a key.
pub(crate) fn forget_key(vault: &Vault, id: &KeyId) -> Result<(), Problem> {
    Ok(vault.remove(&SecretId::secret(id.as_str()))?)
}

fn load<T: DeserializeOwned>(vault: &Vault, id: &SecretId) -> Result<Option<T>, Problem> {
    vault.load(id)?.as_ref().map(parse).transpose()
}

fn parse<T: DeserializeOwned>(bytes: &Secret<Vec<u8>>) -> Result<T, Problem> {
    // The parser's own message could quote the text, so only the place of the fault is told.
    serde_json::from_slice(bytes.expose()).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Problem::new(
            ErrorCode::Damaged,
            "A file of the vault holds something Mudbrick cannot read.",
        )
        .remedy("Enter the secret again; a newer version of Mudbrick may have written it.")
        .detail(place)
    })
}

fn save<T: Serialize>(vault: &Vault, id: &SecretId, value: &T) -> Result<(), Problem> {
    Ok(vault.save(id, &json(value)?)?)
}

fn json<T: Serialize>(value: &T) -> Result<Secret<Vec<u8>>, Problem> {
    mudbrick_vault::to_json(value).map_err(|error| {
        Problem::new(ErrorCode::Internal, "A secret could not be prepared for saving.")
            .detail(error.to_string())
    })
}
