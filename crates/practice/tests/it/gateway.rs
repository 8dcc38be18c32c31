//! The gateway's checks in order, each failure to the letter.

use crate::support::{Adobe, Answer, credentials};
use mudbrick_practice::Project;
use rstest::rstest;
use std::time::Duration;

const PLACES: &str = "https://api-places.adobe.io/places/placesapi/v1/libraries";
const CAMPAIGN: &str = "https://mc.adobe.io/globex/campaign/profileAndServices/profile";

async fn call(adobe: &Adobe, project: &Project, url: &str, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("x-api-key", project.client_id.as_str()),
        ("x-gw-ims-org-id", project.org_id.as_str()),
    ];
    adobe.get(url, &headers).await
}

#[tokio::test]
async fn a_right_call_passes_and_carries_the_gateways_headers() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    let answer = call(&adobe, &project, PLACES, &token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("server"), "APIP");
    assert_eq!(answer.header("x-request-id").len(), 32);
}

/// Which header is left out or wrong, and what comes of it.
#[rstest]
#[case::no_key(
    "x-api-key",
    None,
    403,
    r#"{"error_code":"403000","message":"Api Key is required"}"#
)]
#[case::unknown_key(
    "x-api-key",
    Some("ffff"),
    403,
    r#"{"error_code":"403003","message":"Api Key is invalid"}"#
)]
#[case::no_token(
    "authorization",
    None,
    403,
    r#"{"error_code":"403010","message":"Oauth token is missing."}"#
)]
#[case::another_scheme(
    "authorization",
    Some("Basic YTpi"),
    403,
    r#"{"error_code":"403010","message":"Oauth token is missing."}"#
)]
#[case::garbage(
    "authorization",
    Some("Bearer x.y.z"),
    401,
    r#"{"error_code":"401013","message":"Oauth token is not valid"}"#
)]
#[case::no_organization(
    "x-gw-ims-org-id",
    None,
    400,
    r#"{"error_code":"400003","message":"Missing header"}"#
)]
#[case::other_organization(
    "x-gw-ims-org-id",
    Some("610BE8A0B1C2D3E4F5061728@AdobeOrg"),
    403,
    r#"{"error_code":"403025","message":"Profile is not valid"}"#
)]
#[tokio::test]
async fn refusals_to_the_letter(
    #[case] wrong: &str,
    #[case] value: Option<&str>,
    #[case] status: u16,
    #[case] body: &str,
) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let headers = [
        ("authorization", bearer.as_str()),
        ("x-api-key", project.client_id.as_str()),
        ("x-gw-ims-org-id", project.org_id.as_str()),
    ];
    let headers = headers.into_iter().filter_map(|(name, right)| {
        if name == wrong { value.map(|value| (name, value)) } else { Some((name, right)) }
    });
    let headers: Vec<(&str, &str)> = headers.collect();
    let answer = adobe.get(PLACES, &headers).await;
    assert_eq!((answer.status, answer.text.as_str()), (status, body));
    assert_eq!(answer.header("server"), "APIP");
    assert_eq!(answer.header("content-type"), "application/json");
    assert!(!answer.header("x-request-id").is_empty());
}

#[tokio::test]
async fn the_key_is_checked_before_the_token() {
    let adobe = Adobe::start().await;
    assert_eq!(adobe.get(PLACES, &[]).await.json()["error_code"], "403000");
    let wrong = [("x-api-key", "ffff"), ("authorization", "Bearer x")];
    assert_eq!(adobe.get(PLACES, &wrong).await.json()["error_code"], "403003");
}

#[tokio::test]
async fn an_api_that_was_not_added_is_an_invalid_key() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Experience Platform");
    let token = adobe.token(&project).await;
    let answer = call(&adobe, &project, PLACES, &token).await;
    assert_eq!((answer.status, &answer.json()["error_code"]), (403, &"403003".into()));
}

#[tokio::test]
async fn another_projects_token_is_out_of_context() {
    let adobe = Adobe::start().await;
    let (places, other) = (adobe.project("Acme", "Places"), adobe.project("Globex", "Limited"));
    let token = adobe.token(&other).await;
    let answer = call(&adobe, &places, PLACES, &token).await;
    let expected =
        r#"{"error_code":"401014","message":"Token not allowed in the current context"}"#;
    assert_eq!((answer.status, answer.text.as_str()), (401, expected));
}

#[tokio::test]
async fn an_old_token_is_not_valid() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    adobe.control().advance(Duration::from_secs(86_399));
    assert_eq!(call(&adobe, &project, PLACES, &token).await.status, 200);
    adobe.control().advance(Duration::from_secs(1));
    assert_eq!(call(&adobe, &project, PLACES, &token).await.json()["error_code"], "401013");
}

#[tokio::test]
async fn campaign_wants_the_tenant_in_the_product_contexts() {
    let adobe = Adobe::start().await;
    let campaign = adobe.project("Globex", "Campaign Standard (migrating)");
    let token = adobe.token(&campaign).await;
    let invalid = r#"{"error_code":"403023","message":"Profile is not valid"}"#;
    let elsewhere = CAMPAIGN.replace("globex", "acme");
    let answer = call(&adobe, &campaign, &elsewhere, &token).await;
    assert_eq!((answer.status, answer.text.as_str()), (403, invalid));
    for url in [CAMPAIGN.to_owned(), CAMPAIGN.replace("globex", "globex-mkt-stage")] {
        let answer = call(&adobe, &campaign, &url, &token).await;
        assert_ne!(answer.text, invalid, "{url}");
    }
    // Without the scope for them, a token has no product contexts.
    let limited = adobe.project("Globex", "Limited");
    let token = adobe.token(&limited).await;
    let answer = call(&adobe, &limited, CAMPAIGN, &token).await;
    assert_eq!((answer.status, answer.text.as_str()), (403, invalid));
}

#[tokio::test]
async fn open_addresses_need_neither_key_nor_token() {
    let adobe = Adobe::start().await;
    let ping = adobe.get("https://api-places.adobe.io/ping", &[]).await;
    assert_eq!((ping.status, ping.text.trim()), (200, "pong"));
}

#[tokio::test]
async fn addresses_of_no_product_are_not_found() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let token = adobe.token(&project).await;
    let answer = call(&adobe, &project, "https://unknown.adobe.io/anything", &token).await;
    // No JSON: that would be a service's own answer.
    assert_eq!((answer.status, answer.header("content-type")), (404, "text/html"));
    // Other hosts of Adobe's are not behind the gateway, and do not speak its dialect.
    let answer = call(&adobe, &project, "https://query.places.adobe.com/anything", &token).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("nothing at this address"), "{}", answer.text);
}

#[tokio::test]
async fn secrets_rotate_through_the_management_api() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Nightly export");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let url = "https://api.adobe.io/console/organizations/1000002/credentials/200006/secrets";
    let headers = [("authorization", bearer.as_str()), ("x-api-key", project.client_id.as_str())];
    let send = |method: http::Method, url: String| {
        let request = adobe.http.request(method, url);
        adobe.send(headers.iter().fold(request, |r, (name, value)| r.header(*name, *value)))
    };
    let list = adobe.get(url, &headers).await;
    assert!(!list.text.contains("p8e-"), "never the secret itself: {}", list.text);
    let list = list.json();
    let old = &list["client_secrets"][0];
    assert_eq!(old["created_at"], "1767227400000");
    assert_eq!(old["created_at_str"], "Thu, Jan 1 2026 00:30:00.000 UTC");
    assert_eq!(old["secret_usages"][0]["last_used_at"], "1767227400000");

    let uuid = old["uuid"].as_str().expect("text");
    let last = send(http::Method::DELETE, format!("{url}/{uuid}")).await;
    assert_eq!(last.status, 400, "there is no other: {}", last.text);
    let added = send(http::Method::POST, url.to_owned()).await;
    assert_eq!(added.status, 201);
    assert!(added.json()["secret_usages"].is_null());
    let third = send(http::Method::POST, url.to_owned()).await;
    assert_eq!(third.status, 400, "there are two already: {}", third.text);
    assert_eq!(send(http::Method::DELETE, format!("{url}/{uuid}")).await.status, 204);
    assert_eq!(send(http::Method::DELETE, format!("{url}/{uuid}")).await.status, 404);
    let mut renewed = project.clone();
    renewed.client_secret = added.json()["client_secret"].as_str().expect("text").to_owned();
    adobe.token(&renewed).await;
}

/// Adobe's documents say so (`migration.md`). Listing them changes nothing.
#[tokio::test]
async fn no_secret_is_changed_while_the_credential_is_migrated() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Campaign Standard (migrating)");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let url = "https://api.adobe.io/console/organizations/1000002/credentials/200002/secrets";
    let headers = [("authorization", bearer.as_str()), ("x-api-key", project.client_id.as_str())];
    let send = |method: http::Method, url: String| {
        let request = adobe.http.request(method, url);
        adobe.send(headers.iter().fold(request, |r, (name, value)| r.header(*name, *value)))
    };
    let list = adobe.get(url, &headers).await.json();
    for secret in list["client_secrets"].as_array().expect("a list") {
        let uuid = secret["uuid"].as_str().expect("text");
        let deleted = send(http::Method::DELETE, format!("{url}/{uuid}")).await;
        assert_eq!(deleted.status, 400, "{}", deleted.text);
        assert!(deleted.text.contains("migrated"), "{}", deleted.text);
    }
    // Also where there would be room.
    adobe.control().remove_secret(&project.client_id, "p8e-practice-globex-campaign-new").unwrap();
    let added = send(http::Method::POST, url.to_owned()).await;
    assert_eq!(added.status, 400, "{}", added.text);
    assert!(added.text.contains("migrated") && !added.text.contains("p8e-"), "{}", added.text);
}

#[tokio::test]
async fn another_organizations_secrets_are_out_of_reach() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Campaign Standard (migrating)");
    let token = adobe.token(&project).await;
    let secrets_of = |console_id: &str, credential_id: &str| {
        format!(
            "https://api.adobe.io/console/organizations/{console_id}/credentials/{credential_id}/secrets"
        )
    };
    let acme = adobe.project("Acme", "Places");
    for (console_id, credential_id, status) in [
        ("1000002", "200002", 200),
        ("1000001", acme.client_id.as_str(), 404),
        ("1000002", acme.client_id.as_str(), 404),
    ] {
        let answer = call(&adobe, &project, &secrets_of(console_id, credential_id), &token).await;
        assert_eq!(answer.status, status, "{console_id}/{credential_id}: {}", answer.text);
    }
}

#[tokio::test]
async fn the_management_api_wants_its_scopes() {
    let mut seed = mudbrick_practice::SeedFile::default();
    for project in &mut seed.projects {
        project.apis.push(mudbrick_practice::ProjectApi::Management);
    }
    let adobe = Adobe::with_seed(Some(seed)).await;
    let project = adobe.project("Globex", "Limited");
    let token = adobe.token(&project).await;
    let url = "https://api.adobe.io/console/organizations/1000002/credentials/200002/secrets";
    let answer = call(&adobe, &project, url, &token).await;
    assert_eq!(answer.text, r#"{"error_code":"403011","message":"Scope mismatch"}"#);
}

/// A token of one world opens nothing in the other; an address of this machine stands for both.
#[rstest]
#[case("ims-na1.adobelogin.com", "platform.adobe.io", 200)]
#[case("ims-na1.adobelogin.com", "platform-stage.adobe.io", 401)]
#[case("ims-na1-stg1.adobelogin.com", "platform-stage.adobe.io", 200)]
#[case("ims-na1-stg1.adobelogin.com", "platform.adobe.io", 401)]
#[case("ims-na1-stg1.adobelogin.com", "ims-na1-stg1.adobelogin.com", 200)]
#[case("ims-na1-stg1.adobelogin.com", "ims-na1.adobelogin.com", 401)]
#[tokio::test]
async fn stage_and_production_take_their_own_tokens(
    #[case] ims: &str,
    #[case] host: &str,
    #[case] status: u16,
) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Experience Platform");
    let form = credentials(&project, "openid,AdobeID");
    let answer = adobe.form(&format!("https://{ims}/ims/token/v3"), &form).await;
    let token = answer.json()["access_token"].as_str().expect("a token").to_owned();
    let path = match host.starts_with("ims") {
        true => "/ims/userinfo/v2",
        false => "/data/foundation/sandbox-management/sandboxTypes",
    };
    let answer = call(&adobe, &project, &format!("https://{host}{path}"), &token).await;
    assert_eq!(answer.status, status, "{}", answer.text);
    let base = adobe.practice.base_url();
    let here = call(&adobe, &project, &format!("{base}{path}"), &token).await;
    assert_eq!(here.status, 200, "{}", here.text);
}
