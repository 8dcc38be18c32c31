//! The policy as a client sees it.

use mudbrick_model::Problem;
use mudbrick_store::Policy;
use serde::Serialize;

/// What holds now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyView {
    /// Each member as it is in force: where the file cannot be read, the careful choice.
    pub policy: Policy,
    /// Where the file lies, though it may not be there.
    pub path: String,
    /// Why the file cannot be read, where that is so. Nothing is sent to the real Adobe then.
    pub problem: Option<Problem>,
}
