//! What others keep sealed to the vault's key, such as drafts of requests. Sealing takes the public key alone, so that a locked
//! vault keeps nobody from saving. Where the files lie, and what is in them, is left to their owners.

use crate::custody::VaultFile;
use crate::files::SaveError;
use crate::opening::Purpose;
use crate::sealed::{self, Fault};
use crate::vault::explain;
use crate::{Secret, Vault, VaultError};
use age::x25519;
use std::path::Path;

/// What a sealed text is, so that one kind is never taken for another.
fn first_line(kind: &str) -> String {
    format!("mudbrick 1 {kind}\n")
}

impl Vault {
    /// Encrypts a text for the file at `path`. Only where there is no vault yet is its key asked for: that makes the vault, as
    /// the first secret does.
    ///
    /// # Errors
    /// There is no vault and none can be made, or `vault.toml` cannot be understood.
    pub fn seal(
        &self,
        kind: &str,
        path: &Path,
        text: &Secret<Vec<u8>>,
    ) -> Result<Vec<u8>, VaultError> {
        let recipient = self.public_key()?;
        sealed::seal_line(&recipient, &first_line(kind), text)
            .map_err(|source| SaveError::of(path, source).into())
    }

    /// Decrypts what [`Vault::seal`] made. `path` is where it was read, and is named when it is damaged.
    ///
    /// # Errors
    /// The vault is closed, or the text is damaged, for another key, or of a newer version.
    pub fn unseal(
        &self,
        kind: &str,
        path: &Path,
        bytes: &[u8],
    ) -> Result<Secret<Vec<u8>>, VaultError> {
        let key = self.key(Purpose::Load)?;
        sealed::open_line(&key.identity, &first_line(kind), bytes)
            .map_err(|fault: Fault| explain(fault, path.to_owned(), None))
    }

    fn public_key(&self) -> Result<x25519::Recipient, VaultError> {
        if let Some(recipient) = self.recipient_in_memory() {
            return Ok(recipient);
        }
        // Whoever can write there could have the next start use another key as well: the file is trusted as far as the home is.
        let in_file = VaultFile::load(&self.home)?.and_then(|file| file.recipient.parse().ok());
        match in_file {
            Some(recipient) => Ok(recipient),
            None => Ok(self.key(Purpose::Save)?.recipient.clone()),
        }
    }
}
