//! A token on behalf of somebody: a client with a secret shows another's token, and gets one of its own for the same person
//! (ims-go ims/obo.go). It is kept nowhere: whose it is depends on a token that Mudbrick does not know.

use super::{Tokens, belonging};
use crate::threads::blocking;
use crate::vault::view::SecretKind;
use mudbrick_ims::{AccessToken, ClientCredentials, Ims};
use mudbrick_model::{
    ErrorCode, Field, Problem, Profile, ProfileName, RemedyAction, Scope, SendOptions,
};
use mudbrick_vault::SecretText;
use std::sync::Arc;

impl Tokens {
    /// A token of this profile's client for whoever `subject` is a token of. Scopes are mandatory.
    ///
    /// # Errors
    /// There are no scopes, the client has no secret, the subject is no token, or Adobe refused.
    pub async fn on_behalf_of(
        &self,
        profile: &Profile,
        scopes: &[String],
        subject: &SecretText,
    ) -> Result<AccessToken, Problem> {
        let scopes = scopes.iter().map(|scope| Scope::parse(scope));
        let scopes = scopes.collect::<Result<Vec<_>, _>>()?;
        if scopes.is_empty() {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "A token on behalf of somebody needs scopes.",
            )
            .remedy("Name them with --scopes."));
        }
        if !profile.credential.has_secret() {
            return Err(no_secret(profile));
        }
        let subject = SecretText::new(subject.expose().trim().to_owned());
        let is_token = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if !is_token(subject.expose()) {
            return Err(Problem::new(ErrorCode::InvalidInput, "What was given is no token.")
                .remedy("Give the access token alone, without quotes or a header's name."));
        }
        let (vault, core, owned) =
            (Arc::clone(&self.vault), Arc::clone(&self.core), profile.clone());
        let (client_secret, limits) = blocking(move || {
            let secret = vault.client_secret(&owned, SecretKind::ClientSecret);
            secret.map(|secret| (secret, core.token_limits()))
        })
        .await??;
        let credentials =
            ClientCredentials { client_id: profile.client_id.clone(), client_secret, scopes };
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let ims = Ims::at(profile.adobe.ims_host()).within(limits);
        let token = ims.on_behalf_of(&http, &credentials, &subject, &*self.core.clock).await;
        let token =
            token.map_err(|error| Problem::from(error).of_profile(&ProfileName::of(profile)))?;
        belonging::check(profile, &token)?;
        Ok(token)
    }
}

fn no_secret(profile: &Profile) -> Problem {
    let message = format!(
        "{} has no client secret, without which no client gets a token on behalf of somebody.",
        profile.title()
    );
    Problem::new(ErrorCode::SecretMissing, message)
        .remedy("Choose a profile of a credential with a client secret.")
        .action(RemedyAction::field(Field::UserClient).of_profile(&ProfileName::of(profile)))
}
