//! The end of service accounts (JWT): who has made a profile's credential, and what has to be said of that and of its certificate.
//! The facts with their sources are in `migration/facts.rs`.

use crate::keys::certificate::{ending, notice};
use crate::keys::view::AtCertificateEnd;
use crate::migration::view::JwtIssuer;
use mudbrick_model::{
    Adobe, Credential, ErrorCode, Metascope, Problem, Profile, ProfileName, RemedyAction,
    Timestamp, counted,
};

/// 1 March 2026: the Developer Console converts what is left of them.
const CONVERTED: Timestamp = Timestamp::from_seconds(1_772_323_200);

const NO_CERTIFICATES: &str = "The Developer Console has taken no certificates since 30 June 2025.";
const LEAVE: &str = "Leave JWT: try OAuth Server-to-Server beside it, compare both, then switch.";

/// What AEM as a Cloud Service asks for in its service credentials.
const OF_AEM: &str = "ent_aem_cloud_api";

/// Who has made the credential.
pub(crate) fn issuer(profile: &Profile, metascopes: &[Metascope]) -> JwtIssuer {
    // AEM's own client IDs are words, and all of the Console's have 32 digits.
    let is_word = profile.client_id.as_str().starts_with("cm-");
    match is_word || metascopes.iter().any(|one| one.as_str() == OF_AEM) {
        true => JwtIssuer::Aem,
        false => JwtIssuer::DeveloperConsole,
    }
}

/// Whether it is one of those that Adobe has ended: AEM's still work, and the practice Adobe's always will.
fn is_ending(profile: &Profile) -> bool {
    let Credential::Jwt { metascopes, .. } = &profile.credential else { return false };
    profile.adobe != Adobe::Practice && issuer(profile, metascopes) == JwtIssuer::DeveloperConsole
}

/// What to say of a profile whose credential Adobe has ended, from the day on.
pub(crate) fn ended(profile: &Profile, now: Timestamp) -> Option<Problem> {
    (is_ending(profile) && now >= CONVERTED).then(|| {
        let sentence =
            "Adobe ended service accounts (JWT) of the Developer Console on 1 March 2026.";
        leaving(profile, Problem::new(ErrorCode::CredentialRefused, sentence))
    })
}

/// What is done when the certificate ends that a profile signs with: the one rule for whoever tells of such an end.
pub(crate) fn at_certificate_end(profile: &Profile) -> AtCertificateEnd {
    if is_ending(profile) { AtCertificateEnd::LeaveJwt } else { AtCertificateEnd::NewKeyPair }
}

/// What to say of the end of a key pair's certificate to those that sign with it; none while it is far away.
pub(crate) fn notice_of_key(
    signers: &[&Profile],
    ends: Timestamp,
    now: Timestamp,
) -> Option<String> {
    let leaves = |one: &&&Profile| at_certificate_end(one) == AtCertificateEnd::LeaveJwt;
    let leaving = signers.iter().filter(leaves).count();
    if leaving == 0 {
        return notice(ends, now);
    }
    if leaving == signers.len() {
        return Some(format!("{}. {NO_CERTIFICATES} {LEAVE}", ending(ends, now)?));
    }
    let renew = notice(ends, now)?;
    let advice = AtCertificateEnd::LeaveJwt.advice();
    Some(format!(
        "{renew} For {} of those that sign with it: {advice}",
        counted(leaving, "profile")
    ))
}

/// What to say of the end of a profile's certificate, and what to do about it; none while it is far away.
pub(crate) fn certificate(profile: &Profile, ends: Timestamp, now: Timestamp) -> Option<Problem> {
    match at_certificate_end(profile) {
        AtCertificateEnd::LeaveJwt => {
            let message = format!("{}. {NO_CERTIFICATES}", ending(ends, now)?);
            Some(leaving(profile, Problem::new(ErrorCode::BadKey, message)))
        }
        AtCertificateEnd::NewKeyPair => {
            let problem = Problem::new(ErrorCode::BadKey, notice(ends, now)?)
                .remedy("Generate a new key pair and give Adobe its certificate.")
                .action(RemedyAction::ChooseKey { profile: Some(ProfileName::of(profile)) });
            Some(problem)
        }
    }
}

fn leaving(profile: &Profile, problem: Problem) -> Problem {
    problem.remedy(LEAVE).action(RemedyAction::Migrate { profile: Some(ProfileName::of(profile)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::time::Duration;

    fn profile(adobe: &str, client: &str, metascope: &str) -> Profile {
        serde_json::from_value(serde_json::json!({
            "id": "a".repeat(32), "name": "Places", "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
            "client_id": client, "adobe": adobe, "created_at": 0, "updated_at": 0,
            "credential": {
                "grant": "jwt", "technical_account_id": "A0020A1B2C3D4E5F60718293@techacct.adobe.com",
                "metascopes": [metascope],
            },
        }))
        .unwrap()
    }

    #[rstest]
    #[case::of_the_console(
        "production",
        "0f0e0d0c0b0a09080706050403020100",
        "ent_places_sdk",
        true
    )]
    #[case::of_aem("production", "cm-p10001-e20002-integration-0", "ent_places_sdk", false)]
    #[case::for_aem("production", "0f0e0d0c0b0a09080706050403020100", OF_AEM, false)]
    #[case::practice("practice", "0f0e0d0c0b0a09080706050403020100", "ent_places_sdk", false)]
    fn only_what_adobe_ended_is_left(
        #[case] adobe: &str,
        #[case] client: &str,
        #[case] metascope: &str,
        #[case] is_over: bool,
    ) {
        let profile = profile(adobe, client, metascope);
        assert_eq!(ended(&profile, CONVERTED).is_some(), is_over);
        assert_eq!(ended(&profile, Timestamp(CONVERTED.0 - 1)), None);
        let soon = CONVERTED.after(Duration::from_secs(3 * 24 * 60 * 60));
        let problem = certificate(&profile, soon, CONVERTED).unwrap();
        assert!(problem.message.starts_with("The certificate ends in 3 days. "), "{problem:?}");
        let action = problem.remedy.and_then(|remedy| remedy.action);
        let leaves = matches!(action.as_deref(), Some(RemedyAction::Migrate { profile: Some(_) }));
        assert_eq!(leaves, is_over);
    }

    /// A key pair's notice asks for a new one as long as that helps anybody.
    #[test]
    fn a_key_is_told_of_by_those_that_sign_with_it() {
        let ended = profile("production", "0f0e0d0c0b0a09080706050403020100", "ent_places_sdk");
        let lives = profile("practice", "0f0e0d0c0b0a09080706050403020100", "ent_places_sdk");
        let soon = CONVERTED.after(Duration::from_secs(3 * 24 * 60 * 60));
        let told = |signers: &[&Profile]| {
            let said = notice_of_key(signers, soon, CONVERTED).unwrap();
            assert!(said.starts_with("The certificate ends in 3 days. "), "{said}");
            (said.contains("new key pair"), said.to_lowercase().contains("leave jwt"))
        };
        assert_eq!(told(&[]), (true, false));
        assert_eq!(told(&[&lives, &lives]), (true, false));
        assert_eq!(told(&[&ended]), (false, true));
        assert_eq!(told(&[&lives, &ended]), (true, true));
        let far = CONVERTED.after(Duration::from_secs(90 * 24 * 60 * 60));
        for signers in [&[&ended][..], &[&lives, &ended]] {
            assert_eq!(notice_of_key(signers, far, CONVERTED), None);
        }
    }
}
