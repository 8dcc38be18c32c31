//! Edits of records that others may save at the same time.

use mudbrick_model::{ErrorCode, Problem};

/// How often an edit is tried when others save in between. Each try takes milliseconds.
const TRIES: usize = 8;

/// Does again what failed because somebody else saved in between, since it reads what they saved.
pub(crate) fn tried_again<T>(work: impl Fn() -> Result<T, Problem>) -> Result<T, Problem> {
    // Whoever saved in between was quicker, so that somebody always gets on: no pause is needed between the tries.
    for _ in 1..TRIES {
        match work() {
            Err(problem) if problem.code == ErrorCode::Conflict => {}
            outcome => return outcome,
        }
    }
    work()
}
