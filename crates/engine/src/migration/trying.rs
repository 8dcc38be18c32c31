//! Side by side: a trial profile that asks for its tokens by OAuth, and what differs between the two.

use super::journal::Journal;
use super::view::{ComparedRequest, MigrationComparison, MigrationProgress, MigrationView};
use super::{Migration, not_under_way};
use crate::comparison::CompareOptions;
use crate::history::view::ExchangeSummary;
use crate::jobs::Job;
use crate::pace::Pace;
use crate::requests::Confirmation;
use crate::runs::{Against, ReplayOn};
use crate::threads::blocking;
use crate::tokens::Freshness;
use crate::view::PromptAnswers;
use mudbrick_model::{
    ErrorCode, Field, Grant, Problem, Profile, ProfileId, ProfileName, RemedyAction,
};
use mudbrick_vault::SecretText;
use std::collections::BTreeSet;
use std::num::NonZeroU32;

/// Each token has its own ; what `moi` and `fg` are is not documented.
const OF_EVERY_TOKEN: [&str; 5] = ["id", "created_at", "sid", "moi", "fg"];

/// So many entries of the history are looked through for different requests.
const MOST_LOOKED_AT: u32 = 200;

impl Migration {
    /// Makes a trial profile of the same client with these scopes and this client secret, or takes the OAuth profile of the
    /// client that is there already, and gets a token with it.
    ///
    /// # Errors
    /// The profile is no service account (JWT), there is no OAuth profile and nothing to make one of, or Adobe gives no token.
    pub async fn begin(
        &self,
        id: &ProfileId,
        scopes: &str,
        secret: Option<SecretText>,
    ) -> Result<MigrationView, Problem> {
        let (profile, journal) = self.known(id).await?;
        if profile.credential.grant() != Grant::Jwt {
            return Err(not_jwt(&profile));
        }
        // Written before the trial is made, so that one of a process that was killed is known to be ours.
        let journal = match journal {
            Some(journal) => journal,
            None => {
                let journal = Journal {
                    is_own_trial: self.oauth_sibling(&profile)?.is_none(),
                    ..Journal::begun(profile.credential.clone())
                };
                self.save_journal(id, &journal).await?;
                journal
            }
        };
        let (this, owned, scopes) = (self.clone(), profile.clone(), scopes.to_owned());
        let is_own = journal.is_own_trial;
        let trial = blocking(move || this.trial(&owned, &scopes, secret, is_own)).await??;
        self.did(MigrationProgress::TrialMade);
        let journal = Journal { trial: Some(trial.clone()), ..journal };
        self.save_journal(id, &journal).await?;
        self.tokens.get(&trial, Freshness::Renewed).await?;
        self.did(MigrationProgress::Tried);
        Ok(self.view(&profile, Some(&journal)))
    }

    /// An OAuth profile of the same client.
    fn oauth_sibling(&self, profile: &Profile) -> Result<Option<Profile>, Problem> {
        let mut others = self.core.others_of_client(profile)?.into_iter();
        Ok(others.find(|other| other.credential.grant() == Grant::OauthServerToServer))
    }

    fn trial(
        &self,
        profile: &Profile,
        scopes: &str,
        secret: Option<SecretText>,
        is_own: bool,
    ) -> Result<ProfileId, Problem> {
        let Some(sibling) = self.oauth_sibling(profile)? else {
            if scopes.trim().is_empty() || secret.is_none() {
                return Err(nothing_to_try(profile));
            }
            let mut draft = self.profiles.draft(&profile.id)?;
            draft.name = format!("{} (OAuth)", profile.name);
            draft.grant = Grant::OauthServerToServer;
            scopes.clone_into(&mut draft.scopes);
            draft.key = None;
            return Ok(self.profiles.create(&draft, secret)?.summary.id);
        };
        // A person's own profile is not changed by the way.
        if is_own && (secret.is_some() || !scopes.trim().is_empty()) {
            let mut draft = self.profiles.draft(&sibling.id)?;
            if !scopes.trim().is_empty() {
                scopes.clone_into(&mut draft.scopes);
            }
            let revision = self.profiles.get(&sibling.id)?.revision;
            self.profiles.update(&sibling.id, &revision, &draft, secret)?;
        }
        Ok(sibling.id)
    }

    /// Compares the claims of both tokens, and what the profile's own recent requests that read are answered with both.
    ///
    /// # Errors
    /// No migration is under way, the profile is switched already, or Adobe gives no token. What fails of a request is told
    /// of that one.
    pub async fn compare(
        &self,
        job: &Job,
        id: &ProfileId,
        most: usize,
    ) -> Result<MigrationComparison, Problem> {
        let (profile, journal) = self.known(id).await?;
        let trial = journal.as_ref().and_then(|journal| journal.trial.clone());
        let (Some(journal), Some(trial)) = (journal, trial) else {
            return Err(not_under_way(&profile));
        };
        if profile.credential.grant() != Grant::Jwt {
            return Err(not_jwt(&profile));
        }
        let jwt = self.tokens.get(id, Freshness::Cached).await?;
        let oauth = self.tokens.get(&trial, Freshness::Cached).await?;
        let last_jwt_at = journal.last_jwt_at.max(Some(jwt.created_at));
        self.save_journal(id, &Journal { last_jwt_at, ..journal }).await?;
        let mut claims = self.inspection.compare(&jwt.value, &oauth.value)?;
        claims.retain(|claim| !OF_EVERY_TOKEN.contains(&claim.name.as_str()));
        let (this, owned) = (self.clone(), id.clone());
        let recent = blocking(move || this.recent_reads(&owned, most)).await??;
        let mut requests = Vec::new();
        for exchange in recent {
            requests.push(self.with_both(job, &exchange, id, &trial).await);
        }
        Ok(MigrationComparison { claims, requests })
    }

    /// The profile's last requests that read and were answered well, each address once.
    fn recent_reads(&self, id: &ProfileId, most: usize) -> Result<Vec<ExchangeSummary>, Problem> {
        let text = "method:get status:2xx";
        let mut found = self.history.list(Some(id.clone()), text, None, MOST_LOOKED_AT)?;
        let mut seen = BTreeSet::new();
        found.retain(|exchange| seen.insert(exchange.url.clone()));
        found.truncate(most);
        Ok(found)
    }

    async fn with_both(
        &self,
        job: &Job,
        exchange: &ExchangeSummary,
        jwt: &ProfileId,
        oauth: &ProfileId,
    ) -> ComparedRequest {
        let replay = ReplayOn {
            exchange: exchange.id,
            profiles: vec![jwt.clone(), oauth.clone()],
            pace: Pace { parallel: NonZeroU32::MIN, per_second: None },
            against: Against::First,
            options: CompareOptions::default(),
            answers: PromptAnswers::default(),
        };
        let mut compared = ComparedRequest {
            exchange: exchange.id,
            url: exchange.url.clone(),
            jwt_status: None,
            oauth_status: None,
            compared: None,
            problem: None,
        };
        // Nobody is asked: what asks is told as not sent.
        match self.runs.replay_on(job, &replay, &Confirmation::NotGiven, |_| ()).await {
            Err(problem) => compared.problem = Some(problem),
            Ok(both) => {
                for result in both.results {
                    let is_jwt = result.profile == *jwt;
                    match is_jwt {
                        true => compared.jwt_status = result.status,
                        false => {
                            compared.oauth_status = result.status;
                            compared.compared = result.compared;
                        }
                    }
                    compared.problem = compared.problem.or(result.problem);
                }
            }
        }
        compared
    }
}

/// What a profile that is no service account (JWT) is.
fn already(profile: &Profile) -> &'static str {
    match profile.credential.grant() {
        Grant::OauthUser => "for people who sign in",
        Grant::OauthServerToServer | Grant::Jwt => "OAuth Server-to-Server already",
    }
}

pub(super) fn not_jwt(profile: &Profile) -> Problem {
    let title = profile.title();
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{title} is {}, so there is nothing to migrate.", already(profile)),
    )
}

fn nothing_to_try(profile: &Profile) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!(
            "{} needs the scopes and the client secret of its OAuth Server-to-Server credential.",
            profile.title()
        ),
    )
    .remedy("Add the credential on the project's page in the Developer Console; it keeps the client ID. Then enter both, or import the project's file and begin again.")
    .action(RemedyAction::OpenField {
        profile: Some(ProfileName::of(profile)),
        field: Field::ClientSecret,
    })
}
