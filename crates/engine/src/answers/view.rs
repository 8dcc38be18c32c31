//! Exchanges and their bodies in slices.

use crate::history::view::ExchangeSummary;
use mudbrick_model::{
    ErrorCode, ExchangeId, Header, NewSecret, Problem, ProfileId, Request, Timeline, Timings,
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One exchange, whole but for its body, which comes in slices.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ExchangeView {
    /// The list's line for it.
    pub summary: ExchangeSummary,
    /// What *Replay* sends again.
    pub request: Request,
    /// The headers that went out, redacted.
    pub sent_headers: Vec<Header>,
    /// The body that went out, redacted.
    pub sent_body: Option<String>,
    /// The answer's headers.
    pub headers: Vec<Header>,
    /// Where the time went.
    pub timings: Timings,
    /// The whole way in detail; none of what an earlier Mudbrick sent, which did not measure it.
    pub timeline: Option<Timeline>,
    /// Where it leads: `next` is the next page of a list.
    pub links: Vec<AnswerLink>,
    /// Why there is no answer, or what an error answer means and what to do about it. Else, once, what there is to tell of
    /// the history, such as that a newer Mudbrick's is not added to.
    pub problem: Option<Problem>,
    /// The body's first part.
    pub body: BodySlice,
    /// What came of the checks that its file asks for; empty in the history.
    pub checks: Vec<CheckView>,
    /// What its file takes of the answer as variables; empty in the history.
    pub captured: Vec<CapturedView>,
    /// The tries before this one, each an exchange of its own; empty in the history.
    pub retried: Vec<RetriedView>,
    /// Sentences about headers and query parameters that were left out because nothing was set for them; empty in the history.
    pub left_out: Vec<String>,
    /// The new client secret that came in this answer.
    pub new_secret: Option<NewSecretView>,
}

/// A new client secret, which Adobe tells once. It is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum NewSecretView {
    /// It is kept with the exchange, sealed, until somebody stores it in a profile.
    Waiting,
    /// It is a profile's.
    Stored {
        /// The profile.
        profile: ProfileId,
        /// Its title when that was done.
        title: String,
    },
}

impl From<NewSecret> for NewSecretView {
    fn from(new: NewSecret) -> Self {
        match new {
            NewSecret::Waiting { .. } => Self::Waiting,
            NewSecret::Stored { profile, title } => Self::Stored { profile, title },
        }
    }
}

/// What an answer in a text means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplanationView {
    /// The rule that it is known by, such as `gateway.token_refused`.
    pub rule: String,
    /// Whose answer it is.
    pub service: String,
    /// Why it happened, as far as that is known.
    pub cause: String,
    /// How certain that is.
    pub certainty: Certainty,
    /// Where it is known from.
    pub source: String,
    /// Whether something went wrong; some answers only look as if.
    pub is_failure: bool,
    /// What happened, and what to do.
    pub problem: Problem,
}

/// How certain what is said of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Adobe's documents or sources say so.
    Documented,
    /// Others told what came from Adobe.
    Reported,
    /// It is inferred, or in part.
    Unverified,
}

impl Certainty {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Documented => "Adobe documents this.",
            Self::Reported => "Others reported this; Adobe does not document it.",
            Self::Unverified => "This is not verified.",
        }
    }
}

/// A link in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct AnswerLink {
    /// What it is called: `next`.
    pub rel: String,
    /// The whole address.
    pub url: String,
    /// Whether it leads to the server that answered.
    pub is_same_server: bool,
}

/// Several pages of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PagesView {
    /// The exchange of each page, in their order.
    pub pages: Vec<ExchangeId>,
    /// Why there are no more.
    pub ended: PagesEnd,
    /// What went wrong with the last one, when that is why.
    pub problem: Option<Problem>,
}

/// Why no further page was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum PagesEnd {
    /// It was the last one, as far as it says.
    Last,
    /// So many were asked for.
    Limit,
    /// The next one is on another server, which gets no token on an answer's word.
    AnotherServer {
        /// Where it is.
        url: String,
    },
    /// The next one is one that came before.
    Circle,
    /// The last one is no answer, or an error.
    Failed,
    /// It was stopped.
    Stopped,
    /// The last one is too large to be searched for the next.
    TooLarge,
}

/// A try that another one followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RetriedView {
    /// Its exchange in the history.
    pub id: ExchangeId,
    /// The status of its answer; none when there was none.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub failed: Option<ErrorCode>,
    /// How long was waited behind it, in milliseconds.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub waited_ms: u64,
}

impl RetriedView {
    /// Of a try behind which so long was waited.
    pub(crate) fn of(view: &ExchangeView, wait: Duration) -> Self {
        let ExchangeSummary { id, status, failed, .. } = view.summary;
        let waited_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        Self { id, status, failed, waited_ms }
    }
}

/// What came of a check of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CheckView {
    /// As it is written: `status 200`.
    pub check: String,
    /// Whether the answer is as it has to be.
    pub passed: bool,
    /// What was found instead, masked.
    pub found: Option<String>,
    /// Why it could not be found out.
    pub because: Option<String>,
}

/// A part of an answer that became a variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CapturedView {
    /// The variable.
    pub name: String,
    /// Its value; none for a secret, and when the answer has nothing there.
    pub value: Option<String>,
    /// Whether the value is a secret.
    pub is_secret: bool,
}

/// A part of an answer's body as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodySlice {
    /// What kind of text.
    pub format: BodyFormat,
    /// The text, indented when it is JSON and short enough to be read whole.
    pub text: String,
    /// Byte offset of the next part; none when this was the last.
    pub next: Option<u64>,
}

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BodyFormat {
    /// No body.
    Empty,
    /// Valid JSON.
    Json,
    /// Other text.
    Text,
    /// Neither; shown as a note of its size.
    Binary,
}
