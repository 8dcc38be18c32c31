//! Whose token, and for which of its scopes: a profile's own, or a narrower one for a single task. A narrower token is kept
//! beside the profile's under a name of its own, so that neither takes the other's place.

use mudbrick_model::{
    Credential, ErrorCode, Field, Grant, Metascope, Problem, Profile, ProfileId, ProfileName,
    RemedyAction, Scope,
};

/// A profile as a token is asked for it.
#[derive(Debug, Clone)]
pub struct TokenFor {
    /// With the scopes that are asked for, and no others.
    profile: Profile,
    /// The name under which the token is kept.
    kept_as: String,
}

impl TokenFor {
    /// The profile's own token, with all its scopes.
    pub fn profile(profile: Profile) -> Self {
        let kept_as = profile.id.to_string();
        Self { profile, kept_as }
    }

    /// A token for fewer scopes. None at all asks for the profile's own token, and so do all of them.
    ///
    /// # Errors
    /// The profile does not have one of them.
    pub fn only(profile: Profile, scopes: &[String]) -> Result<Self, Problem> {
        if scopes.is_empty() {
            return Ok(Self::profile(profile));
        }
        let title = profile.title();
        let mut narrowed = profile;
        let is_whole = match &mut narrowed.credential {
            Credential::OauthServerToServer { scopes: own, .. }
            | Credential::OauthUser { scopes: own, .. } => narrow(own, scopes, Scope::as_str),
            Credential::Jwt { metascopes: own, .. } => narrow(own, scopes, Metascope::as_str),
        };
        let is_whole = is_whole.map_err(|missing| unknown(&narrowed, &title, &missing))?;
        if is_whole {
            return Ok(Self::profile(narrowed));
        }
        let kept_as = format!("{}-{:016x}", narrowed.id, digest(&sorted(scopes)));
        Ok(Self { profile: narrowed, kept_as })
    }

    /// Whose it is.
    pub fn id(&self) -> &ProfileId {
        &self.profile.id
    }

    /// The profile with the scopes that are asked for.
    pub(crate) fn as_profile(&self) -> &Profile {
        &self.profile
    }

    pub(super) fn kept_as(&self) -> &str {
        &self.kept_as
    }

    /// The name of the lock that whoever asks for it takes. A person's tokens are all got with one refresh token, which
    /// changes with each use.
    pub(super) fn locked_as(&self) -> &str {
        match self.profile.credential.grant() {
            Grant::OauthUser => self.profile.id.as_str(),
            Grant::OauthServerToServer | Grant::Jwt => &self.kept_as,
        }
    }

    /// Whether it is the profile's own token, which is what lists and the window show.
    pub(super) fn is_whole(&self) -> bool {
        self.kept_as == self.profile.id.as_str()
    }
}

/// Keeps those that are named, in the profile's order. Says whether that is all of them; else the first that is not there.
fn narrow<T>(
    own: &mut Vec<T>,
    wanted: &[String],
    name: impl Fn(&T) -> &str,
) -> Result<bool, String> {
    if let Some(missing) = wanted.iter().find(|one| !own.iter().any(|own| name(own) == *one)) {
        return Err(missing.clone());
    }
    let before = own.len();
    own.retain(|own| wanted.iter().any(|one| one == name(own)));
    Ok(own.len() == before)
}

fn unknown(profile: &Profile, title: &str, scope: &str) -> Problem {
    let own: Vec<&str> = match &profile.credential {
        Credential::OauthServerToServer { scopes, .. } | Credential::OauthUser { scopes, .. } => {
            scopes.iter().map(Scope::as_str).collect()
        }
        Credential::Jwt { metascopes, .. } => metascopes.iter().map(Metascope::as_str).collect(),
    };
    let own = if own.is_empty() { "none".to_owned() } else { own.join(", ") };
    Problem::new(
        ErrorCode::InvalidInput,
        format!("{title} does not have the scope {scope}, so no token with it can be asked for."),
    )
    .remedy(format!("Choose among its own: {own}. Or add the scope to the profile."))
    .action(RemedyAction::OpenField {
        profile: Some(ProfileName::of(profile)),
        field: Field::Scopes,
    })
}

/// Their order and repetitions mean nothing.
fn sorted(scopes: &[String]) -> String {
    let mut sorted: Vec<&str> = scopes.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.join(",")
}

/// FNV-1a. It only makes a short file name: what the token was asked for with is in the file and is compared, so two sets of
/// scopes with one digest would cost calls and never mix tokens up.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::fixtures::{PROFILE, profile_with_scopes};
    use rstest::rstest;

    fn only(scopes: &[&str]) -> Result<TokenFor, Problem> {
        let scopes: Vec<String> = scopes.iter().map(|&scope| scope.to_owned()).collect();
        TokenFor::only(profile_with_scopes(&["openid", "AdobeID", "read_organizations"]), &scopes)
    }

    #[rstest]
    #[case::none(&[])]
    #[case::all(&["read_organizations", "openid", "AdobeID"])]
    fn all_scopes_are_the_profiles_own_token(#[case] scopes: &[&str]) {
        let whose = only(scopes).unwrap();
        assert!(whose.is_whole());
        assert_eq!(whose.kept_as(), PROFILE);
    }

    #[test]
    fn fewer_scopes_are_a_token_of_their_own_whatever_their_order() {
        let one = only(&["AdobeID"]).unwrap();
        let two = only(&["AdobeID", "openid"]).unwrap();
        assert!(!one.is_whole() && !two.is_whole());
        assert_ne!(one.kept_as(), two.kept_as());
        let again = only(&["openid", "AdobeID", "openid"]).unwrap();
        assert_eq!(two.kept_as(), again.kept_as());
        // In the order of the profile, in which Adobe is asked.
        assert_eq!(two.as_profile().credential, again.as_profile().credential);
        assert!(
            one.kept_as().starts_with(PROFILE),
            "it goes with the profile when that is deleted"
        );
    }

    #[test]
    fn a_scope_that_the_profile_does_not_have_is_refused_by_name() {
        let problem = only(&["openid", "campaign_sdk"]).unwrap_err();
        assert_eq!(problem.code, ErrorCode::InvalidInput);
        assert!(problem.message.contains("campaign_sdk"), "{problem:?}");
        assert!(problem.remedy_text().unwrap().contains("openid, AdobeID"), "{problem:?}");
    }
}
