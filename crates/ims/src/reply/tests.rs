//! Every answer that IMS is known to give, and those that only something else would.

use super::*;
use mudbrick_model::{ErrorCode, Explain};
use proptest::prelude::*;
use rstest::rstest;
use std::time::Duration;

const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);
const SECRET: &str = "p8e-canary/1+2 3";
const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnkiOjF9.Y2FuYXJ5";

fn received(status: u16, body: &str) -> Received {
    Received {
        status,
        debug_id: Some("b5a3c2d1".into()),
        body: Bytes::from(body.to_owned()),
        ..Received::default()
    }
}

fn outcome(received: &Received, grant: Grant) -> Result<AccessToken, TokenError> {
    let secrets = [SecretText::new(SECRET.into()), SecretText::new(TOKEN.into())];
    received.token(&Asked { grant, at: NOW, secrets: secrets.iter().collect() }, NOW)
}

/// The error, after making sure that it can be told to a person and tells no secret.
#[track_caller]
fn error(received: &Received, grant: Grant) -> TokenError {
    let error = outcome(received, grant).expect_err("must be an error");
    let problem = error.problem();
    let remedy = problem.remedy_text().expect("a remedy");
    assert!(problem.message.ends_with('.') && remedy.ends_with('.'), "{problem:?}");
    assert!(
        problem.detail.clone().is_some_and(|detail| detail.contains("b5a3c2d1")),
        "{problem:?}"
    );
    let shown = format!("{problem:?} {error:?} {error}");
    for canary in ["canary", "Y2FuYXJ5", "eyJ"] {
        assert!(!shown.contains(canary), "{shown}");
    }
    error
}

#[track_caller]
fn refusal(status: u16, body: &str, grant: Grant) -> (Refusal, ErrorCode) {
    let error = error(&received(status, body), grant);
    match &error {
        TokenError::Refused { why, .. } => (*why, error.code()),
        other => panic!("not a refusal: {other:?}"),
    }
}

#[rstest]
#[case::unknown_client(
    400,
    r#"{"error":"invalid_client","error_description":"invalid client_id parameter"}"#,
    Refusal::UnknownClient
)]
#[case::wrong_secret(
    400,
    r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#,
    Refusal::WrongSecret
)]
#[case::wrong_secret_as_401(
    401,
    r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#,
    Refusal::WrongSecret
)]
#[case::grant(400, r#"{"error":"unsupported_grant_type"}"#, Refusal::GrantRefused)]
#[case::request(400, r#"{"error":"invalid_request"}"#, Refusal::RequestIncomplete)]
#[case::unauthorized(400, r#"{"error":"unauthorized_client"}"#, Refusal::GrantRefused)]
#[case::unknown_code(418, r#"{"error":"teapot","error_description":null}"#, Refusal::Other)]
#[case::with_success_status(200, r#"{"error":"invalid_client"}"#, Refusal::ClientRefused)]
#[case::number_as_code(400, r#"{"error":403000,"error_description":{"a":1}}"#, Refusal::Other)]
fn refusals_of_the_token_endpoint(#[case] status: u16, #[case] body: &str, #[case] why: Refusal) {
    assert_eq!(
        refusal(status, body, Grant::OauthServerToServer),
        (why, ErrorCode::CredentialRefused)
    );
}

#[rstest]
#[case::unmatched(r#"{"error_description":"Could not match JWT signature to any of the bindings","error":"invalid_token"}"#,
    Refusal::SignatureUnmatched)]
#[case::documented_signature(r#"{"error":"invalid_signature"}"#, Refusal::SignatureUnmatched)]
#[case::malformed(r#"{"error_description":"JWT token is incorrectly formatted, and can not be decoded.","error":"invalid_token"}"#,
    Refusal::AssertionMalformed)]
#[case::expired(r#"{"error_description":"JWT token has expired.","error":"invalid_token"}"#,
    Refusal::AssertionExpired { skew: None })]
#[case::unknown_words(
    r#"{"error_description":"Nope","error":"invalid_token"}"#,
    Refusal::AssertionRefused
)]
#[case::jti(r#"{"error":"invalid_jti"}"#, Refusal::JtiDemanded)]
#[case::claims(r#"{"error":"bad_request"}"#, Refusal::ClaimsRefused)]
#[case::unknown_client(r#"{"error":"invalid_client"}"#, Refusal::UnknownClient)]
#[case::audience(r#"{"error_description":"JWT audience does not match the client_id parameter.","error":"invalid_client"}"#,
    Refusal::WrongAudience)]
fn refusals_of_the_exchange(#[case] body: &str, #[case] why: Refusal) {
    assert_eq!(refusal(400, body, Grant::Jwt), (why, ErrorCode::CredentialRefused));
}

#[rstest]
#[case::pair(r#"{"error":"invalid_client"}"#, Refusal::JwtClientRefused)]
#[case::misconfigured(r#"{"error":"invalid_client","error_description":"client does not have the exchange_jwt scope"}"#,
    Refusal::ExchangeNotAllowed)]
fn refusals_of_the_exchange_with_401(#[case] body: &str, #[case] why: Refusal) {
    assert_eq!(refusal(401, body, Grant::Jwt).0, why);
}

#[test]
fn scopes_and_metascopes() {
    let scopes = r#"{"error":"invalid_scope","error_description":"any words"}"#;
    let refused = refusal(400, scopes, Grant::OauthServerToServer);
    assert_eq!(refused, (Refusal::ScopesRefused, ErrorCode::ScopeRefused));
    let metascopes = r#"{"error_description":"The metascopes in the JWT are not a subset of the metascopes in the binding.","error":"invalid_scope"}"#;
    let refused = refusal(400, metascopes, Grant::Jwt);
    assert_eq!(refused, (Refusal::MetascopesRefused, ErrorCode::ScopeRefused));
}

#[rstest]
#[case::behind("Fri, 15 Jan 2027 08:12:00 GMT", "12 minutes behind Adobe's")]
#[case::ahead("Fri, 15 Jan 2027 05:00:00 GMT", "3 hours ahead of Adobe's")]
fn an_expired_assertion_points_at_a_wrong_clock(#[case] date: &str, #[case] hint: &str) {
    let body = r#"{"error_description":"JWT token has expired.","error":"invalid_token"}"#;
    let received = Received { date: Some(date.into()), ..received(400, body) };
    let remedy = error(&received, Grant::Jwt).problem().remedy.unwrap().text;
    assert!(remedy.contains(hint), "{remedy}");
}

#[test]
fn a_late_clock_explains_unknown_words() {
    let body = r#"{"error":"invalid_token","error_description":"exp is no good"}"#;
    let date = Some("Fri, 15 Jan 2027 08:12:00 GMT".into());
    let error = error(&Received { date, ..received(400, body) }, Grant::Jwt);
    let skew = Some(Skew::Behind(Duration::from_secs(720)));
    let TokenError::Refused { why, .. } = error else { panic!("{error:?}") };
    assert_eq!(why, Refusal::AssertionExpired { skew });
}

#[rstest]
#[case::seconds(Some("30"), Some(30), "Wait 30 seconds")]
#[case::date(Some("Fri, 15 Jan 2027 08:05:00 GMT"), Some(300), "Wait 5 minutes")]
#[case::nothing(None, None, "Wait a minute")]
fn throttling(#[case] header: Option<&str>, #[case] seconds: Option<u64>, #[case] words: &str) {
    let received = Received { retry_after: header.map(Into::into), ..received(429, "") };
    let error = error(&received, Grant::Jwt);
    let problem = error.problem();
    assert_eq!(problem.code, ErrorCode::Throttled);
    assert!(problem.remedy_text().unwrap().starts_with(words));
    let TokenError::Throttled { retry_after, .. } = error else { panic!("{error:?}") };
    assert_eq!(retry_after, seconds.map(Duration::from_secs));
}

#[rstest]
#[case::documented(
    500,
    r#"{"error":"internal_error","error_description":"Please try again later"}"#
)]
#[case::page(503, "<html><title>Service Unavailable</title>")]
#[case::empty(502, "")]
#[case::other_status(400, r#"{"error":"internal_error"}"#)]
fn trouble(#[case] status: u16, #[case] body: &str) {
    let error = error(&received(status, body), Grant::Jwt);
    assert!(matches!(error, TokenError::Trouble { .. }), "{error:?}");
    assert_eq!(error.code(), ErrorCode::Network);
}

#[rstest]
#[case::empty(200, "", BadAnswer::Empty)]
#[case::blank(200, " \r\n ", BadAnswer::Empty)]
#[case::page(200, "<!DOCTYPE html><html><head><TITLE lang=en> Sign in\n to Wi-Fi </TITLE>",
    BadAnswer::Html { title: Some("Sign in to Wi-Fi".into()) })]
#[case::untitled_page(403, "<html>p8e-canary/1+2 3</html>", BadAnswer::Html { title: None })]
#[case::echoing_page(403, "<title>Blocked: client_secret=p8e-canary%2F1%2B2+3</title>",
    BadAnswer::Html { title: Some("Blocked: client_secret=[secret]".into()) })]
#[case::cut_off(200, r#"{"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJjYW5hcnki"#, BadAnswer::CutOff)]
#[case::cut_off_early(200, "{", BadAnswer::CutOff)]
#[case::not_json(200, "access_token=canary", BadAnswer::NotJson)]
#[case::broken_json(200, r#"{"access_token": canary}"#, BadAnswer::NotJson)]
#[case::array(200, r#"["canary", 1, "bearer"]"#, BadAnswer::NotJson)]
#[case::no_token(200, r#"{"token_type":"bearer","expires_in":86399}"#, BadAnswer::Incomplete)]
#[case::number_as_token(200, r#"{"access_token":12345}"#, BadAnswer::Incomplete)]
#[case::null_token(200, r#"{"access_token":null}"#, BadAnswer::Incomplete)]
#[case::empty_token(200, r#"{"access_token":""}"#, BadAnswer::UnusableToken)]
#[case::unprintable_token(200, r#"{"access_token":"canary\r\nX: y"}"#, BadAnswer::UnusableToken)]
#[case::other_type(
    200,
    r#"{"access_token":"canary","token_type":"mac"}"#,
    BadAnswer::UnusableToken
)]
#[case::unexplained(404, r#"{"message":"canary"}"#, BadAnswer::Incomplete)]
#[case::redirect(302, "", BadAnswer::Redirect { host: None })]
fn no_answer_of_ims(#[case] status: u16, #[case] body: &str, #[case] expected: BadAnswer) {
    let error = error(&received(status, body), Grant::OauthServerToServer);
    assert_eq!(error.code(), ErrorCode::BadAnswer);
    let TokenError::BadAnswer { what, .. } = error else { panic!("{error:?}") };
    assert_eq!(what, expected);
}

#[test]
fn a_description_that_repeats_the_secret() {
    let body =
        format!(r#"{{"error":"invalid_client","error_description":"no {SECRET} and {TOKEN}"}}"#);
    let error = error(&received(400, &body), Grant::OauthServerToServer);
    assert!(error.problem().detail.unwrap().contains("no [secret] and [secret]"));
}

#[rstest]
#[case::token(r#"{"access_token":"canary","token_type":"bearer","expires_in":86399}"#)]
#[case::key_order_of_the_exchange(
    r#"{"token_type":"bearer","access_token":"canary","expires_in":86399000}"#
)]
#[case::enterprise_web_app(r#"{"access_token":"canary","expires_in":3599}"#)]
#[case::upper_case_type(r#"{"access_token":"canary","token_type":"Bearer","more":{"a":[]}}"#)]
#[case::byte_order_mark("\u{feff} {\"access_token\":\"canary\"}\n")]
fn tokens(#[case] body: &str) {
    let token = outcome(&received(200, body), Grant::OauthServerToServer).expect("a token");
    assert_eq!(token.value.expose(), "canary");
    assert!(!format!("{token:?}").contains("canary"));
}

proptest! {
    #[test]
    fn any_answer_is_understood_or_explained(status in 200u16..600, body in "\\PC{0,60}|\\{\"[a-z_\":,{}]{0,60}\\}") {
        if let Err(error) = outcome(&received(status, &body), Grant::Jwt) {
            prop_assert!(error.problem().remedy.is_some());
        }
    }

    #[test]
    fn an_answer_cut_anywhere_shows_nothing_of_its_token(end in 0usize..150) {
        let whole = format!(r#"{{"access_token":"{TOKEN}","token_type":"bearer","expires_in":86399}}"#);
        let body = &whole[..end.min(whole.len() - 1)];
        let error = outcome(&received(200, body), Grant::OauthServerToServer).expect_err("cut off");
        let TokenError::BadAnswer { what, .. } = &error else { panic!("{error:?}") };
        let expected = if end == 0 { BadAnswer::Empty } else { BadAnswer::CutOff };
        prop_assert_eq!(what, &expected);
        let shown = format!("{error:?} {error} {:?}", error.problem());
        prop_assert!(!shown.contains("eyJ"));
    }
}
