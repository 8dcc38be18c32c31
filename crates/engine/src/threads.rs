//! Threads: work that makes its thread wait has one of its own, and what several threads share is locked in one way.

use mudbrick_model::{ErrorCode, Problem};
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// A lock whose holder panicked still guards usable data here: every critical section leaves it whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
