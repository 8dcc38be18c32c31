//! Signing in: a person proves to Adobe in the browser who they are, and Mudbrick gets the tokens that they agreed to.
//!
//! ```text
//! begun ── the page in the browser ──▶ the redirect URI ──▶ listener, or an address that a person pastes (answer)
//!   proof: verifier, state, nonce                              │ the state is this sign-in's
//!                                                              ▼
//!                                          code ── IMS ──▶ tokens ──▶ the vault (kept)
//! ```
//!
//! It ends by an answer, by its time, by a stop, or when the vault is locked; whatever else comes to the listener changes
//! nothing. Getting the next token with what it left is left to `renewal`.

mod answer;
mod kept;
mod listener;
mod proof;
mod signing_out;
mod under_way;

pub(crate) use kept::{Refreshing, nobody_signed_in, not_renewable};
pub(super) use under_way::SignIns;

use super::Tokens;
use super::view::{SignInPage, SignedInView, WayBack};
use crate::jobs::{Job, JobId};
use crate::threads::blocking;
use answer::{Answer, Expected};
use listener::Listener;
use mudbrick_ims::{AuthorizeRequest, Ims, UserCredentials, UserTokens};
use mudbrick_model::{
    Adobe, Credential, ErrorCode, Problem, Profile, ProfileId, ProfileName, RedirectUri,
    RemedyAction, Scope, SendOptions,
};
use mudbrick_vault::SecretText;
use proof::Proof;
use std::time::Duration;
use tokio::sync::futures::Notified;
use tracing::info;
use under_way::Pasted;

/// Long enough for a password, a second factor and a question to an administrator.
const USUAL_LIMIT: Duration = Duration::from_secs(600);

/// What a profile says of its sign-in.
struct Asked<'p> {
    redirect_uri: &'p RedirectUri,
    scopes: &'p [Scope],
}

impl Tokens {
    /// Has a person sign in. `started` is told what to open in the browser as soon as Mudbrick is ready for the answer.
    ///
    /// # Errors
    /// The profile is not one with which people sign in, nobody can listen, the time passed, it was stopped, the vault was
    /// locked, the person did not agree, or Adobe refused the code.
    pub async fn sign_in(
        &self,
        job: &Job,
        id: &ProfileId,
        started: impl FnOnce(SignInPage) + Send,
    ) -> Result<SignedInView, Problem> {
        let profile = self.profile(id).await?;
        let outcome = job.unless_stopped(self.signed_in(job.id(), &profile, started)).await;
        outcome.map_err(|problem| problem.of_profile(&ProfileName::of(&profile)))
    }

    /// Takes the address that the browser was sent to, where Mudbrick could not listen for it.
    ///
    /// # Errors
    /// No sign-in is under way as this job, or the address is not the answer to it: the sign-in goes on.
    pub fn sign_in_answer(&self, job: &JobId, address: &SecretText) -> Result<(), Problem> {
        self.sign_ins.paste(job, address)
    }

    async fn signed_in(
        &self,
        job: &JobId,
        profile: &Profile,
        started: impl FnOnce(SignInPage) + Send,
    ) -> Result<SignedInView, Problem> {
        let asked = asked(profile)?;
        let locked = self.sign_ins.locked();
        // Before anybody is sent to the browser: without its secret the client could do nothing with the code.
        let credentials = self.user_credentials(profile).await?;
        let proof = Proof::make()?;
        let expected = Expected::new(asked.redirect_uri, &proof.state);
        let listener = match asked.redirect_uri.loopback() {
            Some(here) => Some(Listener::start(&here, expected.clone()).await?),
            None => None,
        };
        let (_entry, pasted) = self.sign_ins.begin(job, expected);
        let url = self.authorize_url(profile, &asked, &proof).await?;
        let way_back = if listener.is_some() { WayBack::Listens } else { WayBack::Pasted };
        info!(profile = profile.id.as_str(), ?way_back, "sign-in began");
        started(SignInPage { url, redirect_uri: asked.redirect_uri.to_string(), way_back });
        let answer = self.answered(profile, listener.as_ref(), pasted, locked).await;
        if let Some(listener) = listener {
            // The browser is still reading what it is told.
            listener.finish().await;
        }
        let code = match answer? {
            Answer::Code(code) => code,
            Answer::Refused(error) => return Err(answer::refused(&error)),
        };
        let tokens = self.redeemed(profile, &credentials, &proof, &code).await?;
        self.keep_sign_in(profile, tokens).await
    }

    /// The first answer to this sign-in, however it comes.
    async fn answered(
        &self,
        profile: &Profile,
        listener: Option<&Listener>,
        mut pasted: Pasted,
        vault_locked: Notified<'_>,
    ) -> Result<Answer, Problem> {
        let listened = async {
            match listener {
                Some(listener) => listener.answer().await,
                None => std::future::pending().await,
            }
        };
        let limit = self.core.sign_in_limit.unwrap_or(USUAL_LIMIT);
        tokio::select! {
            biased;
            answer = listened => Ok(answer),
            answer = pasted.answer() => Ok(answer),
            () = vault_locked => Err(locked(profile)),
            () = tokio::time::sleep(limit) => Err(nobody_came(profile, limit)),
        }
    }

    async fn redeemed(
        &self,
        profile: &Profile,
        credentials: &UserCredentials,
        proof: &Proof,
        code: &SecretText,
    ) -> Result<UserTokens, Problem> {
        let (core, http) =
            (&self.core, self.practice.http_for(profile, &SendOptions::default()).await?);
        let limits = {
            let core = std::sync::Arc::clone(core);
            blocking(move || core.token_limits()).await?
        };
        let ims = Ims::at(profile.adobe.ims_host()).within(limits);
        let tokens = ims.redeem_code(&http, credentials, code, &proof.verifier, &*core.clock);
        let tokens = tokens.await?;
        // An ID token that answers another request was put in the place of ours.
        match &tokens.nonce {
            Some(nonce) if *nonce != proof.nonce => Err(answer::not_ours(profile)),
            _ => Ok(tokens),
        }
    }

    /// A browser of this machine reaches the practice Adobe by its address alone.
    async fn authorize_url(
        &self,
        profile: &Profile,
        asked: &Asked<'_>,
        proof: &Proof,
    ) -> Result<String, Problem> {
        let ims = match profile.adobe {
            Adobe::Practice => Ims::at(&self.practice.base_url().await?),
            Adobe::Production | Adobe::Stage => Ims::at(profile.adobe.ims_host()),
        };
        Ok(ims.authorize_url(&AuthorizeRequest {
            client_id: &profile.client_id,
            redirect_uri: asked.redirect_uri,
            scopes: asked.scopes,
            state: &proof.state,
            nonce: &proof.nonce,
            code_challenge: &proof.challenge(),
        }))
    }
}

fn asked(profile: &Profile) -> Result<Asked<'_>, Problem> {
    match &profile.credential {
        Credential::OauthUser { redirect_uri, scopes, .. } => Ok(Asked { redirect_uri, scopes }),
        Credential::OauthServerToServer { .. } | Credential::Jwt { .. } => {
            Err(nobody_signs_in(profile))
        }
    }
}

/// Of a profile that gets its tokens by itself.
fn nobody_signs_in(profile: &Profile) -> Problem {
    let (title, grant) = (profile.title(), profile.credential.grant().label());
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nobody signs in with {title}: it is {grant}, which gets its tokens by itself."),
    )
    .remedy("Get a token.")
    .action(RemedyAction::RenewToken { profile: Some(ProfileName::of(profile)) })
}

fn locked(profile: &Profile) -> Problem {
    let message =
        format!("The vault was locked while somebody was signing in with {}.", profile.title());
    Problem::new(ErrorCode::VaultLocked, message)
        .remedy("Unlock it, then sign in again.")
        .action(RemedyAction::Unlock)
}

fn nobody_came(profile: &Profile, limit: Duration) -> Problem {
    let within = match limit.as_secs() {
        0..60 => format!("{} seconds", limit.as_secs()),
        seconds => format!("{} minutes", seconds / 60),
    };
    let message = format!("Nobody signed in with {} within {within}.", profile.title());
    Problem::new(ErrorCode::Cancelled, message)
        .remedy("Sign in again.")
        .action(RemedyAction::SignIn { profile: Some(ProfileName::of(profile)) })
}
