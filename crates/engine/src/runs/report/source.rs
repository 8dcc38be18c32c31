//! What every report is written from, and what all of them say of a result.

use super::super::journal::{InOrder, Index};
use super::super::run_view::{RunOutcome, RunResult};
use mudbrick_redact::Redactor;
use std::io;

/// What a report is written from.
pub(super) struct Source<'a> {
    pub(super) index: &'a Index,
    pub(super) redactor: Redactor,
}

impl Source<'_> {
    /// Results by their places in the run, those that `fits` says.
    pub(super) fn each(
        &self,
        results: &mut InOrder,
        fits: impl Fn(u64) -> bool,
        mut take: impl FnMut(RunResult) -> io::Result<()>,
    ) -> io::Result<()> {
        results.each(fits, |result| take(result.masked(&self.redactor)))
    }
}

impl RunOutcome {
    /// In a word or two.
    pub fn told(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::CheckFailed => "check failed",
            Self::ErrorAnswer => "error answer",
            Self::SendFailed => "no answer",
            Self::NotSent => "not sent",
        }
    }
}

impl RunResult {
    /// Why it is not as it has to be, a line each.
    pub fn reasons(&self) -> Vec<String> {
        let failed = self.checks.iter().filter(|check| !check.passed).map(|check| {
            match (&check.because, &check.found) {
                (Some(because), _) => format!("{}; {because}", check.check),
                (None, Some(found)) => format!("{}; it is {found}", check.check),
                (None, None) => format!("{}; there is none", check.check),
            }
        });
        let problem = self.problem.iter().map(|problem| problem.message.clone());
        let is_bare = self.outcome == RunOutcome::ErrorAnswer && self.problem.is_none();
        let status = self.status.filter(|_| is_bare);
        let status = status.map(|status| format!("The answer has the status {status}."));
        // Without an answer, no check can say more than that there was none.
        match self.outcome {
            RunOutcome::SendFailed | RunOutcome::NotSent => problem.chain(failed).collect(),
            _ => failed.chain(problem).chain(status).collect(),
        }
    }

    /// The request's name, with its row.
    pub(super) fn title_with_row(&self) -> String {
        let row = self.row.map(|row| format!(" (row {row})")).unwrap_or_default();
        format!("{}{row}", self.name)
    }
}
