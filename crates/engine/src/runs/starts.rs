//! When the calls of a run begin: at most so many in a second at each host.

use crate::core::Core;
use crate::threads::lock;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SECOND: i64 = 1_000_000;

/// Gives each call its turn.
pub(super) struct Starts {
    core: Arc<Core>,
    per_second: Option<NonZeroU32>,
    /// When the next call to a host may begin, in microseconds since 1970.
    next: Mutex<HashMap<String, i64>>,
}

impl Starts {
    pub(super) fn new(core: &Arc<Core>, per_second: Option<NonZeroU32>) -> Self {
        Self { core: Arc::clone(core), per_second, next: Mutex::default() }
    }

    /// Whether anybody waits at all.
    pub(super) fn are_limited(&self) -> bool {
        self.per_second.is_some()
    }

    /// Waits for the next turn at a host. What begins late is not made up for: the next turn is counted from then.
    pub(super) async fn turn(&self, host: &str) {
        let Some(per_second) = self.per_second else { return };
        let wait = {
            let now = self.core.now().0.saturating_mul(1000);
            let mut next = lock(&self.next);
            let at = next.get(host).map_or(now, |next| now.max(*next));
            let apart = SECOND / i64::from(per_second.get()).max(1);
            next.insert(host.to_owned(), at + apart.max(1));
            at - now
        };
        if let Ok(wait @ 1..) = u64::try_from(wait) {
            self.core.pause.pause(Duration::from_micros(wait)).await;
        }
    }
}
