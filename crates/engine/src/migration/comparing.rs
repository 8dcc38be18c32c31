//! What differs between the two: the claims of both tokens, and what the profile's own recent requests are answered with both.

use super::journal::Journal;
use super::trying::not_jwt;
use super::view::{
    ComparedRequest, LeftOutRequest, MigrationComparison, TrialOutcome, TrialProgress, WhyLeftOut,
};
use super::{Migration, not_under_way};
use crate::comparison::CompareOptions;
use crate::export::count;
use crate::history::view::ExchangeSummary;
use crate::jobs::Job;
use crate::pace::Pace;
use crate::requests::Confirmation;
use crate::runs::view::ComparedTo;
use crate::runs::{Against, ReplayOn};
use crate::threads::blocking;
use crate::tokens::Freshness;
use crate::view::PromptAnswers;
use mudbrick_model::{ErrorCode, Grant, Method, Problem, ProfileId, Timestamp};
use std::collections::BTreeSet;
use std::num::NonZeroU32;

/// Each token has its own; what `moi` and `fg` are is not documented.
const OF_EVERY_TOKEN: [&str; 5] = ["id", "created_at", "sid", "moi", "fg"];

/// So many entries of the history are looked through for different requests.
const MOST_LOOKED_AT: u32 = 200;

/// What of the history is sent again, and what is not.
struct Recent {
    chosen: Vec<ExchangeSummary>,
    left_out: Vec<LeftOutRequest>,
}

/// With which profiles something is sent.
struct Both<'a> {
    jwt: &'a ProfileId,
    /// Whether a token comes by JWT.
    signs: bool,
    oauth: &'a ProfileId,
}

impl Migration {
    /// Compares the claims of both tokens, and what the profile's own recent requests that read are answered with both. Tells how
    /// far it is before each request, and at the end. Where Adobe gives no token by JWT any more, what came by JWT before is compared
    /// with.
    ///
    /// # Errors
    /// No migration is under way, the profile is switched already, Adobe gives no token by OAuth, or it was stopped before. What
    /// fails of a request is told of that one.
    pub async fn compare(
        &self,
        job: &Job,
        id: &ProfileId,
        most: u32,
        mut tell: impl FnMut(TrialProgress),
    ) -> Result<MigrationComparison, Problem> {
        let (profile, journal) = self.known(id).await?;
        let trial = journal.as_ref().and_then(|journal| journal.trial.clone());
        let (Some(journal), Some(trial)) = (journal, trial) else {
            return Err(not_under_way(&profile));
        };
        if profile.credential.grant() != Grant::Jwt {
            return Err(not_jwt(&profile));
        }
        let oauth = job.unless_stopped(self.tokens.get(&trial, Freshness::Cached)).await?;
        let jwt = job.unless_stopped(self.tokens.get(id, Freshness::Cached)).await;
        let (jwt, jwt_problem) = match jwt {
            Ok(token) => (Some(token), None),
            // Then only what came by JWT before is left to compare with.
            Err(problem) if is_over(&problem) => (None, Some(problem)),
            Err(problem) => return Err(problem),
        };
        let last_jwt_at = journal.last_jwt_at.max(jwt.as_ref().map(|token| token.created_at));
        let journal = Journal { last_jwt_at, ..journal };
        self.save_journal(id, &journal).await?;
        let mut claims = match &jwt {
            Some(jwt) => self.inspection.compare(&jwt.value, &oauth.value)?,
            None => Vec::new(),
        };
        claims.retain(|claim| !OF_EVERY_TOKEN.contains(&claim.name.as_str()));
        let both = Both { jwt: id, signs: jwt.is_some(), oauth: &trial };
        let (this, owned) = (self.clone(), id.clone());
        let Recent { chosen, mut left_out } = blocking(move || this.recent(&owned, most)).await??;
        let of = Some(count(chosen.len()));
        let mut requests = Vec::new();
        for exchange in chosen {
            tell(TrialProgress { done: count(requests.len()), of });
            match job.go_on() {
                Ok(()) => requests.push(self.with_both(job, &exchange, &both).await),
                Err(_) => left_out.push(left(&exchange, WhyLeftOut::Stopped)),
            }
        }
        tell(TrialProgress { done: count(requests.len()), of });
        let comparison = MigrationComparison { jwt_problem, claims, requests, left_out };
        let outcome = Some(comparison.outcome(self.core.now()));
        self.save_journal(id, &Journal { outcome, ..journal }).await?;
        Ok(comparison)
    }

    /// The profile's last requests that read and were answered well, each address once; and the others, with why not.
    fn recent(&self, id: &ProfileId, most: u32) -> Result<Recent, Problem> {
        let list = |text| self.history.list(Some(id.clone()), text, None, MOST_LOOKED_AT);
        let mut seen = BTreeSet::new();
        let mut is_new = |exchange: &ExchangeSummary| {
            seen.insert((exchange.method.as_str(), exchange.url.clone()))
        };
        let mut chosen = list("method:get status:2xx")?;
        chosen.retain(&mut is_new);
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(chosen.len());
        let more = chosen.split_off(most);
        let mut left_out: Vec<_> =
            more.iter().map(|exchange| left(exchange, WhyLeftOut::Enough)).collect();
        // One that was answered well once is not told as failed for another time.
        let mut others = list("")?;
        others.retain(&mut is_new);
        for exchange in &others {
            let why = match exchange.method {
                Method::Get => WhyLeftOut::Failed,
                _ => WhyLeftOut::NotReading,
            };
            left_out.push(left(exchange, why));
        }
        Ok(Recent { chosen, left_out })
    }

    async fn with_both(
        &self,
        job: &Job,
        exchange: &ExchangeSummary,
        both: &Both<'_>,
    ) -> ComparedRequest {
        let signing = both.signs.then(|| both.jwt.clone());
        let replay = ReplayOn {
            exchange: exchange.id,
            profiles: signing.into_iter().chain([both.oauth.clone()]).collect(),
            pace: Pace { parallel: NonZeroU32::MIN, per_second: None },
            against: if both.signs { Against::First } else { Against::Original },
            options: CompareOptions::default(),
            answers: PromptAnswers::default(),
        };
        let mut compared = ComparedRequest {
            exchange: exchange.id,
            url: exchange.url.clone(),
            jwt_status: exchange.status.filter(|_| !both.signs),
            oauth_status: None,
            jwt_exchange: (!both.signs).then_some(exchange.id),
            oauth_exchange: None,
            compared: None,
            is_same: false,
            problem: None,
        };
        // Nobody is asked: what asks is told as not sent.
        match self.runs.replay_on(job, &replay, &Confirmation::NotGiven, |_| ()).await {
            Err(problem) => compared.problem = Some(problem),
            Ok(sent) => {
                for result in sent.results {
                    if result.profile == *both.jwt {
                        (compared.jwt_status, compared.jwt_exchange) =
                            (result.status, result.exchange);
                    } else {
                        (compared.oauth_status, compared.oauth_exchange) =
                            (result.status, result.exchange);
                        compared.compared = result.compared;
                    }
                    compared.problem = compared.problem.or(result.problem);
                }
            }
        }
        compared.is_same = compared.jwt_status.is_some()
            && compared.jwt_status == compared.oauth_status
            && compared.compared == Some(ComparedTo::Same);
        compared
    }
}

impl MigrationComparison {
    fn outcome(&self, at: Timestamp) -> TrialOutcome {
        let mut outcome = TrialOutcome {
            at,
            claims: count(self.claims.len()),
            same: 0,
            differ: 0,
            not_compared: 0,
        };
        for request in &self.requests {
            *match (&request.compared, request.is_same) {
                (_, true) => &mut outcome.same,
                (Some(ComparedTo::Same | ComparedTo::Differs { .. }), _) => &mut outcome.differ,
                _ => &mut outcome.not_compared,
            } += 1;
        }
        outcome
    }
}

/// Whether nothing comes by JWT, whoever tries and whenever.
fn is_over(problem: &Problem) -> bool {
    matches!(
        problem.code,
        ErrorCode::CredentialRefused
            | ErrorCode::ScopeRefused
            | ErrorCode::BadKey
            | ErrorCode::SecretMissing
    )
}

fn left(exchange: &ExchangeSummary, why: WhyLeftOut) -> LeftOutRequest {
    let words = match why {
        WhyLeftOut::NotReading => "Only GET requests are sent again: others may change something.",
        WhyLeftOut::Failed => "It was not answered well when it was sent.",
        WhyLeftOut::Enough => "As many as you wished for were sent.",
        WhyLeftOut::Stopped => "You stopped it before.",
    };
    LeftOutRequest {
        exchange: exchange.id,
        method: exchange.method,
        url: exchange.url.clone(),
        why,
        words: words.to_owned(),
    }
}
