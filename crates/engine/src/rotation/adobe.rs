//! The way to Adobe's list of a client's secrets: with a token for this task alone, got with the profile's own secret.

use super::{Rotation, missing, problems};
use crate::threads::blocking;
use crate::tokens::{Freshness, TokenFor};
use crate::vault::stored;
use mudbrick_ims::{
    AddedSecret, ClientSecretsApi, DOCUMENTED_SCOPES, ListedSecret, SECRET_SCOPES, SecretsCaller,
    SecretsError,
};
use mudbrick_model::{Credential, Problem, Profile, SendOptions};
use mudbrick_net::Http;
use mudbrick_vault::SecretText;
use std::sync::Arc;

/// Everything that a call needs.
#[derive(Clone)]
pub(super) struct Access {
    http: Arc<Http>,
    api: ClientSecretsApi,
    profile: Profile,
    token: SecretText,
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
        let Credential::OauthServerToServer { scopes, .. } = &profile.credential else {
            return Err(problems::not_server_to_server(profile));
        };
        if !missing(profile, &SECRET_SCOPES).is_empty() {
            return Err(problems::scopes(profile, &missing(profile, &DOCUMENTED_SCOPES)));
        }
        let Some(place) = &profile.console.place else { return Err(problems::no_place(profile)) };
        // No more than the task needs.
        let needed = scopes.iter().map(|scope| scope.as_str().to_owned());
        let needed: Vec<String> =
            needed.filter(|scope| DOCUMENTED_SCOPES.contains(&scope.as_str())).collect();
        let whose = TokenFor::only(profile.clone(), &needed)?;
        let token = self.tokens.get_for(&whose, freshness).await?.value;
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let api = ClientSecretsApi::at(profile.adobe, place);
        Ok(Access { http, api, profile: profile.clone(), token })
    }

    /// Asks for a token with each of the profile's stored secrets, and gives those that work.
    pub(super) async fn working(&self, profile: &Profile) -> Result<Vec<SecretText>, Problem> {
        let (core, owned) = (Arc::clone(&self.core), profile.clone());
        let stored = blocking(move || stored::client_secrets_of(&core.vault, &owned)).await??;
        let mut working = Vec::new();
        for secret in stored {
            if self.tokens.try_secret(profile, &secret).await.is_ok() {
                working.push(secret);
            }
        }
        Ok(working)
    }
}

impl Access {
    pub(super) async fn list(&self) -> Result<Vec<ListedSecret>, SecretsError> {
        self.api.list(&self.http, self.caller()).await
    }

    pub(super) async fn add(&self) -> Result<AddedSecret, SecretsError> {
        self.api.add(&self.http, self.caller()).await
    }

    pub(super) async fn delete(&self, uuid: &str) -> Result<(), SecretsError> {
        self.api.delete(&self.http, self.caller(), uuid).await
    }

    fn caller(&self) -> SecretsCaller<'_> {
        SecretsCaller { client_id: &self.profile.client_id, token: &self.token }
    }
}
