//! The policy's room: what a person decided about safety, and what holds while the file that says so cannot be read. What
//! follows from each part of it is done where it belongs: in `history` for what is kept, in `network` for how calls leave
//! this machine, in the window's shell for locking.

pub(crate) mod view;

use crate::core::Core;
use crate::threads::lock;
use mudbrick_model::{Explain, Problem};
use mudbrick_store::{Locking, Retention};
use std::sync::{Arc, Mutex};
use view::PolicyView;

/// The room of the policy.
pub struct Policy {
    core: Arc<Core>,
    /// What the file said when it could last be read.
    last: Mutex<Option<Locking>>,
}

impl Policy {
    pub(crate) fn new(core: &Arc<Core>) -> Self {
        Self { core: Arc::clone(core), last: Mutex::default() }
    }

    /// What holds now, as far as the file can be read.
    pub fn view(&self) -> PolicyView {
        let (policy, problem) = self.in_force();
        PolicyView { policy, path: self.core.policy.path().display().to_string(), problem }
    }

    /// When the vault locks itself.
    pub fn locking(&self) -> Locking {
        self.in_force().0.locking
    }

    /// Changes what `change` changes, and keeps everything else in the file as it was written.
    ///
    /// # Errors
    /// The file cannot be read, and was left as it is; or the disk refuses.
    pub fn set(
        &self,
        change: impl FnOnce(&mut mudbrick_store::Policy),
    ) -> Result<PolicyView, Problem> {
        self.core.policy.edit(change)?;
        Ok(self.view())
    }

    /// Whether there is a file, which may not be readable.
    pub fn is_written(&self) -> bool {
        self.core.policy.exists()
    }

    fn in_force(&self) -> (mudbrick_store::Policy, Option<Problem>) {
        match self.core.policy.read() {
            Ok(policy) => {
                // Only the locking is remembered: everything else has a default that is careful enough.
                *lock(&self.last) = Some(policy.locking);
                (policy, None)
            }
            Err(error) => (self.fallback(), Some(error.problem())),
        }
    }

    /// The defaults, but nothing is removed, and the vault is locked no later than the file last said.
    fn fallback(&self) -> mudbrick_store::Policy {
        let usual = Locking::default();
        let locking = lock(&self.last).map_or(usual, |last| last.or_earlier(usual));
        mudbrick_store::Policy {
            locking,
            history: Retention::EVERYTHING,
            ..mudbrick_store::Policy::default()
        }
    }
}
