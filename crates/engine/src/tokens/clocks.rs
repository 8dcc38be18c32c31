//! Adobe's time, as far as this machine knows it.

use crate::threads::lock;
use mudbrick_model::Timestamp;
use std::sync::Mutex;
use std::time::Duration;

/// How late this machine's clock is, where that is known. An assertion is good for five minutes of Adobe's time, so a clock
/// that is late by more signs nothing that Adobe takes. One that is ahead does no harm.
#[derive(Default)]
pub(super) struct Clocks(Mutex<Duration>);

impl Clocks {
    /// Adobe's time, as well as it is known.
    pub(super) fn adobes(&self, now: Timestamp) -> Timestamp {
        now.after(*lock(&self.0))
    }

    /// Notes what an answer said. Whether that is news.
    pub(super) fn note(&self, behind: Duration) -> bool {
        let mut known = lock(&self.0);
        // The two measurements differ by what the calls took.
        let is_news = known.abs_diff(behind) > Duration::from_secs(60);
        *known = behind;
        is_news
    }
}
