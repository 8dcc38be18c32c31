//! Whether a token is the profile's: its own claims are compared with the profile before each use. The cache key says what a
//! token was asked for with; the claims say what came.

use mudbrick_ims::{AccessToken, TokenOwner};
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileName, RemedyAction};

/// Refuses a token that says it is another client's or another organisation's. One that says nothing of them is taken:
/// a token is opaque by contract.
///
/// # Errors
/// Whose token it is instead.
pub(super) fn check(profile: &Profile, token: &AccessToken) -> Result<(), Problem> {
    #[cfg(test)]
    if LEFT_OUT.get() {
        return Ok(());
    }
    let TokenOwner { client_id, org_id } = token.owner();
    let other = |claim: Option<String>, own: &str| claim.filter(|claim| claim != own);
    if let Some(client) = other(client_id, profile.client_id.as_str()) {
        return Err(refused(profile, &format!("the client {client}")));
    }
    if let Some(org) = other(org_id, profile.org_id.as_str()) {
        return Err(refused(profile, &format!("the organization {org}")));
    }
    Ok(())
}

fn refused(profile: &Profile, whose: &str) -> Problem {
    let title = profile.title();
    Problem::new(
        ErrorCode::BadAnswer,
        format!("The token that came for {title} is one of {whose}. It was not kept and not used."),
    )
    .remedy("Compare the profile’s client ID and organization ID with the Developer Console, then get a new token.")
    .action(RemedyAction::RenewToken { profile: Some(ProfileName::of(profile)) })
}

#[cfg(test)]
thread_local! {
    /// Whether nothing is compared on this thread, to see that tokens are mixed up then.
    pub(super) static LEFT_OUT: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::{profile, token, token_of};
    use mudbrick_model::Timestamp;
    use rstest::rstest;
    use serde_json::{Value, json};

    const ORG: &str = "AAAABBBBCCCCDDDD0A495E00@AdobeOrg";

    #[rstest]
    #[case::both(json!({"client_id": "a".repeat(32), "org": ORG}), true)]
    #[case::client_alone(json!({"client_id": "a".repeat(32)}), true)]
    #[case::neither(json!({}), true)]
    #[case::another_client(json!({"client_id": "b".repeat(32), "org": ORG}), false)]
    #[case::another_organisation(json!({"client_id": "a".repeat(32), "org": "BBBBBBBBCCCCDDDD0A495E00@AdobeOrg"}), false)]
    #[case::no_organisation_at_all(json!({"client_id": "a".repeat(32), "org": "acme"}), true)]
    fn a_token_is_the_profiles_by_its_claims(#[case] claims: Value, #[case] own: bool) {
        let checked = check(&profile('a'), &token_of(&claims, Timestamp(1)));
        assert_eq!(checked.is_ok(), own, "{checked:?}");
    }

    #[test]
    fn an_opaque_token_is_taken_and_a_refusal_names_whose_it_is() {
        check(&profile('a'), &token("opaque", Timestamp(1))).unwrap();
        let other = token_of(&json!({"client_id": "b".repeat(32)}), Timestamp(1));
        let problem = check(&profile('a'), &other).unwrap_err();
        assert!(problem.message.contains(&"b".repeat(32)), "{problem:?}");
    }
}
