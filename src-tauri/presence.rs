//! When somebody was last there.

use mudbrick_model::Timestamp;
use std::sync::{Mutex, PoisonError};

/// The last time somebody was there, by the clock on the wall, so that the time a machine slept counts.
pub(crate) struct Presence(Mutex<Timestamp>);

impl Presence {
    pub(crate) fn now(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Somebody is there.
    pub(crate) fn note(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Whether nobody was there for so many minutes; never for none.
    pub(crate) fn is_over(&self, minutes: u32, now: Timestamp) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        minutes > 0 && now.0.saturating_sub(last.0) >= i64::from(minutes) * 60_000
    }
}

#[cfg(test)]
mod tests {
    use super::{Presence, Timestamp};

    #[test]
    fn a_person_is_gone_after_so_many_minutes() {
        let presence = Presence::now(Timestamp(0));
        assert!(!presence.is_over(15, Timestamp(15 * 60_000 - 1)));
        assert!(presence.is_over(15, Timestamp(15 * 60_000)));
        presence.note(Timestamp(60_000));
        assert!(!presence.is_over(15, Timestamp(15 * 60_000)));
    }

    #[test]
    fn none_is_never_and_a_clock_set_back_is_no_absence() {
        let presence = Presence::now(Timestamp(1_000_000));
        assert!(!presence.is_over(0, Timestamp(i64::MAX)));
        assert!(!presence.is_over(1, Timestamp(0)));
    }
}
