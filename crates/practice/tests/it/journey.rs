//! The whole job once, over TLS under Adobe's names: a token by each grant, and a call to each product answered 200.

use crate::support::{Adobe, claims, pair};
use mudbrick_practice::Project;
use rstest::rstest;

/// A token by the project's own grant; its certificate is registered first when it signs.
async fn token(adobe: &Adobe, project: &Project) -> String {
    if project.metascopes.is_empty() {
        return adobe.token(project).await;
    }
    let pem = pair().certificate_pem();
    adobe.control().register_certificate(&project.client_id, pem).expect("taken");
    let answer = adobe.exchange(project, &claims(project)).await;
    answer.json()["access_token"].as_str().expect("a token").to_owned()
}

#[rstest]
#[case::places("Acme", "Places", "https://api-places.adobe.io/places/placesapi/v1/libraries")]
#[case::places_by_jwt(
    "Acme",
    "Places (JWT)",
    "https://api-places.adobe.io/places/placesapi/v1/pois"
)]
#[case::campaign_by_jwt(
    "Acme",
    "Campaign Standard",
    "https://mc.adobe.io/acme/campaign/profileAndServices/profile"
)]
#[case::platform(
    "Acme",
    "Experience Platform",
    "https://platform.adobe.io/data/foundation/schemaregistry/global/classes"
)]
#[case::platform_of_another(
    "Globex",
    "Experience Platform",
    "https://platform.adobe.io/data/foundation/schemaregistry/stats"
)]
#[case::analytics("Acme", "Experience Platform", "https://analytics.adobe.io/discovery/me")]
#[case::users(
    "Globex",
    "Experience Platform",
    "https://usermanagement.adobe.io/v2/usermanagement/users/610BE8A0B1C2D3E4F5061728@AdobeOrg/0"
)]
#[tokio::test]
async fn each_product_answers(#[case] organization: &str, #[case] title: &str, #[case] url: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project(organization, title);
    let bearer = format!("Bearer {}", token(&adobe, &project).await);
    let headers = [
        ("authorization", bearer.as_str()),
        ("x-api-key", project.client_id.as_str()),
        ("x-gw-ims-org-id", project.org_id.as_str()),
        ("x-sandbox-name", &project.sandbox),
        ("accept", "application/vnd.adobe.xed-id+json"),
    ];
    let answer = adobe.get(url, &headers).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("server"), "APIP");
}

/// Links in an answer lead back to where the caller is: Adobe's host, or the base URL.
#[tokio::test]
async fn links_lead_back() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Campaign Standard (migrating)");
    let bearer = format!("Bearer {}", adobe.token(&project).await);
    let headers = [("authorization", bearer.as_str()), ("x-api-key", project.client_id.as_str())];
    for base in ["https://mc.adobe.io".to_owned(), adobe.practice.base_url()] {
        let first = format!("{base}/globex/campaign/profileAndServices/profile");
        let list = adobe.get(&first, &headers).await.json();
        let next = list["next"]["href"].as_str().expect("a next page").to_owned();
        assert!(next.starts_with(&base), "{next}");
        assert_eq!(adobe.get(&next, &headers).await.status, 200);
    }
}
