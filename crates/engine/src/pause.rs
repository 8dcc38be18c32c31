//! Waiting as a parameter: between two tries of a request time has to pass, and tests own it.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Lets time pass. It is passed in as the clock is, so that no test waits.
pub trait Pause: Send + Sync {
    /// Resolves when so much time has passed.
    fn pause(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The machine's own time.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealPause;

impl Pause for RealPause {
    fn pause(&self, span: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(span))
    }
}
