//! Work side by side: a few at once, and no more of them begun in a second than is allowed.

use crate::jobs::Job;
use mudbrick_model::{ErrorCode, Problem};
use std::future::Future;
use std::num::NonZeroU32;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many calls are under way at once.
    pub parallel: NonZeroU32,
    /// How many begin in a second; none is no limit.
    pub per_second: Option<NonZeroU32>,
}

impl Pace {
    /// For tokens of many profiles. Adobe throttles by client, and most profiles are clients of their own; the limit is for those
    /// that share one, and for a network that carries other things too.
    pub const RENEWAL: Self = Self {
        parallel: NonZeroU32::MIN.saturating_add(15),
        per_second: Some(NonZeroU32::MIN.saturating_add(299)),
    };

    /// One after the other.
    pub const ONE_BY_ONE: Self = Self { parallel: NonZeroU32::MIN, per_second: None };
}

/// Begins a piece of work for each item, and tells what came of each as it ends. When the job is stopped, nothing more is
/// begun; what is under way sees that for itself. Gives back how many were not begun.
pub(crate) async fn side_by_side<I, T: Send + 'static, W: Future<Output = T> + Send + 'static>(
    items: Vec<I>,
    pace: Pace,
    job: &Job,
    begin: impl Fn(I) -> W,
    mut tell: impl FnMut(T),
) -> Result<usize, Problem> {
    let mut under_way = JoinSet::new();
    let mut starts = pace.per_second.map(every);
    let mut items = items.into_iter();
    let mut is_stopped = false;
    loop {
        let has_room = under_way.len() < pace.parallel.get() as usize;
        let may_begin = has_room && items.len() > 0 && !is_stopped;
        if under_way.is_empty() && !may_begin {
            return Ok(items.len());
        }
        tokio::select! {
            // Who has stopped it wants nothing to begin in the same moment.
            biased;
            () = job.calls().cancelled(), if !is_stopped => is_stopped = true,
            Some(done) = under_way.join_next() => {
                tell(done.map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))?);
            }
            () = turn(&mut starts), if may_begin => {
                if let Some(item) = items.next() {
                    under_way.spawn(begin(item));
                }
            }
        }
    }
}

fn every(per_second: NonZeroU32) -> Interval {
    let mut starts = interval(Duration::from_secs(1) / per_second.get());
    // A call that was late is not made up for by two at once.
    starts.set_missed_tick_behavior(MissedTickBehavior::Delay);
    starts
}

async fn turn(starts: &mut Option<Interval>) {
    if let Some(starts) = starts {
        starts.tick().await;
    }
}
