//! The way to Adobe's list of a client's secrets: with a token for this task alone, got with the profile's own secret.

use super::calls::Calls;
use super::place::usable_place;
use super::{Rotation, problems};
use crate::history::NewSecretGoes;
use crate::threads::blocking;
use crate::tokens::{Freshness, TokenFor};
use crate::vault::stored::{self, NamedSecret};
use mudbrick_ims::{
    AddedSecret, ClientSecretsApi, DOCUMENTED_SCOPES, SecretList, SecretsCaller, SecretsError,
};
use mudbrick_model::{ErrorCode, Problem, Profile, SendOptions};
use std::sync::Arc;

/// Everything that a call needs.
#[derive(Clone)]
pub(super) struct Access {
    calls: Calls,
    api: ClientSecretsApi,
}

impl Rotation {
    /// The way for this profile. A renewed token also shows that the profile's first secret works: where it did not, and the
    /// second did, they have changed places.
    ///
    /// # Errors
    /// The profile lacks a scope, nobody has said where its credential is in the Console, or Adobe gives no token.
    pub(super) async fn access(
        &self,
        profile: &Profile,
        freshness: Freshness,
    ) -> Result<Access, Problem> {
        let place = usable_place(profile)?;
        // No more than the task needs.
        let needed = profile.credential.scopes().iter().map(|scope| scope.as_str().to_owned());
        let needed: Vec<String> =
            needed.filter(|scope| DOCUMENTED_SCOPES.contains(&scope.as_str())).collect();
        let whose = TokenFor::only(profile.clone(), &needed)?;
        let token = self.tokens.get_for(&whose, freshness).await?.value;
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let api = ClientSecretsApi::at(profile.adobe, place);
        Ok(Access { calls: Calls::of(self, http, profile, token), api })
    }

    /// Asks for a token with each of the secrets, and gives those that work.
    pub(super) async fn working(
        &self,
        profile: &Profile,
        stored: &[NamedSecret],
    ) -> Vec<NamedSecret> {
        let mut working = Vec::new();
        for secret in stored {
            if self.tokens.try_secret(profile, &secret.text).await.is_ok() {
                working.push(secret.clone());
            }
        }
        working
    }

    /// Whether a secret works that is stored without a name of Adobe's, in whichever profile of the client, and is none of those
    /// whose names are known: a person who added one in the Console typed it, and it may be the one that Adobe has more.
    ///
    /// # Errors
    /// Of one it cannot be told.
    pub(super) async fn works_unnamed(
        &self,
        profile: &Profile,
        others: &[Profile],
    ) -> Result<bool, Problem> {
        let core = Arc::clone(&self.core);
        let profiles: Vec<Profile> = others.iter().chain([profile]).cloned().collect();
        let stored = blocking(move || {
            let stored = profiles.iter().map(|one| stored::named_client_secrets(&core.vault, one));
            stored.collect::<Result<Vec<_>, Problem>>()
        });
        let mut stored: Vec<NamedSecret> = stored.await??.into_iter().flatten().collect();
        // Those with a name first: what is stored with it in one profile and without it in another is known.
        stored.sort_by_key(|secret| secret.uuid.is_none());
        let mut known: Vec<&NamedSecret> = Vec::new();
        for secret in &stored {
            if known.iter().any(|one| one.text.expose() == secret.text.expose()) {
                continue;
            }
            known.push(secret);
            if secret.uuid.is_some() {
                continue;
            }
            match self.tokens.try_secret(profile, &secret.text).await {
                Ok(_) => return Ok(true),
                Err(problem) if problem.code == ErrorCode::CredentialRefused => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(false)
    }
}

impl Access {
    pub(super) async fn list(&self) -> Result<SecretList, SecretsError> {
        let listed = self.api.list(&self.calls, self.caller()).await;
        self.calls.record(NewSecretGoes::Nowhere).await;
        listed
    }

    /// The call is not in the history yet: see [`Access::record_added`].
    pub(super) async fn add(&self) -> Result<AddedSecret, SecretsError> {
        self.api.add(&self.calls, self.caller()).await
    }

    /// Puts the call that added a secret into the history, once it is known what became of the secret.
    pub(super) async fn record_added(&self, new_secret: NewSecretGoes) {
        self.calls.record(new_secret).await;
    }

    pub(super) async fn delete(&self, uuid: &str) -> Result<(), Problem> {
        let deleted = self.api.delete(&self.calls, self.caller(), uuid).await;
        self.calls.record(NewSecretGoes::Nowhere).await;
        match deleted {
            Ok(()) => Ok(()),
            Err(error) => Err(self.explained(error).await),
        }
    }

    /// Why Adobe refuses a change. Where a profile uses the same credential by JWT, that is why, as far as it is known.
    pub(super) async fn explained(&self, error: SecretsError) -> Problem {
        let is_refused = error.is_refused_change();
        let problem = Problem::from(error);
        if !is_refused {
            return problem;
        }
        match self.calls.by_jwt().await {
            Some(other) => problems::migrating(self.calls.profile(), &other, problem),
            None => problem,
        }
    }

    fn caller(&self) -> SecretsCaller<'_> {
        SecretsCaller { client_id: &self.calls.profile().client_id, token: self.calls.token() }
    }
}
