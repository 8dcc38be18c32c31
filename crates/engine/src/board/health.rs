//! Whether a profile will get a token: what stands in the way, the worst first, found without asking anybody. What Adobe said
//! last is a state of its token.

use super::view::Health;
use crate::jwt_end;
use crate::tokens::view::TokenState;
use crate::tokens::{no_key, nobody_signed_in, not_renewable};
use crate::vault::client_secrets::none_stored;
use crate::vault::stored::SignInLeft;
use crate::vault::view::SecretKind;
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, Timestamp};

/// What is known of a profile.
pub(super) struct Known<'a> {
    pub(super) profile: &'a Profile,
    /// What is known of its token.
    pub(super) token: &'a TokenState,
    /// Whether the vault has its client secret.
    pub(super) has_secret: bool,
    /// What a sign-in has left in the vault.
    pub(super) sign_in: SignInLeft,
    /// Whether the vault has the private half of the key that it signs with.
    pub(super) has_key: bool,
    pub(super) certificate_ends: Option<Timestamp>,
    /// What to say of this computer's clock, where Adobe refuses what is signed by it.
    pub(super) clock: Option<String>,
}

pub(super) fn of(known: &Known<'_>, now: Timestamp) -> Health {
    let profile = known.profile;
    let is_jwt = profile.credential.grant() == Grant::Jwt;
    if profile.credential.has_secret() && !known.has_secret {
        return Health::Failing { problem: none_stored(profile, SecretKind::ClientSecret) };
    }
    if let Some(problem) = not_signed_in(known) {
        return Health::Failing { problem };
    }
    if is_jwt && !known.has_key {
        return Health::Failing { problem: no_key(profile) };
    }
    if let Some(ends) = known.certificate_ends
        && let Some(problem) = jwt_end::certificate(profile, ends, now)
    {
        return match ends <= now {
            true => Health::Failing { problem },
            false => Health::Warning { problem },
        };
    }
    let late = known.clock.as_deref().filter(|_| is_jwt).map(late_clock);
    match late.or_else(|| jwt_end::ended(profile, now)) {
        Some(problem) => Health::Warning { problem },
        None => Health::Good,
    }
}

/// Why a profile with which people sign in gets no token without one of them. Where Adobe gave nothing to renew a token with, as
/// usual for public clients, the one that is there is good until it ends.
fn not_signed_in(known: &Known<'_>) -> Option<Problem> {
    if known.profile.credential.grant() != Grant::OauthUser {
        return None;
    }
    match (known.sign_in, known.token) {
        (SignInLeft::Nothing, _) => Some(nobody_signed_in(known.profile)),
        (SignInLeft::Person, TokenState::None | TokenState::Failed { .. }) => {
            Some(not_renewable(known.profile))
        }
        (SignInLeft::Person | SignInLeft::Refresh, _) => None,
    }
}

/// Mudbrick signs for Adobe's time once it knows it; other programs with the same key do not.
fn late_clock(sentence: &str) -> Problem {
    Problem::new(ErrorCode::CredentialRefused, sentence)
        .remedy("Set this computer's clock by the network's time: what other programs sign by it has ended before Adobe reads it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::RemedyAction;

    fn health(grant: &str, clock: Option<&str>, now: Timestamp) -> Health {
        let credential = match grant {
            "jwt" => serde_json::json!({
                "grant": "jwt", "technical_account_id": "A0020A1B2C3D4E5F60718293@techacct.adobe.com",
                "metascopes": ["ent_places_sdk"], "key": "a".repeat(64),
            }),
            _ => serde_json::json!({ "grant": grant }),
        };
        let profile: Profile = serde_json::from_value(serde_json::json!({
            "id": "a".repeat(32), "name": "Places", "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
            "client_id": "b".repeat(32), "adobe": "production", "credential": credential,
            "created_at": 0, "updated_at": 0,
        }))
        .unwrap();
        let known = Known {
            profile: &profile,
            token: &TokenState::None,
            has_secret: true,
            sign_in: SignInLeft::Nothing,
            has_key: true,
            certificate_ends: None,
            clock: clock.map(str::to_owned),
        };
        of(&known, now)
    }

    const EARLY: Timestamp = Timestamp(0);

    #[test]
    fn a_service_account_is_left_once_adobe_has_ended_them() {
        let late = Timestamp::from_seconds(1_800_000_000);
        assert_eq!(health("oauth_server_to_server", None, late), Health::Good);
        let Health::Warning { problem } = health("jwt", None, late) else { panic!("no warning") };
        let action = problem.remedy.and_then(|remedy| remedy.action);
        assert!(matches!(action.as_deref(), Some(RemedyAction::Migrate { profile: Some(_) })));
    }

    #[test]
    fn a_late_clock_matters_to_whoever_signs() {
        assert_eq!(health("jwt", None, EARLY), Health::Good);
        assert_eq!(health("oauth_server_to_server", Some("Late."), EARLY), Health::Good);
        let Health::Warning { problem } = health("jwt", Some("Late."), EARLY) else {
            panic!("no warning")
        };
        assert!(problem.message == "Late." && problem.remedy.is_some());
    }
}
