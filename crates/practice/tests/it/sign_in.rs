//! People who sign in: the page, the way back, codes, refresh tokens and ID tokens.

use crate::support::{Adobe, IMS, NOW, TOKEN};
use crate::token::decode;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mudbrick_practice::Project;
use rstest::rstest;
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn page(project: &Project, more: &[(&str, &str)]) -> String {
    let sign_in = project.sign_in.as_ref().expect("people sign in with it");
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()));
    let scopes: Vec<&str> = project.scopes.iter().map(|scope| scope.as_str()).collect();
    let scope = scopes.join(",");
    let usual = [
        ("client_id", project.client_id.as_str()),
        ("redirect_uri", sign_in.redirect_uris[0].as_str()),
        ("response_type", "code"),
        ("scope", &scope),
        ("state", "st ate&1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in usual {
        if !more.iter().any(|(other, _)| *other == name) {
            query.append_pair(name, value);
        }
    }
    query.extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("{IMS}/ims/authorize/v2?{}", query.finish())
}

/// Where the browser is sent, and with what.
async fn sent(adobe: &Adobe, url: &str) -> (String, HashMap<String, String>) {
    let answer = adobe.get(url, &[]).await;
    assert_eq!(answer.status, 302, "{}", answer.text);
    let (to, query) = answer.header("location").split_once('?').expect("a query");
    (to.to_owned(), form_urlencoded::parse(query.as_bytes()).into_owned().collect())
}

async fn code(adobe: &Adobe, project: &Project) -> String {
    let (to, brought) = sent(adobe, &page(project, &[("practice_person", "ada")])).await;
    assert!(project.sign_in.as_ref().expect("it").redirect_uris[0].as_str().starts_with(&to));
    assert_eq!(brought["state"], "st ate&1");
    brought["code"].clone()
}

#[tokio::test]
async fn somebody_looks_and_chooses_who_they_are() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Web app");
    let answer = adobe.get(&page(&project, &[]), &[]).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer.text.contains("Sign in as Ada Practice") && answer.text.contains("Acme · Web app")
    );
    let link = answer.text.split("href=\"").nth(1).expect("a link").split('"').next().expect("it");
    let url = format!("{IMS}/ims/authorize/v2{}", link.replace("&amp;", "&"));
    assert!(sent(&adobe, &url).await.1.contains_key("code"));
}

#[rstest]
#[case::denied(&[("practice_person", "nobody")], "access_denied")]
#[case::scope(&[("scope", "openid,everything"), ("practice_person", "ada")], "invalid_scope")]
#[case::no_scope(&[("scope", ""), ("practice_person", "ada")], "invalid_scope")]
#[case::may_not_ask(&[("prompt", "none")], "login_required")]
#[case::token(&[("response_type", "token")], "unsupported_response_type")]
#[tokio::test]
async fn refusals_go_back_with_the_browser(#[case] more: &[(&str, &str)], #[case] error: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Web app");
    let (_, brought) = sent(&adobe, &page(&project, more)).await;
    assert_eq!(brought.get("error").map(String::as_str), Some(error));
}

#[rstest]
#[case::redirect(&[("redirect_uri", "https://evil.example/")])]
#[case::client(&[("client_id", "ffffffffffffffffffffffffffffffff")])]
#[tokio::test]
async fn nobody_is_sent_where_nothing_is_registered(#[case] more: &[(&str, &str)]) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Web app");
    let answer = adobe.get(&page(&project, more), &[]).await;
    assert_eq!((answer.status, answer.header("location")), (400, ""));
}

#[tokio::test]
async fn a_state_that_is_too_long_does_not_come_back() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Web app");
    let state = "s".repeat(4_097);
    let (_, brought) = sent(&adobe, &page(&project, &[("state", &state)])).await;
    assert_eq!(brought["error"], "invalid_request");
    assert!(!brought.contains_key("state"));
}

#[tokio::test]
async fn a_public_client_has_to_bring_a_challenge() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Single-page app");
    let more = [("code_challenge", ""), ("practice_person", "ada")];
    let (_, brought) = sent(&adobe, &page(&project, &more)).await;
    assert_eq!(brought["error"], "invalid_request");
}

#[tokio::test]
async fn a_code_is_redeemed_once_with_its_verifier_and_refreshed() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Web app");
    let pair = format!("{}:{}", project.client_id, project.client_secret);
    let basic = format!("Basic {}", STANDARD.encode(pair));
    let ask = |body: String| {
        let (adobe, basic) = (&adobe, basic.clone());
        async move {
            let request = adobe.http.post(TOKEN).header("authorization", basic);
            let request = request.header("content-type", crate::support::FORM);
            adobe.send(request.body(body)).await
        }
    };
    let code = code(&adobe, &project).await;
    let redeem = format!("grant_type=authorization_code&code={code}&code_verifier={VERIFIER}");
    let answer = ask(redeem.clone()).await;
    let given = answer.json();
    assert_eq!((answer.status, &given["expires_in"]), (200, &86_399.into()));
    let (_, claims) = decode(given["access_token"].as_str().expect("a token"));
    assert_eq!(claims["client_id"], project.client_id.as_str());
    assert_eq!(claims["user_id"], "ADA00A1B2C3D4E5F60718293@AdobeID");
    assert_eq!(claims["rtea"], (NOW.0 + 14 * 86_400_000).to_string());
    assert_eq!(ask(redeem).await.json()["error"], "invalid_grant");

    let refresh = |token: &serde_json::Value| {
        format!("grant_type=refresh_token&refresh_token={}", token.as_str().expect("one"))
    };
    let next = ask(refresh(&given["refresh_token"])).await;
    assert_eq!(next.status, 200, "{}", next.text);
    assert_ne!(next.json()["refresh_token"], given["refresh_token"]);
    let again = ask(refresh(&given["refresh_token"])).await;
    assert_eq!((again.status, again.json()["error"].as_str()), (400, Some("invalid_grant")));
    let narrow = format!("{}&scope=openid", refresh(&next.json()["refresh_token"]));
    let narrow = ask(narrow).await.json();
    let (_, claims) = decode(narrow["access_token"].as_str().expect("a token"));
    assert_eq!(claims["scope"], "openid");
    // Whatever less was asked for in between, all that was agreed to can be had again.
    let whole = ask(refresh(&narrow["refresh_token"])).await.json();
    let (_, claims) = decode(whole["access_token"].as_str().expect("a token"));
    assert!(claims["scope"].as_str().expect("scopes").contains("offline_access"));

    let validate = async || {
        let token = whole["refresh_token"].as_str().expect("a token");
        let pairs = [("type", "refresh_token"), ("token", token)];
        adobe.form(&format!("{IMS}/ims/validate_token/v1"), &pairs).await.json()
    };
    let valid = validate().await;
    assert_eq!((&valid["valid"], &valid["token"]["type"]), (&json!(true), &json!("refresh_token")));
    adobe.control().advance(Duration::from_secs(15 * 86_400));
    assert_eq!(validate().await["valid"], false);
    let late = ask(refresh(&whole["refresh_token"])).await;
    assert_eq!(late.json()["error"], "invalid_grant");
}

#[rstest]
#[case::other_verifier("x", 0)]
#[case::no_verifier("", 0)]
#[case::too_late(VERIFIER, 301)]
#[tokio::test]
async fn a_code_without_its_proof_or_out_of_time_is_refused(
    #[case] verifier: &str,
    #[case] later: u64,
) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Single-page app");
    let code = code(&adobe, &project).await;
    adobe.control().advance(Duration::from_secs(later));
    let url = format!("{TOKEN}?client_id={}", project.client_id);
    let pairs =
        [("grant_type", "authorization_code"), ("code", &code), ("code_verifier", verifier)];
    let answer = adobe.form(&url, &pairs).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some("invalid_grant")));
}

#[tokio::test]
async fn without_offline_access_nothing_can_be_refreshed_and_people_have_names() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Single-page app");
    let code = code(&adobe, &project).await;
    let url = format!("{TOKEN}?client_id={}", project.client_id);
    let pairs =
        [("grant_type", "authorization_code"), ("code", &code), ("code_verifier", VERIFIER)];
    let given = adobe.form(&url, &pairs).await.json();
    assert!(given.get("refresh_token").is_none() && given.get("id_token").is_some());
    let bearer = format!("Bearer {}", given["access_token"].as_str().expect("a token"));
    let info = adobe.get(&format!("{IMS}/ims/userinfo/v2"), &[("authorization", &bearer)]).await;
    assert_eq!(info.json()["name"], "Ada Practice");
    let profile = adobe.get(&format!("{IMS}/ims/profile/v1"), &[("authorization", &bearer)]).await;
    assert_eq!(profile.json()["email"], "ada@practice.example");
    // The key of an ID token is listed, as a client that checks it needs, and its issuer is who was asked.
    let (header, claims) = decode(given["id_token"].as_str().expect("a token"));
    let keys = adobe.get(&format!("{IMS}/ims/keys"), &[]).await.json();
    let keys = keys["keys"].as_array().expect("keys");
    assert!(keys.iter().any(|key| key["kid"] == header["kid"]), "{header} {keys:?}");
    assert_eq!((&claims["iss"], claims["sub"].as_str()), (&json!(IMS), given["sub"].as_str()));
    // An ID token opens nothing.
    let bearer = format!("Bearer {}", given["id_token"].as_str().expect("a token"));
    let info = adobe.get(&format!("{IMS}/ims/userinfo/v2"), &[("authorization", &bearer)]).await;
    assert_eq!(info.status, 401);
}
