//! What the vault keeps, file by file, whoever it belongs to: so that whoever looks for secrets in a text knows of all of
//! them, of profiles that are gone too. And the fingerprints of it all, which spare opening each file. What a fingerprint is,
//! and which files need new ones, is left to the engine.

use crate::files::{self, ReadError};
use crate::opening::Purpose;
use crate::sealed::{self, EARLIER, Shelf};
use crate::vault::{LIMIT, explain};
use crate::{Secret, SecretId, Vault, VaultError};
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The fingerprints of a hundred thousand secrets are below this many bytes.
const FINGERPRINTS_LIMIT: u64 = 256 << 20;
/// The first line of their plain text.
const FINGERPRINTS_LINE: &str = "mudbrick 1 fingerprints\n";

/// A file that keeps a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose secret.
    pub id: SecretId,
    /// Which state of it.
    pub state: KeptState,
    /// The file, below the home folder, with `/` between its parts.
    pub name: String,
    /// Differs whenever the file was written again.
    pub stamp: Vec<u64>,
}

/// Which state of a secret a file keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptState {
    /// What it is now.
    Present,
    /// What it was before.
    Earlier,
    /// What could not be read, and was set aside for what came in its place.
    Aside,
}

impl Vault {
    /// Every file that keeps a secret, without opening one.
    ///
    /// # Errors
    /// A folder cannot be read.
    pub fn survey(&self) -> Result<Vec<Kept>, VaultError> {
        let mut kept = Vec::new();
        for shelf in [Shelf::Secrets, Shelf::Tokens] {
            self.files_in(Path::new(shelf.folder()), &mut kept, |name| {
                let (stem, rest) = name.split_once(".age")?;
                let state = match rest {
                    "" => KeptState::Present,
                    rest if rest.starts_with(".damaged-") => KeptState::Aside,
                    _ => return None,
                };
                Some((SecretId::of_stem(shelf, stem)?, state))
            })?;
        }
        let earlier = Path::new(Shelf::Secrets.folder()).join(EARLIER);
        for stem in self.names_in(&earlier)? {
            let Some(id) = SecretId::of_stem(Shelf::Secrets, &stem) else { continue };
            self.files_in(&earlier.join(&stem), &mut kept, |name| {
                name.ends_with(".age").then(|| (id.clone(), KeptState::Earlier))
            })?;
        }
        Ok(kept)
    }

    /// What a file keeps; none when it is gone by now.
    ///
    /// # Errors
    /// The vault is closed, or the file cannot be read or opened.
    pub fn open_kept(&self, kept: &Kept) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        let path = self.home.join(&kept.name);
        let bytes = match files::read(&path, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let key = self.key(Purpose::Load)?;
        let opened = sealed::open(&key.identity, &kept.id, &bytes);
        opened.map(Some).map_err(|fault| explain(fault, path, None))
    }

    /// The fingerprints as they were last saved; none when there are none that can be read: they are made again.
    ///
    /// # Errors
    /// The vault is closed.
    pub fn load_fingerprints(&self) -> Result<Option<Secret<Vec<u8>>>, VaultError> {
        let key = self.key(Purpose::Load)?;
        let Ok(bytes) = files::read(&self.fingerprints(), FINGERPRINTS_LIMIT) else {
            return Ok(None);
        };
        Ok(sealed::open_line(&key.identity, FINGERPRINTS_LINE, &bytes).ok())
    }

    /// Saves the fingerprints, sealed as secrets are. They can be made again, so nothing waits for the disk.
    ///
    /// # Errors
    /// The vault is closed, or the disk refuses.
    pub fn save_fingerprints(&self, fingerprints: &Secret<Vec<u8>>) -> Result<(), VaultError> {
        let key = self.key(Purpose::Load)?;
        let path = self.fingerprints();
        let bytes = sealed::seal_line(&key.recipient, FINGERPRINTS_LINE, fingerprints)
            .map_err(|source| files::SaveError::of(&path, source))?;
        Ok(files::save_cache(&path, &bytes)?)
    }

    fn fingerprints(&self) -> PathBuf {
        self.home.join("fingerprints.age")
    }

    /// Adds the regular files in a folder of the home, and of links what they lead to, by name. `whose` knows whose secret a
    /// name is of.
    fn files_in(
        &self,
        folder: &Path,
        kept: &mut Vec<Kept>,
        mut whose: impl FnMut(&str) -> Option<(SecretId, KeptState)>,
    ) -> Result<(), VaultError> {
        let parts: Vec<_> = folder.iter().map(|part| part.to_string_lossy()).collect();
        let (prefix, first) = (parts.join("/"), kept.len());
        for entry in self.entries_of(folder)? {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Some((id, state)) = whose(&name) else { continue };
            // One that is gone by now was replaced or removed, and whatever took its place is seen the next time.
            if let Ok(metadata) = metadata(&entry)
                && metadata.is_file()
            {
                let name = [&prefix, "/", &name].concat();
                kept.push(Kept { id, state, name, stamp: stamp(&metadata) });
            }
        }
        kept[first..].sort_unstable_by(|one, other| one.name.cmp(&other.name));
        Ok(())
    }

    fn names_in(&self, folder: &Path) -> Result<Vec<String>, VaultError> {
        // Every name of Mudbrick's own is text.
        let entries = self.entries_of(folder)?;
        let mut names: Vec<String> =
            entries.iter().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort_unstable();
        Ok(names)
    }

    fn entries_of(&self, folder: &Path) -> Result<Vec<DirEntry>, VaultError> {
        let folder = self.home.join(folder);
        let failed = |error| VaultError::from(ReadError::of(&folder, error));
        match fs::read_dir(&folder) {
            Ok(entries) => entries.collect::<io::Result<_>>().map_err(failed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// Of a link, of what it leads to. On Unix a folder that is open is asked, which spares the way to each of its files;
/// what a folder says on Windows may be of before the last write.
fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    if cfg!(unix) && !entry.file_type()?.is_symlink() {
        return entry.metadata();
    }
    fs::metadata(entry.path())
}

/// A save makes a new file, so its number and times are others; what is copied over it has another time of change, which
/// nobody can set.
fn stamp(metadata: &Metadata) -> Vec<u64> {
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
    let length = metadata.len();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let [seconds, nanoseconds] =
            [metadata.ctime(), metadata.ctime_nsec()].map(i64::unsigned_abs);
        vec![length, modified, seconds, nanoseconds, metadata.ino()]
    }
    #[cfg(not(unix))]
    vec![length, modified]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Mode;
    use crate::fixtures::{Fixture, id, secret};

    fn states(vault: &Vault) -> Vec<(String, KeptState)> {
        vault
            .survey()
            .unwrap()
            .into_iter()
            .map(|kept| (kept.id.owner().to_owned(), kept.state))
            .collect()
    }

    #[test]
    fn every_state_of_every_secret_is_listed_and_opens() {
        let fixture = Fixture::new();
        let vault = fixture.vault();
        assert_eq!(states(&vault), []);
        let token = SecretId::token("A");
        vault.save(&id(), &secret("one")).unwrap();
        vault.save(&id(), &secret("two")).unwrap();
        vault.save(&token, &secret("three")).unwrap();
        let owner = id().owner().to_owned();
        assert_eq!(
            states(&vault),
            [
                (owner.clone(), KeptState::Present),
                ("A".to_owned(), KeptState::Present),
                (owner, KeptState::Earlier),
            ]
        );
        let opened = |kept: &Kept| vault.open_kept(kept).unwrap().unwrap().expose().clone();
        let opened: Vec<_> = vault.survey().unwrap().iter().map(opened).collect();
        assert_eq!(opened, [b"two".to_vec(), b"three".to_vec(), b"one".to_vec()]);
    }

    #[test]
    fn what_was_set_aside_is_listed_and_a_file_written_again_has_another_stamp() {
        let fixture = Fixture::new();
        let vault = fixture.vault();
        vault.save(&id(), &secret("one")).unwrap();
        let before = vault.survey().unwrap();
        let path = fixture.home.path().join(&before[0].name);
        let mut bytes = fs::read(&path).unwrap();
        bytes[200] ^= 1;
        files::save(&path, &bytes, Mode::Private).unwrap();
        let damaged = vault.survey().unwrap();
        assert_ne!(before[0].stamp, damaged[0].stamp);
        assert!(matches!(
            vault.open_kept(&damaged[0]),
            Err(VaultError::Damaged { .. } | VaultError::OtherKey { .. })
        ));
        vault.save(&id(), &secret("two")).unwrap();
        let after: Vec<_> = vault.survey().unwrap().iter().map(|kept| kept.state).collect();
        assert_eq!(after, [KeptState::Present, KeptState::Aside]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_what_it_leads_to_and_a_folder_is_no_secret() {
        let fixture = Fixture::new();
        let vault = fixture.vault();
        vault.save(&id(), &secret("one")).unwrap();
        let path = fixture.home.path().join(&vault.survey().unwrap()[0].name);
        let elsewhere = fixture.home.path().join("elsewhere.age");
        fs::rename(&path, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        fs::create_dir(path.with_file_name("folder.age")).unwrap();
        let linked = vault.survey().unwrap();
        assert_eq!(linked.len(), 1, "{linked:?}");
        assert_eq!(linked[0].stamp, stamp(&fs::metadata(&elsewhere).unwrap()));
        files::save(&elsewhere, b"longer than it was", Mode::Private).unwrap();
        assert_ne!(vault.survey().unwrap()[0].stamp, linked[0].stamp);
    }

    #[test]
    fn what_lies_among_the_secrets_and_is_none_is_left_out() {
        let fixture = Fixture::with_a_secret(None);
        for name in ["secrets/_41.age.bak", "secrets/notes.txt", "secrets/earlier/_41/1.2.age~"] {
            files::save(&fixture.path(name), b"", Mode::Private).unwrap();
        }
        assert_eq!(states(&fixture.vault()), [(id().owner().to_owned(), KeptState::Present)]);
    }

    #[test]
    fn what_is_gone_is_none_and_what_cannot_be_read_is_an_error() {
        let fixture = Fixture::with_a_secret(None);
        let vault = fixture.vault();
        let kept = vault.survey().unwrap().remove(0);
        let path = fixture.path(&kept.name);
        fs::remove_file(&path).unwrap();
        assert!(vault.open_kept(&kept).unwrap().is_none());
        fs::create_dir(&path).unwrap();
        assert!(matches!(vault.open_kept(&kept), Err(VaultError::Read(_))));
        fs::remove_dir_all(fixture.path("secrets")).unwrap();
        files::save(&fixture.path("secrets"), b"no folder", Mode::Private).unwrap();
        assert!(matches!(vault.survey(), Err(VaultError::Read(_))));
    }

    #[test]
    fn fingerprints_come_back_and_damaged_ones_are_none() {
        let fixture = Fixture::new();
        let vault = fixture.vault();
        vault.save(&id(), &secret("one")).unwrap();
        let load = || vault.load_fingerprints().unwrap().map(|found| found.expose().clone());
        assert_eq!(load(), None);
        vault.save_fingerprints(&Secret::new(b"prints".to_vec())).unwrap();
        assert_eq!(load().as_deref(), Some(&b"prints"[..]));
        assert_eq!(states(&vault).len(), 1);
        let path = vault.fingerprints();
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        files::save(&path, &bytes, Mode::Private).unwrap();
        assert_eq!(load(), None);
    }
}
