//! Results without a secret in them, wherever it may have come from: a name, a check that somebody wrote, what was found in an
//! answer.

use super::run_view::RunResult;
use crate::answers::view::CheckView;
use mudbrick_model::{Problem, Remedy};
use mudbrick_redact::Redactor;

impl RunResult {
    pub(super) fn masked(self, redactor: &Redactor) -> Self {
        let text = |text: String| redactor.text(&text).into_owned();
        let check = |check: CheckView| CheckView {
            check: text(check.check),
            found: check.found.map(text),
            because: check.because.map(text),
            passed: check.passed,
        };
        let problem = |problem: Problem| Problem {
            message: text(problem.message),
            // What a program can do is for the moment in which it failed.
            remedy: problem.remedy.map(|remedy| Remedy { text: text(remedy.text), action: None }),
            detail: problem.detail.map(text),
            code: problem.code,
        };
        Self {
            title: text(self.title),
            called: text(self.called),
            name: text(self.name),
            url: self.url.map(text),
            checks: self.checks.into_iter().map(check).collect(),
            problem: self.problem.map(problem),
            ..self
        }
    }
}
