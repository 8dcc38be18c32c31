//! Every row of the table of clients (01-ims.md): the address and encoding each real client uses gets a token.

use crate::support::{Adobe, FORM, TOKEN, credentials, encode, multipart};
use mudbrick_model::Grant;
use mudbrick_practice::{Project, SeedFile};
use rstest::rstest;

const SCOPE: &str = "openid,AdobeID";

/// Where a client puts the parameters.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Urlencoded body, under this content type.
    Body(&'static str),
    /// Multipart body.
    Multipart,
    /// Query.
    Query,
    /// Client ID in the query, the rest in an urlencoded body.
    Split,
    /// Client ID in the query, the rest in a multipart body.
    SplitMultipart,
}

#[rstest]
#[case::console_curl("/ims/token/v3", Place::Body(FORM), &[])]
#[case::auth_token("/ims/token/v3", Place::Body("application/x-www-form-urlencoded;charset=UTF-8"), &[])]
#[case::aio_lib_ims("/ims/token/v2", Place::Multipart, &[("org_id", "AC3E5A1B2C3D4E5F60718293@AdobeOrg")])]
#[case::aio_lib_core_auth("/ims/token/v2", Place::Body(FORM), &[("org_id", "AC3E5A1B2C3D4E5F60718293@AdobeOrg")])]
#[case::aio_lib_java("/ims/token/v3", Place::Split, &[])]
#[case::umapi_client_py("/ims/token/v2/", Place::Body(FORM), &[])]
#[case::aepp("/ims/token/v3", Place::Body(FORM), &[])]
#[case::asset_compute("/ims/token/v4", Place::SplitMultipart, &[])]
#[case::spacecat("/ims/token/v3", Place::Multipart, &[])]
#[case::platform_postman("/ims/token/v2", Place::Query, &[])]
#[case::journey_postman("/ims/token/v3", Place::Body(FORM), &[])]
#[case::ims_go("/ims/token/v2", Place::Body(FORM), &[("resource", "a"), ("resource", "b")])]
#[case::version_1("/ims/token/v1", Place::Body(FORM), &[])]
#[tokio::test]
async fn every_client_gets_a_token(
    #[case] path: &str,
    #[case] place: Place,
    #[case] extra: &[(&str, &str)],
) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let mut pairs = credentials(&project, SCOPE).to_vec();
    pairs.extend_from_slice(extra);
    let url = format!("https://ims-na1.adobelogin.com{path}");
    let without_id: Vec<_> =
        pairs.iter().copied().filter(|(name, _)| *name != "client_id").collect();
    let with_id = format!("{url}?client_id={}", project.client_id);
    let answer = match place {
        Place::Body(content_type) => adobe.post(&url, content_type, encode(&pairs)).await,
        Place::Multipart => {
            let (content_type, body) = multipart(&pairs);
            adobe.post(&url, &content_type, body).await
        }
        Place::Query => adobe.send(adobe.http.post(format!("{url}?{}", encode(&pairs)))).await,
        Place::Split => adobe.form(&with_id, &without_id).await,
        Place::SplitMultipart => {
            let (content_type, body) = multipart(&without_id);
            adobe.post(&with_id, &content_type, body).await
        }
    };
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["expires_in"], 86_399);
    assert_eq!(answer.json()["token_type"], "bearer");
}

/// Firefly's common-apis join the values unencoded: the commas of the scope arrive as they are.
#[tokio::test]
async fn an_unencoded_body_is_understood() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let pairs = credentials(&project, SCOPE);
    let body: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let answer = adobe.post(TOKEN, FORM, body.join("&")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn pdf_services_has_a_door_of_its_own() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let url = "https://pdf-services.adobe.io/token";
    let pairs = &credentials(&project, SCOPE)[1..3];
    let answer = adobe.form(url, pairs).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.json()["access_token"].is_string());
}

/// spacecat-shared-ims-client asks version 4 for a service token with a permanent code.
#[tokio::test]
async fn a_service_token_is_given_for_a_permanent_code() {
    let mut seed = SeedFile::default();
    seed.projects[0].authorization_codes = vec!["practice-code".to_owned()];
    let adobe = Adobe::with_seed(Some(seed)).await;
    let project: Project = adobe.project("Acme", "Places");
    assert_eq!(project.grant, Grant::OauthServerToServer);
    let with = |code: &'static str| {
        multipart(&[
            ("grant_type", "authorization_code"),
            ("client_id", project.client_id.as_str()),
            ("client_secret", &project.client_secret),
            ("code", code),
        ])
    };
    let url = "https://ims-na1.adobelogin.com/ims/token/v4";
    let (content_type, body) = with("practice-code");
    assert_eq!(adobe.post(url, &content_type, body).await.status, 200);
    let (content_type, body) = with("another");
    let refused = adobe.post(url, &content_type, body).await;
    assert_eq!((refused.status, refused.text.as_str()), (400, r#"{"error":"invalid_grant"}"#));
}

/// An empty parameter in one place does not hide the one in another.
#[tokio::test]
async fn the_first_value_that_is_not_empty_counts() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let url = format!("{TOKEN}?client_id=&client_secret=");
    let answer = adobe.form(&url, &credentials(&project, SCOPE)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// HTTP Basic for this grant is advertised by discovery and otherwise unverified.
#[tokio::test]
async fn basic_authentication_is_understood() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let request = adobe
        .http
        .post(TOKEN)
        .basic_auth(&project.client_id, Some(&project.client_secret))
        .header("content-type", FORM)
        .body(encode(&[("grant_type", "client_credentials"), ("scope", SCOPE)]));
    assert_eq!(adobe.send(request).await.status, 200);
}
