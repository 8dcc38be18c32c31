//! What is open, in memory and on its way to the disk. A draft is written at once, and then at most every [`PACE`] for as long
//! as somebody types; the last state is always written, when the vault is locked and the program ends too.
//!
//! ```text
//! keep ─▶ held (memory) ─▶ due? ─▶ sealed ─▶ drafts/<id>.age
//!                │  no: a thread waits until it is
//!                └─ flush: due or not
//! ```

use super::files::{DraftFiles, Order, Unread};
use super::size::size;
use super::view::{OpenTab, TabId};
use crate::core::Core;
use crate::damaged::DamagedRecord;
use crate::events::Event;
use crate::threads::lock;
use mudbrick_model::{ErrorCode, Explain as _, Problem};
use mudbrick_store::Damaged;
use mudbrick_vault::VaultState;
use mudbrick_vault::files::FileLock;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tracing::warn;

/// How long a tab that was written is left alone. A kill loses what was typed since, while the window gathered it (a quarter of a
/// second at most), and while it was being written: less than a second in all, on a busy machine too.
const PACE: Duration = Duration::from_millis(500);
/// How long is waited after the disk or the vault refused.
const RETRY: Duration = Duration::from_secs(5);

/// Everything that is open in this process.
pub(super) struct OpenTabs {
    core: Arc<Core>,
    files: DraftFiles,
    held: Mutex<Held>,
    /// Held while files are written or moved: the newest state of a tab must be the last that is written. Taken before `held`.
    writing: Mutex<()>,
    wake: Condvar,
}

#[derive(Default)]
pub(super) struct Held {
    pub(super) tabs: BTreeMap<TabId, HeldTab>,
    pub(super) order: Order,
    pub(super) order_moves: Unwritten,
    pub(super) not_kept: Option<Problem>,
    pub(super) damaged: Vec<DamagedRecord>,
    own: Own,
    /// Whether the files were read since the vault was opened.
    is_read: bool,
    /// Whether a thread waits for what is due.
    is_watched: bool,
    /// Whether the engine is gone, and nothing may be tried again.
    is_over: bool,
}

/// Whether this process may write.
#[derive(Default)]
enum Own {
    #[default]
    Unknown,
    Yes {
        _lock: FileLock,
    },
    /// Another one may. It stays so: what it has written meanwhile is not what was read here.
    No(Problem),
}

pub(super) struct HeldTab {
    pub(super) tab: Arc<OpenTab>,
    unwritten: Unwritten,
}

/// How much of something is not on the disk yet.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Unwritten {
    changes: u64,
    written: u64,
    /// When it was last written, or tried.
    last: Option<Instant>,
    refused: bool,
}

impl Unwritten {
    pub(super) fn change(&mut self) {
        self.changes += 1;
    }

    fn is_dirty(self) -> bool {
        self.changes != self.written
    }

    /// When it may be written; none when it is.
    fn due(self, now: Instant) -> Option<Instant> {
        let pause = if self.refused { RETRY } else { PACE };
        self.is_dirty().then(|| self.last.map_or(now, |last| last + pause))
    }

    fn tried(&mut self, changes: u64, refused: bool, now: Instant) {
        (self.last, self.refused) = (Some(now), refused);
        if !refused {
            self.written = changes;
        }
    }
}

impl OpenTabs {
    pub(super) fn new(core: &Arc<Core>) -> Self {
        Self {
            files: DraftFiles::of(&core.home),
            core: Arc::clone(core),
            held: Mutex::default(),
            writing: Mutex::default(),
            wake: Condvar::new(),
        }
    }

    /// Looks at what is open, as far as it was read.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Held) -> T) -> T {
        let mut held = lock(&self.held);
        self.own(&mut held);
        work(&held)
    }

    /// Reads every draft that is on the disk and not in memory.
    pub(super) fn read(&self) -> Result<(), Problem> {
        if lock(&self.held).is_read {
            return Ok(());
        }
        // First without a lock: the keyring may be waited for, and neither typing nor locking the vault may wait along.
        if let Some(first) = self.files.ids()?.first().filter(|_| !self.core.vault.is_open())
            && let Err(Unread::NotNow(problem)) = self.files.read(&self.core.vault, first)
        {
            return Err(problem);
        }
        let _turn = lock(&self.writing);
        let mut held = lock(&self.held);
        self.own(&mut held);
        if held.is_read {
            return Ok(());
        }
        for id in self.files.ids()? {
            if held.tabs.get(&id).is_some_and(|held| held.unwritten.is_dirty()) {
                continue;
            }
            match self.files.read(&self.core.vault, &id) {
                Ok(tab) => {
                    let tab = HeldTab { tab: Arc::new(tab), unwritten: Unwritten::default() };
                    held.tabs.insert(id, tab);
                }
                Err(Unread::NotNow(problem)) => return Err(problem),
                Err(Unread::Damaged(problem)) => {
                    let path = match held.own {
                        Own::Yes { .. } => self.files.set_aside(&id, self.core.now()),
                        _ => self.files.place(&id),
                    };
                    held.name_damaged(path, problem);
                }
                Err(Unread::Newer(problem)) => held.name_damaged(self.files.place(&id), problem),
            }
        }
        held.is_read = true;
        Ok(())
    }

    /// Has a tab written soon.
    pub(super) fn put(self: &Arc<Self>, tab: OpenTab) {
        let mut held = lock(&self.held);
        self.own(&mut held);
        let id = tab.id.clone();
        let was = held.tabs.get(&id).map(|held| held.unwritten).unwrap_or_default();
        let mut now = HeldTab { tab: Arc::new(tab), unwritten: was };
        now.unwritten.change();
        held.tabs.insert(id.clone(), now);
        if !held.order.tabs.contains(&id) {
            held.order.put(&id);
            held.order_moves.change();
        }
        self.watch(&mut held);
    }

    /// Has the order written soon.
    pub(super) fn rearrange(self: &Arc<Self>, work: impl FnOnce(&mut Order)) {
        let mut held = lock(&self.held);
        self.own(&mut held);
        let before = held.order.clone();
        work(&mut held.order);
        if held.order != before {
            held.order_moves.change();
            self.watch(&mut held);
        }
    }

    /// Puts a tab away, with its last state, to be reopened.
    pub(super) fn close(self: &Arc<Self>, id: &TabId) -> Result<(), Problem> {
        self.flush();
        {
            let _turn = lock(&self.writing);
            let mut held = lock(&self.held);
            self.own(&mut held);
            // What another Mudbrick has open is not ours to move.
            if matches!(held.own, Own::Yes { .. }) {
                let unwritten = held.tabs.get(id).is_some_and(|held| held.unwritten.is_dirty());
                if let Some(problem) = held.not_kept.clone().filter(|_| unwritten) {
                    return Err(problem);
                }
                self.files.close(id)?;
            }
            held.tabs.remove(id);
        }
        let now = self.core.now();
        self.rearrange(|order| order.close(id, now));
        Ok(())
    }

    /// Brings a closed tab back.
    pub(super) fn reopen(self: &Arc<Self>, id: &TabId) -> Result<Arc<OpenTab>, Problem> {
        let tab = {
            let _turn = lock(&self.writing);
            let mut held = lock(&self.held);
            self.own(&mut held);
            if let Own::No(problem) = &held.own {
                return Err(problem.clone());
            }
            self.files.reopen(id)?;
            let read = self.files.read(&self.core.vault, id).map_err(|unread| match unread {
                Unread::Damaged(problem) | Unread::Newer(problem) | Unread::NotNow(problem) => {
                    // It stays closed until it can be read.
                    let _ = self.files.close(id);
                    problem
                }
            });
            let tab = Arc::new(read?);
            let unwritten = Unwritten::default();
            held.tabs.insert(id.clone(), HeldTab { tab: Arc::clone(&tab), unwritten });
            tab
        };
        self.rearrange(|order| order.reopen(id));
        Ok(tab)
    }

    /// Writes everything that is not on the disk yet.
    pub(super) fn flush(&self) {
        self.write(None);
    }

    /// Writes what is left and forgets what was typed: no secret may stay in memory. What cannot be written stays.
    pub(super) fn forget(&self) {
        self.flush();
        lock(&self.held).forget();
    }

    /// Writes what is left. Nobody tries again after that.
    pub(super) fn end(&self) {
        lock(&self.held).is_over = true;
        self.flush();
        self.wake.notify_all();
    }

    /// One Mudbrick writes drafts, and the first one does: two that write the same tab would undo each other's typing.
    fn own(&self, held: &mut Held) {
        if !matches!(held.own, Own::Unknown) {
            return;
        }
        held.own = match self.files.own() {
            Ok(Some(lock)) => Own::Yes { _lock: lock },
            Ok(None) => Own::No(kept_elsewhere()),
            Err(error) => Own::No(error.problem()),
        };
        held.order = self.files.order();
        if matches!(held.own, Own::Yes { .. }) && !held.order.closed.is_empty() {
            let before = held.order.clone();
            self.files.sweep(&mut held.order, self.core.now());
            if held.order != before {
                held.order_moves.change();
            }
        }
        if let Own::No(problem) = &held.own {
            held.not_kept = Some(problem.clone());
        }
    }

    /// Sees to it that what is not written yet will be.
    fn watch(self: &Arc<Self>, held: &mut Held) {
        if matches!(held.own, Own::No(_)) {
            return;
        }
        self.wake.notify_all();
        if held.is_watched || held.is_over {
            return;
        }
        let open_tabs = Arc::clone(self);
        let started =
            thread::Builder::new().name("drafts".to_owned()).spawn(move || open_tabs.run());
        // Without a thread, the next change tries again, and so does the end of the program.
        held.is_watched = started.is_ok();
    }

    fn run(&self) {
        loop {
            let mut held = lock(&self.held);
            loop {
                let now = Instant::now();
                let Some(due) = held.next(now).filter(|_| !held.is_over) else {
                    held.is_watched = false;
                    return;
                };
                if due <= now {
                    break;
                }
                let waited = self.wake.wait_timeout(held, due - now);
                held = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            drop(held);
            self.write(Some(Instant::now()));
        }
    }

    /// Writes what is due by then; without a time, everything.
    fn write(&self, by: Option<Instant>) {
        let _turn = lock(&self.writing);
        let is_due = |unwritten: Unwritten| match by {
            Some(by) => unwritten.due(by).is_some_and(|due| due <= by),
            None => unwritten.is_dirty(),
        };
        let (tabs, order) = {
            let held = lock(&self.held);
            if !matches!(held.own, Own::Yes { .. }) {
                return;
            }
            let tabs = held.tabs.values().filter(|held| is_due(held.unwritten));
            let mut tabs: Vec<_> =
                tabs.map(|held| (Arc::clone(&held.tab), held.unwritten.changes)).collect();
            // The small ones do not wait for a body of megabytes.
            tabs.sort_by_key(|(tab, _)| tab.draft.as_ref().map_or(0, size));
            let moves = held.order_moves;
            (tabs, is_due(moves).then(|| (held.order.clone(), moves.changes)))
        };
        let mut outcome = Ok(());
        let any = !tabs.is_empty() || order.is_some();
        for (tab, changes) in tabs {
            // Not under the lock of what is held, so that typing never waits for the disk.
            let written = self.files.write(&self.core.vault, &tab);
            if let Some(held) = lock(&self.held).tabs.get_mut(&tab.id) {
                held.unwritten.tried(changes, written.is_err(), Instant::now());
            }
            outcome = outcome.and(written);
        }
        if let Some((order, changes)) = order {
            let written = self.files.write_order(&order);
            lock(&self.held).order_moves.tried(changes, written.is_err(), Instant::now());
            outcome = outcome.and(written);
        }
        if matches!(self.core.vault.state(), VaultState::Closed(_)) {
            lock(&self.held).forget();
        }
        if any {
            self.tell(outcome.err());
        }
    }

    /// Tells the window once when drafts are no longer written, and once when they are again.
    fn tell(&self, problem: Option<Problem>) {
        let before = std::mem::replace(&mut lock(&self.held).not_kept, problem.clone());
        if before == problem {
            return;
        }
        if let Some(problem) = problem {
            warn!(code = ?problem.code, "drafts not saved");
        }
        self.core.emit(Event::TabsChanged);
    }
}

impl Held {
    fn next(&self, now: Instant) -> Option<Instant> {
        let tabs = self.tabs.values().filter_map(|held| held.unwritten.due(now));
        tabs.chain(self.order_moves.due(now)).min()
    }

    /// Drops what is on the disk.
    fn forget(&mut self) {
        self.tabs.retain(|_, held| held.unwritten.is_dirty());
        self.is_read = false;
    }

    fn name_damaged(&mut self, path: PathBuf, problem: Problem) {
        let damaged = DamagedRecord::draft(&Damaged { path, problem });
        if !self.damaged.contains(&damaged) {
            self.damaged.push(damaged);
        }
    }
}

fn kept_elsewhere() -> Problem {
    Problem::new(
        ErrorCode::Conflict,
        "Another Mudbrick has these requests open. What you type here is not kept.",
    )
    .remedy("Write there, or close that one and restart this one.")
}

#[cfg(test)]
mod tests {
    use super::{PACE, RETRY, Unwritten};
    use std::time::{Duration, Instant};

    const MOMENT: Duration = Duration::from_millis(1);

    #[test]
    fn the_first_change_is_written_at_once_and_later_ones_at_the_pace() {
        let start = Instant::now();
        let mut unwritten = Unwritten::default();
        assert_eq!(unwritten.due(start), None);
        unwritten.change();
        assert_eq!(unwritten.due(start), Some(start));
        unwritten.tried(1, false, start);
        assert_eq!(unwritten.due(start), None);
        for _ in 0..50 {
            unwritten.change();
            assert_eq!(unwritten.due(start + MOMENT), Some(start + PACE));
        }
        unwritten.tried(51, false, start + PACE);
        assert_eq!(unwritten.due(start + PACE), None);
    }

    #[test]
    fn what_was_typed_during_a_write_is_written_by_the_next() {
        let start = Instant::now();
        let mut unwritten = Unwritten::default();
        unwritten.change();
        let taken = unwritten.changes;
        unwritten.change();
        unwritten.tried(taken, false, start);
        assert_eq!(unwritten.due(start), Some(start + PACE));
    }

    #[test]
    fn what_was_refused_is_tried_again_after_a_pause() {
        let start = Instant::now();
        let mut unwritten = Unwritten::default();
        unwritten.change();
        unwritten.tried(1, true, start);
        assert_eq!(unwritten.due(start), Some(start + RETRY));
    }
}
