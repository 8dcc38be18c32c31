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
