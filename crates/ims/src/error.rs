//! What can go wrong when IMS is asked, with what its answer said about it.
//!
//! Nothing in here holds a secret: the server's words are scrubbed before they come here, and bodies are never kept.

use crate::headers::span;
use crate::refusal::Refusal;
use mudbrick_model::{ErrorCode, Explain, Problem, RemedyAction};
use mudbrick_net::SendError;
use std::fmt;
use std::time::Duration;

/// Why there is no token, or no answer about one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// No complete answer came.
    #[error("asking IMS")]
    Send(#[source] SendError),
    /// IMS says no.
    #[error("asking IMS: refused as {why:?} ({trace})")]
    Refused {
        /// For which reason.
        why: Refusal,
        /// What the answer said.
        trace: Trace,
    },
    /// Too many requests (429).
    #[error("asking IMS: throttled ({trace})")]
    Throttled {
        /// How long IMS asks to wait, if it says so.
        retry_after: Option<Duration>,
        /// What the answer said.
        trace: Trace,
    },
    /// IMS failed (5xx).
    #[error("asking IMS: internal error ({trace})")]
    Trouble {
        /// How long IMS asks to wait, if it says so.
        retry_after: Option<Duration>,
        /// What the answer said.
        trace: Trace,
    },
    /// What came is not an answer of IMS.
    #[error("asking IMS: {what:?} instead of an answer ({trace})")]
    BadAnswer {
        /// What it is instead.
        what: BadAnswer,
        /// What the answer said.
        trace: Trace,
    },
}

/// What came in place of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadAnswer {
    /// Nothing.
    Empty,
    /// A web page, most often of a proxy or a sign-in page.
    Html {
        /// Its title, scrubbed.
        title: Option<String>,
    },
    /// The beginning of an answer.
    CutOff,
    /// Something else than JSON.
    NotJson,
    /// JSON without what was asked for.
    Incomplete,
    /// A token that cannot go into a header, or is not a bearer token.
    UnusableToken,
    /// More than any answer of IMS.
    TooLarge {
        /// Bytes after which reading stopped.
        limit: u64,
    },
    /// A redirect, which a request with a secret does not follow.
    Redirect {
        /// Where to, when that is known.
        host: Option<String>,
    },
}

/// What an answer said besides its outcome; for the Details of an error. Scrubbed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The HTTP status.
    pub status: u16,
    /// IMS's code, such as `invalid_client`.
    pub error: Option<String>,
    /// IMS's own words.
    pub description: Option<String>,
    /// `X-DEBUG-ID`, which Adobe's support asks for (`aio-lib-core-auth`, ims-go).
    pub debug_id: Option<String>,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        let parts = [
            ("error", &self.error),
            ("error_description", &self.description),
            ("X-DEBUG-ID", &self.debug_id),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                write!(f, "; {name}: {value}")?;
            }
        }
        Ok(())
    }
}

impl Explain for TokenError {
    fn problem(&self) -> Problem {
        let (problem, trace) = match self {
            Self::Send(error) => return error.problem(),
            Self::Refused { why, trace } => {
                (Problem::new(why.code(), why.sentence()).remedy(why.remedy_with_action()), trace)
            }
            Self::Throttled { retry_after, trace } => (throttled(*retry_after), trace),
            Self::Trouble { retry_after, trace } => (trouble(*retry_after), trace),
            Self::BadAnswer { what, trace } => {
                let (message, remedy) = what.words();
                let problem = Problem::new(ErrorCode::BadAnswer, message).remedy(remedy);
                (problem.action(RemedyAction::TryAgain), trace)
            }
        };
        problem.detail(trace.to_string().replace("; ", "\n"))
    }
}

/// What the book says of such an answer.
fn sentence(id: &str) -> &'static str {
    mudbrick_explain::rule(id).map_or("", |rule| rule.sentence.as_str())
}

/// How long IMS asks to wait, in whole seconds; none when it does not say, or the time has come.
fn asked_wait(retry_after: Option<Duration>) -> Option<(String, u32)> {
    let wait = retry_after.filter(|wait| !wait.is_zero())?;
    let seconds = wait.as_millis().div_ceil(1000);
    Some((span(wait), u32::try_from(seconds).unwrap_or(u32::MAX)))
}

fn trouble(retry_after: Option<Duration>) -> Problem {
    let problem = Problem::new(ErrorCode::Network, sentence("ims.internal_error"));
    match asked_wait(retry_after) {
        Some((wait, seconds)) => problem
            .remedy(format!("Adobe asks to wait {wait}; if it goes on, look at status.adobe.com."))
            .action(RemedyAction::Wait { seconds }),
        None => problem
            .remedy("Try again in a minute; if it goes on, look at status.adobe.com.")
            .action(RemedyAction::TryAgain),
    }
}

fn throttled(retry_after: Option<Duration>) -> Problem {
    let (wait, seconds) = match asked_wait(retry_after) {
        Some((wait, seconds)) => (format!("Wait {wait}, then try again"), seconds),
        None => ("Wait a minute, then try again".to_owned(), 60),
    };
    Problem::new(ErrorCode::Throttled, sentence("ims.throttled"))
        .remedy(format!("{wait}; a token is good for a day and need not be renewed more often."))
        .action(RemedyAction::Wait { seconds })
}

impl BadAnswer {
    fn words(&self) -> (String, &'static str) {
        const BETWEEN: &str = "A proxy, a firewall or the sign-in page of a network may have answered in Adobe's place: \
            open a web page to see, then try again.";
        const AGAIN: &str = "Try again; if it happens again, send Adobe's support the details.";
        match self {
            Self::Empty => ("Adobe's login service gave an empty answer.".into(), AGAIN),
            Self::Html { title: Some(title) } => {
                (format!("A web page titled «{title}» came in place of Adobe's answer."), BETWEEN)
            }
            Self::Html { title: None } => {
                ("A web page came in place of Adobe's answer.".into(), BETWEEN)
            }
            Self::CutOff => {
                ("The answer of Adobe's login service ends in the middle.".into(), AGAIN)
            }
            Self::NotJson => {
                ("The answer of Adobe's login service cannot be read.".into(), BETWEEN)
            }
            Self::Incomplete => (
                "The answer of Adobe's login service does not hold what was asked for.".into(),
                AGAIN,
            ),
            Self::UnusableToken => {
                ("Adobe's login service gave a token that cannot be used.".into(), AGAIN)
            }
            Self::TooLarge { limit } => (
                format!(
                    "The answer is larger than {limit} bytes, and those of Adobe's login service are small."
                ),
                BETWEEN,
            ),
            Self::Redirect { host: Some(host) } => (
                format!(
                    "Instead of answering, Adobe's login service pointed to {host}; the secret was not sent there."
                ),
                BETWEEN,
            ),
            Self::Redirect { host: None } => (
                "Instead of answering, Adobe's login service pointed somewhere else.".into(),
                BETWEEN,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{throttled, trouble};
    use mudbrick_model::RemedyAction;
    use rstest::rstest;
    use std::time::Duration;

    #[rstest]
    #[case::not_said(None, "Wait a minute, ")]
    #[case::not_at_all(Some(0), "Wait a minute, ")]
    #[case::a_while(Some(5), "Wait 5 seconds, ")]
    fn how_long_to_wait_is_told(#[case] seconds: Option<u64>, #[case] expected: &str) {
        let remedy = throttled(seconds.map(Duration::from_secs)).remedy.unwrap().text;
        assert!(remedy.starts_with(expected), "{remedy}");
    }

    #[test]
    fn a_wait_that_was_asked_for_is_counted_in_seconds() {
        let seconds = |problem: mudbrick_model::Problem| match problem.remedy.unwrap().action {
            Some(action) => match *action {
                RemedyAction::Wait { seconds } => Some(seconds),
                _ => None,
            },
            None => None,
        };
        let asked = Some(Duration::from_millis(2_500));
        assert_eq!((seconds(throttled(asked)), seconds(trouble(asked))), (Some(3), Some(3)));
        assert_eq!((seconds(throttled(None)), seconds(trouble(None))), (Some(60), None));
    }
}
