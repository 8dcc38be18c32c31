//! Whether a credential can send a request of the catalogue. What is not known counts as "it can": a request that is shown and
//! refused says why, one that is hidden does not.

use super::about::Needs;
use mudbrick_model::Credential;

/// Why a credential cannot send a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unable {
    /// These scopes are not among its own.
    LacksScopes(Vec<String>),
    /// It has none of these metascopes.
    LacksMetascopes(Vec<String>),
}

/// Scopes that say something about the account or its organisation and belong to no product. Which of them a call needs is told
/// nowhere; a call without one is answered with less.
const OF_THE_ACCOUNT: [&str; 8] = [
    "openid",
    "AdobeID",
    "session",
    "email",
    "profile",
    "address",
    "offline_access",
    "read_organizations",
];

fn is_of_the_account(scope: &str) -> bool {
    OF_THE_ACCOUNT.contains(&scope) || scope.starts_with("additional_info")
}

pub(super) fn unable(needs: &Needs, credential: &Credential) -> Option<Unable> {
    match credential {
        Credential::OauthServerToServer { scopes, .. } | Credential::OauthUser { scopes, .. } => {
            // A profile without scopes is one of which they are not known yet.
            let has =
                |name: &str| scopes.is_empty() || scopes.iter().any(|own| own.as_str() == name);
            let lacking = needs.scopes.iter().filter(|scope| {
                scope.is_needed && !is_of_the_account(&scope.name) && !has(&scope.name)
            });
            let lacking: Vec<String> = lacking.map(|scope| scope.name.clone()).collect();
            (!lacking.is_empty()).then_some(Unable::LacksScopes(lacking))
        }
        Credential::Jwt { metascopes, .. } => {
            let known = !needs.metascopes.is_empty() && !metascopes.is_empty();
            let has = || {
                metascopes.iter().any(|own| needs.metascopes.iter().any(|one| own.as_str() == one))
            };
            (known && !has()).then(|| Unable::LacksMetascopes(needs.metascopes.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::{Metascope, Scope, TechnicalAccountId};
    use rstest::rstest;

    fn needs() -> Needs {
        let lines = ["@scopes openid, x_sdk, x_read, x_more?", "@metascopes ent_x_sdk, ent_x_all"];
        Needs::of(&lines.map(str::to_owned))
    }

    fn oauth(scopes: &[&str]) -> Credential {
        let scopes = scopes.iter().map(|scope| Scope::parse(scope).unwrap()).collect();
        Credential::OauthServerToServer { scopes, technical_account_id: None }
    }

    fn jwt(metascopes: &[&str]) -> Credential {
        let technical_account_id =
            TechnicalAccountId::parse("A0020A1B2C3D4E5F60718293@techacct.adobe.com").unwrap();
        let metascopes = metascopes.iter().map(|one| Metascope::parse(one).unwrap()).collect();
        Credential::Jwt { technical_account_id, metascopes, key: None }
    }

    #[rstest]
    #[case::all(oauth(&["AdobeID", "x_sdk", "x_read"]), None)]
    #[case::of_the_account_is_not_looked_at(oauth(&["x_sdk", "x_read"]), None)]
    #[case::unknown(oauth(&[]), None)]
    #[case::one_is_missing(
        oauth(&["openid", "x_sdk"]),
        Some(Unable::LacksScopes(vec!["x_read".to_owned()]))
    )]
    #[case::another_product(
        oauth(&["openid", "x_more"]),
        Some(Unable::LacksScopes(vec!["x_sdk".to_owned(), "x_read".to_owned()]))
    )]
    #[case::one_metascope(jwt(&["ent_other_sdk", "ent_x_all"]), None)]
    #[case::unknown_metascopes(jwt(&[]), None)]
    #[case::another_metascope(
        jwt(&["ent_other_sdk"]),
        Some(Unable::LacksMetascopes(vec!["ent_x_sdk".to_owned(), "ent_x_all".to_owned()]))
    )]
    fn a_credential_can_or_cannot(
        #[case] credential: Credential,
        #[case] expected: Option<Unable>,
    ) {
        assert_eq!(unable(&needs(), &credential), expected);
    }

    #[test]
    fn what_needs_nothing_known_can_be_sent_by_anybody() {
        for credential in [oauth(&["openid"]), jwt(&["ent_other_sdk"])] {
            assert_eq!(unable(&Needs::default(), &credential), None);
        }
    }
}
