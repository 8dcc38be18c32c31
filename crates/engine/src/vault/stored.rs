//! What the vault's files hold, and the engine's way in and out of them. The texts in these types are wiped from memory
//! when dropped; they become [`SecretText`] before they leave this module.

use mudbrick_ims::AccessToken;
use mudbrick_model::{
    ClientId, ErrorCode, KeyId, Problem, Profile, ProfileId, RemedyAction, SecretOwner, Timestamp,
};
use mudbrick_vault::{Secret, SecretId, SecretText, Shelf, Vault, VaultError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `secrets/<profile id>.age`.
///
/// It says which client it is for. An edit that changes a profile's client ID along with its secret saves the secret
/// first; were it killed before the profile is saved, the profile's present client still has its own secret in an earlier
/// state, and that is the one it gets.
#[derive(Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct ProfileSecrets {
    /// Tried in this order; Adobe lets a credential have two.
    client_secrets: Vec<String>,
    /// Adobe's name for each of them, in their order, as far as Adobe has told it to Mudbrick.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    uuids: Vec<Option<String>>,
    /// Not in files of earlier versions, which are good for any client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
}

impl ProfileSecrets {
    fn of(client: &ClientId, secrets: &[NamedSecret]) -> Self {
        let is_named = secrets.iter().any(|secret| secret.uuid.is_some());
        let uuids = secrets.iter().filter(|_| is_named).map(|secret| secret.uuid.clone());
        Self {
            client_secrets: secrets.iter().map(|secret| secret.text.expose().clone()).collect(),
            uuids: uuids.collect(),
            client_id: Some(client.to_string()),
        }
    }

    fn is_for(&self, client: &ClientId) -> bool {
        self.client_id.as_ref().is_none_or(|id| id == client.as_str())
    }

    fn into_texts(mut self) -> Vec<SecretText> {
        std::mem::take(&mut self.client_secrets).into_iter().map(Secret::new).collect()
    }

    fn into_named(mut self) -> Vec<NamedSecret> {
        let mut uuids = std::mem::take(&mut self.uuids).into_iter();
        let texts = self.into_texts().into_iter();
        texts.map(|text| NamedSecret { text, uuid: uuids.next().flatten() }).collect()
    }
}

/// A client secret with Adobe's name for it, by which Adobe deletes it and tells when it was used.
#[derive(Clone)]
pub(crate) struct NamedSecret {
    pub(crate) text: SecretText,
    /// None where it is not known, as for one that a person typed.
    pub(crate) uuid: Option<String>,
}

impl NamedSecret {
    fn unnamed(text: SecretText) -> Self {
        Self { text, uuid: None }
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
    #[serde(rename = "asked_with")]
    cache_key: String,
    value: String,
    created_at: i64,
    expires_at: i64,
    scopes: Vec<String>,
}

/// `tokens/<profile id>-refresh.age`: what a person's next token is got with. Written anew whenever IMS gives another.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct KeptRefresh {
    /// The refresh token.
    pub(crate) value: String,
    /// Which sign-in it is of: the person's file of the same one has the same.
    pub(crate) sign_in: String,
    /// Which client of which IMS it is for.
    pub(crate) client: String,
    /// What the person was asked to agree to.
    pub(crate) scopes: Vec<String>,
    /// Who it is, as Adobe says.
    pub(crate) user_id: Option<String>,
    /// When it ends, as far as Adobe says.
    pub(crate) ends_at: Option<i64>,
}

/// `tokens/<profile id>-person.age`: who is signed in. Written at a sign-in and not again, so that its stamp says which one a
/// token is of without the vault being opened.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub(crate) struct KeptPerson {
    /// Which sign-in.
    pub(crate) value: String,
    /// Who it is, as Adobe says.
    pub(crate) user_id: Option<String>,
    /// When they signed in.
    pub(crate) signed_in_at: i64,
}

/// What a sign-in has left, as far as the names of files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignInLeft {
    /// Nobody is signed in.
    Nothing,
    /// Somebody is, and nothing gets their next token.
    Person,
    /// What the next token is got with.
    Refresh,
}

/// What is left of a profile's sign-in in a listing of the tokens, which is in the order of their names.
pub(crate) fn sign_in_left(tokens: &[String], id: &ProfileId) -> SignInLeft {
    let holds = |name: String| tokens.binary_search(&name).is_ok();
    match (holds(refresh_name(id)), holds(person_name(id))) {
        (true, _) => SignInLeft::Refresh,
        (false, true) => SignInLeft::Person,
        (false, false) => SignInLeft::Nothing,
    }
}

fn refresh_name(id: &ProfileId) -> String {
    format!("{id}-refresh")
}

fn person_name(id: &ProfileId) -> String {
    format!("{id}-person")
}

fn refresh_id(id: &ProfileId) -> SecretId {
    SecretId::token(&refresh_name(id))
}

fn person_id(id: &ProfileId) -> SecretId {
    SecretId::token(&person_name(id))
}

pub(crate) fn refresh(vault: &Vault, id: &ProfileId) -> Result<Option<KeptRefresh>, Problem> {
    load(vault, &refresh_id(id))
}

/// None removes what is there.
pub(crate) fn save_refresh(
    vault: &Vault,
    id: &ProfileId,
    kept: Option<&KeptRefresh>,
) -> Result<(), Problem> {
    match kept {
        Some(kept) => save(vault, &refresh_id(id), kept),
        None => Ok(vault.remove(&refresh_id(id))?),
    }
}

pub(crate) fn person(vault: &Vault, id: &ProfileId) -> Result<Option<KeptPerson>, Problem> {
    load(vault, &person_id(id))
}

pub(crate) fn save_person(
    vault: &Vault,
    id: &ProfileId,
    person: &KeptPerson,
) -> Result<(), Problem> {
    save(vault, &person_id(id), person)
}

/// Another one after each sign-in, and empty while nobody is signed in. Opens nothing.
pub(crate) fn person_stamp(vault: &Vault, id: &ProfileId) -> String {
    vault.stamp(&person_id(id)).unwrap_or_default()
}

/// An access token as it is kept.
pub(crate) struct KeptToken {
    pub(crate) value: SecretText,
    /// What it was asked for with.
    pub(crate) asked_with: String,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// Every access token that is kept for a profile, whatever it was asked for with: its own and narrower ones, each with the name
/// under which it is kept. None for what cannot be read, and so is never handed out.
///
/// # Errors
/// The vault cannot be opened, or the disk refuses.
pub(crate) fn access_tokens(
    vault: &Vault,
    id: &ProfileId,
) -> Result<Vec<(String, Option<KeptToken>)>, Problem> {
    let of_person = [refresh_id(id), person_id(id)];
    let mut tokens = Vec::new();
    for kept_as in vault.owners_on(Shelf::Tokens)? {
        let file = SecretId::token(&kept_as);
        if profile_of_token(&kept_as) != id.as_str() || of_person.contains(&file) {
            continue;
        }
        let kept = match load::<CachedToken>(vault, &file) {
            Err(problem) if problem.code != ErrorCode::Damaged => return Err(problem),
            kept => kept.ok().flatten(),
        };
        let kept = kept.map(|kept| KeptToken {
            value: Secret::new(kept.value.clone()),
            asked_with: kept.cache_key.clone(),
            created_at: Timestamp(kept.created_at),
            expires_at: Timestamp(kept.expires_at),
        });
        tokens.push((kept_as, kept));
    }
    Ok(tokens)
}

/// Removes everything that came of a sign-in, narrower tokens too. The refresh token goes first: what is left after a crash
/// ends by itself within a day.
pub(crate) fn forget_tokens(vault: &Vault, id: &ProfileId) -> Result<(), Problem> {
    vault.remove(&refresh_id(id))?;
    for kept_as in vault.owners_on(Shelf::Tokens)? {
        if profile_of_token(&kept_as) == id.as_str() {
            vault.remove(&SecretId::token(&kept_as))?;
        }
    }
    Ok(())
}

/// Whatever client secrets are stored for a profile, in the order in which they are tried; none, one or two.
pub(crate) fn client_secrets(vault: &Vault, id: &ProfileId) -> Result<Vec<SecretText>, Problem> {
    Ok(load_of_profile(vault, id)?.map(ProfileSecrets::into_texts).unwrap_or_default())
}

/// The client secrets that go with the profile as it is.
pub(crate) fn client_secrets_of(
    vault: &Vault,
    profile: &Profile,
) -> Result<Vec<SecretText>, Problem> {
    let named = named_client_secrets(vault, profile)?;
    Ok(named.into_iter().map(|secret| secret.text).collect())
}

/// The same with Adobe's names for them.
pub(crate) fn named_client_secrets(
    vault: &Vault,
    profile: &Profile,
) -> Result<Vec<NamedSecret>, Problem> {
    let present = load_of_profile(vault, &profile.id)?;
    matched(vault, &profile.id, &profile.client_id, present)
}

/// The newest state that is for this client. Where none is, the person has changed the client alone, and the present
/// state is what they go on with.
fn matched(
    vault: &Vault,
    id: &ProfileId,
    client: &ClientId,
    present: Option<ProfileSecrets>,
) -> Result<Vec<NamedSecret>, Problem> {
    let Some(present) = present else { return Ok(Vec::new()) };
    if present.is_for(client) {
        return Ok(present.into_named());
    }
    let earlier = vault.earlier_states(&SecretId::secret(id.as_str()))?;
    let mut earlier = earlier.iter().filter_map(|state| parse::<ProfileSecrets>(state).ok());
    Ok(earlier.find(|state| state.is_for(client)).unwrap_or(present).into_named())
}

/// Saves them all; none at all leaves no file.
pub(crate) fn save_client_secrets(
    vault: &Vault,
    profile: &Profile,
    secrets: &[SecretText],
) -> Result<(), Problem> {
    let id = SecretId::secret(profile.id.as_str());
    match secrets {
        [] => Ok(vault.remove(&id)?),
        secrets => {
            let named: Vec<_> = secrets.iter().cloned().map(NamedSecret::unnamed).collect();
            save(vault, &id, &ProfileSecrets::of(&profile.client_id, &named))
        }
    }
}

/// Changes those of a profile with nobody else saving in between; none from `change` leaves them as they are. They are
/// then for `client`, which the profile is about to have. Adobe's names stay with the secrets that stay.
pub(crate) fn change_client_secrets(
    vault: &Vault,
    profile: &Profile,
    client: &ClientId,
    change: impl FnOnce(Vec<SecretText>) -> Option<Vec<SecretText>>,
) -> Result<(), Problem> {
    change_named_client_secrets(vault, profile, client, |stored| {
        let changed = change(stored.iter().map(|secret| secret.text.clone()).collect())?;
        let named = |text: SecretText| {
            let known = stored.iter().find(|known| known.text.expose() == text.expose());
            NamedSecret { uuid: known.and_then(|known| known.uuid.clone()), text }
        };
        Some(changed.into_iter().map(named).collect())
    })
}

/// The same with Adobe's names for them.
pub(crate) fn change_named_client_secrets(
    vault: &Vault,
    profile: &Profile,
    client: &ClientId,
    change: impl FnOnce(Vec<NamedSecret>) -> Option<Vec<NamedSecret>>,
) -> Result<(), Problem> {
    let id = SecretId::secret(profile.id.as_str());
    let (mut failed, mut emptied) = (None, false);
    vault.update(&id, |stored| {
        let stored = stored.as_ref().map(parse::<ProfileSecrets>).transpose();
        let stored =
            stored.and_then(|present| matched(vault, &profile.id, &profile.client_id, present));
        let changed = stored.and_then(|stored| {
            let changed = change(stored);
            emptied = changed.as_ref().is_some_and(Vec::is_empty);
            let kept = changed.filter(|changed| !changed.is_empty());
            kept.map(|changed| json(&ProfileSecrets::of(client, &changed))).transpose()
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

/// Makes the present state the profile's, whichever client it was for: the person has chosen it.
pub(crate) fn adopt_client_secrets(vault: &Vault, profile: &Profile) -> Result<(), Problem> {
    let id = SecretId::secret(profile.id.as_str());
    match load::<ProfileSecrets>(vault, &id)? {
        Some(present) if !present.is_for(&profile.client_id) => {
            let secrets = present.into_named();
            save(vault, &id, &ProfileSecrets::of(&profile.client_id, &secrets))
        }
        _ => Ok(()),
    }
}

pub(crate) fn private_key(vault: &Vault, id: &KeyId) -> Result<Option<SecretText>, Problem> {
    let owner = SecretOwner::Key { id: id.clone() };
    let stored: Option<KeySecret> = load_with_way_back(vault, id.as_str(), owner)?;
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

/// The token that is stored under this name, when it was asked for with the same.
pub(crate) fn token(
    vault: &Vault,
    kept_as: &str,
    cache_key: &str,
) -> Result<Option<AccessToken>, Problem> {
    let stored: Option<CachedToken> = load(vault, &SecretId::token(kept_as))?;
    Ok(stored.filter(|stored| stored.cache_key == cache_key).map(|stored| AccessToken {
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
    kept_as: &str,
    cache_key: &str,
    token: &AccessToken,
) -> Result<(), Problem> {
    let stored = CachedToken {
        cache_key: cache_key.to_owned(),
        value: token.value.expose().clone(),
        created_at: token.created_at.0,
        expires_at: token.expires_at.0,
        scopes: token.scopes.clone(),
    };
    save(vault, &SecretId::token(kept_as), &stored)
}

/// Removes everything the vault holds for a profile, its narrower tokens too.
pub(crate) fn forget_profile(vault: &Vault, id: &ProfileId) -> Result<(), Problem> {
    vault.remove(&SecretId::secret(id.as_str()))?;
    forget_tokens(vault, id)
}

/// The id of the profile whose token is kept under this name: a narrower one has something behind the id.
pub(crate) fn profile_of_token(kept_as: &str) -> &str {
    kept_as.split_once('-').map_or(kept_as, |(id, _)| id)
}

/// Removes the secret of somebody who never came to be. One with earlier states is older than that and stays.
pub(crate) fn forget_owner(vault: &Vault, owner: &str) -> Result<(), Problem> {
    let id = SecretId::secret(owner);
    match vault.has_earlier(&id) {
        true => Ok(()),
        false => Ok(vault.remove(&id)?),
    }
}

/// Removes what the vault holds for a key.
pub(crate) fn forget_key(vault: &Vault, id: &KeyId) -> Result<(), Problem> {
    Ok(vault.remove(&SecretId::secret(id.as_str()))?)
}

fn load_of_profile(vault: &Vault, id: &ProfileId) -> Result<Option<ProfileSecrets>, Problem> {
    load_with_way_back(vault, id.as_str(), SecretOwner::Profile { id: id.clone() })
}

/// Loads a secret; of one that is damaged, the problem leads to its earlier states.
fn load_with_way_back<T: DeserializeOwned>(
    vault: &Vault,
    id: &str,
    owner: SecretOwner,
) -> Result<Option<T>, Problem> {
    let loaded = vault.load(&SecretId::secret(id)).map_err(|error| {
        let number = match &error {
            VaultError::Damaged { restorable, .. } | VaultError::OtherKey { restorable, .. } => {
                *restorable
            }
            _ => None,
        };
        let problem = Problem::from(error);
        match problem.code {
            ErrorCode::Damaged => problem.action(RemedyAction::RestoreSecret { owner, number }),
            _ => problem,
        }
    })?;
    loaded.as_ref().map(parse).transpose()
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// As earlier versions wrote it: at first without the client, then without Adobe's names.
    #[rstest]
    #[case::first(r#"{"client_secrets":["p8e-one","p8e-two"]}"#, true)]
    #[case::with_client(r#"{"client_secrets":["p8e-one","p8e-two"],"client_id":"0f0e"}"#, false)]
    fn client_secrets_of_earlier_versions_are_read_and_written_as_they_were(
        #[case] text: &str,
        #[case] is_for_any: bool,
    ) {
        let read = || parse::<ProfileSecrets>(&Secret::new(text.as_bytes().to_vec())).unwrap();
        assert_eq!(json(&read()).unwrap().expose(), text.as_bytes());
        let [own, other] = ["0f0e", "0f0f"].map(|id| ClientId::try_from(id.to_owned()).unwrap());
        assert!(read().is_for(&own));
        assert_eq!(read().is_for(&other), is_for_any);
        let named = read().into_named();
        let texts: Vec<&str> = named.iter().map(|secret| secret.text.expose().as_str()).collect();
        assert_eq!(texts, ["p8e-one", "p8e-two"]);
        assert!(named.iter().all(|secret| secret.uuid.is_none()));
        // Saved without names for them, they look as they did, but for the client.
        let again = json(&ProfileSecrets::of(&own, &named)).unwrap();
        let expected = br#"{"client_secrets":["p8e-one","p8e-two"],"client_id":"0f0e"}"#;
        assert_eq!(again.expose(), expected);
    }
}
