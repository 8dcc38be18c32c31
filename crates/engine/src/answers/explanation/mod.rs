//! What an error answer from one of Adobe's APIs means, and what to do about it: by its host, then by its shape (`services`,
//! `gateway`). An answer that is not known is shown as it is, without a guess. Whether a new token may help is told by
//! `token_refusal`.

mod answered;
mod gateway;
mod services;
#[cfg(test)]
mod tests;
mod token_refusal;

pub(crate) use answered::{Answered, host_of};
pub(crate) use token_refusal::refuses_token;

use answered::A_MOMENT;
use mudbrick_model::{ErrorCode, Problem, Remedy, RemedyAction};
use serde_json::Value;
use std::time::Duration;

/// The explanation of an answer, when it is an error that is understood.
pub(crate) fn answer(answer: &Answered<'_>) -> Option<Problem> {
    let json: Option<Value> = serde_json::from_slice(answer.body).ok();
    let problem = services::by_host(answer, json.as_ref())
        .or_else(|| json.as_ref().filter(|_| answer.status >= 400).and_then(gateway::by_code))
        .or_else(|| services::by_shape(answer, json.as_ref()))
        .or_else(|| by_status(answer.status))?;
    let problem = match answer.wait() {
        Some(wait) if is_passing(problem.code) => waiting(problem, wait),
        _ => problem,
    };
    Some(match answer.header("x-request-id") {
        Some(id) => problem.detail(format!("X-Request-Id: {id}")),
        None => problem,
    })
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

fn by_status(status: u16) -> Option<Problem> {
    match status {
        429 => Some(
            Problem::new(ErrorCode::Throttled, "Adobe asks for fewer requests.")
                .remedy("Wait a moment, then send again.")
                .action(RemedyAction::Wait { seconds: A_MOMENT }),
        ),
        _ => None,
    }
}
