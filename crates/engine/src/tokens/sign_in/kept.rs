//! What a sign-in leaves in the vault: who is signed in, what the next token is got with, and the first token. Ending and
//! forgetting it is left to `signing_out`.
//!
//! Three files, each saved whole: the refresh token, then the person, then the token. Killed before the second, the sign-in is
//! completed by whoever renews next; killed before the third, that one gets the token.

use super::super::belonging;
use super::super::deadline::Deadline;
use super::super::shared::SharedOutcome;
use super::super::view::{SignedInView, TokenState};
use super::super::whose::TokenFor;
use super::super::{Tokens, got::Got};
use crate::core::Change;
use crate::events::Event;
use crate::threads::blocking;
use crate::vault::stored::{self, KeptPerson, KeptRefresh};
use mudbrick_ims::{AccessToken, UserCredentials, UserTokens};
use mudbrick_model::{
    Adobe, ErrorCode, Grant, Problem, Profile, ProfileId, ProfileName, RemedyAction, Scope,
    Timestamp,
};
use mudbrick_vault::SecretText;
use std::time::Duration;
use tracing::{info, warn};
use zeroize::Zeroize as _;

/// What a person's next token is asked for with.
pub(crate) struct Refreshing {
    pub(crate) credentials: UserCredentials,
    pub(crate) kept: KeptRefresh,
    pub(crate) scopes: Vec<Scope>,
}

impl Refreshing {
    /// What came. Where IMS gives no other refresh token, the one that was used goes on.
    pub(crate) fn got(&self, tokens: UserTokens) -> Got {
        let UserTokens { access, refresh, refresh_lifetime, .. } = tokens;
        let refresh = refresh.map(|token| {
            let mut kept = self.kept.clone();
            // The one before is wiped with its old text.
            kept.value.zeroize();
            kept.value.clone_from(token.expose());
            kept.ends_at = end(&access, refresh_lifetime);
            kept
        });
        Got { token: access, refresh }
    }
}

fn end(access: &AccessToken, lifetime: Option<Duration>) -> Option<i64> {
    lifetime.map(|lifetime| access.created_at.after(lifetime).0)
}

/// Which client of which IMS: what a refresh token is for.
pub(super) fn client_of(profile: &Profile) -> String {
    let practice = if profile.adobe == Adobe::Practice { "practice" } else { "" };
    format!("{}|{practice}|{}", profile.adobe.ims_host(), profile.client_id)
}

impl Tokens {
    /// How the profile's client says who it is.
    pub(in crate::tokens) async fn user_credentials(
        &self,
        profile: &Profile,
    ) -> Result<UserCredentials, Problem> {
        let (tokens, owned) = (self.clone(), profile.clone());
        let client_secret = blocking(move || tokens.user_secret(&owned)).await??;
        Ok(UserCredentials { client_id: profile.client_id.clone(), client_secret })
    }

    /// The refresh token that goes with the profile as it is.
    pub(in crate::tokens) fn refreshing(
        &self,
        profile: &Profile,
        client_secret: Option<SecretText>,
    ) -> Result<Refreshing, Problem> {
        let kept = stored::refresh(&self.core.vault, &profile.id)?;
        let Some(kept) = kept.filter(|kept| kept.client == client_of(profile)) else {
            let person = stored::person(&self.core.vault, &profile.id);
            return Err(match person {
                Ok(Some(_)) => not_renewable(profile),
                _ => nobody_signed_in(profile),
            });
        };
        let scopes = profile.credential.scopes().to_vec();
        let is_agreed = |scope: &&Scope| kept.scopes.iter().any(|one| one == scope.as_str());
        if let Some(scope) = scopes.iter().find(|scope| !is_agreed(scope)) {
            return Err(sign_in_problem(
                profile,
                format!(
                    "Whoever signed in with {} has not agreed to the scope {scope}.",
                    profile.title()
                ),
            ));
        }
        let credentials = UserCredentials { client_id: profile.client_id.clone(), client_secret };
        Ok(Refreshing { credentials, kept, scopes })
    }

    /// Completes a sign-in that was killed in between. The caller keeps the lock of the profile's tokens.
    pub(in crate::tokens) fn settle_sign_in(&self, profile: &Profile) -> Result<(), Problem> {
        if profile.credential.grant() != Grant::OauthUser {
            return Ok(());
        }
        let vault = &self.core.vault;
        let Some(kept) = stored::refresh(vault, &profile.id)? else { return Ok(()) };
        let person = stored::person(vault, &profile.id)?;
        if person.is_some_and(|person| person.value == kept.sign_in) {
            return Ok(());
        }
        let person = KeptPerson {
            value: kept.sign_in.clone(),
            user_id: kept.user_id.clone(),
            signed_in_at: self.core.now().0,
        };
        stored::save_person(vault, &profile.id, &person)
    }

    /// Keeps the refresh token that came in the place of another.
    pub(in crate::tokens) fn keep_refresh(&self, id: &ProfileId, refresh: &KeptRefresh) {
        if let Err(problem) = stored::save_refresh(&self.core.vault, id, Some(refresh)) {
            // The access token that came with it is good all the same.
            warn!(profile = id.as_str(), code = ?problem.code, "refresh token not kept");
        }
    }

    pub(super) async fn keep_sign_in(
        &self,
        profile: &Profile,
        tokens: UserTokens,
    ) -> Result<SignedInView, Problem> {
        let (room, owned) = (self.clone(), profile.clone());
        let view = blocking(move || room.save_sign_in(&owned, tokens)).await??;
        self.vault.tell();
        let token = view.token.clone();
        self.core.emit(Event::TokenChanged { profile: profile.id.clone(), token });
        info!(profile = profile.id.as_str(), renews = view.renews, "signed in");
        Ok(view)
    }

    fn save_sign_in(&self, profile: &Profile, tokens: UserTokens) -> Result<SignedInView, Problem> {
        let UserTokens { access, refresh, refresh_lifetime, .. } = tokens;
        belonging::check(profile, &access)?;
        let whose = TokenFor::profile(profile.clone());
        let _lock = self.token_lock(&whose, &Deadline::from_now(self.core.token_limits()))?;
        // Somebody may have edited it while somebody signed in.
        let present = self.core.profiles.get(&profile.id)?.value;
        if client_of(&present) != client_of(profile) || present.credential != profile.credential {
            return Err(changed_meanwhile(profile));
        }
        let (vault, id) = (&self.core.vault, &profile.id);
        let shared = SharedOutcome::before_waiting(&self.core.home, whose.kept_as());
        let (user_id, sign_in) = (access.user_id(), uuid::Uuid::new_v4().simple().to_string());
        let ends_at = end(&access, refresh_lifetime);
        let kept = refresh.map(|token| KeptRefresh {
            value: token.expose().clone(),
            sign_in: sign_in.clone(),
            client: client_of(profile),
            scopes: profile.credential.scopes().iter().map(ToString::to_string).collect(),
            user_id: user_id.clone(),
            ends_at,
        });
        stored::save_refresh(vault, id, kept.as_ref())?;
        let signed_in_at = self.core.now().0;
        let person = KeptPerson { value: sign_in, user_id: user_id.clone(), signed_in_at };
        stored::save_person(vault, id, &person)?;
        // With the person's file there, the key is this sign-in's.
        let key = self.cache_key(profile);
        stored::save_token(vault, whose.kept_as(), key.as_str(), &access)?;
        shared.record(&key, Ok(access.expires_at), self.core.now());
        self.core.changed(Change::Profile(id));
        Ok(SignedInView {
            user_id,
            token: TokenState::ready(&access),
            renewed_until: kept.as_ref().and(ends_at).map(Timestamp),
            renews: kept.is_some(),
        })
    }
}

pub(crate) fn nobody_signed_in(profile: &Profile) -> Problem {
    sign_in_problem(profile, format!("Nobody is signed in with {}.", profile.title()))
}

/// Somebody signed in, and what they left gets no other token.
pub(crate) fn not_renewable(profile: &Profile) -> Problem {
    let message = format!(
        "The token of {} cannot be renewed without a person: Adobe gave nothing to renew it with, or it was for another client.",
        profile.title()
    );
    sign_in_problem(profile, message)
}

fn sign_in_problem(profile: &Profile, message: String) -> Problem {
    Problem::new(ErrorCode::SecretMissing, message)
        .remedy("Sign in again.")
        .action(RemedyAction::SignIn { profile: Some(ProfileName::of(profile)) })
}

fn changed_meanwhile(profile: &Profile) -> Problem {
    let message = format!("{} was changed while somebody was signing in.", profile.title());
    Problem::new(ErrorCode::Conflict, message)
        .remedy("Sign in again.")
        .action(RemedyAction::SignIn { profile: Some(ProfileName::of(profile)) })
}
