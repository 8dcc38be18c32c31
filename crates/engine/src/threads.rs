//! Threads: work that makes its thread wait has one of its own, work that must not be cut off has a task of its own, and what
//! several threads share is locked in one way.

use mudbrick_model::{ErrorCode, Problem};
use std::future::Future;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Does work that waits for the vault, a keyring, SQLite or a disk on a thread of its own. Everything else that the caller's
/// thread has to do goes on meanwhile, and there may be no other thread: every call from async code into such work comes
/// through here.
///
/// The work goes on when the caller is dropped: it must leave nothing half done.
///
/// # Errors
/// The work panicked.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))
}

/// How much work of [`to_the_end`] is under way. Of the whole process, since a runtime that ends takes the work of every engine
/// with it.
static UNDER_WAY: LazyLock<watch::Sender<usize>> = LazyLock::new(|| watch::Sender::new(0));

/// One piece of it; over when this is dropped, however the work ended.
struct Counted;

impl Counted {
    fn begin() -> Self {
        UNDER_WAY.send_modify(|count| *count += 1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        UNDER_WAY.send_modify(|count| *count -= 1);
    }
}

/// Does async work that goes on when the caller is dropped: what Adobe tells once has to be kept, whoever waits for it.
///
/// # Errors
/// The work panicked.
pub(crate) async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Problem> {
    let counted = Counted::begin();
    let done = tokio::spawn(async move {
        let done = work.await;
        drop(counted);
        done
    });
    done.await.map_err(|error| Problem::new(ErrorCode::Internal, error.to_string()))
}

/// Waits until everything has ended that must not be cut off: whoever ends a runtime waits for this first. None of it takes
/// longer than a call to Adobe may take.
pub async fn all_kept() {
    // The sender lives as long as the process, so that waiting cannot fail.
    let _ = UNDER_WAY.subscribe().wait_for(|count| *count == 0).await;
}

/// A lock whose holder panicked still guards usable data here: every critical section leaves it whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn what_must_not_be_cut_off_goes_on_without_its_caller_and_is_waited_for() {
        let (answer, answered) = oneshot::channel::<()>();
        let kept = Arc::new(AtomicBool::new(false));
        let keeps = Arc::clone(&kept);
        let work = to_the_end(async move {
            answered.await.unwrap();
            keeps.store(true, Ordering::SeqCst);
        });
        tokio::select! {
            biased;
            _ = work => panic!("nothing was answered yet"),
            // Whoever waited has gone.
            () = std::future::ready(()) => {}
        }
        let ended = tokio::spawn(all_kept());
        tokio::task::yield_now().await;
        assert!(!ended.is_finished());
        answer.send(()).unwrap();
        ended.await.unwrap();
        assert!(kept.load(Ordering::SeqCst));
    }
}
