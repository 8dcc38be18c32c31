//! Who keeps the vault's key, whether it can be had, and the earlier generations of what it opens.

use mudbrick_model::{Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// The vault, as the window and `mudbrick vault status` show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct VaultView {
    /// Whether secrets can be read.
    pub state: VaultState,
    /// Who keeps the key; none when nothing was stored yet.
    pub custody: Option<Custody>,
    /// How many MiB of memory the passphrase takes, when that is more than it has to be. Changing the passphrase, if only
    /// to itself, brings it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub excess_memory_mib: Option<u32>,
}

/// Whether secrets can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum VaultState {
    /// Not asked for yet: nothing has needed a secret.
    Untouched,
    /// They can be read and written.
    Open,
    /// The key is there and somebody has to unlock it.
    Locked {
        /// Why, with the way out.
        problem: Problem,
        /// What unlocks it.
        by: UnlockedBy,
    },
    /// There is no keyring, or the key is not in it.
    Absent {
        /// Which, with the way out.
        problem: Problem,
    },
    /// The keyring refuses.
    Denied {
        /// What it said, with the way out.
        problem: Problem,
    },
}

/// What opens a locked vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum UnlockedBy {
    /// The vault's passphrase.
    Passphrase,
    /// Asking the keyring again, once the person has unlocked it.
    Keyring,
}

/// Who keeps the vault's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Custody {
    /// The operating system's keyring.
    Keyring,
    /// A passphrase the person knows.
    Passphrase,
    /// The person, who gives the key itself to each process.
    AgeKey,
}

/// An earlier state of somebody's secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GenerationView {
    /// Names it in the call that restores it; the newest is the highest.
    pub number: u32,
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// Whether it opens with the vault's key.
    pub readable: bool,
}

/// A secret as a client sees it: whether it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct SecretView {
    /// Which one.
    pub kind: SecretKind,
    /// Whether one is stored.
    pub present: bool,
    /// `••••••••` when present: never a character of the secret itself.
    pub masked: String,
}

/// The secrets a profile can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum SecretKind {
    /// The client secret.
    ClientSecret,
    /// The other client secret, tried when the first is refused: Adobe lets a credential have two while one is rotated.
    SecondClientSecret,
    /// The private key that signs assertions.
    PrivateKey,
}

impl SecretKind {
    /// The Developer Console's word for it.
    pub fn label(self) -> &'static str {
        match self {
            Self::ClientSecret => "Client secret",
            Self::SecondClientSecret => "Second client secret",
            Self::PrivateKey => "Private key",
        }
    }
}
