//! Side by side: a trial profile that asks for its tokens by OAuth. What differs between the two is left to `comparing`.

use super::Migration;
use super::journal::Journal;
use super::view::{MigrationProgress, MigrationView, TrialProgress, TrialWish, Tried};
use crate::jobs::Job;
use crate::profiles::make_id;
use crate::threads::blocking;
use crate::tokens::Freshness;
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, ProfileId, ProfileName, RemedyAction};
use mudbrick_vault::SecretText;

impl Migration {
    /// Tries OAuth beside JWT: [`Migration::begin`], then [`Migration::compare`], and tells how far it is.
    ///
    /// # Errors
    /// Those of both, or it was stopped before both tokens were there.
    pub async fn try_beside(
        &self,
        job: &Job,
        id: &ProfileId,
        wish: &TrialWish,
        secret: Option<SecretText>,
        mut tell: impl FnMut(TrialProgress),
    ) -> Result<Tried, Problem> {
        tell(TrialProgress { done: 0, of: None });
        let begun = job.unless_stopped(self.begin(id, &wish.scopes, secret)).await;
        begun.map_err(told_as_stopped)?;
        let compared = self.compare(job, id, wish.requests, tell).await;
        let comparison = compared.map_err(told_as_stopped)?;
        Ok(Tried { migration: self.seen(id).await?, comparison })
    }

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
        let is_new = journal.is_none();
        let journal = journal.unwrap_or_else(|| Journal::begun(profile.credential.clone()));
        let (this, owned, known) = (self.clone(), profile.clone(), journal.clone());
        let found = blocking(move || this.trial_of(&owned, Some(&known))).await??;
        let (journal, trial) = match (found, secret) {
            (Some(trial), secret) => {
                if journal.own_trial.as_ref() == Some(&trial.id) {
                    self.change_trial(&trial.id, scopes, secret).await?;
                }
                (journal, trial.id)
            }
            (None, Some(secret)) if !scopes.trim().is_empty() => {
                let own = make_id()?;
                let journal = Journal { own_trial: Some(own.clone()), ..journal };
                // Before the profile is made, so that one of a process that was killed is known to be ours.
                self.save_journal(id, &journal).await?;
                self.make_trial(&profile, own.clone(), (scopes, secret), is_new).await?;
                (journal, own)
            }
            (None, _) => return Err(nothing_to_try(&profile)),
        };
        self.did(MigrationProgress::TrialMade);
        let journal = Journal { trial: Some(trial.clone()), ..journal };
        self.save_journal(id, &journal).await?;
        self.tokens.get(&trial, Freshness::Renewed).await?;
        self.did(MigrationProgress::Tried);
        self.seen(id).await
    }

    /// The OAuth profile of the same client to try with, where there is one: that which was made for this, else that which was
    /// taken before, else any.
    pub(super) fn trial_of(
        &self,
        profile: &Profile,
        journal: Option<&Journal>,
    ) -> Result<Option<Profile>, Problem> {
        let own = journal.and_then(|journal| journal.own_trial.as_ref());
        let taken = journal.and_then(|journal| journal.trial.as_ref());
        let mut others = self.core.others_of_client(profile)?;
        others.retain(|other| other.credential.grant() == Grant::OauthServerToServer);
        let rank = |other: &Profile| match Some(&other.id) {
            id if id == own => 0,
            id if id == taken => 1,
            _ => 2,
        };
        Ok(others.into_iter().min_by_key(rank))
    }

    /// Makes the trial under this id. Where none comes of it, a migration that was begun for it is not under way.
    async fn make_trial(
        &self,
        profile: &Profile,
        own: ProfileId,
        (scopes, secret): (&str, SecretText),
        is_new: bool,
    ) -> Result<(), Problem> {
        let (this, id, scopes) = (self.clone(), profile.id.clone(), scopes.to_owned());
        blocking(move || {
            let mut draft = this.profiles.draft(&id)?;
            draft.name = format!("{} (OAuth)", draft.name);
            draft.grant = Grant::OauthServerToServer;
            draft.scopes = scopes;
            draft.key = None;
            let made = this.profiles.create_as(own.clone(), &draft, Some(secret));
            if made.is_err() && is_new && this.core.profiles.get(&own).is_err() {
                Journal::remove(&this.core.home, &id)?;
            }
            made.map(drop)
        })
        .await?
    }

    /// Corrects the scopes and the secret of the trial that was made for this, as far as they are given. A person's own profile is
    /// not changed by the way.
    async fn change_trial(
        &self,
        own: &ProfileId,
        scopes: &str,
        secret: Option<SecretText>,
    ) -> Result<(), Problem> {
        if secret.is_none() && scopes.trim().is_empty() {
            return Ok(());
        }
        let (this, own, scopes) = (self.clone(), own.clone(), scopes.to_owned());
        blocking(move || {
            let mut draft = this.profiles.draft(&own)?;
            if !scopes.trim().is_empty() {
                draft.scopes = scopes;
            }
            let revision = this.profiles.get(&own)?.revision;
            this.profiles.update(&own, &revision, &draft, secret).map(drop)
        })
        .await?
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
    .action(RemedyAction::OpenConsole { profile: Some(ProfileName::of(profile)) })
}

/// A trial profile may be there already, and stays to be gone on with.
fn told_as_stopped(problem: Problem) -> Problem {
    if problem.code != ErrorCode::Cancelled {
        return problem;
    }
    Problem::new(ErrorCode::Cancelled, "You stopped it. The profile still signs with JWT.")
        .remedy("Try again to go on, or give it up.")
        .action(RemedyAction::TryAgain)
}
