//! The address that the browser comes back to, read: whether it answers this sign-in, and what it says. Where it comes from,
//! the listener or a person, makes no difference.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use mudbrick_explain::{Answer as Told, explain};
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileName, RedirectUri, RemedyAction};
use mudbrick_vault::SecretText;
use url::Url;
use url::form_urlencoded;

/// The longest address that is read.
const LONGEST: usize = 16 * 1024;

/// Adobe's word for why there is no code is a word; anything longer is not shown.
const LONGEST_ERROR: usize = 60;

/// What the browser brought.
#[derive(Debug)]
pub(super) enum Answer {
    /// To be redeemed once, with the verifier.
    Code(SecretText),
    /// Adobe's word for why there is none, such as `access_denied`.
    Refused(String),
}

/// What an answer to one sign-in looks like.
#[derive(Clone)]
pub(super) struct Expected {
    redirect_uri: Option<Url>,
    state: String,
}

impl Expected {
    pub(super) fn new(redirect_uri: &RedirectUri, state: &str) -> Self {
        let redirect_uri = Url::parse(redirect_uri.as_str()).ok();
        Self { redirect_uri, state: state.to_owned() }
    }

    /// The answer in a query; none where it is not to this sign-in. Another state is another sign-in's, or a page's that
    /// wants this one to go on with somebody else's code.
    pub(super) fn read(&self, query: &str) -> Option<Answer> {
        let only = |name: &str| {
            let mut all = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
            let first = all.next().map(|(_, value)| value.into_owned());
            first.filter(|value| !value.is_empty() && all.next().is_none())
        };
        let state = only("state")?;
        verify_slices_are_equal(state.as_bytes(), self.state.as_bytes()).ok()?;
        match (only("code"), only("error")) {
            (Some(code), None) => Some(Answer::Code(SecretText::new(code))),
            (None, Some(error)) => Some(Answer::Refused(error)),
            _ => None,
        }
    }

    /// The answer in an address that a person copied.
    pub(super) fn read_address(&self, address: &SecretText) -> Result<Answer, Problem> {
        let text = address.expose().trim();
        let url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST);
        let url = url.filter(|url| self.leads_here(url)).ok_or_else(no_address)?;
        self.read(url.query().unwrap_or_default()).ok_or_else(no_address)
    }

    fn leads_here(&self, url: &Url) -> bool {
        self.redirect_uri.as_ref().is_some_and(|own| {
            (own.scheme(), own.host_str(), own.port_or_known_default(), own.path())
                == (url.scheme(), url.host_str(), url.port_or_known_default(), url.path())
        })
    }
}

fn no_address() -> Problem {
    Problem::new(ErrorCode::InvalidInput, "This address is not the answer to this sign-in.")
        .remedy("Copy the whole address that the browser was sent to after you signed in: it begins with the redirect URI and contains code and state.")
}

/// What Adobe's word means, by the rule book.
pub(super) fn refused(error: &str) -> Problem {
    let body = serde_json::json!({ "error": error }).to_string();
    let told = Told {
        host: Some("ims-na1.adobelogin.com"),
        path: Some("/ims/authorize/v2"),
        method: Some("GET"),
        status: Some(302),
        body: Some(body.as_bytes()),
        ..Told::default()
    };
    if let Some(explained) = explain(&told) {
        return explained.problem();
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_word = error.len() <= LONGEST_ERROR && error.chars().all(plain);
    let problem = Problem::new(
        ErrorCode::CredentialRefused,
        "Adobe sent the browser back without a code, for a reason that it does not publish.",
    )
    .remedy("Sign in again. If that does not help, compare client ID, redirect URI and scopes with the credential’s page in the Developer Console.")
    .action(RemedyAction::SignIn { profile: None });
    if is_word { problem.detail(error) } else { problem }
}

/// Of tokens that answer another request.
pub(super) fn not_ours(profile: &Profile) -> Problem {
    let title = profile.title();
    Problem::new(
        ErrorCode::BadAnswer,
        format!("The tokens that came for {title} answer another sign-in. They were not kept and not used."),
    )
    .remedy("Sign in again.")
    .action(RemedyAction::SignIn { profile: Some(ProfileName::of(profile)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn expected() -> Expected {
        let uri = RedirectUri::parse("adobe+0f0e://adobeid/0f0e").unwrap();
        Expected::new(&uri, "right")
    }

    #[rstest]
    #[case::code("code=abc&state=right", Some("code"))]
    #[case::refused("error=access_denied&state=right&x=y", Some("error"))]
    #[case::other_state("code=abc&state=wrong", None)]
    #[case::longer_state("code=abc&state=rightly", None)]
    #[case::no_state("code=abc", None)]
    #[case::empty_state("code=abc&state=", None)]
    #[case::two_states("code=abc&state=wrong&state=right", None)]
    #[case::two_codes("code=abc&code=def&state=right", None)]
    #[case::both("code=abc&error=access_denied&state=right", None)]
    #[case::neither("state=right", None)]
    #[case::nothing("", None)]
    fn only_this_sign_ins_answer_is_read(#[case] query: &str, #[case] kind: Option<&str>) {
        let read = expected().read(query).map(|answer| match answer {
            Answer::Code(_) => "code",
            Answer::Refused(_) => "error",
        });
        assert_eq!(read, kind);
    }

    #[rstest]
    #[case::whole("adobe+0f0e://adobeid/0f0e?code=a&state=right", true)]
    #[case::with_line_end(" adobe+0f0e://adobeid/0f0e?code=a&state=right\n", true)]
    #[case::another_place("adobe+0f0e://adobeid/other?code=a&state=right", false)]
    #[case::another_scheme("https://adobeid/0f0e?code=a&state=right", false)]
    #[case::the_page("https://ims-na1.adobelogin.com/ims/authorize/v2?state=right", false)]
    #[case::no_address("code=a&state=right", false)]
    fn a_pasted_address_is_the_redirect_uris(#[case] address: &str, #[case] taken: bool) {
        let address = SecretText::new(address.to_owned());
        assert_eq!(expected().read_address(&address).is_ok(), taken);
    }

    #[rstest]
    #[case("access_denied", ErrorCode::CredentialRefused)]
    #[case("invalid_scope", ErrorCode::ScopeRefused)]
    #[case("login_required", ErrorCode::CredentialRefused)]
    #[case("of no known kind", ErrorCode::CredentialRefused)]
    fn adobes_words_are_explained(#[case] error: &str, #[case] code: ErrorCode) {
        let problem = refused(error);
        assert_eq!(problem.code, code);
        assert!(problem.remedy.is_some_and(|remedy| remedy.action.is_some()));
        assert_eq!(refused("<script>").detail, None);
    }
}
