//! The sign-ins of this process that are under way, so that an address that a person pastes finds its own, and locking the
//! vault ends them all.

use super::answer::{Answer, Expected};
use crate::jobs::JobId;
use crate::threads::lock;
use mudbrick_model::{ErrorCode, Problem};
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, mpsc};

/// All that are under way.
#[derive(Default)]
pub(in crate::tokens) struct SignIns {
    waiting: Waiting,
    locked: Notify,
}

type Waiting = Arc<Mutex<BTreeMap<JobId, (Expected, mpsc::Sender<Answer>)>>>;

/// Takes the sign-in out again, however it ended.
pub(super) struct Entry {
    job: JobId,
    waiting: Waiting,
}

/// Where a pasted answer comes.
pub(super) struct Pasted(mpsc::Receiver<Answer>);

impl Pasted {
    pub(super) async fn answer(&mut self) -> Answer {
        match self.0.recv().await {
            Some(answer) => answer,
            None => std::future::pending().await,
        }
    }
}

impl SignIns {
    pub(super) fn begin(&self, job: &JobId, expected: Expected) -> (Entry, Pasted) {
        let (sender, receiver) = mpsc::channel(1);
        lock(&self.waiting).insert(job.clone(), (expected, sender));
        (Entry { job: job.clone(), waiting: Arc::clone(&self.waiting) }, Pasted(receiver))
    }

    pub(super) fn paste(&self, job: &JobId, address: &SecretText) -> Result<(), Problem> {
        let waiting = lock(&self.waiting);
        let Some((expected, sender)) = waiting.get(job) else {
            return Err(Problem::new(ErrorCode::NotFound, "This sign-in is over.")
                .remedy("Begin another one."));
        };
        let answer = expected.read_address(address)?;
        // A second one, or one after the sign-in's end, changes nothing.
        let _ = sender.try_send(answer);
        Ok(())
    }

    /// Ends all of them: no secret may come into memory that a person has just locked away.
    pub(in crate::tokens) fn lock(&self) {
        self.locked.notify_waiters();
    }

    /// Ends when the vault is locked, from now on.
    pub(super) fn locked(&self) -> Notified<'_> {
        self.locked.notified()
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        lock(&self.waiting).remove(&self.job);
    }
}
