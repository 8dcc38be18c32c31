//! What stands in for the system: a clipboard, dialogs that a test answers, a clock that it moves.

use mudbrick_desktop::{Content, Dialogs, Pasteboard};
use mudbrick_engine::{Secret, SecretText};
use mudbrick_model::{Clock, SystemClock, Timestamp};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A clipboard of the test's own.
#[derive(Clone, Default)]
pub(crate) struct Paper {
    pub(crate) text: Arc<Mutex<Option<String>>>,
    pub(crate) files: Arc<Mutex<Vec<PathBuf>>>,
}

impl Paper {
    pub(crate) fn read(&self) -> Option<String> {
        self.text.lock().unwrap().clone()
    }

    pub(crate) fn write(&self, text: &str) {
        *self.text.lock().unwrap() = Some(text.to_owned());
    }
}

impl Pasteboard for Paper {
    fn content(&mut self) -> Result<Content, String> {
        let files = self.files.lock().unwrap().clone();
        if !files.is_empty() {
            return Ok(Content::Files(files));
        }
        Ok(self.read().map_or(Content::Nothing, |text| Content::Text(Secret::new(text))))
    }

    fn put_secret(&mut self, secret: &SecretText) -> Result<(), String> {
        self.write(secret.expose());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), String> {
        *self.text.lock().unwrap() = None;
        Ok(())
    }

    fn close(&mut self) {}
}

/// Dialogs that are answered beforehand. Unanswered ones are closed.
#[derive(Clone, Default)]
pub(crate) struct Answered {
    open: Arc<Mutex<Option<Vec<PathBuf>>>>,
    save: Arc<Mutex<Option<PathBuf>>>,
    folder: Arc<Mutex<Option<PathBuf>>>,
    suggested: Arc<Mutex<Vec<String>>>,
    consoles: Arc<AtomicUsize>,
}

impl Answered {
    /// The next dialog that opens files gets these.
    pub(crate) fn will_open(&self, files: &[PathBuf]) {
        *self.open.lock().unwrap() = Some(files.to_vec());
    }

    /// The next dialog that asks for a folder gets this.
    pub(crate) fn will_choose(&self, folder: PathBuf) {
        *self.folder.lock().unwrap() = Some(folder);
    }

    /// The next dialog that saves a file gets this.
    pub(crate) fn will_save(&self, file: PathBuf) {
        *self.save.lock().unwrap() = Some(file);
    }

    /// How often the Developer Console was opened.
    pub(crate) fn consoles(&self) -> usize {
        self.consoles.load(Ordering::SeqCst)
    }

    /// The name that the last dialog suggested.
    pub(crate) fn suggested(&self) -> String {
        self.suggested.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

impl Dialogs for Answered {
    fn open_files(&self) -> Option<Vec<PathBuf>> {
        self.open.lock().unwrap().take()
    }

    fn choose_folder(&self) -> Option<PathBuf> {
        self.folder.lock().unwrap().take()
    }

    fn save_file(&self, name: &str) -> Option<PathBuf> {
        self.suggested.lock().unwrap().push(name.to_owned());
        self.save.lock().unwrap().take()
    }

    fn open_console(&self) {
        self.consoles.fetch_add(1, Ordering::SeqCst);
    }
}

/// The machine's clock, and how far a test moved it on.
#[derive(Clone, Default)]
pub(crate) struct Moved(Arc<AtomicI64>);

impl Moved {
    pub(crate) fn by_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}
