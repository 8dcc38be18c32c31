//! The backup: everything of some or all profiles, secrets too, in one [age](https://age-encryption.org/v1) file under a
//! passphrase. `age -d backup.age` opens it without Mudbrick; inside is JSON. What is put back from it, and what of that is
//! known already, is left to the engine.

mod error;
mod form;
#[cfg(test)]
mod tests;

pub use error::BackupError;

use form::{Parsed, Rendered};
use mudbrick_model::{KeyPair, Profile, RequestPath, Timestamp};
use mudbrick_vault::{KeyDerivation, SecretText};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of backups that this build writes, and the newest it reads.
const VERSION: u32 = 1;
const FORMAT: &str = "mudbrick-backup";
/// What every age file begins with.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// What a backup holds.
#[derive(Debug)]
pub struct Backup {
    /// When it was made.
    pub created_at: Timestamp,
    /// Profiles and their secrets.
    pub profiles: Vec<BackupProfile>,
    /// Keys, with their private halves where Mudbrick has them.
    pub keys: Vec<BackupKey>,
    /// Request files and their texts.
    pub requests: Vec<(RequestPath, String)>,
    /// The rest of the settings: file name and text.
    pub settings: BTreeMap<String, String>,
    /// What could not be read when it was made, and the person agreed to leave out.
    pub left_out: Vec<LeftOut>,
}

/// Something that should be in a backup and could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// `the client secret of Acme · Places`.
    pub what: String,
    /// Why, in a sentence.
    pub why: String,
}

/// A profile and its secrets.
#[derive(Debug)]
pub struct BackupProfile {
    /// Everything that is no secret.
    pub profile: Profile,
    /// In the order in which they are tried.
    pub client_secrets: Vec<SecretText>,
}

/// A key and its private half.
#[derive(Debug)]
pub struct BackupKey {
    /// The public half, with the certificate.
    pub pair: KeyPair,
    /// PKCS #8 as PEM.
    pub private_key: Option<SecretText>,
}

impl Backup {
    /// Whether the other has the same in it, secrets included.
    pub fn is_same_as(&self, other: &Self) -> bool {
        let same_secrets = |one: &[SecretText], other: &[SecretText]| {
            one.iter().map(SecretText::expose).eq(other.iter().map(SecretText::expose))
        };
        let same_profile = |(one, other): (&BackupProfile, &BackupProfile)| {
            one.profile == other.profile && same_secrets(&one.client_secrets, &other.client_secrets)
        };
        let same_key = |(one, other): (&BackupKey, &BackupKey)| {
            let (mine, theirs) = (one.private_key.as_slice(), other.private_key.as_slice());
            one.pair == other.pair && same_secrets(mine, theirs)
        };
        self.created_at == other.created_at
            && self.profiles.len() == other.profiles.len()
            && self.profiles.iter().zip(&other.profiles).all(same_profile)
            && self.keys.len() == other.keys.len()
            && self.keys.iter().zip(&other.keys).all(same_key)
            && self.requests == other.requests
            && self.settings == other.settings
            && self.left_out == other.left_out
    }
}

/// Whether these bytes are an age file that takes a passphrase: what is inside shows only once it is opened.
pub fn recognises(bytes: &[u8]) -> bool {
    bytes.strip_prefix(MAGIC).is_some_and(|rest| rest.starts_with(b"-> scrypt "))
}

/// The backup as an age file.
///
/// # Errors
/// [`BackupError::NoPassphrase`], [`BackupError::NotEnoughMemory`]; [`BackupError::Unwritable`] is a fault in Mudbrick.
pub fn write(
    backup: &Backup,
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<Vec<u8>, BackupError> {
    if passphrase.expose().is_empty() {
        return Err(BackupError::NoPassphrase);
    }
    let plain = mudbrick_vault::to_json(&Rendered::of(backup))
        .map_err(|error| BackupError::Unwritable { reason: error.to_string() })?;
    Ok(derivation.seal(passphrase, &[plain.expose()])?)
}

/// Opens and reads a backup.
///
/// # Errors
/// Every way in which it is none, or cannot be opened, has its own [`BackupError`].
pub fn read(
    bytes: &[u8],
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<Backup, BackupError> {
    if !bytes.starts_with(MAGIC) {
        return Err(BackupError::NotABackup);
    }
    if !recognises(bytes) {
        return Err(BackupError::OtherKind);
    }
    let plain = derivation.open(passphrase, bytes)?;
    Ok(Parsed::from_json(&plain)?.into_backup())
}
