//! What an examination found, and what a file of it holds.

use mudbrick_model::{Problem, Remedy};
use serde::Serialize;

/// What an examination found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DoctorView {
    /// Mudbrick's version.
    pub version: String,
    /// In an order that a person reads: the computer first, then what is in the home.
    pub findings: Vec<Finding>,
}

impl DoctorView {
    /// How much is wrong.
    pub fn wrong(&self) -> usize {
        self.findings.iter().filter(|finding| finding.grade == Grade::Wrong).count()
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct Finding {
    /// What was looked at.
    pub kind: FindingKind,
    /// Whether all is well with it.
    pub grade: Grade,
    /// What it is like.
    pub sentence: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub remedy: Option<Remedy>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum FindingKind {
    /// The system that Mudbrick runs on.
    System,
    /// The home folder: whether it is there, can be written and has room.
    Home,
    /// Who owns the home folder and what is in it, and who else may write there.
    Owner,
    /// The computer's clock, by the times of files.
    Clock,
    /// A proxy that the environment names.
    Proxy,
    /// The policy, as far as there is a file that says one.
    Policy,
    /// The vault and the keeper of its key.
    Vault,
    /// The profiles.
    Profiles,
    /// The key pairs.
    Keys,
    /// The person's own requests.
    Requests,
    /// A record, request or secret that cannot be read.
    Damaged,
    /// The history.
    History,
    /// The diagnostics log.
    Log,
}

/// Whether all is well with something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum Grade {
    /// It is.
    Well,
    /// It is, and a person may want to know something of it.
    Note,
    /// It is not.
    Wrong,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DiagnosticsSaved {
    /// Where.
    pub path: String,
    /// How much was found to be wrong.
    pub wrong: u32,
    /// Why the log and every sentence were left out, when they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub left_out: Option<Problem>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, grade: Grade, sentence: impl Into<String>) -> Self {
        Self { kind, grade, sentence: sentence.into(), remedy: None }
    }

    pub(super) fn well(kind: FindingKind, sentence: impl Into<String>) -> Self {
        Self::new(kind, Grade::Well, sentence)
    }

    pub(super) fn wrong(kind: FindingKind, sentence: impl Into<String>) -> Self {
        Self::new(kind, Grade::Wrong, sentence)
    }

    pub(super) fn remedy(mut self, remedy: impl Into<Remedy>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// A problem as somebody would meet it.
    pub(super) fn problem(kind: FindingKind, grade: Grade, problem: &Problem) -> Self {
        let sentence = problem.message.clone();
        Self { kind, grade, sentence, remedy: problem.remedy.clone() }
    }
}
