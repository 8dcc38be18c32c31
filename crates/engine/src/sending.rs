//! Sending: a request is filled, checked, sent with a fresh token, redacted and recorded.
//!
//! ```text
//! Request ─fill─▶ Filled ─outgoing─▶ Outgoing ─send─▶ Answer ─redact─▶ Exchange ─record─▶ ExchangeView
//!            │ missing variable   │ host not allowed     │ no answer: recorded with its problem
//!            ▼                    ▼
//!         Problem (nothing was sent, nothing is recorded)
//! ```

use crate::engine::{Engine, lock};
use crate::explain;
use crate::recording::Sent;
use crate::tokens::Freshness;
use crate::view::{ExchangeView, RequestCheck};
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileId, Request, Risk};
use mudbrick_net::{AllowedHosts, Cancel, Credentials, Limits, Outgoing, SendError};
use mudbrick_requests::{Filled, Source, Variables};
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

/// The variable that stands for the token.
const TOKEN: &str = "ACCESS_TOKEN";

/// Said before any such request is sent.
const IN_URL: &str = "The URL contains a token or another secret. Servers and proxies write URLs into their logs: send it in a header.";

/// Whether a person has agreed to a writing call to production.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// They were asked and agreed.
    Given,
    /// They were not asked.
    NotGiven,
}

impl Confirmation {
    /// From a dialog's answer.
    pub fn given(answer: bool) -> Self {
        if answer { Self::Given } else { Self::NotGiven }
    }
}

/// What is being sent, so that it can be stopped.
#[derive(Default)]
pub(crate) struct Sending {
    under_way: Mutex<BTreeMap<uuid::Uuid, Cancel>>,
}

/// Whether sending this asks a person first: it writes, and the profile is production.
pub fn needs_confirmation(profile: &Profile, request: &Request) -> bool {
    profile.risk == Risk::Production && request.method.writes()
}

impl Engine {
    /// Sends a request with a profile and records the exchange. An error answer is an answer; an exchange without an
    /// answer is recorded too and carries its problem.
    pub async fn send(
        &self,
        profile: &ProfileId,
        request: Request,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        self.send_with(profile, request, &BTreeMap::new(), confirmation).await
    }

    /// The same with variables for this one call, which go before the profile's own.
    pub async fn send_with(
        &self,
        profile: &ProfileId,
        request: Request,
        variables: &BTreeMap<String, String>,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let profile = self.profiles.get(profile)?.value;
        if needs_confirmation(&profile, &request) && confirmation == Confirmation::NotGiven {
            return Err(not_confirmed(&profile, &request));
        }
        let (call, cancel) = (uuid::Uuid::new_v4(), Cancel::new());
        lock(&self.sending.under_way).insert(call, cancel.clone());
        let outcome = self.exchange_over(&profile, request, variables, &cancel).await;
        lock(&self.sending.under_way).remove(&call);
        outcome
    }

    /// Stops everything that is being sent.
    pub fn cancel_send(&self) {
        for cancel in lock(&self.sending.under_way).values() {
            cancel.cancel();
        }
    }

    /// What sending would do, found without sending.
    pub fn check_request(
        &self,
        profile: &ProfileId,
        request: &Request,
    ) -> Result<RequestCheck, Problem> {
        let profile = self.profiles.get(profile)?.value;
        let variables = self.variables(&profile, &BTreeMap::new(), &not_yet());
        let filled = mudbrick_requests::outline(request, &variables);
        let taken = self.taken_as_far_as_known(&filled);
        let carries = filled.carries_credential() || taken.is_some();
        let in_url = self.credential_in_url(&filled).then(|| IN_URL.to_owned());
        let url = filled.url.shown();
        let host_not_allowed = url::Url::parse(&url)
            .ok()
            .filter(|parsed| carries && !allowed_hosts(&profile).allows(parsed))
            .and_then(|parsed| parsed.host_str().map(ToOwned::to_owned));
        Ok(RequestCheck {
            url,
            missing: filled.missing(),
            warnings: in_url
                .into_iter()
                .chain(taken.map(|taken| taken.warning()))
                .chain(mudbrick_requests::check(&filled).into_iter().map(|warning| warning.message))
                .collect(),
            host_not_allowed,
            needs_confirmation: needs_confirmation(&profile, request),
        })
    }

    async fn exchange_over(
        &self,
        profile: &Profile,
        request: Request,
        extra: &BTreeMap<String, String>,
        cancel: &Cancel,
    ) -> Result<ExchangeView, Problem> {
        let http = self.http_for(profile).await?;
        let probe = self.variables(profile, extra, &not_yet());
        let uses = mudbrick_requests::outline(&request, &probe).uses;
        let wants_token = uses.iter().any(|used| used.source == Some(Source::Token));
        let mut freshness = Freshness::Cached;
        loop {
            let token = match wants_token {
                true => self.token_for(profile, freshness).await?.value,
                false => not_yet(),
            };
            let variables = self.variables(profile, extra, &token);
            let filled = mudbrick_requests::fill(&request, &variables)?;
            let outgoing = outgoing(&filled, profile)?;
            // Behind the token, which opens the vault; whoever needs none gets to know that the vault is closed here.
            let known = self.known_secrets();
            self.keep_from_strangers(&filled, &outgoing, &allowed_hosts(profile), &known)?;
            let started_at = self.now();
            let clock = Instant::now();
            let answer = http.send(&outgoing, &Limits::default(), cancel).await;
            let sent = Sent {
                profile,
                request: &request,
                filled: &filled,
                outgoing: &outgoing,
                started_at,
            };
            let masking = self.masking(&variables, &known);
            match answer {
                Err(error @ (SendError::HostNotAllowed { .. } | SendError::InvalidUrl { .. })) => {
                    return Err(error.into());
                }
                Err(error) => return self.record_failure(&sent, &masking, error, clock),
                Ok(mut answer) => {
                    let beginning = answer.chunk().await;
                    let first =
                        beginning.as_ref().ok().and_then(Option::as_deref).unwrap_or_default();
                    if freshness == Freshness::Cached
                        && wants_token
                        && explain::refuses_token(answer.status, first)
                    {
                        // The one retry: Adobe says the token is bad, whatever its claims say.
                        freshness = Freshness::Renewed;
                        continue;
                    }
                    return self.record_answer(&sent, &masking, answer, beginning).await;
                }
            }
        }
    }

    /// Every value a request can name. A later source goes before an earlier one.
    fn variables(
        &self,
        profile: &Profile,
        extra: &BTreeMap<String, String>,
        token: &SecretText,
    ) -> Variables {
        Variables::new()
            .with_built_in(self.now(), &uuid::Uuid::new_v4().to_string())
            .with(Source::Profile, "API_KEY", profile.client_id.as_str())
            .with(Source::Profile, "IMS_ORG", profile.org_id.as_str())
            .with(Source::Profile, "SANDBOX_NAME", profile.sandbox.as_str())
            .with(Source::Profile, "IMS", profile.adobe.ims_host())
            .with_all(Source::Own, &profile.variables)
            .with_all(Source::Own, extra)
            .with_secret(TOKEN, token.clone())
    }
}

fn outgoing(filled: &Filled, profile: &Profile) -> Result<Outgoing, SendError> {
    let mut outgoing = Outgoing::new(filled.method, filled.url.expose().expose())?;
    for (name, value) in &filled.headers {
        outgoing = outgoing.header(name, value.expose().expose())?;
    }
    if let Some(body) = &filled.body {
        outgoing = outgoing.body(body.expose().expose().clone());
    }
    if filled.carries_credential() {
        outgoing = outgoing.credentials(Credentials::Attached(allowed_hosts(profile)));
    }
    Ok(outgoing)
}

/// Stands for a token that was not asked for yet.
fn not_yet() -> SecretText {
    SecretText::new(String::new())
}

fn allowed_hosts(profile: &Profile) -> AllowedHosts {
    AllowedHosts::adobe().with(&profile.allowed_hosts)
}

fn not_confirmed(profile: &Profile, request: &Request) -> Problem {
    Problem::new(
        ErrorCode::NeedsConfirmation,
        format!(
            "{} is production, and {} can change data there. Nothing was sent.",
            profile.title(),
            request.method
        ),
    )
    .remedy("Confirm that you mean it, and send again.")
}
