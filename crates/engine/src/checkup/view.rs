//! What a check of profiles finds: step by step for each of them, and what each can and cannot do. Nothing of it is a secret.

use mudbrick_model::{ExchangeId, ProfileId, Remedy, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CheckupWish {
    /// Which profiles.
    pub profiles: Vec<ProfileId>,
    /// Products that are asked although the scopes do not tell that the profile is for them, by their names.
    pub also: Vec<String>,
    /// The same for single profiles.
    pub also_of: BTreeMap<ProfileId, Vec<String>>,
}

/// What was found of all profiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CheckupReport {
    /// When.
    pub at: Timestamp,
    /// In the order in which they were named.
    pub profiles: Vec<ProfileCheckup>,
    /// How many were not begun, because it was stopped.
    pub not_begun: u32,
}

/// What was found of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProfileCheckup {
    /// Which.
    pub profile: ProfileId,
    /// `Acme · Places`.
    pub title: String,
    /// All of it in a word.
    pub verdict: CheckupVerdict,
    /// In the order in which they were taken. The first one that is wrong is the one to see to.
    pub steps: Vec<CheckupStep>,
    /// Products that its scopes rule out, which were not asked.
    pub cannot: Vec<CannotDo>,
    /// Products that were not asked, because the scopes do not show whether it is for them: whoever names them has them asked.
    pub unasked: Vec<String>,
    /// Whether the check was stopped before it had found all of that.
    pub stopped: bool,
}

/// How a profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CheckupVerdict {
    /// It gets a token, and opens what it is for.
    Works,
    /// It gets a token, and does not open all that it is for.
    Limited,
    /// It gets no token.
    Fails,
    /// Something could not be found out.
    Unknown,
}

/// A step of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CheckupStep {
    /// What was looked at.
    pub kind: CheckupStepKind,
    /// The same in words: `Token`, or the product's name.
    pub what: String,
    /// Whether all is well with it.
    pub grade: CheckupGrade,
    /// What it is like.
    pub sentence: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub remedy: Option<Remedy>,
    /// The call that was made, as the history has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub exchange: Option<ExchangeId>,
}

/// What a step looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CheckupStepKind {
    /// What the profile and the vault have of the credential.
    Credential,
    /// The key pair that signs, and its certificate.
    Key,
    /// Getting a token.
    Token,
    /// What the token was granted.
    Scopes,
    /// This computer's clock beside Adobe's.
    Clock,
    /// The organization that the account belongs to.
    Organization,
    /// What product profiles give to the account.
    ProductContexts,
    /// One call to a product.
    Product,
}

/// Whether all is well with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CheckupGrade {
    /// It is.
    Well,
    /// Nothing is wrong, and a person may want to know it.
    Note,
    /// It is not.
    Wrong,
    /// It could not be found out.
    Unknown,
}

/// A product that the scopes of a credential rule out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CannotDo {
    /// Which.
    pub product: String,
    /// The scopes or metascopes that it lacks for that.
    pub lacks: Vec<String>,
}

/// How far a check of several profiles is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct CheckupProgress {
    /// How many profiles are done.
    pub done: u32,
    /// Of how many.
    pub of: u32,
    /// How many of them do not work.
    pub wrong: u32,
}

/// A product, and what a credential for it usually has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ProductView {
    /// For people.
    pub name: String,
    /// OAuth scopes that its credentials usually have; none where that is not documented.
    pub scopes: Vec<ScopeView>,
    /// Metascopes of a service account (JWT), of which one is enough.
    pub metascopes: Vec<ScopeView>,
    /// What else there is to know.
    pub note: Option<String>,
    /// Where it is known from.
    pub source: String,
    /// How certain that is, in a word or two: `documented`.
    pub certainty: String,
    /// Whether a check asks this product.
    pub is_checked: bool,
}

/// A scope with what it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct ScopeView {
    /// As it is written.
    pub name: String,
    /// In words; none where nobody documents it.
    pub opens: Option<String>,
}

impl ProfileCheckup {
    /// With the verdict that its steps come to.
    pub(super) fn of(
        (profile, title): (ProfileId, String),
        steps: Vec<CheckupStep>,
        (cannot, unasked): (Vec<CannotDo>, Vec<String>),
    ) -> Self {
        let verdict = verdict(&steps);
        Self { profile, title, verdict, steps, cannot, unasked, stopped: false }
    }
}

impl CheckupVerdict {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Limited => "limited",
            Self::Fails => "gets no token",
            Self::Unknown => "not found out",
        }
    }
}

fn verdict(steps: &[CheckupStep]) -> CheckupVerdict {
    let wrong = |step: &&CheckupStep| step.grade == CheckupGrade::Wrong;
    let stops = |kind| {
        use CheckupStepKind as Kind;
        matches!(kind, Kind::Credential | Kind::Key | Kind::Token)
    };
    let is_unknown = steps.iter().any(|step| step.grade == CheckupGrade::Unknown);
    if steps.iter().filter(wrong).any(|step| stops(step.kind)) {
        CheckupVerdict::Fails
    } else if steps.iter().any(|step| wrong(&step)) {
        CheckupVerdict::Limited
    } else if is_unknown {
        CheckupVerdict::Unknown
    } else {
        CheckupVerdict::Works
    }
}

impl CheckupStep {
    pub(super) fn new(
        kind: CheckupStepKind,
        grade: CheckupGrade,
        sentence: impl Into<String>,
    ) -> Self {
        let what = match kind {
            CheckupStepKind::Credential => "Credential",
            CheckupStepKind::Key => "Key pair",
            CheckupStepKind::Token => "Token",
            CheckupStepKind::Scopes => "Scopes",
            CheckupStepKind::Clock => "Clock",
            CheckupStepKind::Organization => "Organization",
            CheckupStepKind::ProductContexts => "Product profiles",
            CheckupStepKind::Product => "Product",
        };
        let (what, sentence) = (what.to_owned(), sentence.into());
        Self { kind, what, grade, sentence, remedy: None, exchange: None }
    }

    pub(super) fn well(kind: CheckupStepKind, sentence: impl Into<String>) -> Self {
        Self::new(kind, CheckupGrade::Well, sentence)
    }

    pub(super) fn remedy(self, remedy: Option<Remedy>) -> Self {
        Self { remedy, ..self }
    }
}
