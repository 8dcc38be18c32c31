//! What is known of tokens without asking anybody: what lists and the window show, and when one was got last; and forgetting one
//! that was ended.

use super::view::TokenState;
use super::whose::TokenFor;
use super::{Tokens, age, cache_key, shared};
use crate::vault::stored::{self, KeptToken};
use crate::view::Event;
use mudbrick_model::{Problem, Profile, Timestamp};
use mudbrick_vault::{SecretId, SecretText, Shelf};

impl Tokens {
    /// Drops this token, which has been ended before its time, wherever it is kept: as the profile's own or a narrower one, and
    /// as that of another profile of the client.
    ///
    /// # Errors
    /// The vault cannot be opened, or does not let go of it.
    pub(crate) fn forget_ended(
        &self,
        profile: &Profile,
        ended: &SecretText,
    ) -> Result<(), Problem> {
        let others = self.core.others_of_client(profile)?;
        for id in others.iter().chain([profile]).map(|profile| &profile.id) {
            let is_it = |kept: &KeptToken| kept.value.expose() == ended.expose();
            for (kept_as, kept) in stored::access_tokens(&self.core.vault, id)? {
                if !kept.as_ref().is_some_and(is_it) {
                    continue;
                }
                self.core.vault.remove(&SecretId::token(&kept_as))?;
                shared::forget(&self.core.home, &kept_as);
                if kept_as == id.as_str() {
                    let token = TokenState::None;
                    self.core.emit(Event::TokenChanged { profile: id.clone(), token });
                }
            }
            // Whatever is in memory: on a full disk the token is nowhere else.
            self.cache.forget(id);
        }
        Ok(())
    }

    /// When a token was got last for the profile in the way in which it gets its tokens, narrower ones too, as far as what is kept
    /// tells.
    ///
    /// # Errors
    /// The vault cannot be opened.
    pub(crate) fn last_got(&self, profile: &Profile) -> Result<Option<Timestamp>, Problem> {
        let (id, grant) = (profile.id.as_str(), profile.credential.grant());
        let kept = stored::access_tokens(&self.core.vault, &profile.id)?;
        let kept = kept.into_iter().filter_map(|(_, kept)| kept);
        let by_grant = kept.filter(|kept| cache_key::is_by(&kept.asked_with, grant));
        let last = by_grant.map(|kept| kept.created_at).max();
        // One that could not be kept was got all the same.
        let key = self.cache_key(profile);
        let whose = TokenFor::profile(profile.clone());
        let in_memory = self.kept_by_key(&whose, &key)?.map(|token| token.created_at);
        Ok(last.max(in_memory).max(shared::last_success(&self.core.home, id, &key)))
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
