//! The last five earlier states of each secret.
//!
//! ```text
//! secrets/<name>.age                              the present state
//! secrets/earlier/<name>/<number>.<when>.age      what it was before, replaced at that millisecond
//! ```
//!
//! A state gets its second name before the new one takes the first, so that at no moment there is none; a crash in between
//! leaves a generation that equals the present state, which is then not shown and not kept twice.

use crate::files::{self, FileLock, Mode, ReadError, SaveError};
use crate::key::Key;
use crate::opening::Purpose;
use crate::sealed::{self, Fault, Shelf};
use crate::vault::{Found, LIMIT, explain, read};
use crate::{Secret, SecretId, Vault, VaultError};
use mudbrick_model::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many of each secret are kept.
const KEPT: usize = 5;

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

/// The file of a generation.
struct Earlier {
    path: PathBuf,
    number: u32,
    replaced_at: Timestamp,
}

impl Earlier {
    fn parse(path: PathBuf) -> Option<Self> {
        let (number, at) = path.file_name()?.to_str()?.strip_suffix(".age")?.split_once('.')?;
        let (number, replaced_at) = (number.parse().ok()?, Timestamp(at.parse().ok()?));
        Some(Self { path, number, replaced_at })
    }

    fn open(&self, key: &Key, id: &SecretId) -> Result<(Vec<u8>, Secret<Vec<u8>>), VaultError> {
        let bytes = files::read(&self.path, LIMIT)?;
        match sealed::open(&key.identity, id, &bytes) {
            Ok(secret) => Ok((bytes, secret)),
            Err(fault) => Err(explain(fault, self.path.clone(), None)),
        }
    }
}

impl Vault {
    /// The earlier states of a secret that differ from its present one, the newest first. Of a token there are none.
    ///
    /// # Errors
    /// The vault is closed, or the folder cannot be read.
    pub fn generations(&self, id: &SecretId) -> Result<Vec<Generation>, VaultError> {
        let earlier = self.earlier(id)?;
        if earlier.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key(Purpose::Load)?;
        let present = files::read(&id.path(&self.home), LIMIT)
            .ok()
            .and_then(|bytes| sealed::open(&key.identity, id, &bytes).ok());
        let listed = earlier.iter().filter_map(|it| {
            let opened = it.open(&key, id).ok();
            let is_present = match (&opened, &present) {
                (Some((_, earlier)), Some(present)) => earlier.expose() == present.expose(),
                _ => false,
            };
            let (number, replaced_at) = (it.number, it.replaced_at);
            (!is_present).then_some(Generation { number, replaced_at, readable: opened.is_some() })
        });
        Ok(listed.collect())
    }

    /// What the earlier states are, the newest first; those that cannot be read are left out.
    ///
    /// # Errors
    /// As [`Vault::generations`].
    pub fn earlier_states(&self, id: &SecretId) -> Result<Vec<Secret<Vec<u8>>>, VaultError> {
        let earlier = self.earlier(id)?;
        if earlier.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.key(Purpose::Load)?;
        Ok(earlier.iter().filter_map(|it| Some(it.open(&key, id).ok()?.1)).collect())
    }

    /// Puts an earlier state of a secret in its place. What it replaces becomes a generation itself, or is set aside when
    /// it is damaged.
    ///
    /// # Errors
    /// [`VaultError::NoGeneration`]; the vault is closed; that state is damaged too; the disk refuses. Nothing was
    /// changed then.
    pub fn restore(&self, id: &SecretId, number: u32) -> Result<(), VaultError> {
        let key = self.key(Purpose::Load)?;
        // The key is asked for first: the person may be typing, and no file may be locked for that long.
        let lock = self.lock_files()?;
        let earlier = self.earlier(id)?;
        let Some(wanted) = earlier.iter().find(|earlier| earlier.number == number) else {
            return Err(VaultError::NoGeneration { owner: id.owner().to_owned(), number });
        };
        let (bytes, secret) = wanted.open(&key, id)?;
        self.replace(&key, id, &secret, || Ok(bytes), &lock)?;
        // It is the present state now. Should this fail, it is not shown.
        let _ = files::remove(&wanted.path);
        Ok(())
    }

    /// Saves a secret's new state, and keeps the one before. An unreadable one is set aside.
    pub(crate) fn replace(
        &self,
        key: &Key,
        id: &SecretId,
        secret: &Secret<Vec<u8>>,
        sealed: impl FnOnce() -> Result<Vec<u8>, SaveError>,
        _: &FileLock,
    ) -> Result<(), VaultError> {
        let path = id.path(&self.home);
        let before = match read(&path)? {
            Found::Bytes(bytes) => Some(bytes),
            Found::Nothing => None,
            Found::SomethingElse => {
                // It cannot be kept under a second name as a file can, and nothing takes the place of a folder.
                let bytes = sealed()?;
                let aside = files::set_aside(&path, self.clock.now())?;
                return files::save(&path, &bytes, Mode::Private).map_err(|error| {
                    // It is put back where it was. Should that fail, the error names where it lies now.
                    let _ = files::move_file(&aside, &path);
                    error.into()
                });
            }
        };
        let present = before.as_ref().map(|bytes| sealed::open(&key.identity, id, bytes));
        match &present {
            Some(Ok(present)) if present.expose() == secret.expose() => return Ok(()),
            Some(Err(fault @ Fault::Newer(_))) => return Err(explain(*fault, path, None)),
            _ => {}
        }
        // Before anything is changed.
        let bytes = sealed()?;
        let kept = match present {
            None => None,
            Some(Ok(present)) => self.keep_present(key, id, &path, &present)?,
            Some(Err(_)) => Some(files::keep_aside(&path, self.clock.now(), LIMIT)?),
        };
        if let Err(error) = files::save(&path, &bytes, Mode::Private) {
            // The last step alone may have failed, and then the state before has no other name.
            if let Some(kept) = kept
                && files::read(&path, LIMIT).ok() == before
            {
                // Else it would be told as an earlier state that never came to be one.
                let _ = files::remove(&kept);
                self.remove_empty_folders(id);
            }
            return Err(error.into());
        }
        for old in self.earlier(id)?.iter().skip(KEPT) {
            // One too many harms nobody, and the next save removes it.
            let _ = files::remove(&old.path);
        }
        Ok(())
    }

    /// The newest generation that can be put in the place of a damaged secret.
    pub(crate) fn restorable(&self, key: &Key, id: &SecretId) -> Option<u32> {
        let earlier = self.earlier(id).ok()?;
        earlier.iter().find(|earlier| earlier.open(key, id).is_ok()).map(|earlier| earlier.number)
    }

    /// Removes every generation of a secret, and what of it was set aside.
    pub(crate) fn remove_earlier(&self, id: &SecretId, _: &FileLock) -> Result<(), VaultError> {
        for earlier in self.earlier(id)? {
            files::remove(&earlier.path)?;
        }
        self.remove_empty_folders(id);
        let path = id.path(&self.home);
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
        let aside = format!("{}.damaged-", name.to_string_lossy());
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(&aside) {
                files::remove(&entry.path())?;
            }
        }
        Ok(())
    }

    /// Whether there are earlier states of a secret, without opening the vault.
    pub fn has_earlier(&self, id: &SecretId) -> bool {
        id.shelf() == Shelf::Secrets && id.earlier(&self.home).exists()
    }

    /// What else lies in them keeps them.
    fn remove_empty_folders(&self, id: &SecretId) {
        let own = id.earlier(&self.home);
        if files::remove_folder(&own).is_ok()
            && let Some(all) = own.parent()
        {
            let _ = files::remove_folder(all);
        }
    }

    fn keep_present(
        &self,
        key: &Key,
        id: &SecretId,
        path: &Path,
        present: &Secret<Vec<u8>>,
    ) -> Result<Option<PathBuf>, VaultError> {
        let earlier = self.earlier(id)?;
        let newest = earlier.first();
        let is_kept = newest
            .and_then(|newest| newest.open(key, id).ok())
            .is_some_and(|(_, newest)| newest.expose() == present.expose());
        if is_kept {
            return Ok(None);
        }
        let number = newest.map_or(1, |newest| newest.number.saturating_add(1));
        let place = id.earlier(&self.home).join(format!("{number}.{}.age", self.clock.now().0));
        files::keep(path, &place, LIMIT)?;
        Ok(Some(place))
    }

    /// The newest first.
    fn earlier(&self, id: &SecretId) -> Result<Vec<Earlier>, VaultError> {
        if id.shelf() != Shelf::Secrets {
            return Ok(Vec::new());
        }
        let folder = id.earlier(&self.home);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ReadError::of(&folder, error).into()),
        };
        let mut earlier: Vec<Earlier> =
            entries.flatten().filter_map(|entry| Earlier::parse(entry.path())).collect();
        earlier.sort_by_key(|earlier| std::cmp::Reverse((earlier.number, earlier.replaced_at)));
        Ok(earlier)
    }
}

#[cfg(test)]
mod tests;
