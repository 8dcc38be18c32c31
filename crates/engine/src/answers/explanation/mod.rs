//! What an error answer from one of Adobe's APIs means, and what to do about it: by the rule book of the crate `explain`, and where
//! that knows nothing, by what HTTP itself says (429, a challenge). An answer that is not known is shown as it is, without a
//! guess. Whether a new token may help is told by `token_refusal`.

mod answered;
mod by_protocol;
#[cfg(test)]
mod tests;
mod token_refusal;

pub(crate) use answered::Answered;
pub(crate) use token_refusal::refuses_token;

use mudbrick_explain::{Explained, explain};
use mudbrick_model::{ErrorCode, Problem, Remedy, RemedyAction};
use std::time::Duration;

/// The explanation of an answer, when it is an error that is understood.
pub(crate) fn answer(answer: &Answered<'_>) -> Option<Problem> {
    let known = explain(&answer.as_explained()).filter(|known| !known.rule.quiet);
    let problem = match &known {
        Some(known) => known.problem(),
        None => by_protocol::problem(answer)?,
    };
    let problem = told(problem, answer.wait());
    let id = answer.header("x-request-id").map(|id| format!("X-Request-Id: {id}"));
    let lines: Vec<String> = known.as_ref().map(why).into_iter().chain(id).collect();
    Some(if lines.is_empty() { problem } else { problem.detail(lines.join("\n")) })
}

/// Why it happened, and how certain that is.
pub(crate) fn why(known: &Explained) -> String {
    format!("{} ({})", known.rule.cause, known.rule.standing.words())
}

/// With the wait that the answer asks for, where waiting is what mends it.
pub(crate) fn told(problem: Problem, wait: Option<Duration>) -> Problem {
    match wait {
        Some(wait) if is_passing(problem.code) => waiting(problem, wait),
        _ => problem,
    }
}

/// Whether it may go well later without anything being changed.
fn is_passing(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Throttled | ErrorCode::Network)
}

/// The wait that was asked for goes before whatever else could be advised.
fn waiting(problem: Problem, wait: Duration) -> Problem {
    // A fraction more than a whole second is not over when that second is.
    let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
    let text = format!("Wait {seconds} s, then send again.");
    let action = Some(Box::new(RemedyAction::Wait { seconds }));
    Problem { remedy: Some(Remedy { text, action }), ..problem }
}
