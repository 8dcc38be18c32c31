//! What an error answer from one of Adobe's APIs means, and what to do about it: by its host, then by its shape (`services`,
//! `gateway`). An answer that is not known is shown as it is, without a guess. Whether a new token may help is told by
//! `token_refusal`.

mod gateway;
mod services;
#[cfg(test)]
mod tests;
mod token_refusal;

pub(crate) use token_refusal::refuses_token;

use mudbrick_model::{ErrorCode, Header, Problem, Remedy, RemedyAction, Timestamp};
use mudbrick_net::retry_after;
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// Seconds to wait where Adobe does not say how long.
const A_MOMENT: u32 = 10;

/// An answer, as far as it says what it means.
pub(crate) struct Answered<'a> {
    /// Whose answer it is, where the URL has not been masked.
    pub(crate) host: &'a str,
    pub(crate) status: u16,
    pub(crate) headers: &'a [Header],
    /// Its beginning, at least; nothing where history did not keep it.
    pub(crate) body: &'a [u8],
    /// Whether there was no body at all, which some services mean something by.
    pub(crate) is_empty: bool,
    /// When it came, for a date to wait until.
    pub(crate) at: Timestamp,
}

/// The host of a URL, or nothing.
pub(crate) fn host_of(url: &str) -> String {
    let parsed = Url::parse(url).ok();
    parsed.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
}

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

impl Answered<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|it| it.name.eq_ignore_ascii_case(name));
        found.next().map(|header| header.value.as_str())
    }

    /// How long it asks to wait, if that is not over. The gateway's 503071 comes with a header that is really called
    /// `Retry_After` (validatorsHandlerErrorDecorator.lua).
    fn wait(&self) -> Option<Duration> {
        let value = self.header("retry-after").or_else(|| self.header("retry_after"))?;
        retry_after(value, self.header("date"), self.at).filter(|wait| !wait.is_zero())
    }

    fn is_of(&self, domain: &str) -> bool {
        let below = self.host.strip_suffix(domain);
        below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
    }
}

/// The problem without anything to do about it.
fn problem(code: ErrorCode, message: &str, remedy: &str) -> Problem {
    Problem::new(code, message).remedy(remedy)
}

/// A token that a new one may take the place of.
fn renew(message: &str) -> Problem {
    problem(ErrorCode::CredentialRefused, message, "Renew the token and send again.")
        .action(RemedyAction::RenewToken { profile: None })
}
