//! Sending: a request is filled, checked, sent with a fresh token, redacted and recorded.
//!
//! ```text
//! Request ─fill─▶ Filled ─outgoing─▶ Outgoing ─send─▶ Answer ─redact─▶ Exchange ─record─▶ ExchangeView
//!            │ missing variable   │ host not allowed     │ no answer: recorded with its problem
//!            ▼                    ▼
//!         Problem (nothing was sent, nothing is recorded)
//! ```

use super::body_files::{self, ReadFiles};
use super::call::{Call, Sending};
use super::guarded::Guarded;
use super::options::HowToSend;
use super::production_guard::{self, BeforeSending, Facts};
use super::received::{self, Copied, RawAnswer};
use super::retrying::{Retrying, Try};
use super::sandbox_lists::{SandboxLists, lists_usable};
use super::sandboxes::{SandboxType, Sandboxes, tells_types};
use super::variables::{listed, not_yet};
use super::view::RequestCheck;
use super::{Confirmation, Look, Requests, Surroundings};
use crate::adobe_clock::ClockOff;
use crate::answers::explanation::{Answered, refuses_token};
use crate::answers::view::{CheckView, ExchangeView, RetriedView};
use crate::events::Event;
use crate::history::masking::Masking;
use crate::history::{NewSecretGoes, Sent};
use crate::jobs::Job;
use crate::threads::blocking;
use crate::tokens::{Freshness, Looked};
use crate::vault::known_secrets::{KnownSecrets, Taken};
use mudbrick_explain::Bearer;
use mudbrick_model::{
    Cookies, Explain as _, Method, Outcome, Problem, Profile, ProfileId, ProfileName, Request,
    SendOptions, Timestamp,
};
use mudbrick_net::{
    AllowedHosts, Answer, Body, Cancel, Credentials, Journey, Outgoing, Redirects, SendError,
};
use mudbrick_requests::{
    BodyFileLine, Directives, Filled, FunctionError, Source, Variables, body_file_lines,
};
use mudbrick_vault::SecretText;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::{info, warn};

/// A request with everything filled in.
struct Prepared {
    variables: Variables,
    known: Result<Arc<KnownSecrets>, Problem>,
    filled: Filled,
    guarded: Guarded,
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
        let (requests, id) = (self.clone(), profile.clone());
        let call = blocking(move || {
            let profile = requests.core.profiles.get(&id)?.value;
            let call = Call::new(profile, sending);
            requests.all_answered(&call)?;
            Ok::<_, Problem>(call)
        })
        .await??;
        let profile = ProfileName::of(&call.profile);
        let outcome = self.carry_out(call, job, confirmation, &[]).await;
        outcome.map_err(|problem| problem.of_profile(&profile))
    }

    /// Sends a request once nothing speaks against it. `chain` is the requests of its file that wait for it.
    pub(super) async fn carry_out(
        &self,
        call: Call,
        job: &Job,
        confirmation: Confirmation,
        chain: &[usize],
    ) -> Result<ExchangeView, Problem> {
        let (requests, agreement) = (self.clone(), confirmation.clone());
        let call = blocking(move || {
            let look = requests.agreed(&call, &agreement)?;
            let is_confirmed = matches!(agreement, Confirmation::Given);
            Ok::<_, Problem>(Call { look, is_confirmed, ..call })
        })
        .await??;
        let call = self.with_earlier_answers(call, job, &confirmation, chain).await?;
        let call = blocking(move || with_files(call)).await??;
        self.exchange_over(call, job.calls()).await
    }

    /// Refuses what somebody has to agree to first. Gives back the look that this took.
    fn agreed(&self, call: &Call, confirmation: &Confirmation) -> Result<Option<Look>, Problem> {
        let mut look = match confirmation {
            Confirmation::Given => return Ok(None),
            Confirmation::NoReason(look) => Some(look.clone()),
            Confirmation::NotGiven => None,
        };
        if let Some(first) = self.writes_before(call)?.first() {
            return Err(production_guard::writes_before(first));
        }
        let filled =
            mudbrick_requests::outline(&call.request, &self.variables_of(call, &not_yet()));
        let request = (&call.profile, &filled);
        production_guard::pass(request, false, self.kinds(request), || {
            let Look(known) = look.get_or_insert_with(|| self.look());
            self.vault.credential_in_url(&filled, known)
        })?;
        Ok(look)
    }

    /// What is asked about or checked, judged. What is sent is decided on by [`production_guard::pass`].
    fn judged(
        &self,
        profile: &Profile,
        filled: &Filled,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> BeforeSending {
        let request = (profile, filled);
        production_guard::before_sending(Facts {
            title: profile.title(),
            production: production_guard::production(request, self.kinds(request)),
            method: filled.method,
            credential_in_url: self.vault.credential_in_url(filled, known),
        })
    }

    /// Tells of which type a sandbox is, for as long as it is known.
    fn kinds<'a>(
        &'a self,
        (profile, filled): (&'a Profile, &'a Filled),
    ) -> impl Fn(&str) -> Option<SandboxType> + 'a {
        move |name| {
            let known = Sandboxes::of(&self.core.home).known();
            known.kind(profile, filled, name, self.core.now())
        }
    }

    pub(super) fn look(&self) -> Look {
        // Sending opens the vault in any case.
        Look(self.vault.known_secrets())
    }

    /// What a person is told and asked before this is sent, and the look at the secrets that it took, for
    /// [`Confirmation::NoReason`]. Variables as in [`Requests::send_with`].
    pub fn before_sending(
        &self,
        profile: &ProfileId,
        sending: &Sending,
    ) -> Result<(BeforeSending, Look), Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let look = self.look();
        let call = Call::new(profile, sending.clone());
        let mut before = self.guard_sending(&call, &look);
        let first = self.writes_before(&call)?;
        let first = first.iter().map(|title| production_guard::sent_before(title));
        before.reasons_to_ask.extend(first);
        Ok((before, look))
    }

    pub(super) fn guard_sending(&self, call: &Call, look: &Look) -> BeforeSending {
        let variables = self.variables_of(call, &not_yet());
        let filled = mudbrick_requests::outline(&call.request, &variables);
        self.judged(&call.profile, &filled, &look.0)
    }

    /// What sending would do, found without sending.
    pub fn check(&self, profile: &ProfileId, sending: &Sending) -> Result<RequestCheck, Problem> {
        let Sending { request, surroundings, variables: given, .. } = sending;
        let profile = self.core.profiles.get(profile)?.value;
        let variables = self.variables_in(&profile, surroundings, given, &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let known = self.vault.known_without_asking();
        let taken = self.vault.taken(&filled, None, None, &known).filter(Taken::is_certain);
        let carries = filled.carries_credential() || taken.is_some();
        let url = filled.url.shown();
        let host_not_allowed = url::Url::parse(&url)
            .ok()
            .filter(|parsed| carries && !allowed_hosts(&profile).allows(parsed))
            .and_then(|parsed| parsed.host_str().map(ToOwned::to_owned));
        let before = self.judged(&profile, &filled, &known);
        let warnings = mudbrick_requests::check(&filled).into_iter().map(|warning| warning.message);
        Ok(RequestCheck {
            url,
            missing: not_to_come(filled.missing(), surroundings),
            warnings: surroundings
                .lost
                .clone()
                .into_iter()
                .chain(before.warnings)
                .chain(taken.map(|taken| taken.warning()))
                .chain(filled.failed.iter().map(failed))
                .chain(lines_as_written(request, surroundings))
                .chain(warnings)
                .collect(),
            host_not_allowed,
            needs_confirmation: !before.reasons_to_ask.is_empty(),
            variables: listed(sending, &filled.uses, &variables),
            notes: surroundings.notes(),
            written: surroundings.options(),
            options: self.option_fields(&profile, surroundings, &sending.options),
        })
    }

    /// How a request is sent. Reads the policy's file; where that cannot be read, it says nothing.
    pub(super) fn how_to_send(
        &self,
        profile: &Profile,
        surroundings: &Surroundings,
        given: &SendOptions,
    ) -> HowToSend {
        let file = surroundings.directives().options;
        let policy = self.core.policy.read().unwrap_or_default();
        HowToSend::of(given, &file, &profile.sending, &policy)
    }

    async fn exchange_over(
        &self,
        mut call: Call,
        cancel: &Cancel,
    ) -> Result<ExchangeView, Problem> {
        let http = self.practice.http_for(&call.profile, &call.options).await?;
        let directives = call.surroundings.directives();
        let (requests, owned) = (self.clone(), call.clone());
        let (wants_token, how) = blocking(move || {
            let how = requests.how_to_send(&owned.profile, &owned.surroundings, &owned.options);
            (requests.wants_token(&owned), how)
        })
        .await?;
        let mut retrying = Retrying::new(&how, call.request.method, self.core.now());
        let mut retried = Vec::new();
        let mut freshness = Freshness::Cached;
        let mut may_renew = wants_token;
        // Ends: a refused token is renewed once, and further tries are counted.
        loop {
            let token = match wants_token {
                true => self.token_for(&mut call, freshness).await?,
                false => not_yet(),
            };
            freshness = Freshness::Cached;
            let (requests, owned, owned_how) = (self.clone(), call.clone(), how.clone());
            let prepared = blocking(move || requests.prepare(&owned, &token, &owned_how));
            let Prepared { variables, known, filled, guarded } = prepared.await??;
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
            let redactor = call
                .surroundings
                .wants_answer()
                .then(|| self.history.masking(&variables, &filled, &known).redactor);
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
            let recorded = match answer {
                Err(error @ (SendError::HostNotAllowed { .. } | SendError::InvalidUrl { .. })) => {
                    return Err(error.into());
                }
                Err(error) => {
                    wait = retrying.again_after(Try::Failed(&error), self.core.now());
                    self.history.record_failure(sent, masking, &error, clock).await?
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
                    let recorded = history
                        .record_answer(sent, masking, answer, beginning, copied.as_mut())
                        .await?;
                    let is_whole = matches!(recorded.exchange.outcome, Outcome::Answered { .. });
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
                    let total_ms = recorded.exchange.timings.total_ms;
                    raw = redactor.zip(copied).filter(|_| is_whole).map(|(redactor, copied)| {
                        RawAnswer::new(status, headers, copied, total_ms, redactor)
                    });
                    recorded
                }
            };
            let answers = Arc::clone(&self.answers);
            let view = blocking(move || answers.of_recorded(recorded)).await??;
            if let Some(wait) = wait
                && self.paused(wait, cancel).await
            {
                info!(profile = call.profile.id.as_str(), ms = wait.as_millis(), "tried again");
                retried.push(RetriedView::of(&view, wait));
                // The wait is time in which others may save secrets.
                call.look = None;
                continue;
            }
            return Ok(ExchangeView { retried, ..self.looked_at(view, &call, &directives, raw) });
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

    fn wants_token(&self, call: &Call) -> bool {
        let probe = self.variables_of(call, &not_yet());
        let filled = mudbrick_requests::outline_with_files(&call.request, &probe, &call.files);
        filled.uses.iter().any(|used| used.source == Some(Source::Token))
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

    /// Fills a request in, and looks at where its secrets would go.
    fn prepare(
        &self,
        call: &Call,
        token: &SecretText,
        how: &HowToSend,
    ) -> Result<Prepared, Problem> {
        let Call { profile, request, file, files, look, .. } = call;
        let variables = self.variables_of(call, token);
        let filled = mudbrick_requests::fill_with_files(request, &variables, files)?;
        let mut outgoing = outgoing(&filled, profile)?
            .redirects(Redirects::at_most(how.redirects.value))
            .version(how.http_version.value);
        if how.cookies.value == Cookies::Keep {
            outgoing = outgoing.cookies(self.jars.of(&profile.id));
        }
        if let Some(file) = file {
            outgoing = outgoing.body(Body::File(file.clone()));
        }
        // Behind the token, which opens the vault; whoever needs none gets to know that the vault is closed here.
        let Look(known) = look.clone().unwrap_or_else(|| self.look());
        let may_go = (profile, &filled);
        let passed = production_guard::pass(may_go, call.is_confirmed, self.kinds(may_go), || {
            self.vault.credential_in_url(&filled, &known)
        })?;
        let hosts = allowed_hosts(profile);
        self.vault.keep_from_strangers(&filled, &outgoing, file.as_ref(), &hosts, &known)?;
        Ok(Prepared { variables, known, filled, guarded: Guarded::of(outgoing, passed) })
    }
}

/// Reads the files that a body names.
fn with_files(call: Call) -> Result<Call, Problem> {
    if call.file.is_some() {
        return Ok(call);
    }
    Ok(match body_files::read(&call.request, &call.surroundings, call.outside)? {
        ReadFiles::Parts(files) => Call { files, ..call },
        ReadFiles::Whole(file) => {
            let request = Request { body: None, ..call.request };
            Call { file: Some(file), request, ..call }
        }
    })
}

/// Variables without a value, but for those that somebody is asked for, and for those that another request's answer gives.
pub(super) fn not_to_come(missing: Vec<String>, surroundings: &Surroundings) -> Vec<String> {
    let to_come = surroundings.to_come();
    missing.into_iter().filter(|name| to_come(name).is_none()).collect()
}

/// Where nobody knows which folder is meant, a line that would stand for a file goes out as it is, and that is said.
fn lines_as_written(request: &Request, surroundings: &Surroundings) -> Vec<String> {
    if surroundings.folder().is_some() {
        return Vec::new();
    }
    let told = |line: BodyFileLine| {
        format!(
            "The line “{}” goes out as it is written, and not the file that it names.",
            line.written
        )
    };
    body_file_lines(request).into_iter().map(told).collect()
}

fn failed((call, error): &(String, FunctionError)) -> String {
    format!("{{{{{call}}}}} stands for nothing, since {error}.")
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

fn outgoing(filled: &Filled, profile: &Profile) -> Result<Outgoing, SendError> {
    let mut outgoing = Outgoing::new(filled.method, filled.url.expose().expose())?;
    for (name, value) in &filled.headers {
        outgoing = outgoing.header(name, value.expose().expose())?;
    }
    if let Some(body) = &filled.body {
        outgoing = outgoing.body(body.expose_bytes().expose().clone());
    }
    if filled.carries_credential() {
        outgoing = outgoing.credentials(Credentials::Attached(allowed_hosts(profile)));
    }
    Ok(outgoing)
}

pub(super) fn allowed_hosts(profile: &Profile) -> AllowedHosts {
    AllowedHosts::adobe().with(profile.host_patterns())
}
