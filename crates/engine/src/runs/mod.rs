//! The room of runs: one request sent on many profiles, a few at a time. Sending, and the guard before it, is left to
//! `requests`; what differs, to `comparison`.
//!
//! ```text
//! exchange, profiles ──plan──▶ who gets what, and why somebody has to agree ──agreed, once──▶ sent, compared, told
//!                                            │ not agreed: nothing was sent
//! ```

mod choice;
mod pace;
mod replay;
pub(crate) mod view;

pub use choice::ProfileFilter;
pub use pace::Pace;
pub use replay::{Against, ReplayOn};

use crate::comparison::Comparison;
use crate::core::Core;
use crate::requests::Requests;
use std::sync::Arc;

/// The room of runs.
#[derive(Clone)]
pub struct Runs {
    core: Arc<Core>,
    requests: Requests,
    comparison: Arc<Comparison>,
}

impl Runs {
    pub(crate) fn new(core: &Arc<Core>, requests: &Requests, comparison: &Arc<Comparison>) -> Self {
        Self {
            core: Arc::clone(core),
            requests: requests.clone(),
            comparison: Arc::clone(comparison),
        }
    }
}
