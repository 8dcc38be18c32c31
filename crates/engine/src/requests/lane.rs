//! A lane: one profile and one row of data in a run. What the answers to its requests give feeds the requests behind them, and
//! no other lane's; what the history or the rest of the process has of older answers counts for nothing in it.

use super::Surroundings;
use super::received::{FoundPart, KeptAnswers, RawAnswer, take};
use crate::threads::lock;
use mudbrick_redact::MASK;
use mudbrick_requests::Directives;
use std::fmt;
use std::path::PathBuf;
use std::sync::Mutex;

/// What the answers of one profile and row have given so far.
#[derive(Default)]
pub struct Lane {
    pub(super) kept: KeptAnswers,
    /// By their variables, for the requests of every file of the run.
    captured: Mutex<Vec<(String, FoundPart)>>,
    /// Writing requests whose turn is over, by their files and places there.
    written: Mutex<Vec<(PathBuf, usize)>>,
}

/// An answer may be a secret.
impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lane(…)")
    }
}

impl Lane {
    pub(super) fn captured(&self) -> Vec<(String, FoundPart)> {
        lock(&self.captured).clone()
    }

    /// Takes what a request's file captures of its answer. What an older answer gave under the same name is gone also where
    /// this one has nothing there: nobody wants yesterday's id in silence.
    pub(super) fn capture(&self, directives: &Directives, raw: &RawAnswer) {
        let mut captured = lock(&self.captured);
        for capture in &directives.captures {
            captured.retain(|(name, _)| *name != capture.name);
            let found = raw.succeeded().then(|| take(&capture.part, raw)).flatten();
            captured.extend(found.map(|found| (capture.name.clone(), found)));
        }
    }

    /// Notes that a writing request has had its turn. Its answer may not have come, or may be too long to be kept: it goes out no
    /// second time because another one wants it.
    pub(crate) fn note_written(&self, request: &Surroundings) {
        lock(&self.written).extend(place(request));
    }

    pub(super) fn has_written(&self, request: &Surroundings) -> bool {
        place(request).is_some_and(|place| lock(&self.written).contains(&place))
    }

    /// Without what is masked: it was a secret, which only a new answer gives.
    pub(super) fn forget_masked(&self) {
        lock(&self.captured).retain(|(_, found)| !found.text.expose().contains(MASK));
    }
}

fn place(request: &Surroundings) -> Option<(PathBuf, usize)> {
    Some((request.file.clone()?, request.entry?))
}
