//! Which copy the quick window waits for: a job that belongs to the window as it was shown when somebody pressed Enter. When the
//! window goes, or is shown again, the job is stopped: a token that came later would take the place of whatever is on the
//! clipboard by then.

use mudbrick_engine::{Engine, JobId};
use mudbrick_model::{ErrorCode, Problem};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Which copy is under way for the window as it is shown now.
#[derive(Default)]
pub(crate) struct Wanted(Mutex<State>);

#[derive(Default)]
struct State {
    /// How often the window was shown.
    showing: u64,
    job: Option<JobId>,
}

impl Wanted {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A copy begins, for the showing that is given back. Who chooses another one has changed their mind about the one before.
    pub(crate) fn begin(&self, job: &JobId, engine: &Engine) -> u64 {
        let (showing, before) = self.replace(job);
        stop(engine, before);
        showing
    }

    fn replace(&self, job: &JobId) -> (u64, Option<JobId>) {
        let mut state = self.state();
        (state.showing, state.job.replace(job.clone()))
    }

    /// Ends the copy; whether anybody still wanted it.
    pub(crate) fn end(&self, job: &JobId) -> bool {
        self.state().job.take_if(|wanted| wanted == job).is_some()
    }

    /// Stops the copy that is under way, if there is one; whether there was.
    pub(crate) fn give_up(&self, engine: &Engine) -> bool {
        let job = self.state().job.take();
        stop(engine, job)
    }

    /// The window is about to be shown: what was chosen in it the last time is no longer wanted.
    pub(crate) fn shown(&self, engine: &Engine) {
        self.state().showing += 1;
        self.give_up(engine);
    }

    /// Which showing of the window is up, or was the last one.
    pub(crate) fn showing(&self) -> u64 {
        self.state().showing
    }

    pub(crate) fn is_up(&self, showing: u64) -> bool {
        self.state().showing == showing
    }
}

fn stop(engine: &Engine, job: Option<JobId>) -> bool {
    job.is_some_and(|job| engine.jobs().stop(&job))
}

/// Somebody pressed Enter and turned to another window before the token was there.
pub(crate) fn too_late() -> Problem {
    let message = "No token was copied: the quick window was closed before the token was there.";
    Problem::new(ErrorCode::Cancelled, message)
        .remedy("Copy it again, and wait until the quick window closes by itself.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_copy_that_began_last_is_wanted_and_only_until_the_window_goes() {
        let (wanted, first, second) =
            (Wanted::default(), JobId("1".to_owned()), JobId("2".to_owned()));
        assert_eq!(wanted.replace(&first), (0, None));
        assert_eq!(wanted.replace(&second), (0, Some(first.clone())));
        assert!(!wanted.end(&first), "the second took its place");
        assert!(wanted.end(&second) && !wanted.end(&second));
        wanted.replace(&first);
        assert_eq!(wanted.state().job.take(), Some(first.clone()), "the window went");
        assert!(!wanted.end(&first));
        wanted.state().showing += 1;
        assert!(wanted.is_up(1) && !wanted.is_up(0), "it is shown again");
    }
}
