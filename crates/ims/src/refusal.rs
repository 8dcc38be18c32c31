//! Why IMS says no: its documented and observed answers as variants, each with a sentence and what to do.
//!
//! Codes and texts are those of `JWT/JWT.md`, of clients that handle them, and of issues that quote them. Reading them out
//! of an answer is left to [`crate::reply`].

use crate::headers::{Skew, span};
use mudbrick_model::{ErrorCode, Field, Grant, Remedy, RemedyAction};

/// Why IMS refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// No credential has this client ID.
    UnknownClient,
    /// The client secret is not this client's.
    WrongSecret,
    /// The exchange refuses the pair of client ID and secret without saying which (401 `invalid_client`).
    ClientRefused,
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
    /// A code that is not known.
    Other,
}

impl Refusal {
    /// Reads an answer's code and description, either of which may be empty.
    pub(crate) fn of(
        grant: Grant,
        status: u16,
        code: &str,
        description: &str,
        skew: Option<Skew>,
    ) -> Self {
        let words = description.to_ascii_lowercase();
        let says = |word: &str| words.contains(word);
        match code {
            "invalid_client" if says("client_secret") => Self::WrongSecret,
            "invalid_client" if says("audience") || says("aud ") => Self::WrongAudience,
            "invalid_client" if says("exchange_jwt") => Self::ExchangeNotAllowed,
            "invalid_client" if status == 401 && !says("client_id") => Self::ClientRefused,
            "invalid_client" => Self::UnknownClient,
            "invalid_scope" if grant == Grant::Jwt => Self::MetascopesRefused,
            "invalid_scope" => Self::ScopesRefused,
            "invalid_signature" => Self::SignatureUnmatched,
            "invalid_token" if says("signature") || says("binding") => Self::SignatureUnmatched,
            "invalid_token" if says("expired") => Self::AssertionExpired { skew },
            "invalid_token" if says("format") || says("decode") => Self::AssertionMalformed,
            // The text for an expired assertion was never published; a clock that is late says enough.
            "invalid_token" if matches!(skew, Some(Skew::Behind(_))) => {
                Self::AssertionExpired { skew }
            }
            "invalid_token" => Self::AssertionRefused,
            "invalid_jti" => Self::JtiDemanded,
            "bad_request" => Self::ClaimsRefused,
            "unsupported_grant_type" | "unauthorized_client" => Self::GrantRefused,
            "invalid_request" => Self::RequestIncomplete,
            _ => Self::Other,
        }
    }

    /// The code for programs.
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            Self::ScopesRefused | Self::MetascopesRefused => ErrorCode::ScopeRefused,
            _ => ErrorCode::CredentialRefused,
        }
    }

    /// What happened.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::UnknownClient => "Adobe does not know this client ID.",
            Self::WrongSecret => "The client secret is not the one of this client ID.",
            Self::ClientRefused => {
                "Adobe does not accept this client ID and client secret for a service account (JWT)."
            }
            Self::ExchangeNotAllowed => {
                "This credential may not get tokens as a service account (JWT)."
            }
            Self::WrongAudience => {
                "The signed assertion was made out to another client ID or another environment."
            }
            Self::ScopesRefused => "The credential does not have all of the scopes asked for.",
            Self::MetascopesRefused => {
                "The credential does not have all of the metascopes asked for."
            }
            Self::SignatureUnmatched => {
                "The private key does not fit any valid certificate of this credential."
            }
            Self::AssertionMalformed => "Adobe could not read the signed assertion.",
            Self::AssertionExpired { .. } => {
                "The signed assertion had expired when it reached Adobe."
            }
            Self::ClaimsRefused => {
                "Adobe does not accept the organization ID or the technical account ID for this credential."
            }
            Self::JtiDemanded => {
                "This credential accepts only assertions with a number that is never used twice (jti)."
            }
            Self::AssertionRefused => "Adobe does not accept the signed assertion.",
            Self::GrantRefused => "This credential does not give tokens in this way.",
            Self::RequestIncomplete => "Adobe found something missing in the request for a token.",
            Self::Other => "Adobe refused the request for a reason it does not publish.",
        }
    }

    /// What to do now, and where a program can lead to.
    pub(crate) fn remedy_with_action(self) -> Remedy {
        Remedy { text: self.remedy(), action: self.action().map(Box::new) }
    }

    fn action(self) -> Option<RemedyAction> {
        Some(match self {
            Self::UnknownClient | Self::WrongAudience => RemedyAction::field(Field::ClientId),
            Self::WrongSecret | Self::ClientRefused => RemedyAction::field(Field::ClientSecret),
            Self::ExchangeNotAllowed => {
                RemedyAction::SwitchGrant { profile: None, grant: Grant::OauthServerToServer }
            }
            Self::JtiDemanded | Self::GrantRefused => RemedyAction::field(Field::Grant),
            Self::ScopesRefused | Self::MetascopesRefused => RemedyAction::field(Field::Scopes),
            Self::SignatureUnmatched => RemedyAction::ChooseKey { profile: None },
            Self::AssertionMalformed | Self::ClaimsRefused => {
                RemedyAction::field(Field::TechnicalAccountId)
            }
            Self::AssertionExpired { .. } | Self::AssertionRefused => RemedyAction::TryAgain,
            Self::RequestIncomplete => RemedyAction::field(Field::Name),
            Self::Other => return None,
        })
    }

    /// What to do now.
    pub(crate) fn remedy(self) -> String {
        const CONVERTED: &str = "Adobe ended service accounts (JWT) of the Developer Console on 1 March 2026: if this \
            is one, set the profile to OAuth Server-to-Server with the same client ID.";
        match self {
            Self::UnknownClient => "Copy the client ID (API key) again from the credential's page in the Developer \
                Console, and check that the profile is for the right environment."
                .into(),
            Self::WrongSecret => "Copy the client secret again from the credential's page in the Developer Console; \
                a secret that was deleted there no longer works."
                .into(),
            Self::ClientRefused => {
                format!("Copy the client ID and the client secret again. {CONVERTED}")
            }
            Self::ExchangeNotAllowed => CONVERTED.into(),
            Self::WrongAudience => "Check the client ID, and that the profile is for the environment the credential \
                was made in."
                .into(),
            Self::ScopesRefused => "Copy the scopes again from the credential's page in the Developer Console; they \
                change when APIs are added or removed."
                .into(),
            Self::MetascopesRefused => "Remove the metascopes that the credential's page does not show; they change \
                when APIs are added or removed."
                .into(),
            Self::SignatureUnmatched => "Upload the certificate of this key pair to the credential, or choose the \
                key pair whose certificate is there; if it is there, look whether it has expired."
                .into(),
            Self::AssertionMalformed | Self::ClaimsRefused => "Copy the organization ID and the technical account \
                ID again from the credential's page."
                .into(),
            Self::AssertionExpired { skew: Some(skew) } => {
                let (by, how) = match skew {
                    Skew::Behind(by) => (by, "behind"),
                    Skew::Ahead(by) => (by, "ahead of"),
                };
                format!(
                    "The clock of this machine is {} {how} Adobe's: set it by the network, then try again.",
                    span(by)
                )
            }
            Self::AssertionExpired { skew: None } | Self::AssertionRefused => {
                "Check the clock of this machine, since an assertion is good for five minutes, then try again.".into()
            }
            Self::JtiDemanded => "Use OAuth Server-to-Server if the credential offers it, or another credential \
                without that demand."
                .into(),
            Self::GrantRefused => "Look on the credential's page whether it is OAuth Server-to-Server or Service \
                account (JWT), and set the profile to that."
                .into(),
            Self::RequestIncomplete => "Check that every field of the profile is filled in.".into(),
            Self::Other => "Look at the details for Adobe's own words.".into(),
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
    #[case(OAUTH, 400, "invalid_client", "", Refusal::UnknownClient)]
    #[case(JWT, 401, "invalid_client", "", Refusal::ClientRefused)]
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
