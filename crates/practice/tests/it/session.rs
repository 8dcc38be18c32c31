//! What happens to a token later: validating, revoking, logging out, and asking who it is for.

use crate::support::{Adobe, IMS, NOW};
use crate::token::decode;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

#[rstest]
#[case::query_and_bearer("query")]
#[case::form("form")]
#[case::header("header")]
#[tokio::test]
async fn a_good_token_validates(#[case] variant: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    let url = format!("{IMS}/ims/validate_token/v1");
    let bearer = format!("Bearer {token}");
    let id = project.client_id.as_str();
    let answer = match variant {
        "query" => {
            let url = format!("{url}?client_id={id}&type=access_token");
            adobe.get(&url, &[("authorization", &bearer)]).await
        }
        "form" => {
            let pairs = [("client_id", id), ("type", "access_token"), ("token", &token)];
            adobe.form(&url, &pairs).await
        }
        _ => {
            let url = format!("{url}?type=access_token");
            adobe.get(&url, &[("authorization", &bearer), ("x-ims-clientid", id)]).await
        }
    };
    let (_, claims) = decode(&token);
    let expected = json!({
        "valid": true,
        "expires_at": NOW.0 + 86_400_000,
        "token": {
            "id": claims["id"],
            "scope": claims["scope"],
            "user_id": project.technical_account_id,
            "expires_in": "86400000",
            "client_id": id,
            "type": "access_token",
        },
    });
    assert_eq!((answer.status, answer.json()), (200, expected));
}

#[tokio::test]
async fn a_bad_token_is_no_failure_of_the_call() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let validate = |token: String| {
        let (adobe, id) = (&adobe, project.client_id.as_str());
        async move {
            let pairs = [("client_id", id), ("type", "access_token"), ("token", token.as_str())];
            let answer = adobe.form(&format!("{IMS}/ims/validate_token/v1"), &pairs).await;
            (answer.status, answer.text)
        }
    };
    let bad_signature = (200, r#"{"valid":false,"reason":"bad_signature"}"#.to_owned());
    assert_eq!(validate("garbage".to_owned()).await, bad_signature);
    let token = adobe.token(&project).await;
    // One claim changed, the signature kept.
    let (_, mut claims) = decode(&token);
    claims["user_id"] = json!("somebody@else");
    let parts: Vec<&str> = token.split('.').collect();
    let forged = base64::Engine::encode(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD,
        claims.to_string(),
    );
    assert_eq!(validate(format!("{}.{forged}.{}", parts[0], parts[2])).await, bad_signature);
    assert!(validate(token.clone()).await.1.starts_with(r#"{"valid":true"#));
    adobe.control().advance(Duration::from_millis(86_400_000));
    let expired = (200, r#"{"valid":false,"reason":"expired"}"#.to_owned());
    assert_eq!(validate(token).await, expired);
}

#[tokio::test]
async fn a_token_of_another_run_is_none() {
    let (one, other) = (Adobe::start().await, Adobe::start().await);
    let project = one.project("Acme", "Places");
    let bearer = format!("Bearer {}", one.token(&project).await);
    let url = format!("{IMS}/ims/validate_token/v1");
    let answer = other.get(&url, &[("authorization", &bearer)]).await;
    assert_eq!(answer.text, r#"{"valid":false,"reason":"bad_signature"}"#);
}

#[rstest]
#[case::invalidate("/ims/invalidate_token/v2")]
#[case::revoke("/ims/revoke")]
#[case::logout("/ims/logout/v1")]
#[tokio::test]
async fn an_ended_token_is_ended_and_others_live_on(#[case] path: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let (ended, other) = (adobe.token(&project).await, adobe.token(&project).await);
    let pairs = [
        ("token_type", "access_token"),
        ("token", ended.as_str()),
        ("access_token", ended.as_str()),
        ("cascading", "all"),
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
    ];
    let answer = adobe.form(&format!("{IMS}{path}"), &pairs).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    let ask = |token: &str| {
        let bearer = format!("Bearer {token}");
        let adobe = &adobe;
        async move {
            let url = format!("{IMS}/ims/userinfo/v2");
            adobe.get(&url, &[("authorization", &bearer)]).await.status
        }
    };
    assert_eq!((ask(&ended).await, ask(&other).await), (401, 200));
}

#[tokio::test]
async fn revoking_takes_the_client_from_a_basic_header() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    let revoke = |secret: &str| {
        let request = adobe
            .http
            .post(format!("{IMS}/ims/revoke"))
            .basic_auth(&project.client_id, Some(secret))
            .header("content-type", crate::support::FORM)
            .body(format!("token={token}"));
        adobe.send(request)
    };
    assert_eq!(revoke("p8e-wrong").await.status, 400);
    assert_eq!(revoke(&project.client_secret).await.status, 200);
}

#[tokio::test]
async fn logging_out_redirects_when_asked() {
    let adobe = Adobe::start().await;
    let url = "https://adobeid-na1.services.adobe.com/ims/logout/v1?redirect_uri=https%3A%2F%2Fexample.com%2F";
    let answer = adobe.get(url, &[]).await;
    assert_eq!((answer.status, answer.header("location")), (302, "https://example.com/"));
}

#[tokio::test]
async fn the_profile_shows_what_the_scopes_allow() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let profile = adobe.get(&format!("{IMS}/ims/profile/v1"), &[("authorization", &bearer)]).await;
    let profile = profile.json();
    assert_eq!(profile["userId"], project.technical_account_id.as_ref().expect("it").as_str());
    let context = &profile["projectedProductContext"][0]["prodCtx"];
    assert_eq!(context["organization_id"], "acme");
    assert_eq!(context["owningEntity"], project.org_id.as_str());

    let limited = adobe.project("Globex", "Limited");
    let bearer = format!("Bearer {}", adobe.token(&limited).await);
    let profile = adobe.get(&format!("{IMS}/ims/profile/v1"), &[("authorization", &bearer)]).await;
    assert!(profile.json().get("projectedProductContext").is_none());
    assert!(profile.json().get("roles").is_none());
}

#[tokio::test]
async fn organizations_and_their_tenants() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Experience Platform");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let headers = [("authorization", bearer.as_str())];
    let list = adobe.get(&format!("{IMS}/ims/organizations/v6"), &headers).await.json();
    assert_eq!(
        list[0]["orgRef"],
        json!({ "ident": "610BE8A0B1C2D3E4F5061728", "authSrc": "AdobeOrg" })
    );
    let one = format!("{IMS}/ims/organizations/{}/v2", project.org_id);
    assert_eq!(adobe.get(&one, &headers).await.json()["orgName"], "Globex");
    let unknown = format!("{IMS}/ims/organizations/X@AdobeOrg/v2");
    assert_eq!(adobe.get(&unknown, &headers).await.status, 404);
    let request = adobe
        .http
        .post(format!("{IMS}/ims/fetch_pc_by_org/v1"))
        .header("authorization", &bearer)
        .header("content-type", crate::support::FORM)
        .body("org_id=610BE8A0B1C2D3E4F5061728&auth_src=AdobeOrg&client_id=x");
    let contexts = adobe.send(request).await.json();
    let expected = json!([{ "serviceCode": "dma_tartan", "params": { "tenant_id": "globex" } }]);
    assert_eq!(contexts["productContexts"], expected);
}

#[tokio::test]
async fn tokens_verify_with_the_published_key() {
    let adobe = Adobe::start().await;
    let token = adobe.token(&adobe.project("Acme", "Places")).await;
    let keys = adobe.get(&format!("{IMS}/ims/keys"), &[]).await.json();
    assert_eq!(
        (&keys["keys"][0]["kid"], &keys["keys"][1]["kid"]),
        (&json!("ims"), &json!("ims_na1-key-1"))
    );
    let bytes = |value: &serde_json::Value| {
        let text = value.as_str().expect("text");
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, text).expect("ok")
    };
    let key = aws_lc_rs::rsa::PublicKeyComponents {
        n: bytes(&keys["keys"][1]["n"]),
        e: bytes(&keys["keys"][1]["e"]),
    };
    let (input, signature) = token.rsplit_once('.').expect("three parts");
    let algorithm = &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256;
    key.verify(algorithm, input.as_bytes(), &bytes(&json!(signature))).expect("verifies");
}

#[tokio::test]
async fn discovery_says_what_the_documents_say() {
    let adobe = Adobe::start().await;
    let url = format!("{IMS}/ims/.well-known/openid-configuration");
    let found = adobe.get(&url, &[]).await.json();
    assert_eq!(found["issuer"], IMS);
    assert_eq!(found["token_endpoint"], format!("{IMS}/ims/token/v3"));
    assert_eq!(
        found["grant_types_supported"],
        json!(["authorization_code", "implicit_grant", "refresh_token"])
    );
}

/// A client that follows these documents must not be led from the practice Adobe to the real one, or from stage to production.
#[rstest]
#[case::this_machine(None)]
#[case::production(Some(IMS))]
#[case::stage(Some("https://ims-na1-stg1.adobelogin.com"))]
#[tokio::test]
async fn discovery_leads_to_whoever_was_asked(#[case] host: Option<&str>) {
    let adobe = Adobe::start().await;
    let base = host.map_or_else(|| adobe.practice.base_url(), str::to_owned);
    let found =
        adobe.get(&format!("{base}/ims/.well-known/openid-configuration"), &[]).await.json();
    let names = ["issuer", "jwks_uri"];
    let endpoints = found.as_object().expect("an object").keys();
    for name in endpoints.filter(|name| name.ends_with("_endpoint") || names.contains(&&***name)) {
        let address = found[name].as_str().expect("an address");
        assert!(
            address == base || address.starts_with(&format!("{base}/ims/")),
            "{name}: {address}"
        );
    }
}

/// The client in the header that ims-go sends.
#[tokio::test]
async fn a_client_names_itself_in_a_header() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    let url = format!("{IMS}/ims/invalidate_token/v2");
    let request = adobe.http.post(url).header("x-ims-clientid", project.client_id.as_str());
    let request = request.header("content-type", crate::support::FORM);
    let pairs = [
        ("client_secret", project.client_secret.as_str()),
        ("token_type", "access_token"),
        ("token", &token),
    ];
    let answer = adobe.send(request.body(crate::support::encode(&pairs))).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
}
