//! Secrets on the clipboard: cleared after a while, and when the vault is locked, if nobody copied over them.
//!
//! It has no clock and no timer: whoever copies says when, and the pulse of `locking` asks again and again.

use crate::clipboard_guard::Guard;
use crate::pasteboard::{Content, Pasteboard};
use mudbrick_engine::SecretText;
use mudbrick_model::{ErrorCode, Problem, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a copied secret stays.
pub(crate) const CLEARS_AFTER: Duration = Duration::from_secs(60);

/// A clipboard, and what was put on it here.
#[derive(Clone)]
pub(crate) struct Clipboard(Arc<Mutex<State>>);

struct State {
    pasteboard: Box<dyn Pasteboard>,
    ours: Option<Ours>,
    /// Takes it off when this program can no longer.
    guard: Guard,
}

/// What was copied here last. A newer copy takes its place, and its time with it.
struct Ours {
    secret: SecretText,
    copied: Timestamp,
}

impl Clipboard {
    pub(crate) fn over(pasteboard: Box<dyn Pasteboard>, guard: Guard) -> Self {
        Self(Arc::new(Mutex::new(State { pasteboard, ours: None, guard })))
    }

    /// Puts a secret on the clipboard; [`Clipboard::clear_when_due`] takes it off again after [`CLEARS_AFTER`].
    pub(crate) fn copy(&self, secret: SecretText, now: Timestamp) -> Result<(), Problem> {
        let mut state = self.state();
        state.pasteboard.put_secret(&secret).map_err(|error| {
            Problem::new(ErrorCode::Internal, "The secret could not be copied to the clipboard.")
                .remedy("Copy it again. Another program may be using the clipboard just now.")
                .detail(error)
        })?;
        state.guard.watch(secret.expose());
        state.ours = Some(Ours { secret, copied: now });
        Ok(())
    }

    /// What is on the clipboard, whoever put it there.
    pub(crate) fn content(&self) -> Result<Content, Problem> {
        self.state().pasteboard.content().map_err(|error| {
            Problem::new(ErrorCode::Internal, "The clipboard could not be read.")
                .remedy("Copy it again, or save it as a file and open that.")
                .detail(error)
        })
    }

    /// Empties the clipboard once its secret has been there for [`CLEARS_AFTER`]; whether it did.
    pub(crate) fn clear_when_due(&self, now: Timestamp) -> bool {
        let due = self.state().ours.as_ref().is_some_and(|ours| ours.is_due(now));
        if due {
            self.clear();
        }
        due
    }

    /// Empties the clipboard if what was copied here is still on it.
    pub(crate) fn clear(&self) {
        let mut state = self.state();
        let Some(Ours { secret, .. }) = state.ours.take() else { return };
        if matches!(state.pasteboard.content(), Ok(Content::Text(now)) if now.expose() == secret.expose())
        {
            // When it cannot be cleared there is nothing better to do than to leave it.
            let _ = state.pasteboard.clear();
        }
        state.pasteboard.close();
        // Last: should this program be killed on the way here, somebody is still watching.
        state.guard.release();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while it was held leaves at worst a secret that is cleared too early.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ours {
    /// By the clock on the wall, so that the time a machine slept counts. A clock that was set back would keep the secret
    /// for longer than was promised, so it goes at once.
    fn is_due(&self, now: Timestamp) -> bool {
        let most = i64::try_from(CLEARS_AFTER.as_millis()).unwrap_or(i64::MAX);
        !(0..most).contains(&now.0.saturating_sub(self.copied.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_engine::Secret;

    /// A sheet of paper: what is on it, and how often it was let go of.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<(Option<String>, u32)>>);

    impl Paper {
        fn read(&self) -> Option<String> {
            self.0.lock().unwrap().0.clone()
        }

        fn write(&self, text: &str) {
            self.0.lock().unwrap().0 = Some(text.to_owned());
        }
    }

    impl Pasteboard for Paper {
        fn content(&mut self) -> Result<Content, String> {
            Ok(self.read().map_or(Content::Nothing, |text| Content::Text(Secret::new(text))))
        }

        fn put_secret(&mut self, secret: &SecretText) -> Result<(), String> {
            self.write(secret.expose());
            Ok(())
        }

        fn clear(&mut self) -> Result<(), String> {
            self.0.lock().unwrap().0 = None;
            Ok(())
        }

        fn close(&mut self) {
            self.0.lock().unwrap().1 += 1;
        }
    }

    fn copied(secret: &str, at: i64) -> (Clipboard, Paper) {
        let paper = Paper::default();
        let clipboard = Clipboard::over(Box::new(paper.clone()), Guard::default());
        clipboard.copy(Secret::new(secret.to_owned()), Timestamp(at)).unwrap();
        (clipboard, paper)
    }

    #[test]
    fn a_secret_stays_for_sixty_seconds_and_not_longer() {
        let (clipboard, paper) = copied("p8e-secret", 1_000);
        assert!(!clipboard.clear_when_due(Timestamp(1_000)));
        assert!(!clipboard.clear_when_due(Timestamp(60_999)));
        assert_eq!(paper.read().as_deref(), Some("p8e-secret"));
        assert!(clipboard.clear_when_due(Timestamp(61_000)));
        assert_eq!(paper.read(), None);
        assert_eq!(paper.0.lock().unwrap().1, 1, "nothing of it is kept for the next use");
        assert!(!clipboard.clear_when_due(Timestamp(i64::MAX)), "there is nothing left to clear");
    }

    #[test]
    fn the_time_counts_from_the_last_copy() {
        let (clipboard, paper) = copied("first", 0);
        clipboard.copy(Secret::new("second".to_owned()), Timestamp(30_000)).unwrap();
        assert!(!clipboard.clear_when_due(Timestamp(60_000)));
        assert_eq!(paper.read().as_deref(), Some("second"));
        assert!(clipboard.clear_when_due(Timestamp(90_000)));
        assert_eq!(paper.read(), None);
    }

    #[test]
    fn what_others_copied_meanwhile_stays() {
        let (clipboard, paper) = copied("ours", 0);
        paper.write("somebody else's");
        clipboard.clear_when_due(Timestamp(60_000));
        assert_eq!(paper.read().as_deref(), Some("somebody else's"));
    }

    #[test]
    fn a_machine_that_slept_or_a_clock_that_was_set_back_keeps_nothing_for_longer() {
        let (clipboard, paper) = copied("slept", 0);
        assert!(clipboard.clear_when_due(Timestamp(8 * 3_600_000)));
        assert_eq!(paper.read(), None);
        let (clipboard, paper) = copied("set back", 7_200_000);
        assert!(clipboard.clear_when_due(Timestamp(3_600_000)));
        assert_eq!(paper.read(), None);
    }
}
