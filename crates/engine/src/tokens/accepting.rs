//! Takes connections, for the address that programs ask for tokens and the one that a browser comes back to.

use std::future::Future;
use std::io;
use std::time::Duration;

/// Between tries to take a connection that failed.
const FIRST_WAIT: Duration = Duration::from_millis(10);
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The next connection. One that is gone before it was taken is not the end of the others. Where the process may open no more
/// files, every try fails at once, so that each waits longer than the one before.
pub(super) async fn next_connection<T, F: Future<Output = io::Result<T>>>(
    accept: impl Fn() -> F,
) -> T {
    let mut wait = FIRST_WAIT;
    loop {
        match accept().await {
            Ok(connection) => return connection,
            Err(_) => {
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test(start_paused = true)]
    async fn a_process_without_room_for_connections_does_not_spin() {
        let tries = AtomicU32::new(0);
        let full = || async {
            tries.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(io::Error::other("too many open files"))
        };
        let taken = tokio::time::timeout(Duration::from_millis(200), next_connection(full)).await;
        assert!(taken.is_err(), "there was none to take");
        // 10, 20, 40 and 80 ms apart.
        assert_eq!(tries.load(Ordering::Relaxed), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_was_gone_costs_the_next_one_a_moment() {
        let tries = AtomicU32::new(0);
        let gone = || async {
            match tries.fetch_add(1, Ordering::Relaxed) {
                0 => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                n => Ok(n),
            }
        };
        assert_eq!(next_connection(gone).await, 1);
    }
}
