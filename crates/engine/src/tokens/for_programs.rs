//! A token as programs take it: as variables of an environment, and as JSON. Times are UTC, as RFC 3339 and as seconds since
//! 1970. The names are those that Adobe's own documents and Mudbrick's requests use.

use mudbrick_ims::AccessToken;
use mudbrick_model::{ErrorCode, Problem, Profile, Timestamp};
use mudbrick_vault::SecretText;
use serde_json::{Value, json};

/// A variable for a program's environment.
#[derive(Debug, Clone)]
pub struct TokenVariable {
    /// Such as `ACCESS_TOKEN`.
    pub name: &'static str,
    /// The token is in one of them.
    pub value: SecretText,
}

/// Names the profile that a child works for, by its id: two profiles may have one name.
pub const PROFILE_VARIABLE: &str = "MUDBRICK_PROFILE";

impl TokenVariable {
    /// What a program needs for calls with the profile: the token, until when it is good, client ID, organisation and profile.
    ///
    /// # Errors
    /// The token's end is no time that can be written down.
    pub fn of(profile: &Profile, token: &AccessToken) -> Result<Vec<Self>, Problem> {
        let mut all = vec![
            Self { name: "ACCESS_TOKEN", value: token.value.clone() },
            Self::plain("ACCESS_TOKEN_EXPIRES_AT", &rfc3339(token.expires_at)?),
            Self::plain("ACCESS_TOKEN_EXPIRES_ON", &token.expires_at.seconds().to_string()),
        ];
        all.extend(Self::without_token(profile));
        Ok(all)
    }

    /// The same for a child that gets its tokens in another way.
    pub fn without_token(profile: &Profile) -> Vec<Self> {
        vec![
            Self::plain("API_KEY", profile.client_id.as_str()),
            Self::plain("IMS_ORG", profile.org_id.as_str()),
            Self::plain(PROFILE_VARIABLE, profile.id.as_str()),
        ]
    }

    fn plain(name: &'static str, value: &str) -> Self {
        Self { name, value: SecretText::new(value.to_owned()) }
    }
}

/// The JSON that `token --json`, the loopback address and the credential helper answer with.
///
/// # Errors
/// As [`TokenVariable::of`].
pub fn token_json(profile: &Profile, token: &AccessToken) -> Result<Value, Problem> {
    Ok(json!({
        "access_token": token.value.expose(),
        "token_type": "Bearer",
        "created_at": rfc3339(token.created_at)?,
        "expires_at": rfc3339(token.expires_at)?,
        "expires_on": token.expires_at.seconds(),
        "scopes": token.scopes,
        "client_id": profile.client_id,
        "org_id": profile.org_id,
        "profile": profile.id,
    }))
}

/// `2026-03-01T14:20:00Z`. Whole seconds, rounded down, so that it says the same as the number beside it.
fn rfc3339(time: Timestamp) -> Result<String, Problem> {
    jiff::Timestamp::from_second(time.seconds()).map(|time| time.to_string()).map_err(|error| {
        Problem::new(ErrorCode::Internal, "The token’s end cannot be written down as a time.")
            .detail(error.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::{PROFILE, profile, token};

    #[test]
    fn times_are_utc_and_say_the_same_in_both_forms() {
        let token = token("one", Timestamp(1_767_225_600_999));
        let variables = TokenVariable::of(&profile('a'), &token).unwrap();
        let of = |name: &str| {
            let found = variables.iter().find(|variable| variable.name == name);
            found.unwrap_or_else(|| panic!("no {name}")).value.expose().clone()
        };
        assert_eq!(of("ACCESS_TOKEN"), "one");
        assert_eq!(of("ACCESS_TOKEN_EXPIRES_AT"), "2026-01-01T00:00:00Z");
        assert_eq!(of("ACCESS_TOKEN_EXPIRES_ON"), "1767225600");
        assert_eq!(of("API_KEY"), "a".repeat(32));
        assert_eq!(of("IMS_ORG"), "AAAABBBBCCCCDDDD0A495E00@AdobeOrg");
        assert_eq!(of("MUDBRICK_PROFILE"), PROFILE);
        let json = token_json(&profile('a'), &token).unwrap();
        assert_eq!(
            (&json["expires_at"], &json["expires_on"]),
            (&"2026-01-01T00:00:00Z".into(), &1_767_225_600.into())
        );
    }

    #[test]
    fn a_child_that_asks_for_its_tokens_is_given_none() {
        let names: Vec<_> =
            TokenVariable::without_token(&profile('a')).iter().map(|it| it.name).collect();
        assert_eq!(names, ["API_KEY", "IMS_ORG", "MUDBRICK_PROFILE"]);
    }
}
