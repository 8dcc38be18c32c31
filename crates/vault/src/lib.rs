//! Secrets: the one type that holds them, the encrypted files that keep them, and custody of their key.
//!
//! Every secret is a standard [age](https://age-encryption.org/v1) file to one X25519 identity. That identity, the vault
//! key, is kept by the operating system's keyring or in `identity.age` under a passphrase. [`files`] is the one way
//! anything in Mudbrick is saved. What the secrets mean is left to the engine, and profiles, requests and history to
//! the store.

mod access;
mod age_key;
mod asking;
mod closed;
mod custody;
mod derivation;
mod error;
pub mod files;
#[cfg(test)]
mod fixtures;
mod generations;
mod json;
mod keeper;
mod key;
mod keyring;
mod moving;
mod opening;
mod options;
mod others;
mod programs;
mod sealed;
mod secret;
mod session_key;
mod survey;
mod vault;
mod wiping;

pub use crate::keyring::KeyringState;
pub use access::VaultState;
pub use age_key::AgeKey;
pub use closed::{Absent, Closed, LockCause, Locked};
pub use derivation::{DerivationError, KeyDerivation, WorkFactor};
pub use error::VaultError;
pub use generations::Generation;
pub use json::to_json;
pub use keeper::Custody;
pub use options::VaultOptions;
pub use programs::{KEYS_TO_THE_VAULT, other_program};
pub use sealed::{SecretId, Shelf};
pub use secret::{Secret, SecretText};
pub use survey::{Kept, KeptState};
pub use vault::Vault;
