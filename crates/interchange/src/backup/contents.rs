//! What a backup holds.

use mudbrick_model::{KeyPair, Profile, RequestPath, Timestamp};
use mudbrick_vault::SecretText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
