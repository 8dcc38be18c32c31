//! Request files that another program changes: whoever holds the engine hears of it, wherever the window is. The system tells
//! of changes; nothing is asked again and again, and nothing is done while nothing changes.

use super::Requests;
use crate::core::Core;
use crate::events::Event;
use crate::threads::lock;
use mudbrick_model::{ErrorCode, Explain as _, Problem};
use mudbrick_vault::files;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tracing::warn;

/// An editor saves in several steps, and a sync client many files: they are told of once, when it has been quiet for so long,
const QUIET: Duration = Duration::from_millis(150);
/// or at the latest after so long.
const LATEST: Duration = Duration::from_secs(1);

/// Watches until it is dropped.
pub struct WatchedRequests {
    core: Arc<Core>,
    watcher: Arc<Mutex<Option<RecommendedWatcher>>>,
}

impl Drop for WatchedRequests {
    fn drop(&mut self) {
        // With it goes the one who sends, and then the thread that receives ends.
        *lock(&self.watcher) = None;
        self.core.own_requests.note_changes(false);
    }
}

impl Requests {
    /// Has [`Event::RequestsChanged`] told when another program changes the person's own requests, for as long as the value
    /// lives. What this engine changes itself is told, or not, by whatever changes it. A home that is not there is made.
    ///
    /// # Errors
    /// The system watches no more folders, or refuses to make the home. Nothing is told by itself then.
    pub fn watch(&self) -> Result<WatchedRequests, Problem> {
        let watched = self.watched();
        if let Err(problem) = &watched {
            warn!(code = ?problem.code, "request files not watched");
        }
        watched
    }

    fn watched(&self) -> Result<WatchedRequests, Problem> {
        let (send, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // Nobody receives any more when it is being dropped.
            let _ = send.send(event);
        })
        .map_err(|error| not_watched(&error))?;
        let folders = Folders {
            home: self.core.home.path().to_owned(),
            requests: self.core.own_requests.folder().to_owned(),
        };
        files::create_folder(&folders.home)
            .map_err(|error| files::ReadError::of(&folders.home, error).problem())?;
        self.core.own_requests.note_changes(true);
        let watcher = Arc::new(Mutex::new(Some(watcher)));
        let watched = WatchedRequests { core: Arc::clone(&self.core), watcher };
        if let Some(watcher) = lock(&watched.watcher).as_mut() {
            // The folder of requests may not be there yet, or go and come back: that is seen in the home.
            watcher
                .watch(&folders.home, RecursiveMode::NonRecursive)
                .map_err(|error| not_watched(&error))?;
            folders.watch_requests(watcher);
        }
        let (core, watcher) = (Arc::clone(&self.core), Arc::clone(&watched.watcher));
        thread::Builder::new()
            .name("request files".to_owned())
            .spawn(move || folders.run(&core, &watcher, &events))
            .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?;
        Ok(watched)
    }
}

struct Folders {
    home: PathBuf,
    requests: PathBuf,
}

impl Folders {
    fn watch_requests(&self, watcher: &mut RecommendedWatcher) {
        // What was watched under the name may be another folder's by now.
        let _ = watcher.unwatch(&self.requests);
        if !self.requests.is_dir() {
            return;
        }
        if let Err(error) = watcher.watch(&self.requests, RecursiveMode::Recursive) {
            warn!(%error, "request files not watched");
        }
    }

    fn run(
        &self,
        core: &Core,
        watcher: &Mutex<Option<RecommendedWatcher>>,
        events: &Receiver<notify::Result<notify::Event>>,
    ) {
        while let Ok(first) = events.recv() {
            let mut changed = Changed::default();
            changed.take(self, first);
            // What happens in the home beside the requests, such as each entry of the history, wakes nobody for longer.
            while !changed.is_empty() {
                if !changed.gather(self, events) {
                    return;
                }
                // With events that were lost, folders may have come that nobody watches.
                if (changed.is_folder_itself || changed.is_unknown)
                    && let Some(watcher) = lock(watcher).as_mut()
                {
                    self.watch_requests(watcher);
                }
                let foreign = match changed.is_unknown {
                    true => Some(true),
                    false => core.own_requests.is_any_foreign(&changed.places),
                };
                match foreign {
                    Some(true) => core.emit(Event::RequestsChanged),
                    Some(false) => {}
                    // A change of ours is under way, and will be told of by the next events at the latest.
                    None => continue,
                }
                break;
            }
        }
    }

    /// Whether a place is one that requests are made of.
    fn is_of_interest(&self, place: &Path) -> bool {
        let Ok(below) = place.strip_prefix(&self.requests) else { return false };
        let is_hidden = |part: &std::ffi::OsStr| part.to_string_lossy().starts_with('.');
        // Editors write their own files beside ours, and so do we.
        if below.iter().any(is_hidden) {
            return false;
        }
        let ending = place.extension();
        // What is not there any more may have been a folder, whatever its name ends in.
        ending.is_none_or(|ending| ending == "http") || !place.is_file()
    }
}

/// What the system told of since it was last looked at.
#[derive(Default)]
struct Changed {
    places: BTreeSet<PathBuf>,
    /// The folder of all requests came or went.
    is_folder_itself: bool,
    /// Some events were lost.
    is_unknown: bool,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.places.is_empty() && !self.is_unknown
    }

    fn take(&mut self, folders: &Folders, event: notify::Result<notify::Event>) {
        match event {
            // Reading changes nothing, and we read a lot.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) => {
                self.is_unknown |= event.need_rescan();
                for place in event.paths.into_iter().filter(|it| folders.is_of_interest(it)) {
                    self.is_folder_itself |= place == folders.requests;
                    self.places.insert(place);
                }
            }
            Err(error) => {
                warn!(%error, "watching request files");
                self.is_unknown = true;
            }
        }
    }

    /// Waits until it is quiet; false when nobody watches any more.
    fn gather(
        &mut self,
        folders: &Folders,
        events: &Receiver<notify::Result<notify::Event>>,
    ) -> bool {
        let latest = Instant::now() + LATEST;
        loop {
            let left = latest.saturating_duration_since(Instant::now());
            match events.recv_timeout(QUIET.min(left)) {
                Ok(event) => self.take(folders, event),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

fn not_watched(error: &notify::Error) -> Problem {
    Problem::new(ErrorCode::Storage, "Mudbrick cannot watch the folder of your requests.")
        .remedy("What another program changes is seen when you come back to the window.")
        .detail(error.to_string())
}
