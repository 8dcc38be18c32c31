//! `vault.toml`, which says who keeps the vault's key, and `identity.age`, which keeps it under a passphrase. Asking the
//! keyring is left to `keyring`; which of the two to use is left to `opening`.

use crate::closed::{Absent, Closed, Locked};
use crate::derivation::{DerivationError, KeyDerivation, WorkFactor};
use crate::files::{self, Mode, ReadError, SaveError};
use crate::keeper::Custody;
use crate::{SecretText, VaultError};
use age::secrecy::ExposeSecret;
use age::x25519;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

const VERSION: u32 = 1;
/// Both files are a few hundred bytes.
const LIMIT: u64 = 64 * 1024;

/// `vault.toml`. The public key is also the user name of the keyring's entry, so that an entry says which key it is and
/// two vaults never share one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VaultFile {
    version: u32,
    pub(crate) custody: Custody,
    pub(crate) recipient: String,
    /// Set while the keyring may hold an entry that it should not: a move to or from it has not come to its end.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) remove_from_keyring: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl VaultFile {
    pub(crate) fn new(custody: Custody, identity: &x25519::Identity) -> Self {
        Self {
            version: VERSION,
            custody,
            recipient: identity.to_public().to_string(),
            remove_from_keyring: false,
        }
    }

    /// The same, with a note that the keyring may hold an entry that has to go.
    pub(crate) fn leaving_keyring(self) -> Self {
        Self { remove_from_keyring: true, ..self }
    }

    /// The same without that note.
    pub(crate) fn settled(self) -> Self {
        Self { remove_from_keyring: false, ..self }
    }

    pub(crate) fn path(home: &Path) -> PathBuf {
        home.join("vault.toml")
    }

    /// None when there is no such file.
    pub(crate) fn load(home: &Path) -> Result<Option<Self>, VaultError> {
        #[cfg(test)]
        LOADS.set(LOADS.get() + 1);
        let path = Self::path(home);
        let text = match files::read_text(&path, LIMIT) {
            Ok(text) => text,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(ReadError::NotText { path }) => {
                let detail = "it is not text".to_owned();
                return Err(Closed::Absent(Absent::VaultFileDamaged { path, detail }).into());
            }
            Err(error) => return Err(error.into()),
        };
        Self::parse(&text).map(Some).map_err(|fault| {
            VaultError::Closed(Closed::Absent(match fault {
                FileFault::Newer(version) => Absent::VaultFileNewer { path, version },
                FileFault::Damaged(detail) => Absent::VaultFileDamaged { path, detail },
            }))
        })
    }

    fn parse(text: &str) -> Result<Self, FileFault> {
        /// Read first: a newer version may have changed all the rest.
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let damaged = |error: toml::de::Error| FileFault::Damaged(error.message().to_owned());
        let Versioned { version } = toml::from_str(text).map_err(damaged)?;
        if version > VERSION {
            return Err(FileFault::Newer(version));
        }
        toml::from_str(text).map_err(damaged)
    }

    pub(crate) fn save(&self, home: &Path) -> Result<(), SaveError> {
        let path = Self::path(home);
        let text =
            toml::to_string(self).map_err(|error| SaveError::of(&path, io::Error::other(error)))?;
        files::save(&path, text.as_bytes(), Mode::Private)
    }
}

#[cfg(test)]
thread_local! {
    /// How often `vault.toml` was read on this thread.
    pub(crate) static LOADS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

enum FileFault {
    Newer(u32),
    Damaged(String),
}

/// How the key is kept, to the byte: whoever moves it compares this with what was there when the key was got, so that of
/// several moves at once one is done and the others are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kept {
    ByKeyring,
    /// By the person.
    ByPerson,
    /// In these bytes of `identity.age`, which are other ones after each change of the passphrase.
    UnderPassphrase(Vec<u8>),
}

impl Kept {
    /// How it is kept now, by this `vault.toml`.
    pub(crate) fn now(home: &Path, custody: Custody) -> Result<Self, VaultError> {
        Ok(match custody {
            Custody::Keyring => Self::ByKeyring,
            Custody::AgeKey => Self::ByPerson,
            Custody::Passphrase => Self::UnderPassphrase(read_identity(&identity_path(home))?),
        })
    }
}

/// Where the key under the passphrase lies.
pub(crate) fn identity_path(home: &Path) -> PathBuf {
    home.join("identity.age")
}

/// The key as its text, `AGE-SECRET-KEY-1…`.
pub(crate) fn text_of(identity: &x25519::Identity) -> SecretText {
    SecretText::new(identity.to_string().expose_secret().to_owned())
}

/// The key in a text that may have comments around it, as age's own identity files have.
pub(crate) fn identity_in(text: &str) -> Option<x25519::Identity> {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))?
        .parse()
        .ok()
}

/// Saves the key under a passphrase, in the form `age -i identity.age` takes. The file takes its place only after it was
/// read back and opened with the passphrase.
pub(crate) fn save_identity(
    home: &Path,
    identity: &x25519::Identity,
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<Kept, VaultError> {
    let path = identity_path(home);
    let head = format!("# The key of a Mudbrick vault\n# public key: {}\n", identity.to_public());
    let key = text_of(identity);
    let bytes = derivation
        .seal(passphrase, &[head.as_bytes(), key.expose().as_bytes(), b"\n"])
        .map_err(|error| match error {
            DerivationError::NotEnoughMemory { needed, free } => not_enough_memory(needed, free),
            other => SaveError::of(&path, io::Error::other(other)).into(),
        })?;
    files::save_checked(&path, &bytes, Mode::Private, |written| {
        match open_identity(written, passphrase, derivation) {
            Ok((found, _)) if found.to_public() == identity.to_public() => Ok(()),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "what was written does not open")),
        }
    })?;
    Ok(Kept::UnderPassphrase(bytes))
}

/// Opens `identity.age`. With what it was opened from.
pub(crate) fn load_identity(
    home: &Path,
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<(x25519::Identity, Kept), VaultError> {
    open_identity(&identity_path(home), passphrase, derivation)
}

/// How much work `identity.age` makes of each guess; none when there is no such file.
pub(crate) fn work_factor(home: &Path) -> Option<WorkFactor> {
    WorkFactor::of_file(&files::read(&identity_path(home), LIMIT).ok()?)
}

fn open_identity(
    path: &Path,
    passphrase: &SecretText,
    derivation: &KeyDerivation,
) -> Result<(x25519::Identity, Kept), VaultError> {
    let path = path.to_owned();
    let bytes = read_identity(&path)?;
    let damaged = |path| VaultError::from(Closed::Absent(Absent::IdentityFileDamaged { path }));
    let plain = match derivation.open(passphrase, &bytes) {
        Ok(plain) => plain,
        Err(DerivationError::WrongPassphrase) => {
            return Err(Closed::Locked(Locked::WrongPassphrase).into());
        }
        Err(DerivationError::NotEnoughMemory { needed, free }) => {
            return Err(not_enough_memory(needed, free));
        }
        Err(_) => return Err(damaged(path)),
    };
    let identity = str::from_utf8(&plain).ok().and_then(identity_in);
    Ok((identity.ok_or_else(|| damaged(path))?, Kept::UnderPassphrase(bytes)))
}

fn read_identity(path: &Path) -> Result<Vec<u8>, VaultError> {
    files::read(path, LIMIT).map_err(|error| match error.is_not_found() {
        true => Closed::Absent(Absent::IdentityFile { path: path.to_owned() }).into(),
        false => error.into(),
    })
}

fn not_enough_memory(needed: u64, free: u64) -> VaultError {
    Closed::Locked(Locked::NotEnoughMemory { needed, free }).into()
}
