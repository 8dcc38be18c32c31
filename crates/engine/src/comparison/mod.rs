//! The comparison's room: what differs between two answers of the history, two files, or an answer and a file with what is
//! expected. Bodies are compared as they are kept, masked. Finding the differences is left to `mudbrick_compare`.
//!
//! ```text
//! subject ×2 ──read──▶ Sides ──examine──▶ Compared, at once                       the command line
//!                        └──────examine──▶ Opened ──▶ rows, places, texts          the window, again and again
//! ```

mod compared;
mod examine;
pub(crate) mod open_view;
mod opened;
mod opening;
mod options;
mod sides;
mod subject;
pub(crate) mod view;

pub use compared::Compared;
pub use options::{CompareBy, CompareHeaders, CompareOptions, Noise};
pub use sides::Sides;
pub use subject::Subject;

use crate::history::History;
use crate::threads::lock;
use mudbrick_model::{ErrorCode, ExchangeId, Problem};
use open_view::ComparedFile;
use opened::Opened;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// The room of comparisons.
pub struct Comparison {
    history: Arc<History>,
    /// The files that a person chose, by their numbers.
    files: Mutex<Vec<PathBuf>>,
    /// The comparisons that were looked at last, the newest at the end.
    open: Mutex<Vec<Arc<Opened>>>,
}

impl Comparison {
    pub(crate) fn new(history: &Arc<History>) -> Self {
        Self { history: Arc::clone(history), files: Mutex::default(), open: Mutex::default() }
    }

    /// Both sides, to be compared. Each is read once: a pipe gives what is in it a single time.
    ///
    /// # Errors
    /// One of them cannot be read or was not kept.
    pub fn read(&self, left: &Subject, right: &Subject) -> Result<Sides, Problem> {
        Sides::read(&self.history, left, right)
    }

    /// The answer that came before one to the same request with the same profile.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn before(&self, id: ExchangeId) -> Result<Option<ExchangeId>, Problem> {
        self.history.answer_before(id)
    }

    /// Lets a file that a person chose be compared. A page names it by a number, so that it can name no other.
    pub fn take_file(&self, path: PathBuf) -> ComparedFile {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut files = lock(&self.files);
        files.push(path);
        ComparedFile { number: files.len() - 1, name: name.unwrap_or_default() }
    }

    /// In how many places two answers differ; by line where they are no JSON, and one place where they are no text.
    pub(crate) fn places(
        &self,
        left: &Subject,
        right: &Subject,
        options: &CompareOptions,
    ) -> Result<usize, Problem> {
        let sides = self.read(left, right)?;
        if let Some(part) = sides.part() {
            let message = format!("{part} broke off, so how much differs is not known.");
            return Err(Problem::new(ErrorCode::InvalidInput, message));
        }
        let view = sides.compare(options)?.view;
        let counts = view.counts.total();
        Ok(match view.is_same {
            true => 0,
            false => counts + view.headers.len() + usize::from(view.statuses.is_some()),
        }
        .max(usize::from(!view.is_same)))
    }
}
