//! How much of the history is kept: once a day it is looked at, when something was recorded, and what is beyond the policy's
//! limits is removed. Before anything is removed for the first time, the person is told of it and has a day to object.

use super::History;
use crate::events::Event;
use mudbrick_model::{ErrorCode, Explain, Problem, Timestamp};
use mudbrick_store::{Home, Keep, Retention};
use mudbrick_vault::files::{self, FileLock};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Two values, in bytes.
const MOST_BYTES: u64 = 4096;
const MIB: u64 = 1024 * 1024;

/// What came of the last look, in whatever process: `cache/retention.json`. Without it the person is told once more, and
/// nothing is removed for another day.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct LastLook {
    at: Timestamp,
    /// Whether a person was told that exchanges are removed.
    told: bool,
}

impl LastLook {
    fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&files::read(path, MOST_BYTES).ok()?).ok()
    }

    /// What cannot be noted is looked at again.
    fn note(self, path: &Path) {
        if let Ok(bytes) = serde_json::to_vec(&self) {
            // A look that is not noted is taken once more, which removes nothing that was not told before.
            let _ = files::save_cache(path, &bytes);
        }
    }
}

/// What is removed, by whom alone, and where that is noted.
struct Removal {
    keep: Keep,
    noted: (PathBuf, LastLook),
    _turn: FileLock,
}

impl History {
    /// Looks whether the history holds more than the policy keeps, at most once a day. Says what a person has to be told;
    /// removes on a thread of its own, for which nobody waits.
    pub(super) fn look_at_size(self: &Arc<Self>) -> Option<Problem> {
        let now = self.core.now();
        {
            // The day is noted before the look, and the lock given up: of many answers at once, one looks and nobody
            // waits.
            let mut looked = crate::threads::lock(&self.looked_at);
            if looked.is_some_and(|last| is_same_day(last, now)) {
                return None;
            }
            *looked = Some(now);
        }
        let policy = match self.core.policy.read() {
            Ok(policy) => policy.history,
            Err(error) => return Some(nothing_removed(error.problem())),
        };
        let keep = keep(policy, now)?;
        // Whoever has it is looking already.
        let turn = files::lock_if_free(&self.core.home.lock("retention")).ok().flatten()?;
        let place = place(&self.core.home);
        let last = LastLook::read(&place);
        if last.is_some_and(|last| is_same_day(last.at, now)) {
            return None;
        }
        let beyond = self.store().ok()?.beyond(keep).ok()?;
        let told = last.is_some_and(|last| last.told);
        // A clock that was set back tells nothing about how long ago anybody was told.
        let is_later = last.is_some_and(|last| last.at <= now);
        match (beyond, told && is_later) {
            (0, _) => LastLook { at: now, told }.note(&place),
            (_, true) => {
                let noted = (place, LastLook { at: now, told });
                let (history, removal) = (Arc::clone(self), Removal { keep, noted, _turn: turn });
                tokio::task::spawn_blocking(move || history.remove(&removal));
            }
            (_, false) => {
                LastLook { at: now, told: true }.note(&place);
                return Some(self.about_to_remove(beyond, policy));
            }
        }
        None
    }

    /// What cannot be removed today is removed the next time.
    fn remove(&self, removal: &Removal) {
        let removed = self.store().ok().and_then(|history| history.prune(removal.keep).ok());
        if removed.is_some() {
            let (place, look) = &removal.noted;
            look.note(place);
            self.core.emit(Event::HistoryChanged);
        }
    }

    fn about_to_remove(&self, exchanges: usize, policy: Retention) -> Problem {
        let days = (policy.keep_days > 0).then(|| format!("older than {} days", policy.keep_days));
        let size = (policy.keep_mib > 0).then(|| format!("beyond {} MiB", policy.keep_mib));
        let limits: Vec<String> = days.into_iter().chain(size).collect();
        Problem::new(
            ErrorCode::Storage,
            format!(
                "From tomorrow on, Mudbrick removes from the history what is {}: {exchanges} so far. Nothing was removed yet.",
                limits.join(" or "),
            ),
        )
        .remedy(format!(
            "To keep more, change keep_days and keep_mib under [history] in {}; 0 sets no limit.",
            self.core.policy.path().display()
        ))
    }
}

/// Less than a day later. A clock that was set back begins another day.
fn is_same_day(last: Timestamp, now: Timestamp) -> bool {
    last <= now && last.until(now) < DAY
}

/// None where everything is kept.
fn keep(policy: Retention, now: Timestamp) -> Option<Keep> {
    if policy == Retention::EVERYTHING {
        return None;
    }
    let mut keep = Keep::EVERYTHING;
    if policy.keep_days > 0 {
        keep.since = now.before(DAY * policy.keep_days);
    }
    if policy.keep_mib > 0 {
        keep.bytes = u64::from(policy.keep_mib) * MIB;
    }
    Some(keep)
}

fn place(home: &Home) -> PathBuf {
    home.cache().join("retention.json")
}

fn nothing_removed(why: Problem) -> Problem {
    let message = format!("Nothing is removed from the history. {}", why.message);
    Problem { message, ..why }
}
