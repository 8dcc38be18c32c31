//! The room of runs: one request sent on many profiles, or many requests with many profiles and rows, a few at a time. Sending,
//! and the guard before it, is left to `requests`; what differs, to `comparison`.
//!
//! ```text
//! requests, profiles, rows ──plan──▶ agreed, once ──running──▶ lanes ──▶ journal ──▶ results, report
//! exchange, profiles ──plan──▶ who gets what, and why somebody has to agree ──agreed, once──▶ sent, compared, told
//!                                            │ not agreed: nothing was sent
//! ```

mod choice;
mod journal;
mod lane;
mod masking;
mod opened;
mod plan;
mod replay;
mod report;
mod results;
mod rows;
mod run;
pub(crate) mod run_view;
mod running;
mod starts;
pub(crate) mod view;

pub use choice::ProfileFilter;
pub use plan::RunGiven;
pub use replay::{Against, ReplayOn};
pub use run::RunNews;

use crate::comparison::Comparison;
use crate::core::Core;
use crate::requests::Requests;
use mudbrick_model::{ErrorCode, Problem, counted};
use std::sync::Arc;

/// The room of runs.
#[derive(Clone)]
pub struct Runs {
    core: Arc<Core>,
    requests: Requests,
    comparison: Arc<Comparison>,
    opened: Arc<opened::Opened>,
}

impl Runs {
    pub(crate) fn new(core: &Arc<Core>, requests: &Requests, comparison: &Arc<Comparison>) -> Self {
        Self {
            core: Arc::clone(core),
            requests: requests.clone(),
            comparison: Arc::clone(comparison),
            opened: Arc::default(),
        }
    }
}

/// Why nothing of it is sent as long as nobody has agreed to some of the calls. `again` says what to do then.
fn not_agreed((asked, of): (u64, u64), again: &str) -> Problem {
    let (have, they) = if asked == 1 { ("has", "it") } else { ("have", "they") };
    let message = format!(
        "{asked} of {} {have} to be agreed to, since {they} can change data in production, show a secret, or do more than is meant. Nothing was sent.",
        counted(of, "call")
    );
    Problem::new(ErrorCode::NeedsConfirmation, message)
        .remedy(format!("Look at the list, confirm that you mean all of it, and {again}."))
}
