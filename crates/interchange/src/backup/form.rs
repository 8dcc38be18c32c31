//! What stands in a backup: JSON, its format and version first.

use super::contents::{Backup, BackupKey, BackupProfile, LeftOut};
use super::error::BackupError;
use mudbrick_model::{KeyPair, Profile, RequestPath, Timestamp};
use mudbrick_vault::SecretText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of backups that this build writes, and the newest it reads.
const VERSION: u32 = 1;
const FORMAT: &str = "mudbrick-backup";

/// A backup on its way out: borrowed, for a secret is not copied to be written.
#[derive(Serialize)]
pub(super) struct Rendered<'a> {
    format: &'static str,
    version: u32,
    created_at: Timestamp,
    profiles: Vec<RenderedProfile<'a>>,
    keys: Vec<RenderedKey<'a>>,
    requests: Vec<RenderedRequest<'a>>,
    settings: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "<[LeftOut]>::is_empty")]
    left_out: &'a [LeftOut],
}

#[derive(Serialize)]
struct RenderedProfile<'a> {
    profile: &'a Profile,
    client_secrets: Vec<&'a str>,
}

#[derive(Serialize)]
struct RenderedKey<'a> {
    pair: &'a KeyPair,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<&'a str>,
}

#[derive(Serialize)]
struct RenderedRequest<'a> {
    path: &'a RequestPath,
    text: &'a str,
}

impl<'a> Rendered<'a> {
    pub(super) fn of(backup: &'a Backup) -> Self {
        let profiles = backup.profiles.iter().map(|held| RenderedProfile {
            profile: &held.profile,
            client_secrets: held.client_secrets.iter().map(|it| it.expose().as_str()).collect(),
        });
        let keys = backup.keys.iter().map(|held| RenderedKey {
            pair: &held.pair,
            private_key: held.private_key.as_ref().map(|key| key.expose().as_str()),
        });
        let requests = backup.requests.iter().map(|(path, text)| RenderedRequest { path, text });
        Self {
            format: FORMAT,
            version: VERSION,
            created_at: backup.created_at,
            profiles: profiles.collect(),
            keys: keys.collect(),
            requests: requests.collect(),
            settings: &backup.settings,
            left_out: &backup.left_out,
        }
    }
}

/// A backup on its way in.
#[derive(Deserialize)]
pub(super) struct Parsed {
    created_at: Timestamp,
    #[serde(default)]
    profiles: Vec<ParsedProfile>,
    #[serde(default)]
    keys: Vec<ParsedKey>,
    #[serde(default)]
    requests: Vec<ParsedRequest>,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(default)]
    left_out: Vec<LeftOut>,
}

#[derive(Deserialize)]
struct ParsedProfile {
    profile: Profile,
    #[serde(default)]
    client_secrets: Vec<SecretText>,
}

#[derive(Deserialize)]
struct ParsedKey {
    pair: KeyPair,
    #[serde(default)]
    private_key: Option<SecretText>,
}

#[derive(Deserialize)]
struct ParsedRequest {
    path: RequestPath,
    text: String,
}

impl Parsed {
    pub(super) fn from_json(json: &[u8]) -> Result<Self, BackupError> {
        /// Read first: a newer version may have changed all the rest.
        #[derive(Deserialize)]
        struct Versioned {
            format: String,
            version: u32,
        }
        let head: Versioned = serde_json::from_slice(json).map_err(|_| BackupError::NotABackup)?;
        if head.format != FORMAT {
            return Err(BackupError::NotABackup);
        }
        if head.version > VERSION {
            return Err(BackupError::Newer { version: head.version });
        }
        // The parser's own words could quote a value, so only the place is told.
        serde_json::from_slice(json)
            .map_err(|error| BackupError::Malformed { line: error.line(), column: error.column() })
    }

    pub(super) fn into_backup(self) -> Backup {
        let profiles = self.profiles.into_iter().map(|held| BackupProfile {
            profile: held.profile,
            client_secrets: held.client_secrets,
        });
        let keys = self
            .keys
            .into_iter()
            .map(|held| BackupKey { pair: held.pair, private_key: held.private_key });
        Backup {
            created_at: self.created_at,
            profiles: profiles.collect(),
            keys: keys.collect(),
            requests: self.requests.into_iter().map(|held| (held.path, held.text)).collect(),
            settings: self.settings,
            left_out: self.left_out,
        }
    }
}
