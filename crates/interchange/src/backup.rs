//! The backup: everything of some or all profiles, secrets too, in one [age](https://age-encryption.org/v1) file under a
//! passphrase. `age -d backup.age` opens it without Mudbrick; inside is JSON. What is put back from it, and what of that is
//! known already, is left to the engine.

mod contents;
mod error;
mod form;
#[cfg(test)]
mod tests;

pub use contents::{Backup, BackupKey, BackupProfile, LeftOut};
pub use error::BackupError;

use form::{Parsed, Rendered};
use mudbrick_vault::{KeyDerivation, SecretText};

/// What every age file begins with.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

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
