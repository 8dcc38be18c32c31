//! One exchange's request sent again on many profiles, and each answer compared with one of them.

use super::view::{ComparedTo, PlannedCall, ReplayWish, ReplayedOn, ReplayedOnAll};
use super::{Runs, not_agreed};
use crate::comparison::{CompareOptions, Comparison, Subject};
use crate::core::Core;
use crate::jobs::{Job, JobKind};
use crate::pace::{self, Pace};
use crate::requests::{Confirmation, Requests, Sending};
use crate::threads::blocking;
use crate::view::{PromptAnswers, PromptView};
use mudbrick_model::{ExchangeId, Problem, ProfileId};
use mudbrick_net::Cancel;
use std::num::NonZeroU32;
use std::sync::Arc;

/// With which answer the others are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Against {
    /// With the one in the history.
    #[default]
    Original,
    /// With the one of the first profile, whose call goes ahead of the others.
    First,
}

/// What is sent on many profiles, and how.
#[derive(Debug, Clone)]
pub struct ReplayOn {
    /// Whose request.
    pub exchange: ExchangeId,
    /// On which profiles.
    pub profiles: Vec<ProfileId>,
    /// How fast.
    pub pace: Pace,
    /// With which answer the others are compared.
    pub against: Against,
    /// How they are compared.
    pub options: CompareOptions,
    /// What a person answered to the prompts of the request's file.
    pub answers: PromptAnswers,
}

impl ReplayOn {
    /// As a person wishes it in the window.
    pub fn wished(
        exchange: ExchangeId,
        profiles: Vec<ProfileId>,
        wish: ReplayWish,
        answers: PromptAnswers,
    ) -> Self {
        Self {
            exchange,
            profiles,
            pace: Pace {
                parallel: NonZeroU32::new(wish.parallel).unwrap_or(NonZeroU32::MIN),
                per_second: wish.per_second.and_then(NonZeroU32::new),
            },
            against: if wish.against_first { Against::First } else { Against::Original },
            options: CompareOptions::of(wish.counting),
            answers,
        }
    }
}

impl Runs {
    /// What somebody has to be asked for before an exchange's request is sent on these profiles: what its file asks for, and has
    /// no value on one of them. Each is asked for once, and its answer is every profile's.
    ///
    /// # Errors
    /// The request was not kept whole, or a profile is gone.
    pub fn replay_prompts(
        &self,
        exchange: ExchangeId,
        profiles: &[ProfileId],
    ) -> Result<Vec<PromptView>, Problem> {
        let sending = self.requests.kept_sending(exchange)?;
        let mut prompts: Vec<PromptView> = Vec::new();
        for profile in profiles {
            for prompt in self.requests.prompts(profile, &sending)? {
                if !prompts.iter().any(|one| one.name == prompt.name) {
                    prompts.push(prompt);
                }
            }
        }
        Ok(prompts)
    }

    /// What sending an exchange's request on these profiles would do, found without sending.
    ///
    /// # Errors
    /// The request was not kept whole, or a profile is gone.
    pub fn replay_plan(
        &self,
        exchange: ExchangeId,
        profiles: &[ProfileId],
        answers: &PromptAnswers,
    ) -> Result<Vec<PlannedCall>, Problem> {
        let variables = answers.clone().into_variables();
        let sending = Sending { variables, ..self.requests.kept_sending(exchange)? };
        self.plan(&sending, profiles)
    }

    fn plan(&self, sending: &Sending, profiles: &[ProfileId]) -> Result<Vec<PlannedCall>, Problem> {
        profiles.iter().map(|profile| self.planned(profile, sending)).collect()
    }

    fn planned(&self, id: &ProfileId, sending: &Sending) -> Result<PlannedCall, Problem> {
        let profile = self.core.profiles.get(id)?.value;
        let check = self.requests.check(id, sending)?;
        let (before, _) = self.requests.before_sending(id, sending)?;
        Ok(PlannedCall {
            title: profile.title(),
            profile: profile.id,
            production: before.production,
            method: sending.request.method,
            url: check.url,
            missing: check.missing,
            reasons_to_ask: before.reasons_to_ask,
            left_out: before.left_out,
        })
    }

    /// Sends it, and tells what came of each call as it ends.
    ///
    /// # Errors
    /// Somebody has to agree to one of the calls and has not: nothing was sent then. What fails on one profile is told of
    /// that one.
    pub async fn replay_on(
        &self,
        job: &Job,
        replay: &ReplayOn,
        confirmation: &Confirmation,
        mut tell: impl FnMut(&ReplayedOn),
    ) -> Result<ReplayedOnAll, Problem> {
        let (runs, exchange, profiles) = (self.clone(), replay.exchange, replay.profiles.clone());
        let variables = replay.answers.clone().into_variables();
        let (plan, sending) = blocking(move || {
            let sending = Sending { variables, ..runs.requests.kept_sending(exchange)? };
            Ok::<_, Problem>((runs.plan(&sending, &profiles)?, sending))
        })
        .await??;
        if !matches!(confirmation, Confirmation::Given) {
            refuse_unasked(&plan)?;
        }
        let call = Arc::new(OneOfMany {
            core: Arc::clone(&self.core),
            requests: self.requests.clone(),
            comparison: Arc::clone(&self.comparison),
            sending,
            confirmation: confirmation.clone(),
            options: replay.options.clone(),
            stopped: job.calls().clone(),
        });
        let mut results = Vec::new();
        let mut note = |result: ReplayedOn| {
            tell(&result);
            results.push(result);
        };
        let (mut rest, mut base) = (plan, Some(replay.exchange));
        if replay.against == Against::First && !rest.is_empty() {
            let first = Arc::clone(&call).send(rest.remove(0), None).await;
            base = first.exchange.filter(|_| first.status.is_some());
            note(first);
        }
        let begin = |planned| Arc::clone(&call).send(planned, base);
        let not_sent = pace::side_by_side(rest, replay.pace, job, begin, note).await?;
        Ok(ReplayedOnAll { results, not_sent })
    }
}

/// One question with the whole list is asked, so one answer that is missing stops all of it.
fn refuse_unasked(plan: &[PlannedCall]) -> Result<(), Problem> {
    let asked: Vec<String> = plan
        .iter()
        .filter(|call| !call.reasons_to_ask.is_empty())
        .map(|call| format!("{}: {} {}", call.title, call.method, call.url))
        .collect();
    if asked.is_empty() {
        return Ok(());
    }
    let counts = (asked.len() as u64, plan.len() as u64);
    Err(not_agreed(counts, "send again").detail(asked.join("\n")))
}

struct OneOfMany {
    core: Arc<Core>,
    requests: Requests,
    comparison: Arc<Comparison>,
    sending: Sending,
    confirmation: Confirmation,
    options: CompareOptions,
    /// Of the job that all of them are part of.
    stopped: Cancel,
}

impl OneOfMany {
    async fn send(self: Arc<Self>, planned: PlannedCall, base: Option<ExchangeId>) -> ReplayedOn {
        let mut result = ReplayedOn {
            profile: planned.profile,
            title: planned.title,
            exchange: None,
            status: None,
            total_ms: None,
            body_bytes: None,
            compared: None,
            problem: None,
        };
        // A job of its own, so that one call can be stopped and the others go on.
        let job = self.core.jobs.start(JobKind::Send);
        let (sending, confirmation) = (self.sending.clone(), self.confirmation.clone());
        let profile = result.profile.clone();
        let sending = self.requests.send_in_file(&job, &profile, sending, confirmation);
        tokio::pin!(sending);
        let sent = tokio::select! {
            biased;
            sent = &mut sending => sent,
            () = self.stopped.cancelled() => {
                self.core.jobs.stop(job.id());
                // What was under way is recorded as stopped.
                sending.await
            }
        };
        match sent {
            Err(problem) => result.problem = Some(problem),
            Ok(view) => {
                result.exchange = Some(view.summary.id);
                result.status = view.summary.status;
                result.total_ms = Some(view.summary.total_ms);
                result.body_bytes = view.summary.body_bytes;
                result.problem = view.problem;
                let base = base.filter(|_| result.status.is_some());
                if let Some(base) = base {
                    result.compared = Some(self.compared(base, view.summary.id).await);
                }
            }
        }
        result
    }

    async fn compared(self: &Arc<Self>, base: ExchangeId, other: ExchangeId) -> ComparedTo {
        let this = Arc::clone(self);
        let places = blocking(move || {
            let (base, other) = (Subject::Exchange(base), Subject::Exchange(other));
            this.comparison.places(&base, &other, &this.options)
        });
        match places.await.flatten() {
            Ok(0) => ComparedTo::Same,
            Ok(places) => ComparedTo::Differs { places },
            Err(problem) => ComparedTo::NotCompared { problem },
        }
    }
}
