//! Whether a profile will get a token: what stands in the way, the worst first, found without asking anybody. What Adobe said
//! last is a state of its token.

use super::view::Health;
use crate::tokens::no_key;
use crate::vault::client_secrets::none_stored;
use crate::vault::view::SecretKind;
use mudbrick_model::{ErrorCode, Grant, Problem, Profile, ProfileName, RemedyAction, Timestamp};

/// What is known of a profile.
pub(super) struct Known<'a> {
    pub(super) profile: &'a Profile,
    /// Whether the vault has its client secret; none where nobody could look.
    pub(super) has_secret: Option<bool>,
    /// Whether the vault has the private half of the key that it signs with.
    pub(super) has_key: bool,
    pub(super) certificate_ends: Option<Timestamp>,
    /// What to say of the certificate's end, from 30 days before it.
    pub(super) notice: Option<String>,
    /// What to say of this computer's clock, where Adobe refuses what is signed by it.
    pub(super) clock: Option<String>,
}

pub(super) fn of(known: &Known<'_>, now: Timestamp) -> Health {
    let profile = known.profile;
    let is_jwt = profile.credential.grant() == Grant::Jwt;
    if profile.credential.has_secret() && known.has_secret == Some(false) {
        return Health::Failing { problem: none_stored(profile, SecretKind::ClientSecret) };
    }
    if is_jwt && !known.has_key {
        return Health::Failing { problem: no_key(profile) };
    }
    let Some(notice) = &known.notice else {
        return match &known.clock {
            Some(sentence) if is_jwt => Health::Warning { problem: late_clock(sentence) },
            _ => Health::Good,
        };
    };
    let problem = Problem::new(ErrorCode::BadKey, notice.clone())
        .remedy("Generate a new key pair and give Adobe its certificate.")
        .action(RemedyAction::ChooseKey { profile: Some(ProfileName::of(profile)) });
    match known.certificate_ends.is_some_and(|ends| ends <= now) {
        true => Health::Failing { problem },
        false => Health::Warning { problem },
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

    fn health(grant: &str, clock: Option<&str>) -> Health {
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
            has_secret: Some(true),
            has_key: true,
            certificate_ends: None,
            notice: None,
            clock: clock.map(str::to_owned),
        };
        of(&known, Timestamp(0))
    }

    #[test]
    fn a_late_clock_matters_to_whoever_signs() {
        assert_eq!(health("jwt", None), Health::Good);
        assert_eq!(health("oauth_server_to_server", Some("Late.")), Health::Good);
        let Health::Warning { problem } = health("jwt", Some("Late.")) else {
            panic!("no warning")
        };
        assert!(problem.message == "Late." && problem.remedy.is_some());
    }
}
