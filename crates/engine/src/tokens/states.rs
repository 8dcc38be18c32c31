//! What is known of tokens without asking anybody: what lists and the window show; and forgetting one that was ended.

use super::view::TokenState;
use super::whose::TokenFor;
use super::{Tokens, age};
use crate::vault::stored;
use crate::view::Event;
use mudbrick_model::{Problem, Profile};
use mudbrick_vault::{SecretId, SecretText, Shelf};

impl Tokens {
    /// Drops the profile's own token where it is this one, which has been ended before its time.
    ///
    /// # Errors
    /// The vault cannot be opened, or does not let go of it.
    pub(crate) fn forget_ended(
        &self,
        profile: &Profile,
        ended: &SecretText,
    ) -> Result<(), Problem> {
        let whose = TokenFor::profile(profile.clone());
        let kept = self.kept_by_key(&whose, &self.cache_key(profile))?;
        if kept.is_none_or(|kept| kept.value.expose() != ended.expose()) {
            return Ok(());
        }
        self.core.vault.remove(&SecretId::token(profile.id.as_str()))?;
        self.cache.forget(&profile.id);
        let token = TokenState::None;
        self.core.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        Ok(())
    }

    /// What is known of the token without asking IMS or opening the vault.
    pub(crate) fn known_state(&self, profile: &Profile) -> TokenState {
        self.state_where(profile, stored::holds_token(&self.core.vault, &profile.id))
    }

    /// The same for many, in their order. Looks once which tokens are stored.
    pub(crate) fn known_states<'a>(
        &self,
        profiles: impl Iterator<Item = &'a Profile>,
    ) -> Vec<TokenState> {
        match self.core.vault.owners_on(Shelf::Tokens) {
            // In their order, so that one is found without looking at all of them.
            Ok(owners) => profiles
                .map(|profile| {
                    let id = profile.id.as_str();
                    let place = owners.binary_search_by(|owner| owner.as_str().cmp(id));
                    self.state_where(profile, place.is_ok())
                })
                .collect(),
            Err(_) => profiles.map(|profile| self.known_state(profile)).collect(),
        }
    }

    fn state_where(&self, profile: &Profile, is_stored: bool) -> TokenState {
        let mentioned = self.cache.mentioned(&profile.id);
        if mentioned.is_none() && !is_stored {
            return TokenState::None;
        }
        let is_open = self.core.vault.is_open();
        if is_stored && !is_open {
            return TokenState::Unknown;
        }
        let key = self.cache_key(profile);
        let whose = TokenFor::profile(profile.clone());
        let kept = if is_open { self.kept(&whose, &key) } else { Ok(None) };
        match kept {
            Ok(Some(token)) if age::is_good(&token, self.core.now()) => {
                return TokenState::ready(&token);
            }
            Ok(_) => {}
            Err(problem) => return TokenState::Failed { problem },
        }
        match mentioned.and_then(|in_flight| in_flight.failure()) {
            Some((with, problem)) if with == key => TokenState::Failed { problem },
            _ => TokenState::None,
        }
    }
}
