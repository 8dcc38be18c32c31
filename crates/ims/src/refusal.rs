//! Why IMS says no: the rules of the book for its answers as variants that programs branch on. Which answer is which, and what is
//! said of it, is the book's; reading code and description out of an answer is left to [`crate::reply`].

use crate::headers::{Skew, span};
use mudbrick_explain::{Answer, Facts, Rule, explain, rule};
use mudbrick_model::{ErrorCode, Grant, Remedy};

/// The book's name for each.
const RULES: [(&str, Refusal); 17] = [
    ("ims.unknown_client", Refusal::UnknownClient),
    ("ims.wrong_secret", Refusal::WrongSecret),
    ("ims.client_refused", Refusal::ClientRefused),
    ("ims.jwt_client_refused", Refusal::JwtClientRefused),
    ("ims.exchange_not_allowed", Refusal::ExchangeNotAllowed),
    ("ims.wrong_audience", Refusal::WrongAudience),
    ("ims.scopes_refused", Refusal::ScopesRefused),
    ("ims.metascopes_refused", Refusal::MetascopesRefused),
    ("ims.signature_unmatched", Refusal::SignatureUnmatched),
    ("ims.assertion_malformed", Refusal::AssertionMalformed),
    ("ims.assertion_expired", Refusal::AssertionExpired { skew: None }),
    ("ims.claims_refused", Refusal::ClaimsRefused),
    ("ims.jti_demanded", Refusal::JtiDemanded),
    ("ims.assertion_refused", Refusal::AssertionRefused),
    ("ims.grant_refused", Refusal::GrantRefused),
    ("ims.request_incomplete", Refusal::RequestIncomplete),
    ("ims.sign_in_ended", Refusal::SignInEnded),
];

/// Why IMS refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// No credential has this client ID.
    UnknownClient,
    /// The client secret is not this client's.
    WrongSecret,
    /// The pair of client ID and secret is refused without a word on which of them.
    ClientRefused,
    /// The same at the exchange of assertions (401 `invalid_client`), where the credential may have become another one.
    JwtClientRefused,
    /// The client may not exchange assertions.
    ExchangeNotAllowed,
    /// The assertion's `aud` names another client or another IMS.
    WrongAudience,
    /// A scope was not granted to the credential.
    ScopesRefused,
    /// A metascope was not granted to the credential.
    MetascopesRefused,
    /// No certificate of the credential fits the signature: another key, or the certificate expired or was removed.
    SignatureUnmatched,
    /// The assertion could not be decoded.
    AssertionMalformed,
    /// The assertion's `exp` had passed.
    AssertionExpired {
        /// How wrong this machine's clock seems to be.
        skew: Option<Skew>,
    },
    /// `iss`, `sub`, `exp` or `jti` was not accepted (`bad_request`).
    ClaimsRefused,
    /// The binding demands a `jti` that was never used.
    JtiDemanded,
    /// The assertion was refused in words that are not known.
    AssertionRefused,
    /// The credential is not of this kind.
    GrantRefused,
    /// A parameter was missing.
    RequestIncomplete,
    /// The refresh token or the code of a sign-in does not work, or not any more (`invalid_grant`).
    SignInEnded,
    /// A code that is not known.
    Other,
}

impl Refusal {
    /// Reads an answer's code and description, either of which may be empty, by the rule book.
    pub(crate) fn of(
        grant: Grant,
        status: u16,
        code: &str,
        description: &str,
        skew: Option<Skew>,
    ) -> Self {
        let mut body = serde_json::json!({ "error": code });
        if !description.is_empty() {
            body["error_description"] = description.into();
        }
        let path = match grant {
            Grant::OauthServerToServer | Grant::OauthUser => "/ims/token/v3",
            Grant::Jwt => "/ims/exchange/jwt",
        };
        let known = explain(&Answer {
            // Which IMS it is makes no difference to what its answers mean.
            host: Some("ims-na1.adobelogin.com"),
            path: Some(path),
            // An error with a status that is none says by its code alone what it means.
            status: (status >= 400).then_some(status),
            body: Some(body.to_string().as_bytes()),
            facts: Facts { grant: Some(grant) },
            ..Answer::default()
        });
        let id = known.map_or("", |known| known.rule.id.as_str());
        let found = RULES.iter().find(|(rule, _)| *rule == id);
        match found.map_or(Self::Other, |(_, refusal)| *refusal) {
            Self::AssertionExpired { .. } => Self::AssertionExpired { skew },
            // The text for an expired assertion was never published; a clock that is late says enough.
            Self::AssertionRefused if matches!(skew, Some(Skew::Behind(_))) => {
                Self::AssertionExpired { skew }
            }
            refusal => refusal,
        }
    }

    /// What the book says of it.
    fn rule(self) -> Option<&'static Rule> {
        let bare = match self {
            Self::AssertionExpired { .. } => Self::AssertionExpired { skew: None },
            other => other,
        };
        RULES.iter().find(|(_, refusal)| *refusal == bare).and_then(|(id, _)| rule(id))
    }

    /// The code for programs.
    pub(crate) fn code(self) -> ErrorCode {
        self.rule().map_or(ErrorCode::CredentialRefused, |rule| rule.code)
    }

    /// What happened.
    pub(crate) fn sentence(self) -> &'static str {
        self.rule().map_or("Adobe refused the request for a reason it does not publish.", |rule| {
            rule.sentence.as_str()
        })
    }

    /// What to do now, and where a program can lead to.
    pub(crate) fn remedy_with_action(self) -> Remedy {
        let action = self.rule().map(|rule| Box::new(rule.action.clone()));
        Remedy { text: self.remedy(), action }
    }

    /// What to do now.
    pub(crate) fn remedy(self) -> String {
        match (self, self.rule()) {
            (Self::AssertionExpired { skew: Some(skew) }, _) => {
                let (by, how) = match skew {
                    Skew::Behind(by) => (by, "behind"),
                    Skew::Ahead(by) => (by, "ahead of"),
                };
                format!(
                    "The clock of this machine is {} {how} Adobe's: set it by the network, then try again.",
                    span(by)
                )
            }
            (_, Some(rule)) => rule.remedy.clone(),
            (_, None) => "Look at the details for Adobe's own words.".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::headers::Skew;
    use mudbrick_model::{ErrorCode, Grant};
    use rstest::rstest;
    use std::time::Duration;

    const OAUTH: Grant = Grant::OauthServerToServer;
    const JWT: Grant = Grant::Jwt;

    #[rstest]
    #[case(OAUTH, 400, "invalid_client", "invalid client_secret parameter", Refusal::WrongSecret)]
    #[case(JWT, 401, "invalid_client", "Invalid Client_Secret", Refusal::WrongSecret)]
    #[case(OAUTH, 400, "invalid_client", "invalid client_id parameter", Refusal::UnknownClient)]
    #[case(JWT, 401, "invalid_client", "invalid client_id parameter", Refusal::UnknownClient)]
    #[case(OAUTH, 400, "invalid_client", "", Refusal::ClientRefused)]
    #[case(JWT, 400, "invalid_client", "", Refusal::UnknownClient)]
    #[case(JWT, 401, "invalid_client", "", Refusal::JwtClientRefused)]
    #[case(JWT, 400, "invalid_client", "JWT audience does not match", Refusal::WrongAudience)]
    #[case(JWT, 400, "invalid_client", "the aud claim", Refusal::WrongAudience)]
    #[case(JWT, 401, "invalid_client", "no exchange_jwt scope", Refusal::ExchangeNotAllowed)]
    #[case(OAUTH, 400, "invalid_scope", "", Refusal::ScopesRefused)]
    #[case(JWT, 400, "invalid_scope", "", Refusal::MetascopesRefused)]
    #[case(JWT, 400, "invalid_signature", "", Refusal::SignatureUnmatched)]
    #[case(JWT, 400, "invalid_token", "a bad signature", Refusal::SignatureUnmatched)]
    #[case(JWT, 400, "invalid_token", "not of any binding", Refusal::SignatureUnmatched)]
    #[case(JWT, 400, "invalid_token", "has expired", Refusal::AssertionExpired { skew: None })]
    #[case(JWT, 400, "invalid_token", "incorrectly formatted", Refusal::AssertionMalformed)]
    #[case(JWT, 400, "invalid_token", "can not be decoded", Refusal::AssertionMalformed)]
    #[case(JWT, 400, "invalid_token", "", Refusal::AssertionRefused)]
    #[case(JWT, 400, "invalid_jti", "", Refusal::JtiDemanded)]
    #[case(JWT, 400, "bad_request", "", Refusal::ClaimsRefused)]
    #[case(OAUTH, 400, "unsupported_grant_type", "", Refusal::GrantRefused)]
    #[case(OAUTH, 400, "unauthorized_client", "", Refusal::GrantRefused)]
    #[case(OAUTH, 400, "invalid_request", "", Refusal::RequestIncomplete)]
    #[case(OAUTH, 400, "something_new", "client_secret", Refusal::Other)]
    #[case(OAUTH, 400, "", "", Refusal::Other)]
    fn each_answer_has_its_meaning(
        #[case] grant: Grant,
        #[case] status: u16,
        #[case] code: &str,
        #[case] description: &str,
        #[case] expected: Refusal,
    ) {
        assert_eq!(Refusal::of(grant, status, code, description, None), expected);
        assert_eq!(expected.rule().is_some(), expected != Refusal::Other);
        let of_scopes = matches!(code, "invalid_scope");
        let code = if of_scopes { ErrorCode::ScopeRefused } else { ErrorCode::CredentialRefused };
        assert_eq!(expected.code(), code);
        assert!(expected.sentence().ends_with('.') && expected.remedy().ends_with('.'));
    }

    /// Only a clock that is late can have made an assertion expire.
    #[rstest]
    #[case(Skew::Behind(Duration::from_secs(600)), true)]
    #[case(Skew::Ahead(Duration::from_secs(600)), false)]
    fn a_late_clock_explains_what_is_not_said(#[case] skew: Skew, #[case] is_expired: bool) {
        let refusal = Refusal::of(JWT, 400, "invalid_token", "", Some(skew));
        assert_eq!(refusal == Refusal::AssertionExpired { skew: Some(skew) }, is_expired);
        let remedy = Refusal::AssertionExpired { skew: Some(skew) }.remedy();
        let how = if is_expired { "10 minutes behind" } else { "10 minutes ahead of" };
        assert!(remedy.contains(how), "{remedy}");
    }
}
