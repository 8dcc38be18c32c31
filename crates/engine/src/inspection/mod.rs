//! The inspector's room: what is in a token, offline; whether IMS still takes it, and ending it, only when somebody asks for
//! that. A token that was pasted is kept nowhere and told to no log.

mod claims;
#[cfg(test)]
mod tests;
pub(crate) mod view;

use crate::core::Core;
use crate::practice::PracticeAdobe;
use crate::threads::blocking;
use crate::tokens::Tokens;
use crate::vault::Vault;
use crate::view::SecretKind;
use mudbrick_ims::{Ims, TokenStatus};
use mudbrick_model::{
    Clock, ErrorCode, Grant, Problem, Profile, ProfileId, ProfileName, RemedyAction, SendOptions,
};
use mudbrick_vault::SecretText;
use std::sync::Arc;
use view::{AskedView, ClaimDifference, InspectedView, TokenSource};

/// IMS's word for why a token does not work is a word; anything longer is not shown.
const LONGEST_REASON: usize = 40;

/// The room of the inspector.
#[derive(Clone)]
pub struct Inspection {
    core: Arc<Core>,
    vault: Arc<Vault>,
    practice: Arc<PracticeAdobe>,
    tokens: Arc<Tokens>,
}

impl Inspection {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        practice: &Arc<PracticeAdobe>,
        tokens: &Arc<Tokens>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            practice: Arc::clone(practice),
            tokens: Arc::clone(tokens),
        }
    }

    /// What is in the token that is meant, and whether it is the profile's.
    ///
    /// # Errors
    /// It is none of Adobe's, or the profile has none.
    pub fn look(
        &self,
        source: &TokenSource,
        profile: Option<&ProfileId>,
    ) -> Result<InspectedView, Problem> {
        let profile = profile.map(|id| self.profile(id)).transpose()?;
        self.inspect(&self.token(source)?, profile.as_ref())
    }

    /// In which claims the two tokens differ that are meant.
    ///
    /// # Errors
    /// One of them is none of Adobe's, or a profile has none.
    pub fn look_at_both(
        &self,
        left: &TokenSource,
        right: &TokenSource,
    ) -> Result<Vec<ClaimDifference>, Problem> {
        self.compare(&self.token(left)?, &self.token(right)?)
    }

    /// Asks the profile's IMS about the token that is meant.
    ///
    /// # Errors
    /// There is no such token, or IMS cannot be asked.
    pub async fn ask_about(
        &self,
        source: TokenSource,
        profile: &ProfileId,
    ) -> Result<AskedView, Problem> {
        let (token, profile) = self.meant(source, profile).await?;
        self.ask(&token, &profile).await
    }

    /// Ends the token that is meant, for everybody who has it.
    ///
    /// # Errors
    /// There is no such token, or IMS does not end it.
    pub async fn revoke_what_is_meant(
        &self,
        source: TokenSource,
        profile: &ProfileId,
    ) -> Result<(), Problem> {
        let (token, profile) = self.meant(source, profile).await?;
        self.revoke(&token, &profile).await
    }

    async fn meant(
        &self,
        source: TokenSource,
        profile: &ProfileId,
    ) -> Result<(SecretText, Profile), Problem> {
        let (this, id) = (self.clone(), profile.clone());
        blocking(move || Ok((this.token(&source)?, this.profile(&id)?))).await?
    }

    fn token(&self, source: &TokenSource) -> Result<SecretText, Problem> {
        match source {
            TokenSource::Pasted { text } => Ok(text.clone()),
            TokenSource::Kept { profile } => self.kept(&self.profile(profile)?),
            TokenSource::Assertion { profile } => self.assertion(&self.profile(profile)?),
        }
    }

    fn profile(&self, id: &ProfileId) -> Result<Profile, Problem> {
        Ok(self.core.profiles.get(id)?.value)
    }

    /// What is in a token, and whether it is the profile's.
    pub fn inspect(
        &self,
        token: &SecretText,
        profile: Option<&Profile>,
    ) -> Result<InspectedView, Problem> {
        Ok(claims::view(&claims::claims(token)?, profile, self.core.now()))
    }

    /// In which claims two tokens differ.
    pub fn compare(
        &self,
        left: &SecretText,
        right: &SecretText,
    ) -> Result<Vec<ClaimDifference>, Problem> {
        Ok(claims::differences(&claims::claims(left)?, &claims::claims(right)?))
    }

    /// The token that the profile has, without asking Adobe for one.
    pub fn kept(&self, profile: &Profile) -> Result<SecretText, Problem> {
        let kept = self.tokens.cached(profile)?;
        kept.map(|token| token.value).ok_or_else(|| {
            let message = format!("{} has no token that is good.", profile.title());
            Problem::new(ErrorCode::NotFound, message)
                .remedy("Get one first.")
                .action(RemedyAction::RenewToken { profile: Some(ProfileName::of(profile)) })
        })
    }

    /// The assertion that the profile would send, signed, and not sent.
    pub fn assertion(&self, profile: &Profile) -> Result<SecretText, Problem> {
        self.tokens.assertion(profile)
    }

    /// Asks the profile's IMS whether the token works.
    pub async fn ask(&self, pasted: &SecretText, profile: &Profile) -> Result<AskedView, Problem> {
        let token = claims::bare(pasted)?;
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let ims = Ims::at(profile.adobe.ims_host());
        let (asked, clock) =
            ((claims::token_kind(&token), &token), &*self.core.clock as &dyn Clock);
        Ok(match ims.validate(&http, &profile.client_id, asked, clock).await? {
            TokenStatus::Valid { expires_at } => {
                AskedView { valid: true, reason: None, expires_at }
            }
            TokenStatus::Invalid { reason } => AskedView {
                valid: false,
                reason: reason.filter(|word| {
                    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
                    word.len() <= LONGEST_REASON && word.chars().all(plain)
                }),
                expires_at: None,
            },
        })
    }

    /// Ends the token, for everybody who has it. Where it is the one that the profile has, the profile has none then.
    pub async fn revoke(&self, pasted: &SecretText, profile: &Profile) -> Result<(), Problem> {
        let token = claims::bare(pasted)?;
        if profile.credential.grant() == Grant::OauthUser {
            self.tokens.revoke_of_user(profile, &token).await?;
        } else {
            let (vault, owned) = (Arc::clone(&self.vault), profile.clone());
            let secret =
                blocking(move || vault.client_secret(&owned, SecretKind::ClientSecret)).await??;
            let http = self.practice.http_for(profile, &SendOptions::default()).await?;
            let ims = Ims::at(profile.adobe.ims_host());
            let clock = &*self.core.clock as &dyn Clock;
            let ended = (claims::token_kind(&token), &token);
            ims.invalidate(&http, &profile.client_id, &secret, ended, clock).await?;
        }
        let (tokens, owned) = (Arc::clone(&self.tokens), profile.clone());
        blocking(move || tokens.forget_ended(&owned, &token)).await?
    }
}
