//! Until when a caller waits for a token: one limit from the moment it asked, whether the time goes into the call or into
//! waiting for somebody else's.

use mudbrick_model::{ErrorCode, Problem, Profile};
use mudbrick_net::Limits;
use std::time::{Duration, Instant};

/// A caller's own limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    asked_at: Instant,
    limits: Limits,
}

impl Deadline {
    /// From now on, as long as one call may take.
    pub(super) fn from_now(limits: Limits) -> Self {
        Self { asked_at: Instant::now(), limits }
    }

    /// The time that is left.
    pub(super) fn left(&self) -> Duration {
        self.limits.total.saturating_sub(self.asked_at.elapsed())
    }

    /// The limits of a call that begins now. Without the cut, five callers on a silent IMS would wait for ten, twenty, up
    /// to fifty seconds, each for those before it and for itself.
    pub(crate) fn limits(&self) -> Limits {
        let left = self.left();
        Limits {
            connect: self.limits.connect.min(left),
            first_byte: self.limits.first_byte.min(left),
            idle: self.limits.idle.min(left),
            total: left,
            ..self.limits
        }
    }

    /// Says what was waited for in vain.
    pub(super) fn passed(&self, profile: &Profile, who: &str) -> Problem {
        Problem::new(
            ErrorCode::Network,
            format!(
                "There was no token for {} within {} s: {who} is still waiting for Adobe’s answer.",
                profile.title(),
                self.limits.total.as_secs_f32()
            ),
        )
        .remedy("Try again in a minute. If that does not help, check your connection and proxy, and status.adobe.com.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_caller_waited_is_taken_off_every_limit_of_its_call() {
        let limits = Limits::for_tokens();
        let fresh = Deadline::from_now(limits).limits();
        assert_eq!((fresh.connect, fresh.max_body), (limits.connect, limits.max_body));
        let waited = limits.total - Duration::from_secs(5);
        let asked_at = Instant::now().checked_sub(waited).unwrap();
        let late = Deadline { asked_at, limits }.limits();
        for limit in [late.connect, late.first_byte, late.idle, late.total] {
            assert!(limit <= Duration::from_secs(5), "{late:?}");
        }
        let asked_at = Instant::now().checked_sub(2 * limits.total).unwrap();
        assert_eq!(Deadline { asked_at, limits }.left(), Duration::ZERO);
    }
}
