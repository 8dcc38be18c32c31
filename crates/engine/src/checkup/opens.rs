//! Which products a credential is for, by its scopes, and whether each of them answers it. What is not known is asked only where
//! nothing else is, or where a person names it.

use super::account::{Account, grade_of};
use super::looking::{Looking, failed};
use super::view::{CannotDo, CheckupGrade, CheckupStep, CheckupStepKind};
use crate::answers::view::ExchangeView;
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_explain::{Product, ShownBy, products};
use mudbrick_model::{Credential, ErrorCode, Field, Problem, Remedy, RemedyAction};
use std::sync::Arc;

/// The product whose sandboxes a profile names.
const PLATFORM: &str = "Experience Platform";

/// The products of these names, in whatever case, and by a part of the name that is nobody else's.
pub(super) fn named(names: &[String]) -> Result<Vec<&'static Product>, Problem> {
    names.iter().map(|name| one_named(name)).collect()
}

fn one_named(name: &str) -> Result<&'static Product, Problem> {
    let wanted = name.trim().to_lowercase();
    let fits = |product: &&Product| product.name.to_lowercase().contains(&wanted);
    let is_it = |product: &&Product| product.name.to_lowercase() == wanted;
    let mut fitting = products().iter().filter(fits);
    if let Some(exact) = products().iter().find(is_it) {
        return Ok(exact);
    }
    match (fitting.next(), fitting.next(), wanted.is_empty()) {
        (Some(one), None, false) => Ok(one),
        (first, ..) => {
            let known: Vec<&str> = products().iter().map(|product| &*product.name).collect();
            let message = match first {
                Some(_) => format!("Several products fit {name:?}."),
                None => format!("There is no product {name:?}."),
            };
            Err(Problem::new(ErrorCode::InvalidInput, message)
                .remedy(format!("Name one of these: {}.", known.join(", "))))
        }
    }
}

/// Why a product is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Because {
    /// The credential's scopes are for it.
    Meant,
    /// Nothing rules it out, or a person named it: not to open it is no fault.
    Possible,
}

impl Looking {
    /// Products that the credential's scopes rule out. Where scopes are not known, or those of a product are not, nothing is.
    pub(super) fn ruled_out(&self, account: &Account) -> Vec<CannotDo> {
        let cannot = |product: &Product, lacks: Vec<&str>| CannotDo {
            product: product.name.clone(),
            lacks: lacks.into_iter().map(str::to_owned).collect(),
        };
        match &self.profile.credential {
            Credential::OauthServerToServer { .. } | Credential::OauthUser { .. } => {
                let Some(granted) = scopes_of(account) else { return Vec::new() };
                let lacks = products().iter().map(|product| (product, product.lacks(&granted)));
                let out = lacks.filter(|(_, lacks)| !lacks.is_empty());
                out.map(|(product, lacks)| cannot(product, lacks)).collect()
            }
            Credential::Jwt { metascopes, .. } => {
                let own: Vec<&str> = metascopes.iter().map(|one| one.as_str()).collect();
                let is_out = |product: &&Product| {
                    !product.metascopes.is_empty() && !product.is_meant_by_metascopes(&own)
                };
                let out = products().iter().filter(|product| !own.is_empty() && is_out(product));
                let first = |product: &'static Product| product.metascopes.first().map(|it| &**it);
                out.map(|product| cannot(product, first(product).into_iter().collect())).collect()
            }
        }
    }

    /// Which products are asked, and why.
    fn to_ask(&self, account: &Account) -> Vec<(&'static Product, Because)> {
        let mut asked = self.meant(account);
        let guessed = products().iter().filter(|product| asked.is_empty() && !product.is_shown());
        let guessed: Vec<&Product> = guessed.filter(|product| product.call.is_some()).collect();
        for product in self.also.iter().copied().chain(guessed) {
            if !asked.iter().any(|(known, _)| known.name == product.name) {
                asked.push((product, Because::Possible));
            }
        }
        asked
    }

    /// Products that the credential's scopes are for. Those of several products put together may look like those of another one,
    /// which is then asked and not held against the profile.
    fn meant(&self, account: &Account) -> Vec<(&'static Product, Because)> {
        if let Credential::Jwt { metascopes, .. } = &self.profile.credential {
            let own: Vec<&str> = metascopes.iter().map(|one| one.as_str()).collect();
            let meant = products().iter().filter(|product| product.is_meant_by_metascopes(&own));
            return meant.map(|product| (product, Because::Meant)).collect();
        }
        let granted = scopes_of(account).unwrap_or_default();
        let shown = |product: &'static Product| Some((product, product.shown_by(&granted)?));
        let shown: Vec<(&Product, ShownBy)> = products().iter().filter_map(shown).collect();
        let is_told = shown.iter().any(|(_, by)| *by == ShownBy::ItsOwn);
        let because = |by| match by {
            ShownBy::AllOfThem if is_told => Because::Possible,
            ShownBy::AllOfThem | ShownBy::ItsOwn => Because::Meant,
        };
        shown.into_iter().map(|(product, by)| (product, because(by))).collect()
    }

    /// Products that are left out because an OAuth credential does not show whether it is for them.
    pub(super) fn unasked(&self, account: &Account) -> Vec<String> {
        if matches!(self.profile.credential, Credential::Jwt { .. }) {
            return Vec::new();
        }
        let (asked, out) = (self.to_ask(account), self.ruled_out(account));
        let is_left = |product: &&Product| {
            product.call.is_some()
                && !asked.iter().any(|(one, _)| one.name == product.name)
                && !out.iter().any(|one| one.product == product.name)
        };
        products().iter().filter(is_left).map(|product| product.name.clone()).collect()
    }

    /// One harmless call to each product, one after the other.
    pub(super) async fn ask_products(
        &self,
        job: &Job,
        account: &Account,
        steps: &mut Vec<CheckupStep>,
    ) {
        for (product, because) in self.to_ask(account) {
            let step = match &product.call {
                None => CheckupStep::new(
                    CheckupStepKind::Product,
                    CheckupGrade::Note,
                    "It has the scopes for this. No call is known that tries it and changes nothing.",
                ),
                Some(call) => {
                    let sent = self.send(job, call).await;
                    self.product(product, account, sent).await
                }
            };
            let grade = match (step.grade, because) {
                // It may not even be for this product.
                (CheckupGrade::Wrong | CheckupGrade::Unknown, Because::Possible) => {
                    CheckupGrade::Note
                }
                (grade, _) => grade,
            };
            steps.push(CheckupStep { what: product.name.clone(), grade, ..step });
            // A stopped check says so once.
            if job.go_on().is_err() {
                break;
            }
        }
    }

    async fn product(
        &self,
        product: &Product,
        account: &Account,
        sent: Result<ExchangeView, Problem>,
    ) -> CheckupStep {
        let kind = CheckupStepKind::Product;
        let view = match sent {
            Ok(view) => view,
            Err(problem) => return not_sent(&problem),
        };
        let exchange = Some(view.summary.id);
        let step = match (&view.problem, view.summary.status) {
            (Some(problem), _) => match grade_of(problem) {
                CheckupGrade::Unknown => failed(kind, CheckupGrade::Unknown, problem),
                grade => self.in_no_profile(product, account, failed(kind, grade, problem)),
            },
            (None, Some(status @ 200..=299)) if product.name == PLATFORM => {
                self.sandbox(status).await
            }
            (None, Some(status @ 200..=299)) => {
                CheckupStep::well(kind, format!("It answers ({}: {status}).", view.summary.name))
            }
            (None, Some(status)) => {
                let is_its_own = status >= 500;
                let grade = if is_its_own { CheckupGrade::Unknown } else { CheckupGrade::Wrong };
                let sentence = format!("It answers {status}, and nothing is known of why.");
                CheckupStep::new(kind, grade, sentence)
            }
            (None, None) => CheckupStep::new(kind, CheckupGrade::Unknown, "No answer came."),
        };
        CheckupStep { exchange, ..step }
    }

    /// A refusal whose reason is known from elsewhere: no product profile of the product names the account.
    fn in_no_profile(
        &self,
        product: &Product,
        account: &Account,
        step: CheckupStep,
    ) -> CheckupStep {
        let (Some(context), Some(contexts)) = (&product.context, &account.contexts) else {
            return step;
        };
        if contexts.contains(context) {
            return step;
        }
        let sentence = format!(
            "{} No product profile of {} names the technical account.",
            step.sentence, product.name
        );
        let remedy = Remedy {
            text: format!(
                "Ask an administrator to add the technical account to a product profile of {}.",
                product.name
            ),
            action: Some(Box::new(RemedyAction::AskAdministrator { profile: Some(self.name()) })),
        };
        CheckupStep { sentence, ..step }.remedy(Some(remedy))
    }

    /// Which sandboxes the account may use, and whether the profile's is one of them.
    async fn sandbox(&self, status: u16) -> CheckupStep {
        let kind = CheckupStepKind::Product;
        let (parts, id) = (Arc::clone(&self.parts), self.profile.id.clone());
        let kept = blocking(move || parts.requests.kept_sandboxes(&id)).await.ok().flatten();
        let Some(kept) = kept else {
            return CheckupStep::well(kind, format!("It answers ({status})."));
        };
        let names: Vec<&str> = kept.sandboxes.iter().map(|one| one.name.as_str()).collect();
        let own = self.profile.sandbox.trim();
        let is_there = own.is_empty() || names.contains(&own);
        if is_there || !kept.is_whole {
            let listed: Vec<String> = kept.sandboxes.iter().map(|one| one.in_words()).collect();
            let sentence = format!("It answers. The account may use: {}.", listed.join(", "));
            return CheckupStep::well(kind, sentence);
        }
        let sentence = format!(
            "It answers. The account may not use the profile's sandbox {own}, but these: {}.",
            names.join(", ")
        );
        let remedy = Remedy {
            text: "Choose one of them, or ask an administrator to add the account to a role that has it.".to_owned(),
            action: Some(Box::new(RemedyAction::field(Field::Sandbox).of_profile(&self.name()))),
        };
        CheckupStep::new(kind, CheckupGrade::Wrong, sentence).remedy(Some(remedy))
    }
}

/// A call that Mudbrick did not send says nothing of the credential.
fn not_sent(problem: &Problem) -> CheckupStep {
    let step = failed(CheckupStepKind::Product, CheckupGrade::Unknown, problem);
    CheckupStep { sentence: format!("Not asked. {}", step.sentence), ..step }
}

/// What the token was granted; none where nothing is known of it.
fn scopes_of(account: &Account) -> Option<Vec<&str>> {
    let granted = account.granted.as_ref().filter(|granted| !granted.is_empty())?;
    Some(granted.iter().map(String::as_str).collect())
}
