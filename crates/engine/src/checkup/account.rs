//! Who the token is for: it is got anew, its claims are compared with the profile, and IMS is asked for the account's
//! organization and product contexts, where the scopes have that.
//!
//! Sources: 01-ims.md 1.4. What IMS tells a technical account of its organizations is not verified, so that an answer without
//! them is noted and not held against the profile.

use super::looking::{Looking, failed};
use super::view::{CheckupGrade, CheckupStep, CheckupStepKind};
use crate::answers::view::ExchangeView;
use crate::jobs::Job;
use crate::threads::blocking;
use crate::tokens::{Freshness, TokenFor};
use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, Field, Problem, Remedy, RemedyAction, Request, Timestamp};
use mudbrick_requests::catalogue;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

const ORGANIZATIONS: &str = "IMS/Organizations";
const CONTEXTS: &str = "IMS/Profile and product contexts";
/// More are not listed in a sentence.
const MOST_NAMED: usize = 8;

/// What is known of the account by its token and by IMS.
pub(super) struct Account {
    /// What the token was granted; none where that cannot be read.
    pub(super) granted: Option<Vec<String>>,
    /// The services that its product contexts name; none where IMS did not tell.
    pub(super) contexts: Option<Vec<String>>,
}

impl Looking {
    /// Takes the steps up to the products; none where there is no token.
    pub(super) async fn account(&self, job: &Job, steps: &mut Vec<CheckupStep>) -> Option<Account> {
        let whose = TokenFor::profile(self.profile.clone());
        let token = job.unless_stopped(self.parts.tokens.of(&whose, Freshness::Renewed)).await;
        let token = match token {
            Ok(token) => token,
            Err(problem) => {
                steps.push(failed(CheckupStepKind::Token, grade_of(&problem), &problem));
                return None;
            }
        };
        steps.push(got(&token, self.parts.core.now()));
        let granted = self.scopes(&token, steps);
        let has = |name: &str| {
            granted.as_ref().is_none_or(|granted| granted.iter().any(|own| own == name))
        };
        if has("read_organizations") || has("org.read") {
            steps.push(self.organization(job).await);
        }
        let mut contexts = None;
        if has("additional_info.projectedProductContext") {
            let (step, found) = self.contexts(job).await;
            steps.push(step);
            contexts = found;
        }
        steps.extend(self.clock().await);
        Some(Account { granted, contexts })
    }

    /// What the token says of itself: whose it is, and what it was granted.
    fn scopes(&self, token: &AccessToken, steps: &mut Vec<CheckupStep>) -> Option<Vec<String>> {
        let kind = CheckupStepKind::Scopes;
        let Ok(view) = self.parts.inspection.inspect(&token.value, Some(&self.profile)) else {
            let sentence = "The token cannot be read, so nobody can say what it was granted.";
            steps.push(CheckupStep::new(kind, CheckupGrade::Note, sentence));
            return None;
        };
        steps.extend(view.not_the_profiles.first().map(|sentence| {
            CheckupStep::new(CheckupStepKind::Token, CheckupGrade::Note, sentence.clone())
        }));
        let granted: Vec<String> = view.scopes.iter().map(|scope| scope.name.clone()).collect();
        // What a metascope becomes in the token is not documented, and so a service account (JWT) has none here.
        let wanted = self.profile.credential.scopes().iter();
        let wanted: Vec<String> = wanted.map(|scope| scope.as_str().to_owned()).collect();
        let missing: Vec<&str> =
            wanted.iter().filter(|name| !granted.contains(name)).map(String::as_str).collect();
        if !missing.is_empty() && !granted.is_empty() {
            let sentence = format!("Adobe did not grant {}.", missing.join(", "));
            let remedy = Remedy {
                text: "Compare the scopes with those that the Console shows for this credential; an API that is missing there is added to the project.".to_owned(),
                action: Some(Box::new(RemedyAction::field(Field::Scopes).of_profile(&self.name()))),
            };
            let step = CheckupStep::new(kind, CheckupGrade::Wrong, sentence);
            steps.push(step.remedy(Some(remedy)));
            return Some(granted);
        }
        let opens: BTreeSet<&str> =
            view.scopes.iter().filter_map(|scope| scope.opens.as_deref()).collect();
        let unknown: Vec<&str> = view
            .scopes
            .iter()
            .filter(|scope| scope.opens.is_none())
            .map(|scope| scope.name.as_str())
            .collect();
        let opens: Vec<&str> = opens.into_iter().collect();
        let mut sentence = match opens.is_empty() {
            true => "The token was granted nothing that is known.".to_owned(),
            false => format!("The token was granted: {}.", opens.join("; ")),
        };
        if !unknown.is_empty() {
            sentence.push_str(&format!(" Nobody documents {}.", unknown.join(", ")));
        }
        steps.push(CheckupStep::well(kind, sentence));
        Some(granted)
    }

    async fn organization(&self, job: &Job) -> CheckupStep {
        let kind = CheckupStepKind::Organization;
        let (step, body) = self.ask_ims(job, kind, ORGANIZATIONS).await;
        let Some(Value::Array(organizations)) = body else { return step };
        let own = self.profile.org_id.as_str();
        let names = |one: &Value| {
            let name = one["orgName"].as_str().unwrap_or_default().to_owned();
            let reference = &one["orgRef"];
            let ident = reference["ident"].as_str()?;
            let source = reference["authSrc"].as_str().unwrap_or("AdobeOrg");
            Some((format!("{ident}@{source}"), name))
        };
        let organizations: Vec<(String, String)> = organizations.iter().filter_map(names).collect();
        let found = organizations.iter().find(|(id, _)| id == own);
        let (grade, sentence) = match (found, organizations.is_empty()) {
            (Some((_, name)), _) if !name.is_empty() => {
                (CheckupGrade::Well, format!("The account belongs to {name}."))
            }
            (Some(_), _) => (
                CheckupGrade::Well,
                "The account belongs to the profile's organization.".to_owned(),
            ),
            (None, true) => {
                (CheckupGrade::Note, "IMS names no organization of the account.".to_owned())
            }
            (None, false) => {
                let others: Vec<String> = organizations
                    .iter()
                    .take(MOST_NAMED)
                    .map(|(id, name)| format!("{name} ({id})"))
                    .collect();
                let sentence = format!(
                    "The account belongs to {}, and the profile's organization is {own}.",
                    others.join(", ")
                );
                (CheckupGrade::Wrong, sentence)
            }
        };
        let remedy = (grade == CheckupGrade::Wrong).then(|| Remedy {
            text: "Correct the organization ID, or use the credential's own.".to_owned(),
            action: Some(Box::new(RemedyAction::field(Field::OrgId).of_profile(&self.name()))),
        });
        CheckupStep { grade, sentence, ..step }.remedy(remedy)
    }

    async fn contexts(&self, job: &Job) -> (CheckupStep, Option<Vec<String>>) {
        let kind = CheckupStepKind::ProductContexts;
        let (step, body) = self.ask_ims(job, kind, CONTEXTS).await;
        let Some(contexts) =
            body.as_ref().and_then(|body| body["projectedProductContext"].as_array())
        else {
            let is_answer = body.is_some();
            let sentence = "IMS tells nothing of product profiles of the account.".to_owned();
            let step = if is_answer {
                CheckupStep { grade: CheckupGrade::Note, sentence, ..step }
            } else {
                step
            };
            return (step, None);
        };
        let text = |one: &Value, name: &str| one["prodCtx"][name].as_str().map(str::to_owned);
        let services: Vec<String> =
            contexts.iter().filter_map(|one| text(one, "serviceCode")).collect();
        let labels: Vec<String> = contexts
            .iter()
            .filter_map(|one| {
                Some((text(one, "label").or(text(one, "ident"))?, text(one, "serviceCode")))
            })
            .map(|(label, service)| match service {
                Some(service) => format!("{label} ({service})"),
                None => label,
            })
            .take(MOST_NAMED)
            .collect();
        if labels.is_empty() {
            let sentence = "No product profile names the account.";
            let remedy = Remedy {
                text: "Ask an administrator to add the technical account to a product profile of each product that it is for.".to_owned(),
                action: Some(Box::new(RemedyAction::AskAdministrator { profile: Some(self.name()) })),
            };
            let step =
                CheckupStep { grade: CheckupGrade::Note, sentence: sentence.to_owned(), ..step };
            return (step.remedy(Some(remedy)), Some(services));
        }
        let sentence = format!("The account is in product profiles of: {}.", labels.join(", "));
        (CheckupStep { sentence, ..step }, Some(services))
    }

    /// Asks IMS, with the body of a good answer. What goes wrong is noted: a product may open all the same.
    async fn ask_ims(
        &self,
        job: &Job,
        kind: CheckupStepKind,
        path: &str,
    ) -> (CheckupStep, Option<Value>) {
        match self.send(job, path).await {
            Err(problem) => (failed(kind, CheckupGrade::Note, &problem), None),
            Ok(view) => {
                let exchange = Some(view.summary.id);
                if let Some(problem) = &view.problem {
                    let grade = match grade_of(problem) {
                        CheckupGrade::Unknown => CheckupGrade::Unknown,
                        _ => CheckupGrade::Note,
                    };
                    return (CheckupStep { exchange, ..failed(kind, grade, problem) }, None);
                }
                let body = whole_json(&view);
                let sentence = match (view.summary.status, &body) {
                    (Some(200), Some(_)) => "IMS answered.".to_owned(),
                    (Some(status), _) => format!("IMS answered {status}, which says nothing."),
                    (None, _) => "IMS did not answer.".to_owned(),
                };
                let grade = if body.is_some() { CheckupGrade::Well } else { CheckupGrade::Note };
                (CheckupStep { exchange, ..CheckupStep::new(kind, grade, sentence) }, body)
            }
        }
    }

    /// Sends a request of the catalogue as a person would who did not agree to anything: only what reads goes out.
    pub(super) async fn send(&self, job: &Job, path: &str) -> Result<ExchangeView, Problem> {
        job.go_on()?;
        let request = sample(path)?;
        let agreed = crate::requests::Confirmation::NotGiven;
        self.parts.requests.send(job, &self.profile.id, request, agreed).await
    }

    async fn clock(&self) -> Option<CheckupStep> {
        let (core, profile) = (Arc::clone(&self.parts.core), self.profile.clone());
        let note = blocking(move || core.adobe_clock.note_for(&profile, core.now())).await;
        let note = note.ok().flatten()?;
        let step = CheckupStep::new(CheckupStepKind::Clock, CheckupGrade::Note, note.sentence);
        Some(step.remedy(Some(note.remedy.into())))
    }
}

/// The request at a path of the catalogue.
fn sample(path: &str) -> Result<Request, Problem> {
    let found = catalogue().iter().find(|sample| sample.path.as_str() == path);
    found.map(|sample| sample.request().clone()).ok_or_else(|| {
        Problem::new(ErrorCode::Internal, format!("The catalogue has no request {path}."))
    })
}

/// The body of an answer with status 200, when it came whole and is JSON.
fn whole_json(view: &ExchangeView) -> Option<Value> {
    let is_good = view.summary.status == Some(200) && view.body.next.is_none();
    is_good.then(|| serde_json::from_str(&view.body.text).ok()).flatten()
}

/// Whether a problem is the credential's, or says nothing of it.
pub(super) fn grade_of(problem: &Problem) -> CheckupGrade {
    match problem.code {
        ErrorCode::Throttled
        | ErrorCode::Network
        | ErrorCode::Cancelled
        | ErrorCode::PracticeDown
        | ErrorCode::NeedsConfirmation
        | ErrorCode::HostNotAllowed
        | ErrorCode::BadAnswer
        | ErrorCode::Storage
        | ErrorCode::Internal => CheckupGrade::Unknown,
        _ => CheckupGrade::Wrong,
    }
}

fn got(token: &AccessToken, now: Timestamp) -> CheckupStep {
    let left = now.until(token.expires_at);
    let sentence = format!("Adobe gave a token that is good for {}.", span(left));
    CheckupStep::well(CheckupStepKind::Token, sentence)
}

fn span(left: Duration) -> String {
    let minutes = left.as_secs().div_ceil(60);
    match minutes {
        0..120 => format!("{minutes} minutes"),
        _ => format!("{} hours", (minutes + 30) / 60),
    }
}
