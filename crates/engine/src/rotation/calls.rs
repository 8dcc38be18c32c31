//! The calls for a client's secrets on their way: each goes into the history, masked, as a request does that a person sends, so
//! that whoever rotates sees what was asked of Adobe and what came.
//!
//! A new secret is stored before its call is recorded, since recording takes time in which a kill would lose it. It is in the
//! vault alone then, and not beside the exchange, as one is that a person asked for by hand.

use super::Rotation;
use crate::core::Core;
use crate::history::{History, NewSecretGoes, Sent};
use crate::threads::{blocking, lock};
use crate::vault::Vault;
use bytes::Bytes;
use mudbrick_ims::{Carrier, Received};
use mudbrick_model::{Grant, Header, Method, Problem, Profile, Request, Timestamp};
use mudbrick_net::{Answer, Cancel, Http, Journey, Limits, Outgoing, SendError, http_date};
use mudbrick_requests::{Source, Variables};
use mudbrick_vault::SecretText;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tracing::warn;

/// Takes calls to Adobe with one token of one profile.
#[derive(Clone)]
pub(super) struct Calls {
    core: Arc<Core>,
    vault: Arc<Vault>,
    history: Arc<History>,
    http: Arc<Http>,
    profile: Profile,
    token: SecretText,
    /// Answered, and not in the history yet.
    answered: Arc<Mutex<Vec<Answered>>>,
}

/// A call that went out.
struct Call {
    method: Method,
    outgoing: Outgoing,
    journey: Journey,
    started_at: Timestamp,
}

struct Answered {
    call: Call,
    answer: Answer,
    body: Bytes,
}

impl Carrier for Calls {
    #[allow(
        clippy::disallowed_methods,
        reason = "who rotates a production profile's secret is asked before"
    )]
    async fn carry(&self, method: Method, outgoing: Outgoing) -> Result<Received, SendError> {
        let call =
            Call { method, outgoing, journey: Journey::default(), started_at: self.core.now() };
        let clock = Instant::now();
        let (limits, cancel) = (Limits::for_tokens(), Cancel::new());
        let sent = self.http.send_measured(&call.outgoing, &limits, &cancel, &call.journey).await;
        let mut answer = match sent {
            Ok(answer) => answer,
            Err(error) => return Err(self.failed(call, error, clock).await),
        };
        let status = answer.status;
        let body = match answer.read_all().await {
            Ok(body) => body,
            // What is no success says so by its status, whatever became of its body.
            Err(_) if !matches!(status, 200..=299) => Bytes::new(),
            Err(error) => return Err(self.failed(call, error, clock).await),
        };
        let at = answer.header("date").and_then(http_date);
        let received = Received { status, at, body: body.clone() };
        let mut answered = lock(&self.answered);
        answered.push(Answered { call, answer, body });
        Ok(received)
    }
}

impl Calls {
    pub(super) fn of(
        rotation: &Rotation,
        http: Arc<Http>,
        profile: &Profile,
        token: SecretText,
    ) -> Self {
        Self {
            core: Arc::clone(&rotation.core),
            vault: Arc::clone(&rotation.vault),
            history: Arc::clone(&rotation.history),
            http,
            profile: profile.clone(),
            token,
            answered: Arc::default(),
        }
    }

    pub(super) fn token(&self) -> &SecretText {
        &self.token
    }

    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// A profile that uses the same credential by JWT, as far as profiles can be read.
    pub(super) async fn by_jwt(&self) -> Option<Profile> {
        let (core, profile) = (Arc::clone(&self.core), self.profile.clone());
        let others = blocking(move || core.others_of_client(&profile)).await;
        let mut others = others.ok()?.ok()?.into_iter();
        others.find(|other| other.credential.grant() == Grant::Jwt)
    }

    /// Puts what was answered into the history. What cannot be kept is no reason not to go on: it was done.
    pub(super) async fn record(&self, new_secret: NewSecretGoes) {
        let answered = std::mem::take(&mut *lock(&self.answered));
        for one in answered {
            if let Err(problem) = self.record_one(one, new_secret.clone()).await {
                self.not_recorded(&problem);
            }
        }
    }

    async fn record_one(
        &self,
        Answered { call, answer, body }: Answered,
        new_secret: NewSecretGoes,
    ) -> Result<(), Problem> {
        let (sent, masking) = self.sent(call, new_secret).await?;
        let none = None::<&mut io::Sink>;
        self.history.record_answer(sent, masking, answer, Ok(Some(body)), none, drop).await
    }

    async fn failed(&self, call: Call, error: SendError, clock: Instant) -> SendError {
        // Nothing came that anybody could store.
        let recorded = match self.sent(call, NewSecretGoes::Nowhere).await {
            Ok((sent, masking)) => {
                self.history.record_failure(sent, masking, &error, clock, drop).await
            }
            Err(problem) => Err(problem),
        };
        if let Err(problem) = recorded {
            self.not_recorded(&problem);
        }
        error
    }

    fn not_recorded(&self, problem: &Problem) {
        warn!(profile = self.profile.id.as_str(), code = ?problem.code, "call not in the history");
    }

    /// The call as the history takes it. Its request is written as a person would write it, and can be sent again.
    async fn sent(
        &self,
        Call { method, outgoing, journey, started_at }: Call,
        new_secret: NewSecretGoes,
    ) -> Result<(Sent, crate::history::masking::Masking), Problem> {
        let request = Request {
            name: match method {
                Method::Post => "Add a client secret",
                Method::Delete => "Delete a client secret",
                _ => "List client secrets",
            }
            .to_owned(),
            method,
            url: outgoing.url().to_string(),
            headers: vec![
                Header::new("accept", "application/json"),
                Header::new("x-api-key", "{{API_KEY}}"),
                Header::new("authorization", "Bearer {{ACCESS_TOKEN}}"),
            ],
            body: None,
        };
        let variables = Variables::new()
            .with(Source::Profile, "API_KEY", self.profile.client_id.as_str())
            .with_secret("ACCESS_TOKEN", self.token.clone());
        let filled = mudbrick_requests::outline(&request, &variables);
        let (history, vault) = (Arc::clone(&self.history), Arc::clone(&self.vault));
        let (filled, masking) = blocking(move || {
            let masking = history.masking(&variables, &filled, &vault.known_secrets());
            (filled, masking)
        })
        .await?;
        let sent = Sent {
            profile: self.profile.clone(),
            request,
            filled,
            outgoing,
            journey,
            file: None,
            started_at,
            from: None,
            is_not_kept: false,
            new_secret,
        };
        Ok((sent, masking))
    }
}
