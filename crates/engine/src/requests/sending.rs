//! Sending: a request is filled, checked, sent with a fresh token, redacted and recorded.
//!
//! ```text
//! Request ─fill─▶ Filled ─outgoing─▶ Outgoing ─send─▶ Answer ─redact─▶ Exchange ─record─▶ ExchangeView
//!            │ missing variable   │ host not allowed     │ no answer: recorded with its problem
//!            ▼                    ▼
//!         Problem (nothing was sent, nothing is recorded)
//! ```

use super::production_guard::{self, BeforeSending, Facts};
use super::variables::{listed, not_yet};
use super::view::RequestCheck;
use super::{Confirmation, Look, Requests};
use crate::answers::explanation::{Answered, refuses_token};
use crate::answers::view::ExchangeView;
use crate::history::Sent;
use crate::history::masking::Masking;
use crate::jobs::Job;
use crate::threads::blocking;
use crate::tokens::{Freshness, Looked};
use crate::vault::known_secrets::{KnownSecrets, Taken};
use mudbrick_model::{Explain as _, Method, Problem, Profile, ProfileId, ProfileName, Request};
use mudbrick_net::{
    AllowedHosts, Answer, Body, Cancel, Credentials, FileBody, Limits, Outgoing, SendError,
};
use mudbrick_requests::{Filled, FunctionError, Source, Variables};
use mudbrick_vault::SecretText;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use tracing::{info, warn};

/// What is sent, and how.
#[derive(Clone)]
struct Call {
    profile: Profile,
    request: Request,
    /// The body, when it is a file.
    file: Option<FileBody>,
    /// Variables for this one call.
    extra: BTreeMap<String, String>,
    /// What the secrets were when they were looked at for the question, until somebody is waited for.
    look: Option<Look>,
}

/// A request with everything filled in.
struct Prepared {
    variables: Variables,
    known: Result<Arc<KnownSecrets>, Problem>,
    filled: Filled,
    outgoing: Outgoing,
    limits: Limits,
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
        self.send_whole(job, profile, request, None, variables, confirmation).await
    }

    /// The same with a file of any size as the body, byte for byte: no variable in it is filled.
    pub async fn send_file(
        &self,
        job: &Job,
        profile: &ProfileId,
        request: Request,
        file: &FileBody,
        variables: &BTreeMap<String, String>,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let request = Request { body: None, ..request };
        self.send_whole(job, profile, request, Some(file), variables, confirmation).await
    }

    async fn send_whole(
        &self,
        job: &Job,
        profile: &ProfileId,
        request: Request,
        file: Option<&FileBody>,
        variables: &BTreeMap<String, String>,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let (requests, id) = (self.clone(), profile.clone());
        let (file, extra) = (file.cloned(), variables.clone());
        let call = blocking(move || {
            let profile = requests.core.profiles.get(&id)?.value;
            let mut call = Call { profile, request, file, extra, look: None };
            call.look = requests.agreed(&call, confirmation)?;
            Ok::<_, Problem>(call)
        })
        .await??;
        let profile = ProfileName::of(&call.profile);
        let outcome = self.exchange_over(call, job.calls()).await;
        outcome.map_err(|problem| problem.of_profile(&profile))
    }

    /// Refuses what somebody has to agree to first. Gives back the look that this took.
    fn agreed(&self, call: &Call, confirmation: Confirmation) -> Result<Option<Look>, Problem> {
        let profile = &call.profile;
        let look = match confirmation {
            Confirmation::Given => return Ok(None),
            Confirmation::NoReason(look) => Some(look),
            Confirmation::NotGiven => None,
        };
        if !production_guard::may_ask(profile.risk) {
            return Ok(look);
        }
        let look = look.unwrap_or_else(|| self.look());
        let before = self.guard_sending(profile, &call.request, &call.extra, &look);
        match before.reasons_to_ask.is_empty() {
            true => Ok(Some(look)),
            false => Err(production_guard::not_confirmed(&profile.title(), &before.reasons_to_ask)),
        }
    }

    fn look(&self) -> Look {
        // Sending opens the vault in any case.
        Look(self.vault.known_secrets())
    }

    /// What a person is told and asked before this is sent, and the look at the secrets that it took, for
    /// [`Confirmation::NoReason`]. Variables as in [`Requests::send_with`].
    pub fn before_sending(
        &self,
        profile: &ProfileId,
        request: &Request,
        variables: &BTreeMap<String, String>,
    ) -> Result<(BeforeSending, Look), Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let look = self.look();
        Ok((self.guard_sending(&profile, request, variables, &look), look))
    }

    fn guard_sending(
        &self,
        profile: &Profile,
        request: &Request,
        variables: &BTreeMap<String, String>,
        look: &Look,
    ) -> BeforeSending {
        let variables = self.variables(profile, variables, &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        production_guard::before_sending(self.facts(profile, &filled, &look.0))
    }

    /// What sending would do, found without sending.
    pub fn check(&self, profile: &ProfileId, request: &Request) -> Result<RequestCheck, Problem> {
        let profile = self.core.profiles.get(profile)?.value;
        let variables = self.variables(&profile, &BTreeMap::new(), &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let known = self.vault.known_without_asking();
        let taken = self.vault.taken(&filled, None, None, &known).filter(Taken::is_certain);
        let carries = filled.carries_credential() || taken.is_some();
        let url = filled.url.shown();
        let host_not_allowed = url::Url::parse(&url)
            .ok()
            .filter(|parsed| carries && !allowed_hosts(&profile).allows(parsed))
            .and_then(|parsed| parsed.host_str().map(ToOwned::to_owned));
        let before = production_guard::before_sending(self.facts(&profile, &filled, &known));
        let warnings = mudbrick_requests::check(&filled).into_iter().map(|warning| warning.message);
        Ok(RequestCheck {
            url,
            missing: filled.missing(),
            warnings: before
                .warnings
                .into_iter()
                .chain(taken.map(|taken| taken.warning()))
                .chain(filled.failed.iter().map(failed))
                .chain(warnings)
                .collect(),
            host_not_allowed,
            needs_confirmation: !before.reasons_to_ask.is_empty(),
            variables: listed(request, &filled.uses, &variables),
        })
    }

    async fn exchange_over(
        &self,
        mut call: Call,
        cancel: &Cancel,
    ) -> Result<ExchangeView, Problem> {
        let http = self.practice.http_for(&call.profile).await?;
        let probe = self.variables(&call.profile, &call.extra, &not_yet());
        let uses = mudbrick_requests::outline(&call.request, &probe).uses;
        let wants_token = uses.iter().any(|used| used.source == Some(Source::Token));
        let mut freshness = Freshness::Cached;
        // Twice at most: a second refusal is the answer that is shown.
        loop {
            let token = match wants_token {
                true => self.token_for(&mut call, freshness).await?,
                false => not_yet(),
            };
            let (requests, owned) = (self.clone(), call.clone());
            let prepared = blocking(move || requests.prepare(&owned, &token)).await??;
            let Prepared { variables, known, filled, outgoing, limits } = prepared;
            // Taken behind the wait for a token, which is not the request’s own time.
            let started_at = self.core.now();
            let clock = Instant::now();
            let answer = http.send(&outgoing, &limits, cancel).await;
            let masking = self.history.masking(&variables, &filled, &known);
            let to = (filled.method, &outgoing);
            log_outcome(&call.profile, to, &masking, clock, &answer);
            let sent = Sent {
                profile: call.profile.clone(),
                request: call.request.clone(),
                filled,
                outgoing,
                file: call.file.clone(),
                started_at,
            };
            let recorded = match answer {
                Err(error @ (SendError::HostNotAllowed { .. } | SendError::InvalidUrl { .. })) => {
                    return Err(error.into());
                }
                Err(error) => self.history.record_failure(sent, masking, &error, clock).await?,
                Ok(mut answer) => {
                    let beginning = answer.chunk().await;
                    let first =
                        beginning.as_ref().ok().and_then(Option::as_deref).unwrap_or_default();
                    if freshness == Freshness::Cached
                        && wants_token
                        && refuses_token(&Answered {
                            host: answer.url.host_str().unwrap_or_default(),
                            status: answer.status,
                            headers: &answer.headers,
                            body: first,
                            is_empty: first.is_empty(),
                            at: started_at,
                        })
                    {
                        // The one retry: Adobe says the token is bad, whatever its claims say.
                        info!(profile = call.profile.id.as_str(), "token refused, renewed");
                        freshness = Freshness::Renewed;
                        continue;
                    }
                    self.history.record_answer(sent, masking, answer, beginning).await?
                }
            };
            let answers = Arc::clone(&self.answers);
            return blocking(move || answers.of_recorded(recorded)).await?;
        }
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
                self.tokens.ask(&call.profile, wanted).await?
            }
        };
        Ok(token.value)
    }

    /// Fills a request in, and looks at where its secrets would go.
    fn prepare(&self, call: &Call, token: &SecretText) -> Result<Prepared, Problem> {
        let Call { profile, request, file, extra, look } = call;
        let variables = self.variables(profile, extra, token);
        let filled = mudbrick_requests::fill(request, &variables)?;
        let mut outgoing = outgoing(&filled, profile)?;
        if let Some(file) = file {
            outgoing = outgoing.body(Body::File(file.clone()));
        }
        // Behind the token, which opens the vault; whoever needs none gets to know that the vault is closed here.
        let Look(known) = look.clone().unwrap_or_else(|| self.look());
        let hosts = allowed_hosts(profile);
        self.vault.keep_from_strangers(&filled, &outgoing, file.as_ref(), &hosts, &known)?;
        let limits = self.core.request_limits();
        Ok(Prepared { variables, known, filled, outgoing, limits })
    }

    fn facts(
        &self,
        profile: &Profile,
        filled: &Filled,
        known: &Result<Arc<KnownSecrets>, Problem>,
    ) -> Facts {
        let credential_in_url = self.vault.credential_in_url(filled, known);
        Facts { risk: profile.risk, method: filled.method, credential_in_url }
    }
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

fn allowed_hosts(profile: &Profile) -> AllowedHosts {
    AllowedHosts::adobe().with(profile.host_patterns())
}
