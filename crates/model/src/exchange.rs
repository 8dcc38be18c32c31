//! An exchange: one request that was sent and what came of it, as history keeps it. Redacted before it gets here.

use crate::{Header, Method, Problem, ProfileId, Request, Timeline, Timestamp};
use serde::{Deserialize, Serialize};

/// The number of an exchange in history, rising with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "number"))]
pub struct ExchangeId(pub i64);

/// One sent request and its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The profile it was sent with.
    pub profile: ProfileId,
    /// That profile's title when it was sent, which stays readable after the profile is gone.
    pub profile_title: String,
    /// When sending began.
    pub started_at: Timestamp,
    /// What the person asked for, variables unfilled: what *Replay* sends again.
    pub request: Request,
    /// The method that went out.
    pub sent_method: Method,
    /// The URL that went out, variables filled, secrets redacted.
    pub sent_url: String,
    /// The headers that went out, secrets redacted.
    pub sent_headers: Vec<Header>,
    /// The body that went out, secrets redacted.
    pub sent_body: Option<String>,
    /// What came back, or why nothing did.
    pub outcome: Outcome,
    /// Where the time went.
    pub timings: Timings,
    /// The whole way in detail; none of what an earlier Mudbrick sent, which did not measure it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
    /// Why bodies, header values and query values were left out: `the vault was locked`. None when nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_kept: Option<String>,
    /// The kept request that was sent. None for one of no file, and for what an earlier Mudbrick sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_from: Option<SentFrom>,
    /// The new client secret that came in this answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_secret: Option<NewSecret>,
}

/// Where the request of an exchange was kept when it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentFrom {
    /// Among which requests.
    pub among: KeptAmong,
    /// Its address among them; of a file elsewhere its whole path.
    pub place: String,
    /// Which request of a file elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which state the file was in. It says nothing but whether that is another one now.
    pub state: String,
}

/// The kinds of kept requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptAmong {
    /// The person's own, below `requests/`.
    Own,
    /// Those that come with Mudbrick.
    Catalogue,
    /// The files elsewhere on this computer.
    Files,
}

/// A client secret that Adobe tells once, in the answer to the call that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NewSecret {
    /// Nobody has stored it yet.
    Waiting {
        /// Sealed to the vault's key, as base64.
        sealed: String,
    },
    /// It is a profile's now, and only there.
    Stored {
        /// The profile.
        profile: ProfileId,
        /// Its title when that was done.
        title: String,
    },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// A complete answer.
    Answered {
        /// The HTTP status code.
        status: u16,
        /// As received, secrets redacted.
        headers: Vec<Header>,
        /// Bytes of the decoded body.
        body_bytes: u64,
    },
    /// No complete answer.
    Failed {
        /// What a person is told.
        problem: Problem,
        /// What had come by then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        came: Option<PartialAnswer>,
    },
}

impl Outcome {
    /// The answer's first header of a name, of a whole answer or of one that broke off.
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = match self {
            Self::Answered { headers, .. } => headers,
            Self::Failed { came, .. } => &came.as_ref()?.headers,
        };
        let mut named = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        named.next().map(|header| header.value.as_str())
    }
}

/// An answer that broke off: the connection failed, it was stopped, or it grew too large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// As received, secrets redacted.
    pub headers: Vec<Header>,
    /// Bytes of the decoded body that came.
    pub body_bytes: u64,
}

/// Milliseconds of each stage; a stage that did not happen (a connection was reused) is none.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Timings {
    /// Name resolution, connection and TLS handshake together.
    pub connect_ms: Option<f64>,
    /// From the request's start to the answer's headers.
    pub first_byte_ms: Option<f64>,
    /// From the request's start to the end of the body, or to the failure.
    pub total_ms: f64,
}

impl Eq for Timings {}
