//! `/ims/exchange/jwt`: what it accepts, and every refusal to the letter.

use crate::support::{
    Adobe, EXCHANGE, IMS, NOW, claims, credentials, encode, multipart, pair, sign,
};
use crate::token::decode;
use mudbrick_practice::{Jti, SeedFile};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

#[rstest]
#[case::documented("/ims/exchange/jwt")]
#[case::jwt_auth("/ims/exchange/jwt/")]
#[case::ims_go("/ims/exchange/v1/jwt")]
#[tokio::test]
async fn each_address_takes_each_encoding(#[case] path: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let assertion = sign(&json!({ "alg": "RS256" }), &claims(&project));
    let pairs = [
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
        ("jwt_token", &assertion),
    ];
    let url = format!("{IMS}{path}");
    let (content_type, body) = multipart(&pairs);
    for answer in [
        adobe.form(&url, &pairs).await,
        adobe.post(&url, &content_type, body).await,
        adobe.send(adobe.http.post(format!("{url}?{}", encode(&pairs)))).await,
    ] {
        assert_eq!(answer.status, 200, "{}", answer.text);
        let reply = answer.json();
        let names: Vec<&String> = reply.as_object().expect("object").keys().collect();
        assert_eq!(names, ["token_type", "access_token", "expires_in"]);
        // Milliseconds, unlike the token endpoint's.
        assert_eq!(reply["expires_in"], 86_399_994);
        let (_, token) = decode(reply["access_token"].as_str().expect("text"));
        assert_eq!(token["user_id"], project.technical_account_id.as_ref().expect("it").as_str());
    }
}

const MALFORMED: &str = r#"{"error_description":"JWT token is incorrectly formatted, and can not be decoded.","error":"invalid_token"}"#;
const NO_MATCH: &str = r#"{"error_description":"Could not match JWT signature to any of the bindings","error":"invalid_token"}"#;
const METASCOPES: &str = r#"{"error_description":"The metascopes in the JWT are not a subset of the metascopes in the binding.","error":"invalid_scope"}"#;
const AUDIENCE: &str = r#"{"error_description":"JWT audience does not match the client_id parameter.","error":"invalid_client"}"#;

#[rstest]
#[case::expiry_as_text("exp", json!("1767227700"), MALFORMED)]
#[case::expiry_as_fraction("exp", json!(1_767_227_700.5), MALFORMED)]
#[case::no_expiry("exp", Value::Null, MALFORMED)]
#[case::jti_as_text("jti", json!("1"), MALFORMED)]
#[case::expired("exp", json!(NOW.seconds() - 31), r#"{"error_description":"JWT token has expired.","error":"invalid_token"}"#)]
#[case::other_client("aud", json!("https://ims-na1.adobelogin.com/c/ffff"), AUDIENCE)]
#[case::other_environment("aud", json!("https://ims-na1-stg1.adobelogin.com/c/aac3e00000000000000000000000a004"), AUDIENCE)]
#[case::audience_is_a_list("aud", json!(["https://ims-na1.adobelogin.com/c/aac3e00000000000000000000000a004"]), AUDIENCE)]
#[case::other_organization("iss", json!("610BE8A0B1C2D3E4F5061728@AdobeOrg"), r#"{"error_description":"JWT iss claim does not match the binding.","error":"bad_request"}"#)]
#[case::other_account("sub", json!("X@techacct.adobe.com"), r#"{"error_description":"JWT sub claim does not match the binding.","error":"bad_request"}"#)]
#[case::no_metascope("https://ims-na1.adobelogin.com/s/ent_places_sdk", Value::Null, METASCOPES)]
#[case::false_metascope("https://ims-na1.adobelogin.com/s/ent_places_sdk", json!(false), METASCOPES)]
#[case::one_metascope_too_many("https://ims-na1.adobelogin.com/s/ent_user_sdk", json!(true), METASCOPES)]
#[case::metascope_of_elsewhere("https://ims-na1-stg1.adobelogin.com/s/ent_places_sdk", json!(true), METASCOPES)]
#[tokio::test]
async fn claims_are_checked(#[case] claim: &str, #[case] value: Value, #[case] body: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let mut claims = claims(&project);
    if value.is_null() {
        claims.as_object_mut().expect("object").remove(claim);
    } else {
        claims[claim] = value;
    }
    let answer = adobe.exchange(&project, &claims).await;
    assert_eq!((answer.status, answer.text.as_str()), (400, body));
}

#[rstest]
#[case::skew_is_forgiven("exp", json!(NOW.seconds() - 30))]
#[case::a_day_and_ten_minutes("exp", json!(NOW.seconds() + 87_000))]
#[case::issued_at("iat", json!(NOW.seconds()))]
#[case::needless_jti("jti", json!(17))]
#[case::unknown_claim("https://example.com", json!(["anything"]))]
#[tokio::test]
async fn harmless_claims_pass(#[case] claim: &str, #[case] value: Value) {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let mut claims = claims(&project);
    claims[claim] = value;
    let answer = adobe.exchange(&project, &claims).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[rstest]
#[case::nothing("")]
#[case::words("not a token")]
#[case::dots("a.b.c")]
#[case::only_two_parts("eyJhbGciOiJSUzI1NiJ9.e30")]
#[case::claims_are_a_list("eyJhbGciOiJSUzI1NiJ9.W10.AAAA")]
#[tokio::test]
async fn broken_assertions_read_as_malformed(#[case] assertion: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let pairs = [
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
        ("jwt_token", assertion),
    ];
    let answer = adobe.form(EXCHANGE, &pairs).await;
    assert_eq!((answer.status, answer.text.as_str()), (400, MALFORMED));
}

#[tokio::test]
async fn the_client_is_checked_first() {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let with = |client_id: &str, secret: &str| {
        encode(&[("client_id", client_id), ("client_secret", secret), ("jwt_token", "x")])
    };
    let send = |body: String| adobe.post(EXCHANGE, crate::support::FORM, body);
    let unknown = send(with("ffff", "p8e")).await;
    let expected =
        r#"{"error_description":"invalid client_id parameter","error":"invalid_client"}"#;
    assert_eq!((unknown.status, unknown.text.as_str()), (400, expected));
    let wrong = send(with(project.client_id.as_str(), "p8e-wrong")).await;
    let expected =
        r#"{"error_description":"invalid client_secret parameter","error":"invalid_client"}"#;
    assert_eq!((wrong.status, wrong.text.as_str()), (401, expected));
    let oauth = adobe.project("Acme", "Places");
    let wrong = send(with(oauth.client_id.as_str(), &oauth.client_secret)).await;
    let expected = r#"{"error_description":"client does not have the exchange_jwt scope","error":"invalid_client"}"#;
    assert_eq!((wrong.status, wrong.text.as_str()), (401, expected));
}

#[tokio::test]
async fn a_signature_needs_a_bound_certificate_in_its_time() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places (JWT)");
    let unbound = adobe.exchange(&project, &claims(&project)).await;
    assert_eq!((unbound.status, unbound.text.as_str()), (400, NO_MATCH));

    let control = adobe.control();
    let id = &project.client_id;
    let sha1 = control.register_certificate(id, pair().certificate.der()).expect("DER is taken");
    assert_eq!(sha1, pair().certificate.sha1());
    assert_eq!(adobe.exchange(&project, &claims(&project)).await.status, 200);

    let header = json!({ "alg": "HS256" });
    let assertion = sign(&header, &claims(&project));
    let pairs = [&credentials(&project, "")[1..3], &[("jwt_token", assertion.as_str())]].concat();
    assert_eq!(adobe.form(EXCHANGE, &pairs).await.text, NO_MATCH);

    // The certificate ends after 30 days; the assertion is made anew, so only the certificate is too old.
    control.advance(Duration::from_secs(31 * 86_400));
    let mut fresh = claims(&project);
    fresh["exp"] = json!(control.now().seconds() + 300);
    assert_eq!(adobe.exchange(&project, &fresh).await.text, NO_MATCH);

    control.remove_certificate(id, sha1.as_str()).expect("removed");
    assert!(control.certificates(id).expect("known").is_empty());
}

#[tokio::test]
async fn a_binding_may_demand_a_fresh_jti() {
    let mut seed = SeedFile::default();
    for project in &mut seed.projects {
        project.jti = Jti::Required;
    }
    let adobe = Adobe::with_seed(Some(seed)).await;
    let project = adobe.jwt_project();
    let refused =
        r#"{"error_description":"JWT jti is missing or was used before.","error":"invalid_jti"}"#;
    let mut claims = claims(&project);
    assert_eq!(adobe.exchange(&project, &claims).await.text, refused);
    claims["jti"] = json!(1);
    assert_eq!(adobe.exchange(&project, &claims).await.status, 200);
    assert_eq!(adobe.exchange(&project, &claims).await.text, refused);
}

/// jwt-auth makes audience and metascopes from its base URL, so the practice Adobe's own names count too.
#[rstest]
#[case::by_address("127.0.0.1")]
#[case::by_name("localhost")]
#[tokio::test]
async fn the_base_url_is_an_audience(#[case] host: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.jwt_project();
    let base = format!("http://{host}:{}", adobe.practice.address().port());
    let mut local = claims(&project);
    local["aud"] = json!(format!("{base}/c/{}", project.client_id));
    let metascope = format!("{IMS}/s/ent_places_sdk");
    local.as_object_mut().expect("object").remove(&metascope);
    local[format!("{base}/s/ent_places_sdk")] = json!(true);
    for claims in [local, claims(&project)] {
        let assertion = sign(&json!({ "alg": "RS256" }), &claims);
        let pairs = [&credentials(&project, "")[1..3], &[("jwt_token", &assertion)]].concat();
        let answer = adobe.form(&format!("{base}/ims/exchange/jwt/"), &pairs).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}
