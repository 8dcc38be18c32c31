//! Which profiles are in use: somebody wanted their token lately.

use super::whose::TokenFor;
use crate::threads::lock;
use mudbrick_model::{ProfileId, Timestamp};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// A profile that nobody has used for so long is left alone: a window that is open over a holiday asks Adobe for nothing.
const IN_USE: Duration = Duration::from_secs(24 * 3_600);

/// When each profile's own token was last wanted by somebody.
#[derive(Default)]
pub(super) struct InUse(Mutex<HashMap<ProfileId, Use>>);

struct Use {
    at: Timestamp,
    /// When its renewal in the background failed last, with none that succeeded since.
    failed_at: Option<Timestamp>,
}

impl InUse {
    /// Notes that somebody wants the token.
    pub(super) fn used(&self, whose: &TokenFor, now: Timestamp) {
        // A narrower token is for one task, and ends with it.
        if whose.is_whole() {
            let mut used = lock(&self.0);
            let fresh = Use { at: now, failed_at: None };
            used.entry(whose.id().clone()).or_insert(fresh).at = now;
        }
    }

    /// The profiles in use, in the order in which they are to be renewed: those used last first, and behind all others those
    /// whose renewal failed, so that a few that always fail leave room for the rest.
    pub(super) fn since_a_day(&self, now: Timestamp) -> Vec<(ProfileId, Timestamp)> {
        let mut used = lock(&self.0);
        // A clock that was set back knows nothing of how long ago it was, and the next use tells.
        used.retain(|_, Use { at, .. }| *at <= now && at.until(now) < IN_USE);
        let mut used: Vec<_> = used.iter().collect();
        used.sort_by_key(|(_, it)| (it.failed_at, std::cmp::Reverse(it.at)));
        used.into_iter().map(|(id, it)| (id.clone(), it.at)).collect()
    }

    /// Renewing is no use: only what people and programs ask for counts.
    pub(super) fn restore(&self, id: &ProfileId, at: Timestamp, failed_at: Option<Timestamp>) {
        lock(&self.0).insert(id.clone(), Use { at, failed_at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::profile;

    const NOW: Timestamp = Timestamp(1_767_225_600_000);

    #[test]
    fn a_profile_is_in_use_for_a_day_and_a_clock_that_was_set_back_forgets() {
        let whose = TokenFor::profile(profile('a'));
        let in_use = InUse::default();
        assert!(in_use.since_a_day(NOW).is_empty());
        in_use.used(&whose, NOW);
        let almost = NOW.after(IN_USE - Duration::from_millis(1));
        assert_eq!(in_use.since_a_day(almost).len(), 1);
        assert!(in_use.since_a_day(NOW.after(IN_USE)).is_empty());
        in_use.used(&whose, NOW);
        assert!(in_use.since_a_day(Timestamp(NOW.0 - 1)).is_empty());
    }

    #[test]
    fn what_failed_comes_last_until_it_is_renewed() {
        let in_use = InUse::default();
        let whose = |digit: &str| {
            let id = ProfileId::parse(&digit.repeat(32)).unwrap();
            TokenFor::profile(mudbrick_model::Profile { id, ..profile('a') })
        };
        let [a, b, c] = ["a", "b", "c"].map(whose);
        let at = |ms: i64| Timestamp(NOW.0 + ms);
        let order = || -> Vec<_> {
            in_use
                .since_a_day(at(9))
                .into_iter()
                .map(|(id, _)| id.as_str()[..1].to_owned())
                .collect()
        };
        for (n, whose) in [&a, &b, &c].into_iter().enumerate() {
            in_use.used(whose, at(n as i64));
        }
        assert_eq!(order(), ["c", "b", "a"]);
        in_use.restore(c.id(), at(2), Some(at(5)));
        in_use.restore(b.id(), at(1), Some(at(4)));
        assert_eq!(order(), ["a", "b", "c"], "the one that failed longest ago is tried first");
        // A person's use changes nothing of that.
        in_use.used(&c, at(6));
        assert_eq!(order(), ["a", "b", "c"]);
        in_use.restore(c.id(), at(6), None);
        assert_eq!(order(), ["c", "a", "b"]);
    }
}
