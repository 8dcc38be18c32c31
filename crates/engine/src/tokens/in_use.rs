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
pub(super) struct InUse(Mutex<HashMap<ProfileId, Timestamp>>);

impl InUse {
    /// Notes that somebody wants the token.
    pub(super) fn used(&self, whose: &TokenFor, now: Timestamp) {
        // A narrower token is for one task, and ends with it.
        if whose.is_whole() {
            lock(&self.0).insert(whose.id().clone(), now);
        }
    }

    /// The profiles in use, those used last first.
    pub(super) fn since_a_day(&self, now: Timestamp) -> Vec<(ProfileId, Timestamp)> {
        let mut used = lock(&self.0);
        // A clock that was set back knows nothing of how long ago it was, and the next use tells.
        used.retain(|_, at| *at <= now && at.until(now) < IN_USE);
        let mut used: Vec<_> = used.iter().map(|(id, at)| (id.clone(), *at)).collect();
        used.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
        used
    }

    /// Renewing is no use: only what people and programs ask for counts.
    pub(super) fn restore(&self, id: &ProfileId, at: Timestamp) {
        lock(&self.0).insert(id.clone(), at);
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
}
