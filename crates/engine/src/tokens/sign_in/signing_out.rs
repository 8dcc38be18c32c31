//! Signing out: what came of a sign-in is ended at Adobe as far as Adobe can be reached, and forgotten. What Adobe did not end is
//! told.

use super::super::Tokens;
use super::super::deadline::Deadline;
use super::super::view::{SignedOutView, TokenState};
use super::super::whose::TokenFor;
use super::kept::client_of;
use super::nobody_signs_in;
use crate::core::Change;
use crate::events::Event;
use crate::threads::blocking;
use crate::vault::stored;
use mudbrick_ims::Ims;
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, ProfileId, SendOptions};
use mudbrick_vault::SecretText;
use std::sync::Arc;

/// What a sign-in consists of at Adobe.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    RefreshToken,
    AccessToken,
}

/// A part that is kept. There is no token where nobody can end it: it cannot be read, or is another client's.
struct Kept {
    part: Part,
    token: Option<SecretText>,
}

impl Tokens {
    /// Ends the sign-in at Adobe, with every token that came of it, as far as Adobe can be reached, and forgets it.
    ///
    /// # Errors
    /// The profile is not one with which people sign in, or the vault cannot be written.
    pub async fn sign_out(&self, id: &ProfileId) -> Result<SignedOutView, Problem> {
        let profile = self.profile(id).await?;
        if profile.credential.grant() != Grant::OauthUser {
            return Err(nobody_signs_in(&profile));
        }
        let (room, owned) = (self.clone(), profile.clone());
        // Until all of it is forgotten: a renewal under way brings tokens that are to be ended too.
        let (_lock, kept) = blocking(move || {
            let whose = TokenFor::profile(owned.clone());
            let deadline = Deadline::from_now(room.core.token_limits());
            let lock = room.token_lock(&whose, &deadline)?;
            Ok::<_, Problem>((lock, room.kept_of_person(&owned)?))
        })
        .await??;
        let mut not_ended = Vec::new();
        for Kept { part, token } in kept {
            let ended = match token {
                Some(token) => self.revoke_of_user(&profile, &token).await,
                None => Err(not_ours(&profile)),
            };
            if let Err(problem) = ended {
                not_ended.push((part, problem));
            }
        }
        let (room, owned) = (self.clone(), profile.clone());
        blocking(move || room.forget_sign_in(&owned)).await??;
        self.core.emit(Event::TokenChanged { profile: profile.id, token: TokenState::None });
        Ok(SignedOutView { not_told: told(not_ended) })
    }

    /// Everything that works at Adobe still. The refresh token comes first: it is the one that lasts.
    fn kept_of_person(&self, profile: &Profile) -> Result<Vec<Kept>, Problem> {
        let (vault, now) = (&self.core.vault, self.core.now());
        let refresh = stored::refresh(vault, &profile.id)?;
        let refresh = refresh.filter(|kept| kept.ends_at.is_none_or(|end| now.0 < end));
        let refresh = refresh.map(|kept| {
            let is_own = kept.client == client_of(profile);
            let token = is_own.then(|| SecretText::new(kept.value.clone()));
            Kept { part: Part::RefreshToken, token }
        });
        let tokens = stored::access_tokens(vault, &profile.id)?.into_iter();
        let tokens = tokens.map(|(_, kept)| kept);
        let live = tokens.filter(|kept| kept.as_ref().is_none_or(|kept| now < kept.expires_at));
        let access =
            live.map(|kept| Kept { part: Part::AccessToken, token: kept.map(|kept| kept.value) });
        Ok(refresh.into_iter().chain(access).collect())
    }

    /// The caller keeps the lock of the profile's tokens.
    fn forget_sign_in(&self, profile: &Profile) -> Result<(), Problem> {
        stored::forget_tokens(&self.core.vault, &profile.id)?;
        self.core.changed(Change::Profile(&profile.id));
        Ok(())
    }

    /// Ends a token of a person.
    pub(crate) async fn revoke_of_user(
        &self,
        profile: &Profile,
        token: &SecretText,
    ) -> Result<(), Problem> {
        let credentials = self.user_credentials(profile).await?;
        let http = self.practice.http_for(profile, &SendOptions::default()).await?;
        let core = Arc::clone(&self.core);
        let limits = blocking(move || core.token_limits()).await?;
        let ims = Ims::at(profile.adobe.ims_host()).within(limits);
        Ok(ims.revoke(&http, &credentials, token, &*self.core.clock).await?)
    }
}

fn not_ours(profile: &Profile) -> Problem {
    let title = profile.title();
    Problem::new(
        ErrorCode::Conflict,
        format!("It cannot be read, or it is for another client than that of {title}."),
    )
    .remedy("It works until its time is over.")
}

/// Which parts Adobe did not end, and why the first of them was not.
fn told(not_ended: Vec<(Part, Problem)>) -> Option<Problem> {
    let has_refresh = not_ended.iter().any(|(part, _)| *part == Part::RefreshToken);
    let access = not_ended.iter().filter(|(part, _)| *part == Part::AccessToken).count();
    let access = match access {
        0 => None,
        1 => Some("an access token".to_owned()),
        many => Some(format!("{many} access tokens")),
    };
    let parts = has_refresh.then(|| "the refresh token".to_owned()).into_iter().chain(access);
    let parts: Vec<String> = parts.collect();
    let (_, why) = not_ended.into_iter().next()?;
    let message = format!("Adobe did not end {}. {}", parts.join(" and "), why.message);
    Some(Problem { message, ..why })
}
