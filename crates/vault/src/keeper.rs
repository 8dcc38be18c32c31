//! Who keeps the vault's key.

use serde::{Deserialize, Serialize};

/// Who keeps the vault's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Custody {
    /// The operating system's keyring.
    Keyring,
    /// A passphrase, under which the key lies in `identity.age`.
    Passphrase,
    /// The person, who gives it to each process: it is not on this machine's disk, but where they have put it.
    AgeKey,
}
