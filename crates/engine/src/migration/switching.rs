//! The profile becomes OAuth, goes back, or stays so for good. Its id, name, requests and history stay as they are.

use super::journal::Journal;
use super::trying::not_jwt;
use super::view::{MigrationProgress, MigrationView};
use super::{Migration, not_under_way};
use crate::core::Change;
use crate::events::Event;
use crate::retry::tried_again;
use crate::threads::blocking;
use crate::tokens::Freshness;
use crate::vault::client_secrets::none_stored;
use crate::vault::stored;
use crate::vault::view::SecretKind;
use mudbrick_model::{Credential, ErrorCode, Grant, Problem, Profile, ProfileId};
use tracing::info;

impl Migration {
    /// Has the profile ask for its tokens by OAuth. The key that signed stays.
    ///
    /// # Errors
    /// No migration is under way, or no token comes by OAuth. Nothing was changed then.
    pub async fn switch(&self, id: &ProfileId) -> Result<MigrationView, Problem> {
        let (profile, journal) = self.known(id).await?;
        let trial = journal.as_ref().and_then(|journal| journal.trial.clone());
        let (Some(journal), Some(trial)) = (journal, trial) else {
            return Err(not_under_way(&profile));
        };
        if profile.credential.grant() != Grant::Jwt {
            // Whoever was killed at the switch has not looked again.
            self.with_last_jwt(&profile, journal).await?;
            return self.seen(id).await;
        }
        self.tokens.get(&trial, Freshness::Renewed).await?;
        self.did(MigrationProgress::Tried);
        // The way back leads to the credential as it is now.
        let journal = Journal { before: profile.credential.clone(), ..journal };
        let journal = self.with_last_jwt(&profile, journal).await?;
        let (this, owned) = (self.clone(), profile.clone());
        let credential = blocking(move || this.take_secret(&owned, &trial)).await??;
        self.did(MigrationProgress::SecretStored);
        // The secret is there already: by JWT it is the second that is tried when the first is refused.
        self.change_credential(id, credential).await?;
        // Once more: somebody may have asked for a token meanwhile.
        self.with_last_jwt(&profile, journal).await?;
        info!(profile = id.as_str(), "switched to OAuth");
        self.seen(id).await
    }

    /// Notes when a token was got by JWT last with this credential, by any profile that has it: the Console counts from then.
    async fn with_last_jwt(&self, profile: &Profile, journal: Journal) -> Result<Journal, Problem> {
        let (this, own) = (self.clone(), profile.clone());
        let own = Profile { credential: journal.before.clone(), ..own };
        let last = blocking(move || {
            let mut all = this.core.others_of_client(&own)?;
            all.retain(|other| other.credential.grant() == Grant::Jwt);
            all.push(own);
            let got = all.iter().map(|profile| this.tokens.last_got(profile));
            Ok::<_, Problem>(got.collect::<Result<Vec<_>, _>>()?.into_iter().max().flatten())
        });
        let journal = Journal { last_jwt_at: journal.last_jwt_at.max(last.await??), ..journal };
        self.save_journal(&profile.id, &journal).await?;
        Ok(journal)
    }

    /// Puts the trial's client secret first, and gives the trial's credential.
    fn take_secret(&self, profile: &Profile, trial: &ProfileId) -> Result<Credential, Problem> {
        let vault = &self.core.vault;
        let trial = self.core.profiles.get(trial)?.value;
        let is_oauth = trial.credential.grant() == Grant::OauthServerToServer;
        if !is_oauth || trial.client_id != profile.client_id || trial.adobe != profile.adobe {
            return Err(not_under_way(profile));
        }
        let secret = stored::client_secrets_of(vault, &trial)?.into_iter().next();
        let secret = secret.ok_or_else(|| none_stored(&trial, SecretKind::ClientSecret))?;
        stored::change_client_secrets(vault, profile, &profile.client_id, |stored| {
            if stored.first().is_some_and(|first| first.expose() == secret.expose()) {
                return None;
            }
            let before = stored.into_iter().find(|known| known.expose() != secret.expose());
            Some([secret].into_iter().chain(before).collect())
        })?;
        self.core.changed(Change::Profile(&profile.id));
        Ok(trial.credential)
    }

    async fn change_credential(
        &self,
        id: &ProfileId,
        credential: Credential,
    ) -> Result<(), Problem> {
        let (this, id) = (self.clone(), id.clone());
        let changed = blocking(move || {
            tried_again(|| {
                let stored = this.core.profiles.get(&id)?;
                let mut profile = stored.value;
                profile.credential = credential.clone();
                profile.updated_at = this.core.now();
                this.core.profiles.update(profile, &stored.revision)?;
                Ok(())
            })?;
            this.core.changed(Change::Profile(&id));
            this.core.emit(Event::ProfilesChanged);
            Ok::<_, Problem>(())
        });
        changed.await??;
        self.did(MigrationProgress::CredentialChanged);
        Ok(())
    }

    /// Goes a step back: a profile that was switched signs with JWT again; of one that was not, the trial is removed and nothing
    /// is under way any more.
    ///
    /// # Errors
    /// No migration is under way.
    pub async fn undo(&self, id: &ProfileId) -> Result<MigrationView, Problem> {
        let (profile, journal) = self.known(id).await?;
        let Some(journal) = journal else { return Err(not_under_way(&profile)) };
        if profile.credential.grant() == Grant::Jwt {
            self.end(&profile, &journal).await?;
            return self.seen(id).await;
        }
        // Its own client secret is the second now, and takes the first one's place where Adobe refuses that by JWT.
        self.change_credential(id, journal.before).await?;
        info!(profile = id.as_str(), "switched back to JWT");
        self.seen(id).await
    }

    /// Ends the migration: there is no way back any more. The key pair and its certificate stay under Keys & certificates.
    ///
    /// # Errors
    /// No migration is under way, or the profile is not switched yet.
    pub async fn retire(&self, id: &ProfileId) -> Result<MigrationView, Problem> {
        let (profile, journal) = self.known(id).await?;
        match journal {
            None if profile.credential.grant() == Grant::OauthServerToServer => {
                return Err(not_jwt(&profile));
            }
            None => return Err(not_under_way(&profile)),
            Some(_) if profile.credential.grant() == Grant::Jwt => {
                let title = profile.title();
                let message = format!("{title} still signs with JWT, so it cannot be retired.");
                return Err(
                    Problem::new(ErrorCode::InvalidInput, message).remedy("Switch it first.")
                );
            }
            Some(journal) => self.end(&profile, &journal).await?,
        }
        self.seen(id).await
    }

    async fn end(&self, profile: &Profile, journal: &Journal) -> Result<(), Problem> {
        let (this, profile, journal) = (self.clone(), profile.clone(), journal.clone());
        blocking(move || {
            // One that is gone already was removed by a call that was killed, and one that is for another client by now is what a
            // person has made of it.
            let mut others = this.core.others_of_client(&profile)?.into_iter();
            if let Some(trial) = others.find(|other| Some(&other.id) == journal.own_trial.as_ref())
            {
                this.profiles.delete(&trial.id)?;
                this.did(MigrationProgress::TrialRemoved);
            }
            Journal::remove(&this.core.home, &profile.id)?;
            this.did(MigrationProgress::Ended);
            Ok(())
        })
        .await?
    }
}
