//! When each profile's token was handed to a person last. What was sent is in the history; this is the rest of use.

use crate::threads::lock;
use mudbrick_model::{ProfileId, Timestamp};
use mudbrick_store::Home;
use mudbrick_vault::files;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

/// Ten thousand profiles; more of a file is somebody else's.
const LIMIT: u64 = 1 << 20;
/// Who copies a token five times in a minute has used it once, and the disk is written once.
const AT_MOST_EVERY: Duration = Duration::from_secs(60);

/// The uses of a home's profiles.
pub(crate) struct Uses {
    path: PathBuf,
    /// What this process noted. Others note theirs in the same file, which is read each time.
    noted: Mutex<BTreeMap<ProfileId, Timestamp>>,
}

impl Uses {
    pub(crate) fn of(home: &Home) -> Self {
        Self { path: home.last_used(), noted: Mutex::default() }
    }

    /// Notes a use. On a disk that takes nothing this process still knows it.
    pub(crate) fn note(&self, id: &ProfileId, now: Timestamp) {
        // Held while the file is written, so that of two threads the later one does not write the earlier one's state.
        let mut noted = lock(&self.noted);
        let known = noted.get(id).copied().unwrap_or(Timestamp(0));
        if known.until(now) < AT_MOST_EVERY {
            return;
        }
        noted.insert(id.clone(), now);
        let mut all = self.read();
        all.extend(noted.clone());
        if let Ok(bytes) = serde_json::to_vec(&all) {
            // Two processes that write at once may lose one of both notes, which the next use makes good.
            let _ = files::save_cache(&self.path, &bytes);
        }
    }

    /// What is known, of this process and of others.
    pub(crate) fn all(&self) -> BTreeMap<ProfileId, Timestamp> {
        let mut all = self.read();
        all.extend(lock(&self.noted).clone());
        all
    }

    fn read(&self) -> BTreeMap<ProfileId, Timestamp> {
        let Ok(bytes) = files::read(&self.path, LIMIT) else { return BTreeMap::new() };
        serde_json::from_slice(&bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(digit: char) -> ProfileId {
        ProfileId::parse(&digit.to_string().repeat(32)).unwrap()
    }

    #[test]
    fn another_process_sees_a_use_and_a_minute_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let (one, other) = (Uses::of(&home), Uses::of(&home));
        one.note(&id('a'), Timestamp(1_000_000));
        one.note(&id('a'), Timestamp(1_059_999));
        other.note(&id('b'), Timestamp(2_000_000));
        let expected =
            BTreeMap::from([(id('a'), Timestamp(1_000_000)), (id('b'), Timestamp(2_000_000))]);
        assert_eq!(one.all(), expected);
        assert_eq!(other.all(), expected);
        one.note(&id('a'), Timestamp(1_060_000));
        assert_eq!(other.all()[&id('a')], Timestamp(1_060_000));
    }

    #[test]
    fn a_file_that_is_none_and_a_disk_that_takes_none_lose_nothing_of_this_process() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        std::fs::create_dir_all(home.last_used()).unwrap();
        let uses = Uses::of(&home);
        uses.note(&id('a'), Timestamp(5_000_000));
        assert_eq!(uses.all(), BTreeMap::from([(id('a'), Timestamp(5_000_000))]));
    }
}
