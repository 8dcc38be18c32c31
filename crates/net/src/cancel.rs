//! A handle that stops a request from elsewhere. Who holds it, and when it is pulled, is left to the engine.

use std::sync::Arc;
use tokio::sync::watch;

/// Stops whatever was given a clone of it. Cancelling is for ever: take a new one for the next request.
#[derive(Debug, Clone)]
pub struct Cancel {
    sender: Arc<watch::Sender<bool>>,
}

impl Cancel {
    /// A handle nobody has pulled yet.
    pub fn new() -> Self {
        Self { sender: Arc::new(watch::Sender::new(false)) }
    }

    /// Stops every request that holds a clone, now and later.
    pub fn cancel(&self) {
        self.sender.send_replace(true);
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        *self.sender.borrow()
    }

    /// Resolves once cancelled; never before.
    pub async fn cancelled(&self) {
        let mut receiver = self.sender.subscribe();
        // The sender lives in `self`, so waiting cannot end for any other reason.
        let _ = receiver.wait_for(|cancelled| *cancelled).await;
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::Cancel;
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn a_clone_is_the_same_handle_and_a_new_one_is_another() {
        let (one, other) = (Cancel::default(), Cancel::new());
        let clone = one.clone();
        let mut waiting = pin!(clone.cancelled());
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Pending);
        assert!(!clone.is_cancelled());
        one.cancel();
        assert!(clone.is_cancelled() && !other.is_cancelled());
        assert_eq!(waiting.poll(&mut context), Poll::Ready(()));
        assert_eq!(pin!(clone.cancelled()).poll(&mut context), Poll::Ready(()));
    }
}
