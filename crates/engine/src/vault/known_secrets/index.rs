//! The fingerprints of every file of the vault, as `fingerprints.age` keeps them.

use crate::vault::stored;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_redact::{FingerprintKey, Fingerprints, Mark};
use mudbrick_vault::{Kept, KeptState, SecretText, Vault, VaultError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form that this build writes. Of the one before, what cannot be read any more is kept; another one is made again.
const VERSION: u32 = 2;
const BEFORE: u32 = 1;

/// What `fingerprints.age` keeps.
#[derive(Default, Clone, Serialize, Deserialize)]
pub(super) struct Index {
    version: u32,
    /// What the fingerprints were made with.
    key: [u8; 32],
    /// By the file's name below the home folder.
    files: BTreeMap<String, Entry>,
}

/// One file's.
#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    /// Which state of the file this is of.
    stamp: Vec<u64>,
    /// Whether the file could be opened in that state. The fingerprints of one that could not are of the state before.
    readable: bool,
    marks: Vec<Mark>,
}

impl Index {
    /// The index over these files, and whether it is another than the one that was kept.
    ///
    /// # Errors
    /// The vault is closed, a file cannot be read though it may be whole, or the system has no random bytes.
    pub(super) fn load(vault: &Vault, files: &[Kept]) -> Result<(Self, bool), Problem> {
        let kept = vault.load_fingerprints()?;
        let kept = kept.and_then(|bytes| serde_json::from_slice::<Self>(bytes.expose()).ok());
        let mut kept = match kept.filter(|index| matches!(index.version, BEFORE | VERSION)) {
            Some(index) => index.current(),
            None => Self { version: VERSION, key: new_key()?, files: BTreeMap::new() },
        };
        let is_current =
            |file: &Kept| kept.files.get(&file.name).is_some_and(|entry| entry.stamp == file.stamp);
        if kept.files.len() == files.len() && files.iter().all(is_current) {
            return Ok((kept, false));
        }
        let key = FingerprintKey::of(kept.key);
        let before = std::mem::take(&mut kept.files);
        for file in files {
            if let Some(entry) = entry(vault, &key, &before, file)? {
                kept.files.insert(file.name.clone(), entry);
            }
        }
        Ok((kept, true))
    }

    /// Has every file opened again whose fingerprints an earlier version made.
    fn current(mut self) -> Self {
        if self.version != VERSION {
            self.version = VERSION;
            for entry in self.files.values_mut() {
                entry.stamp.clear();
            }
        }
        self
    }

    /// Keeps it.
    pub(super) fn save(&self, vault: &Vault) -> Result<(), Problem> {
        let json = mudbrick_vault::to_json(self)
            .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
        Ok(vault.save_fingerprints(&json)?)
    }

    /// What to look for, but for secrets that a person chose to write. A file's number is its place among `files`.
    pub(super) fn fingerprints(
        &self,
        files: &[Kept],
        chosen: &[SecretText],
    ) -> Option<Fingerprints> {
        let key = FingerprintKey::of(self.key);
        let chosen: Vec<Mark> = chosen.iter().flat_map(|secret| key.marks(secret)).collect();
        let entries = files
            .iter()
            .enumerate()
            .filter_map(|(number, file)| Some((number, self.files.get(&file.name)?)));
        let marks =
            entries.flat_map(|(number, entry)| entry.marks.iter().map(move |mark| (number, *mark)));
        Fingerprints::of(&key, marks.filter(|(_, mark)| !chosen.contains(mark)))
    }

    /// Whether nobody can tell what is in a file. What was set aside is not asked for: it is a damaged file whose secret was
    /// entered again, and would say no for ever.
    pub(super) fn is_unknown(&self, file: &Kept) -> bool {
        let known = self.files.get(&file.name);
        file.state != KeptState::Aside
            && known.is_some_and(|entry| !entry.readable && entry.marks.is_empty())
    }
}

fn new_key() -> Result<[u8; 32], Problem> {
    FingerprintKey::random()
        .map(|key| *key.bytes())
        .ok_or_else(|| Problem::new(ErrorCode::Internal, "The system gives no random numbers."))
}

/// What is known of a file; none when it is gone by now.
fn entry(
    vault: &Vault,
    key: &FingerprintKey,
    before: &BTreeMap<String, Entry>,
    file: &Kept,
) -> Result<Option<Entry>, Problem> {
    let known = before.get(&file.name);
    if let Some(known) = known.filter(|entry| entry.stamp == file.stamp) {
        return Ok(Some(known.clone()));
    }
    let opened = match vault.open_kept(file) {
        Ok(None) => return Ok(None),
        Ok(Some(plain)) => stored::texts_in(&file.id, &plain).ok(),
        Err(error @ (VaultError::Closed(_) | VaultError::Read(_))) => return Err(error.into()),
        Err(_) => None,
    };
    let readable = opened.is_some();
    let marks = match opened {
        Some(texts) => {
            let mut marks: Vec<Mark> = texts.iter().flat_map(|text| key.marks(text)).collect();
            marks.sort_unstable();
            marks.dedup();
            marks
        }
        // A file that was read before it was damaged, or set aside since.
        None => {
            let was = known.or_else(|| {
                before.get(&present_name(file)).filter(|_| file.state == KeptState::Aside)
            });
            was.map(|entry| entry.marks.clone()).unwrap_or_default()
        }
    };
    Ok(Some(Entry { stamp: file.stamp.clone(), readable, marks }))
}

/// The name that a file had before it was set aside.
fn present_name(file: &Kept) -> String {
    let end = file.name.find(".damaged-").unwrap_or(file.name.len());
    file.name[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn index(version: u32, mark: serde_json::Value) -> Index {
        let entry = json!({ "stamp": [1, 2], "readable": true, "marks": [mark] });
        let files = json!({ "secrets/a.age": entry });
        serde_json::from_value(json!({ "version": version, "key": vec![7; 32], "files": files }))
            .unwrap()
    }

    /// Every file is opened again, since no state has this stamp; the marks stay for those that cannot be.
    #[test]
    fn the_version_before_is_read_again_file_by_file() {
        let index = index(BEFORE, json!([1, 20, 3, 4])).current();
        assert_eq!(index.version, VERSION);
        let entry = &index.files["secrets/a.age"];
        assert!(entry.stamp.is_empty());
        assert_eq!(entry.marks.len(), 1);
    }

    #[test]
    fn this_version_stays_as_it_is() {
        let index = index(VERSION, json!([1, 20, 3, 4, [5, 6, 7, 8]])).current();
        assert_eq!(index.files["secrets/a.age"].stamp, [1, 2]);
    }
}
