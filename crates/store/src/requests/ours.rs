//! Which state of the files is this process's own work, so that whoever watches them tells other programs' changes from it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Events of a change come long before that.
const KEPT: Duration = Duration::from_secs(60);
/// Below that nobody looks for what is older.
const MANY: usize = 1_000;

/// What this process has made of files and folders, for as long as it is of interest.
#[derive(Debug, Default)]
pub(super) struct Ours(Mutex<Noted>);

#[derive(Debug, Default)]
struct Noted {
    is_watched: bool,
    /// Changes that are being made, and all that were begun.
    under_way: usize,
    begun: u64,
    states: BTreeMap<PathBuf, (State, Instant)>,
}

/// As much as tells two states of a place apart without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Gone,
    Folder,
    File { length: u64, changed: Option<SystemTime> },
}

/// One change by this process; while there is one, nobody can say yet whose an event is.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Ours);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.with(|noted| noted.under_way -= 1);
    }
}

impl Ours {
    fn with<T>(&self, work: impl FnOnce(&mut Noted) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn begin(&self) -> Turn<'_> {
        self.with(|noted| {
            noted.under_way += 1;
            noted.begun += 1;
        });
        Turn(self)
    }

    /// Begins or ends to note what this process does. Without anybody who watches it would be of no use.
    pub(super) fn watch(&self, is_watched: bool) {
        self.with(|noted| {
            noted.is_watched = is_watched;
            noted.states.clear();
        });
    }

    /// This process has just changed a place, and maybe made or removed folders above it.
    pub(super) fn note(&self, place: &Path, root: &Path) {
        self.with(|noted| {
            if !noted.is_watched {
                return;
            }
            let now = Instant::now();
            if noted.states.len() >= MANY {
                noted.states.retain(|_, (_, at)| now.duration_since(*at) < KEPT);
            }
            for one in place.ancestors().take_while(|one| one.starts_with(root)) {
                noted.states.insert(one.to_owned(), (State::of(one), now));
            }
        });
    }

    /// Whether any of these places is as another program has left it; none while a change of ours is under way.
    pub(super) fn is_any_foreign<'a>(
        &self,
        places: impl IntoIterator<Item = &'a PathBuf>,
    ) -> Option<bool> {
        let begun = self.with(|noted| (noted.under_way == 0).then_some(noted.begun))?;
        let foreign = places.into_iter().any(|place| {
            let now = State::of(place);
            self.with(|noted| noted.states.get(place).is_none_or(|(state, _)| *state != now))
        });
        // A change that began meanwhile may have been taken for somebody else's.
        self.with(|noted| noted.under_way == 0 && noted.begun == begun).then_some(foreign)
    }
}

impl State {
    fn of(place: &Path) -> Self {
        match fs::metadata(place) {
            Ok(found) if found.is_dir() => Self::Folder,
            Ok(found) => Self::File { length: found.len(), changed: found.modified().ok() },
            Err(_) => Self::Gone,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ours;
    use mudbrick_vault::files::{self, Mode};

    #[test]
    fn only_what_another_program_has_done_is_foreign() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let place = root.join("a/b.http");
        let ours = Ours::default();
        ours.watch(true);
        let turn = ours.begin();
        files::save(&place, b"GET https://x.io", Mode::Shared).unwrap();
        assert_eq!(ours.is_any_foreign([&place]), None, "our change is under way");
        ours.note(&place, root);
        drop(turn);
        let seen = [root.join("a"), place.clone()];
        assert_eq!(ours.is_any_foreign(&seen), Some(false));
        files::save(&place, b"GET https://x.io/other", Mode::Shared).unwrap();
        assert_eq!(ours.is_any_foreign(&seen), Some(true));
        files::remove(&place).unwrap();
        ours.note(&place, root);
        assert_eq!(ours.is_any_foreign(&seen), Some(false));
        assert_eq!(ours.is_any_foreign([&root.join("c.http")]), Some(true));
    }
}
