//! `/ims/token`: what a token says, and every refusal to the letter.

use crate::support::{Adobe, NOW, TOKEN, credentials};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;
use serde_json::Value;

/// The two halves of a token that can be read.
pub(crate) fn decode(token: &str) -> (Value, Value) {
    let part = |text: &str| {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).expect("base64url")).expect("JSON")
    };
    let mut parts = token.split('.');
    let mut next = || part(parts.next().expect("a part"));
    (next(), next())
}

#[tokio::test]
async fn a_token_has_the_claims_clients_read() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    // With the space after the comma that many samples have, and one scope twice.
    let answer = adobe.form(TOKEN, &credentials(&project, "openid, AdobeID,openid")).await;
    let names: Vec<String> = answer.json().as_object().expect("object").keys().cloned().collect();
    assert_eq!(names, ["access_token", "token_type", "expires_in"]);
    assert!(!answer.header("x-debug-id").is_empty());
    assert_eq!(answer.header("content-type"), "application/json;charset=UTF-8");
    let token = answer.json()["access_token"].as_str().expect("text").to_owned();
    assert!(token.len() > 1_000, "as long as Adobe's: {}", token.len());
    let (header, claims) = decode(&token);
    assert_eq!(header["alg"], "RS256");
    assert_eq!(header["x5u"], "ims_na1-key-at-1.cer");
    assert_eq!(claims["type"], "access_token");
    assert_eq!(claims["client_id"], project.client_id.as_str());
    assert_eq!(claims["user_id"], project.technical_account_id.as_ref().expect("it").as_str());
    assert_eq!(claims["aa_id"], claims["user_id"]);
    assert_eq!(claims["as"], "ims-na1");
    assert_eq!(claims["scope"], "openid,AdobeID");
    assert_eq!(claims["created_at"], NOW.0.to_string());
    assert_eq!(claims["expires_in"], "86400000");
    for absent in ["exp", "iat", "iss", "aud"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
}

#[rstest]
#[case::unknown_client(
    ("client_id", "ffffffffffffffffffffffffffffffff"),
    r#"{"error":"invalid_client","error_description":"invalid client_id parameter"}"#
)]
#[case::no_client(
    ("client_id", ""),
    r#"{"error":"invalid_client","error_description":"invalid client_id parameter"}"#
)]
#[case::wrong_secret(
    ("client_secret", "p8e-wrong"),
    r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#
)]
#[case::no_secret(
    ("client_secret", ""),
    r#"{"error":"invalid_client","error_description":"invalid client_secret parameter"}"#
)]
#[case::scope_not_granted(
    ("scope", "openid,campaign_sdk"),
    r#"{"error":"invalid_scope","error_description":"requested scope is not granted to the client"}"#
)]
#[case::no_scope(
    ("scope", ""),
    r#"{"error":"invalid_scope","error_description":"requested scope is not granted to the client"}"#
)]
#[case::other_grant(("grant_type", "password"), r#"{"error":"unsupported_grant_type"}"#)]
#[case::no_grant(("grant_type", ""), r#"{"error":"invalid_request"}"#)]
#[tokio::test]
async fn refusals_to_the_letter(#[case] wrong: (&str, &str), #[case] body: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let mut pairs = credentials(&project, "openid");
    for pair in &mut pairs {
        if pair.0 == wrong.0 {
            pair.1 = wrong.1;
        }
    }
    let answer = adobe.form(TOKEN, &pairs).await;
    assert_eq!((answer.status, answer.text.as_str()), (400, body));
    assert!(!answer.header("x-debug-id").is_empty());
}

#[tokio::test]
async fn a_jwt_credential_has_no_client_credentials() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Campaign Standard");
    let answer = adobe.form(TOKEN, &credentials(&project, "openid")).await;
    assert_eq!((answer.status, answer.text.as_str()), (400, r#"{"error":"unauthorized_client"}"#));
}

#[rstest]
#[case::version_9("/ims/token/v9", 404)]
#[case::no_such_address("/ims/authorise", 404)]
#[case::wrong_method("/ims/userinfo/v2", 405)]
#[tokio::test]
async fn even_a_missing_address_has_a_debug_id(#[case] path: &str, #[case] status: u16) {
    let adobe = Adobe::start().await;
    let answer = adobe.form(&format!("https://ims-na1.adobelogin.com{path}"), &[]).await;
    assert_eq!(answer.status, status);
    assert!(!answer.header("x-debug-id").is_empty());
}

#[tokio::test]
async fn both_secrets_work_until_one_is_removed() {
    let adobe = Adobe::start().await;
    let mut project = adobe.project("Globex", "Campaign Standard (migrating)");
    let old = project.client_secret.clone();
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 200);
    project.client_secret = "p8e-practice-globex-campaign-new".to_owned();
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 200);
    adobe.control().remove_secret(&project.client_id, &old).expect("removed");
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 200);
    project.client_secret = old;
    assert_eq!(adobe.form(TOKEN, &credentials(&project, "openid")).await.status, 400);
    adobe
        .control()
        .remove_secret(&project.client_id, "p8e-practice-globex-campaign-new")
        .expect_err("the last one stays");
}

#[tokio::test]
async fn the_request_is_on_record_with_its_secret_in_the_body() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    adobe.token(&project).await;
    let seen = adobe.control().requests();
    assert_eq!(adobe.control().count("/ims/token/"), 1);
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].path.as_str(), seen[0].query.as_deref()), ("/ims/token/v3", None));
    assert_eq!(seen[0].host, "ims-na1.adobelogin.com");
    assert!(seen[0].is_secure && seen[0].status == Some(http::StatusCode::OK));
    let body = String::from_utf8_lossy(&seen[0].body);
    assert!(body.contains("client_secret=***"), "{body}");
}
