//! Sending: a request is filled, checked, sent with a fresh token, redacted and recorded.
//!
//! ```text
//! Request ─fill─▶ Filled ─outgoing─▶ Outgoing ─send─▶ Answer ─redact─▶ Exchange ─record─▶ ExchangeView
//!            │ missing variable   │ host not allowed     │ no answer: recorded with its problem
//!            ▼                    ▼
//!         Problem (nothing was sent, nothing is recorded)
//! ```

use super::call::{Call, Sending};
use super::production_guard::told_left_out;
use super::received::{self, Copied, RawAnswer};
use super::retrying::{Retrying, Try};
use super::sandbox_lists::{SandboxLists, lists_usable};
use super::sandboxes::{Sandboxes, tells_types};
use super::variables::not_yet;
use super::way_out::{Agreed, Prepared, WayOut};
use super::{Confirmation, Requests};
use crate::adobe_clock::ClockOff;
use crate::answers::Answers;
use crate::answers::explanation::{Answered, refuses_token};
use crate::answers::view::{CheckView, ExchangeView, RetriedView};
use crate::events::Event;
use crate::history::masking::Masking;
use crate::history::{NewSecretGoes, Recorded, Sent};
use crate::jobs::Job;
use crate::threads::blocking;
use crate::tokens::{Freshness, Looked};
use mudbrick_explain::Bearer;
use mudbrick_model::{
    Explain as _, Method, Outcome, Problem, Profile, ProfileId, ProfileName, Request, Timestamp,
};
use mudbrick_net::{AllowedHosts, Answer, Cancel, Journey, Outgoing, SendError};
use mudbrick_requests::Directives;
use mudbrick_vault::SecretText;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::{info, warn};

/// An exchange in the history, as it is shown.
struct Shown {
    view: Result<ExchangeView, Problem>,
    is_whole: bool,
    total_ms: f64,
}

impl Shown {
    fn of(answers: &Answers, recorded: Recorded) -> Self {
        let is_whole = matches!(recorded.exchange.outcome, Outcome::Answered { .. });
        let total_ms = recorded.exchange.timings.total_ms;
        Self { view: answers.of_recorded(recorded), is_whole, total_ms }
    }
}

impl Requests {
    /// Sends a request with a profile and records the exchange. An error answer is an answer; an exchange without an
    /// answer, because it was stopped for instance, is recorded too and carries its problem.
    pub async fn send(
        &self,
        job: &Job,
        profile: &ProfileId,
        request: Request,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        self.send_with(job, profile, request, &BTreeMap::new(), confirmation).await
    }

    /// The same with variables for this one call, which go before the profile's own.
    pub async fn send_with(
        &self,
        job: &Job,
        profile: &ProfileId,
        request: Request,
        variables: &BTreeMap<String, String>,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let sending = Sending { variables: variables.clone(), ..Sending::of(request) };
        self.send_in_file(job, profile, sending, confirmation).await
    }

    /// The same with all that belongs to a request of a file: its prompts are answered, the files of its body are read, what it
    /// names of other requests' answers is looked up or fetched, and what its file asks of the answer is checked.
    pub async fn send_in_file(
        &self,
        job: &Job,
        profile: &ProfileId,
        sending: Sending,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let (requests, id, agreement) = (self.clone(), profile.clone(), confirmation.clone());
        let (profile, agreed) = blocking(move || {
            let profile = requests.core.profiles.get(&id)?.value;
            let name = ProfileName::of(&profile);
            let call = Call::new(profile, sending);
            requests.all_answered(&call)?;
            Ok::<_, Problem>((name, requests.agreed_to(call, &agreement)))
        })
        .await??;
        let outcome = async { self.carry_out(agreed?, job, confirmation, &[]).await };
        outcome.await.map_err(|problem| problem.of_profile(&profile))
    }

    /// Sends a request that nothing speaks against. `chain` is the requests of its file that wait for it.
    pub(super) async fn carry_out(
        &self,
        agreed: Agreed,
        job: &Job,
        confirmation: Confirmation,
        chain: &[usize],
    ) -> Result<ExchangeView, Problem> {
        let way = match agreed {
            Agreed::GoesOut(way) => *way,
            Agreed::Waits(waiting) => {
                let (call, next) = *waiting;
                let call = self.with_earlier_answers(call, next, job, &confirmation, chain).await?;
                let requests = self.clone();
                blocking(move || requests.way_out(call)).await??
            }
        };
        self.exchange_over(way, job.calls()).await
    }

    async fn exchange_over(&self, way: WayOut, cancel: &Cancel) -> Result<ExchangeView, Problem> {
        let WayOut { mut call, http, how, wants_token, mut prepared } = way;
        let directives = call.surroundings.directives();
        let http = match http {
            Some(http) => http,
            None => self.practice.http_to_practice().await?,
        };
        let mut retrying = Retrying::new(&how, call.request.method, self.core.now());
        let mut retried = Vec::new();
        let mut freshness = Freshness::Cached;
        let mut may_renew = wants_token;
        // Ends: a refused token is renewed once, and further tries are counted.
        loop {
            let ready = match prepared.take() {
                Some(ready) => ready,
                None => {
                    let token = match wants_token {
                        true => self.token_for(&mut call, freshness).await?,
                        false => not_yet(),
                    };
                    let (requests, owned, owned_how) = (self.clone(), call.clone(), how.clone());
                    blocking(move || requests.prepare(&owned, &token, &owned_how)).await??
                }
            };
            freshness = Freshness::Cached;
            let Prepared { variables, known, filled, guarded } = ready;
            let left_out = told_left_out(&filled.left_out);
            // Taken behind the wait for a token, which is not the request’s own time.
            let started_at = self.core.now();
            let clock = Instant::now();
            let journey = Journey::default();
            let answer = guarded.send(&http, &how.limits(), cancel, &journey).await;
            if let Some(lane) = &call.lane
                && filled.method.writes()
                && !answer.as_ref().is_err_and(SendError::is_before_sending)
            {
                lane.note_written(&call.surroundings);
            }
            let outgoing = guarded.sent();
            let masking = self.history.masking(&variables, &filled, &known);
            // What is looked at is shown, and so masked as the history is.
            let redactor = call.surroundings.wants_answer().then(|| masking.redactor.clone());
            let to = (filled.method, &outgoing);
            log_outcome(&call.profile, to, &masking, clock, &answer);
            let sent = Sent {
                profile: call.profile.clone(),
                request: call.request.clone(),
                filled,
                outgoing,
                journey,
                file: call.file.clone(),
                started_at,
                from: call.surroundings.sent_from(),
                is_not_kept: directives.no_log,
                new_secret: NewSecretGoes::IntoExchange,
            };
            let mut raw = None;
            let wait;
            let answers = Arc::clone(&self.answers);
            let shown = move |recorded| Shown::of(&answers, recorded);
            let shown = match answer {
                Err(error @ (SendError::HostNotAllowed { .. } | SendError::InvalidUrl { .. })) => {
                    return Err(error.into());
                }
                Err(error) => {
                    wait = retrying.again_after(Try::Failed(&error), self.core.now());
                    self.history.record_failure(sent, masking, &error, clock, shown).await?
                }
                Ok(mut answer) => {
                    let beginning = answer.chunk().await;
                    let first =
                        beginning.as_ref().ok().and_then(Option::as_deref).unwrap_or_default();
                    let now = self.core.now();
                    if let Some(off) = self.clock_off(&call.profile, &answer, (started_at, now)) {
                        let core = Arc::clone(&self.core);
                        if blocking(move || core.adobe_clock.keep(off)).await? {
                            // A profile's view says it.
                            self.core.emit(Event::ProfilesChanged);
                        }
                    }
                    let answered = Answered {
                        url: Some(&answer.url),
                        method: Some(sent.filled.method),
                        status: answer.status,
                        headers: &answer.headers,
                        body: first,
                        is_empty: first.is_empty(),
                        bearer: Bearer::Unknown,
                        at: now,
                    };
                    if may_renew && refuses_token(&answered) {
                        // Adobe says the token is bad, whatever its claims say.
                        info!(profile = call.profile.id.as_str(), "token refused, renewed");
                        (may_renew, freshness) = (false, Freshness::Renewed);
                        continue;
                    }
                    let tried =
                        Try::Answered { status: answer.status, wait: answered.wait_asked() };
                    wait = retrying.again_after(tried, now);
                    let (status, headers) = (answer.status, answer.headers.clone());
                    let usable = lists_usable(&answer.url).then(|| answer.url.clone());
                    let tells_types =
                        tells_types(&call.profile, &sent.filled, &answer.url, answer.status);
                    let mut copied = (tells_types || redactor.is_some()).then(Copied::default);
                    let history = Arc::clone(&self.history);
                    let shown = history
                        .record_answer(sent, masking, answer, beginning, copied.as_mut(), shown)
                        .await?;
                    let Shown { is_whole, total_ms, .. } = shown;
                    if let Some(copied) = copied.as_ref().filter(|_| tells_types && is_whole) {
                        let home = self.core.home.clone();
                        let (profile, body) = (call.profile.clone(), copied.to_secret());
                        blocking(move || {
                            Sandboxes::of(&home).learn(&profile, body.expose(), now);
                            if let Some(answered) = usable {
                                SandboxLists::of(&home).keep(
                                    &profile,
                                    &answered,
                                    body.expose(),
                                    now,
                                );
                            }
                        })
                        .await?;
                    }
                    raw = redactor.zip(copied).filter(|_| is_whole).map(|(redactor, copied)| {
                        RawAnswer::new(status, headers, copied, total_ms, redactor)
                    });
                    shown
                }
            };
            let view = shown.view?;
            if let Some(wait) = wait
                && self.paused(wait, cancel).await
            {
                info!(profile = call.profile.id.as_str(), ms = wait.as_millis(), "tried again");
                retried.push(RetriedView::of(&view, wait));
                // The wait is time in which others may save secrets.
                call.look = None;
                continue;
            }
            let view = self.looked_at(view, &call, &directives, raw);
            return Ok(ExchangeView { retried, left_out, ..view });
        }
    }

    /// Waits before another try. False when the request was stopped meanwhile: what came before is its outcome then.
    async fn paused(&self, wait: Duration, cancel: &Cancel) -> bool {
        tokio::select! {
            biased;
            () = cancel.cancelled() => false,
            () = self.core.pause.pause(wait) => true,
        }
    }

    /// How this computer's clock differs from Adobe's by an answer of Adobe's, where that is news.
    fn clock_off(
        &self,
        profile: &Profile,
        answer: &Answer,
        times: (Timestamp, Timestamp),
    ) -> Option<ClockOff> {
        let is_adobes = AllowedHosts::adobe().allows(&answer.url);
        let date = answer.headers.iter().find(|header| header.name == "date");
        let date = date.filter(|_| is_adobes).map(|header| header.value.as_str());
        self.core.adobe_clock.measure(profile.adobe, times, date)
    }

    /// The answer with what its file asks of it, and kept for the requests of the file that name it.
    fn looked_at(
        &self,
        view: ExchangeView,
        call: &Call,
        directives: &Directives,
        raw: Option<RawAnswer>,
    ) -> ExchangeView {
        let Some(raw) = raw else {
            // Nothing of what was asked holds where no answer came.
            let because = Some("no whole answer came".to_owned());
            let failed = directives.checks.iter().map(|check| CheckView {
                check: check.written().to_owned(),
                passed: false,
                found: None,
                because: because.clone(),
            });
            return ExchangeView { checks: failed.collect(), ..view };
        };
        let raw = Arc::new(raw);
        let checks = received::checks(directives, &raw);
        let captured = received::captured(directives, &raw);
        if let Some(lane) = &call.lane {
            lane.capture(directives, &raw);
        }
        self.kept_of(call).keep(&call.profile.id, &call.request, raw);
        ExchangeView { checks, captured, ..view }
    }

    async fn token_for(
        &self,
        call: &mut Call,
        freshness: Freshness,
    ) -> Result<SecretText, Problem> {
        let token = match self.tokens.look(&call.profile, freshness).await? {
            Looked::Found(token) => token,
            Looked::Nothing(wanted) => {
                // Waiting for Adobe is time in which others may save secrets.
                call.look = None;
                self.tokens.ask(*wanted).await?
            }
        };
        Ok(token.value)
    }
}

/// A host may be a secret that was typed into the wrong field, and is masked like everything of an exchange. Where not every
/// secret can be looked for, the host is not told.
fn log_outcome(
    profile: &Profile,
    (method, outgoing): (Method, &Outgoing),
    masking: &Masking,
    clock: Instant,
    answer: &Result<Answer, SendError>,
) {
    let (id, ms) = (profile.id.as_str(), clock.elapsed().as_millis());
    let host = outgoing.url().host_str().filter(|_| masking.not_kept.is_none());
    let host = host.map_or(Cow::Borrowed("?"), |host| masking.redactor.text(host));
    let (host, method) = (&*host, method.as_str());
    match answer {
        Ok(answer) => info!(profile = id, host, method, status = answer.status, ms, "answered"),
        Err(error) => warn!(profile = id, host, method, ms, code = ?error.code(), "not answered"),
    }
}
