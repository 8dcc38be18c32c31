//! Comparisons as the window looks at them: opened once as a job, then row by row.

use super::open_view::{
    ComparedSide, ComparisonAt, ComparisonLook, ComparisonPlace, ComparisonRow, ComparisonText,
    OpenComparison,
};
use super::opened::Opened;
use super::options::CompareOptions;
use super::{Comparison, Subject};
use crate::jobs::Job;
use crate::threads::{blocking, lock};
use mudbrick_model::{ErrorCode, Problem};
use std::sync::Arc;

/// So many stay open: the one that is looked at, and the one before, to which one goes back. Each may take half a gigabyte.
const MOST_OPEN: usize = 2;

/// So many rows are asked for at a time, at most.
const MOST_ROWS: usize = 2000;

/// So much text is handed out at once, for a clipboard.
const MOST_TEXT: usize = 32 << 20;

impl Comparison {
    /// Compares two sides, as what counts says, and keeps that open.
    ///
    /// # Errors
    /// As `Sides::compare` and [`Comparison::read`]; [`ErrorCode::Cancelled`] when the job was stopped.
    pub async fn open(
        self: &Arc<Self>,
        job: &Job,
        at: ComparisonAt,
        look: ComparisonLook,
    ) -> Result<OpenComparison, Problem> {
        let this = Arc::clone(self);
        // Nothing is left half done: what goes on after a stop ends in the list of what is open.
        let work = async { blocking(move || this.look(&at, look)).await? };
        job.unless_stopped(work).await
    }

    fn look(&self, at: &ComparisonAt, look: ComparisonLook) -> Result<OpenComparison, Problem> {
        let opened = self.opened(at)?;
        let summary = |side: &ComparedSide| match side {
            ComparedSide::Exchange { id } => self.history.summary(*id).map(Some),
            ComparedSide::File { .. } => Ok(None),
        };
        Ok(opened.view(look, (summary(&at.left)?, summary(&at.right)?)))
    }

    /// Rows of a comparison.
    ///
    /// # Errors
    /// As [`Comparison::open`], which is done again where it is not open any more.
    pub fn rows(
        &self,
        at: &ComparisonAt,
        look: ComparisonLook,
        from: usize,
        count: usize,
    ) -> Result<Vec<ComparisonRow>, Problem> {
        Ok(self.opened(at)?.shown(look, from, count.min(MOST_ROWS)))
    }

    /// A difference by its number; none where there are not so many.
    ///
    /// # Errors
    /// As [`Comparison::rows`].
    pub fn place(
        &self,
        at: &ComparisonAt,
        look: ComparisonLook,
        number: usize,
    ) -> Result<Option<ComparisonPlace>, Problem> {
        Ok(self.opened(at)?.place(look, number))
    }

    /// What differs, as a text for a clipboard.
    ///
    /// # Errors
    /// As [`Comparison::open`]; it is too long, or no JSON Patch can be made.
    pub async fn text(
        self: &Arc<Self>,
        job: &Job,
        at: ComparisonAt,
        form: ComparisonText,
    ) -> Result<String, Problem> {
        let this = Arc::clone(self);
        let work = async {
            blocking(move || {
                let opened = this.opened(&at)?;
                match form {
                    ComparisonText::Text => Ok(opened.text()),
                    ComparisonText::Patch => {
                        opened.sides.compare(&CompareOptions::of(at.counting))?.patch()
                    }
                }
            })
            .await?
        };
        let text = job.unless_stopped(work).await?;
        match text.len() <= MOST_TEXT {
            true => Ok(text),
            false => Err(too_much(text.len())),
        }
    }

    fn opened(&self, at: &ComparisonAt) -> Result<Arc<Opened>, Problem> {
        for side in [&at.left, &at.right] {
            if let ComparedSide::Exchange { id } = side {
                // What is gone from the history is not shown any more, even if it is still open.
                self.history.exchange(*id).inspect_err(|_| self.forget(side))?;
            }
        }
        let (known, sides) = {
            let mut open = lock(&self.open);
            let known = open.iter().position(|opened| opened.at == *at).map(|at| open.remove(at));
            open.extend(known.clone());
            let is_of_them =
                |opened: &&Arc<Opened>| opened.at.left == at.left && opened.at.right == at.right;
            let sides = open.iter().rev().find(is_of_them).map(|opened| Arc::clone(&opened.sides));
            (known, sides)
        };
        if let Some(opened) = known {
            return Ok(opened);
        }
        // Another way to count needs no second look at the disk, nor at what is JSON.
        let sides = match sides {
            Some(sides) => sides,
            None => Arc::new(self.read(&self.subject(&at.left)?, &self.subject(&at.right)?)?),
        };
        let opened = Arc::new(Opened::of(at.clone(), sides)?);
        let mut open = lock(&self.open);
        open.retain(|known| known.at != *at);
        if open.len() >= MOST_OPEN {
            open.remove(0);
        }
        open.push(Arc::clone(&opened));
        Ok(opened)
    }

    fn forget(&self, side: &ComparedSide) {
        lock(&self.open).retain(|opened| opened.at.left != *side && opened.at.right != *side);
    }

    fn subject(&self, side: &ComparedSide) -> Result<Subject, Problem> {
        match side {
            ComparedSide::Exchange { id } => Ok(Subject::Exchange(*id)),
            ComparedSide::File { number } => {
                let path = lock(&self.files).get(*number).cloned();
                path.map(Subject::File).ok_or_else(|| {
                    Problem::new(ErrorCode::NotFound, "Nobody has chosen that file.")
                        .remedy("Choose the file again.")
                })
            }
        }
    }
}

fn too_much(length: usize) -> Problem {
    let message = format!(
        "This is too much to be copied: {} MiB. At most {} MiB are.",
        length >> 20,
        MOST_TEXT >> 20
    );
    Problem::new(ErrorCode::InvalidInput, message)
        .remedy("Ignore some of what differs, or use `mudbrick diff` and write it to a file.")
}
