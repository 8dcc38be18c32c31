//! One check of one profile: what it calls, and whom it is about.

use super::view::{CheckupGrade, CheckupStep, CheckupStepKind};
use crate::core::Core;
use crate::inspection::Inspection;
use crate::keys::Keys;
use crate::requests::Requests;
use crate::tokens::Tokens;
use crate::vault::Vault;
use mudbrick_explain::Product;
use mudbrick_model::{Problem, Profile, ProfileName};
use std::sync::Arc;

/// The rooms that a check calls.
pub(super) struct Parts {
    pub(super) core: Arc<Core>,
    pub(super) vault: Arc<Vault>,
    pub(super) keys: Arc<Keys>,
    pub(super) tokens: Arc<Tokens>,
    pub(super) inspection: Arc<Inspection>,
    pub(super) requests: Requests,
}

/// A check of one profile.
pub(super) struct Looking {
    pub(super) parts: Arc<Parts>,
    pub(super) profile: Profile,
    /// Products that a person named.
    pub(super) also: Vec<&'static Product>,
}

impl Looking {
    pub(super) fn name(&self) -> ProfileName {
        ProfileName::of(&self.profile)
    }
}

/// A step that came to nothing but a problem.
pub(super) fn failed(kind: CheckupStepKind, grade: CheckupGrade, problem: &Problem) -> CheckupStep {
    CheckupStep::new(kind, grade, problem.message.clone()).remedy(problem.remedy.clone())
}
