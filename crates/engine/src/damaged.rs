//! Records whose files cannot be read, as a client sees them.

use crate::policy::view::PolicyView;
use mudbrick_model::Problem;
use mudbrick_store::Damaged;
use serde::Serialize;

/// A profile, key pair, policy, request or draft whose file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct DamagedRecord {
    /// Which of them.
    pub kind: RecordKind,
    /// The file's name without its ending, which was made of the title.
    pub name: String,
    /// Where the file lies.
    pub path: String,
    /// What is wrong with it, and what to do.
    pub problem: Problem,
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum RecordKind {
    /// A profile.
    Profile,
    /// A key pair.
    KeyPair,
    /// The policy.
    Policy,
    /// A file of the person's own requests.
    Request,
    /// What was open in the window.
    Draft,
}

impl DamagedRecord {
    pub(crate) fn profile(damaged: &Damaged) -> Self {
        Self::of(RecordKind::Profile, damaged)
    }

    pub(crate) fn key(damaged: &Damaged) -> Self {
        Self::of(RecordKind::KeyPair, damaged)
    }

    pub(crate) fn request(damaged: &Damaged) -> Self {
        Self::of(RecordKind::Request, damaged)
    }

    pub(crate) fn draft(damaged: &Damaged) -> Self {
        Self::of(RecordKind::Draft, damaged)
    }

    /// None when the policy can be read.
    pub(crate) fn policy(view: PolicyView) -> Option<Self> {
        let (kind, name) = (RecordKind::Policy, "policy".to_owned());
        view.problem.map(|problem| Self { kind, name, path: view.path, problem })
    }

    fn of(kind: RecordKind, damaged: &Damaged) -> Self {
        Self {
            kind,
            name: damaged.name(),
            path: damaged.path.display().to_string(),
            problem: damaged.problem.clone(),
        }
    }
}
