//! What is run, and what came of it, as a client sees and sends it. None of it has a value of a row or of an answer: what a
//! row holds may be a password.

use crate::answers::view::CheckView;
use crate::requests::RequestAddress;
use crate::requests::view::{PlaceName, PromptView, RequestOrigin};
use mudbrick_model::{ExchangeId, Method, Problem, ProfileId, Risk, Timestamp};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Names a run, also when it is over or was killed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, as = "String"))]
pub struct RunId(String);

impl RunId {
    /// Reads an id as it was printed.
    ///
    /// # Errors
    /// It cannot be one: it is part of a file's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fits = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '-';
        match !text.is_empty() && text.len() <= 40 && text.chars().all(fits) {
            true => Ok(Self(text.to_owned())),
            false => Err(format!("{text:?} is not the id of a run")),
        }
    }

    /// Of digits, small letters and hyphens.
    pub(super) fn made(text: String) -> Self {
        Self(text)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RunId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.0
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which requests are run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RunWhat {
    /// All of a file or folder of the person's own.
    Place {
        /// Which.
        place: PlaceName,
    },
    /// A single one.
    Request {
        /// Where it is.
        address: RequestAddress,
        /// Among which.
        origin: RequestOrigin,
    },
    /// All of a `.http` file elsewhere, or one of it.
    File {
        /// The file.
        path: PathBuf,
        /// The request's name.
        name: Option<String>,
    },
    /// Entries of the history, in this order.
    Exchanges {
        /// Their numbers.
        ids: Vec<ExchangeId>,
    },
}

/// What happens behind a call that is not as it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum OnFailure {
    /// The others are sent all the same.
    #[default]
    GoOn,
    /// Nothing more begins.
    Stop,
}

/// What a run is, all of which is kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunSettings {
    /// Which requests.
    pub what: RunWhat,
    /// With which profiles.
    pub profiles: Vec<ProfileId>,
    /// A file of rows, each of which all requests are sent with: CSV or JSON.
    pub data: Option<PathBuf>,
    /// How many calls are under way at once.
    pub parallel: NonZeroU32,
    /// How many begin in a second at one host; none is no limit.
    pub per_second: Option<NonZeroU32>,
    /// What happens behind a failure.
    pub on_failure: OnFailure,
}

/// What a run would do, found without sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunPlan {
    /// What the requests are called, in order.
    pub requests: Vec<String>,
    /// The profiles' titles, in order.
    pub profiles: Vec<String>,
    /// The rows; none without data.
    pub data: Option<RunData>,
    /// How many calls that is in all.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub calls: u64,
    /// The calls that somebody has to agree to.
    pub asks: Vec<PlannedWrite>,
    /// Variables without a value, each once.
    pub missing: Vec<String>,
    /// What somebody has to be asked for first.
    pub prompts: Vec<PromptView>,
    /// What of the requests does not go out or is not done, and what will probably go wrong.
    pub notes: Vec<PlannedNote>,
}

/// Something that is said about one request of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PlannedNote {
    /// What the request is called.
    pub request: String,
    /// A sentence.
    pub text: String,
}

/// The rows of a run, as they were understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunData {
    /// How many there are.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub rows: u64,
    /// The variables that they set.
    pub columns: Vec<String>,
    /// How the file was read, as a sentence.
    pub told: String,
}

/// Calls of one request with one profile that somebody has to agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct PlannedWrite {
    /// The profile's title.
    pub profile: String,
    /// How careful one has to be with it.
    pub risk: Risk,
    /// What the request is called.
    pub request: String,
    /// The method.
    pub method: Method,
    /// The URL of the first of them, secrets masked.
    pub url: String,
    /// How many calls, one for each row.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub calls: u64,
    /// Why, a clause each.
    pub reasons: Vec<String>,
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RunOutcome {
    /// The answer is as it has to be.
    Passed,
    /// A check of the request's file failed.
    CheckFailed,
    /// The answer is an error, and no check of its file expects that.
    ErrorAnswer,
    /// No whole answer came.
    SendFailed,
    /// Nothing was sent.
    NotSent,
}

/// What came of one call of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunResult {
    /// Its place among all calls, counted from 1: by row, then by profile, then by request.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub number: u64,
    /// Which profile.
    pub profile: ProfileId,
    /// Its title.
    pub title: String,
    /// The row, counted from 1; none without data.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub row: Option<u64>,
    /// Where the request is: `places/pois#List`, or `#12` for an entry of the history.
    pub called: String,
    /// The request's name.
    pub name: String,
    /// Its method.
    pub method: Method,
    /// Where it went, masked; none when nothing was sent.
    pub url: Option<String>,
    /// What came of it.
    pub outcome: RunOutcome,
    /// The status code.
    pub status: Option<u16>,
    /// When it began.
    pub started_at: Timestamp,
    /// The whole time in milliseconds.
    pub total_ms: Option<f64>,
    /// Bytes of the answer's body.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub body_bytes: Option<u64>,
    /// Its entry in the history.
    pub exchange: Option<ExchangeId>,
    /// What came of the checks of its file.
    pub checks: Vec<CheckView>,
    /// Why it failed or was not sent.
    pub problem: Option<Problem>,
}

/// How many calls came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunCounts {
    /// All of them, also those that nothing came of yet.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub calls: u64,
    /// As they have to be.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub passed: u64,
    /// With a check that failed.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub check_failed: u64,
    /// Answered with an error.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub error_answer: u64,
    /// Without a whole answer.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub send_failed: u64,
    /// Refused before anything was sent.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub not_sent: u64,
}

impl RunCounts {
    /// Counts one more.
    pub fn note(&mut self, outcome: RunOutcome) {
        *match outcome {
            RunOutcome::Passed => &mut self.passed,
            RunOutcome::CheckFailed => &mut self.check_failed,
            RunOutcome::ErrorAnswer => &mut self.error_answer,
            RunOutcome::SendFailed => &mut self.send_failed,
            RunOutcome::NotSent => &mut self.not_sent,
        } += 1;
    }

    /// Those that something came of.
    pub fn done(&self) -> u64 {
        self.passed + self.failed()
    }

    /// Those that are not as they have to be.
    pub fn failed(&self) -> u64 {
        self.check_failed + self.error_answer + self.send_failed + self.not_sent
    }

    /// Those that nothing came of yet.
    pub fn left(&self) -> u64 {
        self.calls.saturating_sub(self.done())
    }
}

/// Why calls are left over when a run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RunStopped {
    /// Somebody stopped it.
    Cancelled,
    /// One failed, and that stops the others.
    Failure,
    /// It cannot go on: the vault was locked, or the disk is full.
    Interrupted,
}

/// How a run goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunProgress {
    /// Which run.
    pub id: RunId,
    /// How many came to what.
    pub counts: RunCounts,
    /// What is under way: `places/pois#List on Acme · Places`.
    pub now: Vec<String>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunEnd {
    /// Which run.
    pub id: RunId,
    /// How many came to what.
    pub counts: RunCounts,
    /// Why calls are left over; none when none are.
    pub stopped: Option<RunStopped>,
    /// What interrupted it.
    pub problem: Option<Problem>,
}

/// Which results of a run are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RunFilter {
    /// All.
    All,
    /// Those that are not as they have to be.
    Failed,
}

/// Some of a run's results, in the order in which they ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunResults {
    /// How many there are that fit.
    pub total: usize,
    /// Those that were asked for.
    pub results: Vec<RunResult>,
}

/// A run in the list of runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RunSummary {
    /// Names it.
    pub id: RunId,
    /// When it began.
    pub started_at: Timestamp,
    /// What it was, and how.
    pub settings: RunSettings,
    /// How many came to what.
    pub counts: RunCounts,
}

/// What a run's report is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RunReport {
    /// XML as JUnit's, which build servers read.
    Junit,
    /// JSON.
    Json,
    /// Markdown, to be read.
    Markdown,
}
