//! Tokens for tokens: on behalf of somebody, in another organisation, and promises.

use crate::support::{Adobe, Answer, IMS, TOKEN};
use crate::token::decode;
use mudbrick_practice::Project;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

const V4: &str = "https://ims-na1.adobelogin.com/ims/token/v4";

#[tokio::test]
async fn a_token_on_behalf_of_somebody_is_theirs_and_the_clients_own() {
    const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let subject = adobe.token(&adobe.project("Globex", "Limited")).await;
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
        ("subject_token", &subject),
        ("subject_token_type", ACCESS),
        ("requested_token_type", ACCESS),
        ("scope", "openid"),
    ];
    let answer = adobe.form(V4, &pairs).await;
    let (_, claims) = decode(answer.json()["access_token"].as_str().expect("a token"));
    assert_eq!(claims["client_id"], project.client_id.as_str());
    assert_eq!(claims["user_id"], decode(&subject).1["user_id"]);
    assert_eq!(claims["scope"], "openid");
    let without = adobe.form(V4, &pairs[..6]).await;
    assert_eq!((without.status, without.json()["error"].as_str()), (400, Some("invalid_request")));
}

#[rstest]
#[case::organisation("owning_org_id", "AC3E5A1B2C3D4E5F60718293@AdobeOrg", None)]
#[case::the_same_person("user_id", "B0040A1B2C3D4E5F60718293@techacct.adobe.com", None)]
#[case::unknown_organisation("owning_org_id", "NOBODY@AdobeOrg", Some("invalid_grant"))]
#[case::another_person("user_id", "NOBODY@AdobeID", Some("invalid_grant"))]
#[case::neither("scope", "openid", Some("invalid_request"))]
#[tokio::test]
async fn somebody_goes_to_another_organisation(
    #[case] field: &str,
    #[case] value: &str,
    #[case] error: Option<&str>,
) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Acme", "Places");
    let subject = adobe.token(&adobe.project("Globex", "Limited")).await;
    // As ims-go does: the client ID in the query.
    let url = format!("{TOKEN}?client_id={}", project.client_id);
    let pairs = [
        ("grant_type", "cluster_at_exchange"),
        ("client_secret", &project.client_secret),
        ("user_token", &subject),
        (field, value),
    ];
    let answer = adobe.form(&url, &pairs).await.json();
    assert_eq!(answer["error"].as_str(), error, "{answer}");
    if error.is_none() {
        let (_, claims) = decode(answer["access_token"].as_str().expect("a token"));
        assert_eq!(claims["user_id"], decode(&subject).1["user_id"]);
    }
}

async fn promise(adobe: &Adobe, project: &Project, more: &[(&str, &str)]) -> Answer {
    let client =
        [("client_id", project.client_id.as_str()), ("client_secret", &project.client_secret)];
    adobe.form(V4, &[&client, more].concat()).await
}

#[tokio::test]
async fn a_promise_is_kept_by_another_client_and_renewed() {
    let adobe = Adobe::start().await;
    let emitter = adobe.project("Globex", "Limited");
    let consumer = adobe.project("Acme", "Places");
    let person = adobe.token(&emitter).await;
    let asked = [
        ("grant_type", "promise"),
        ("promise_definition_id", "practice"),
        ("authenticating_token", person.as_str()),
    ];
    let promised = promise(&adobe, &emitter, &asked).await.json();
    assert_eq!(promised["scope"], "openid,AdobeID");
    let first = promised["promise_token"].as_str().expect("a token");
    let keep = |token: &str, scope: &str| {
        let pairs =
            [("grant_type", "promise_exchange"), ("promise_token", token), ("scope", scope)];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let (adobe, consumer) = (&adobe, &consumer);
        async move {
            let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            promise(adobe, consumer, &pairs).await.json()
        }
    };
    // Too much is refused, and the promise stands.
    assert_eq!(keep(first, "openid,read_organizations").await["error"], "invalid_scope");
    let kept = keep(first, "openid").await;
    let (_, claims) = decode(kept["access_token"].as_str().expect("a token"));
    assert_eq!(claims["client_id"], consumer.client_id.as_str());
    assert_eq!(claims["user_id"], decode(&person).1["user_id"]);
    assert_eq!((&claims["scope"], &kept["scope"]), (&json!("openid"), &json!("openid")));
    for name in ["promise_token_id", "token_type", "expires_in", "promise_token_expires_in"] {
        assert!(!kept[name].is_null(), "{name}: {kept}");
    }
    // The first has had its time, and the next promises as much as the first did.
    assert_eq!(keep(first, "").await["error"], "invalid_grant");
    let again = keep(kept["promise_token"].as_str().expect("a token"), "").await;
    assert_eq!(again["scope"], "openid,AdobeID");

    let last = again["promise_token"].as_str().expect("a token");
    let url = format!("{IMS}/ims/invalidate_token/v2");
    let ended = [
        ("client_id", consumer.client_id.as_str()),
        ("client_secret", &consumer.client_secret),
        ("token_type", "promise_token"),
        ("token", last),
    ];
    assert_eq!(adobe.form(&url, &ended).await.status, 200);
    assert_eq!(keep(last, "").await["error"], "invalid_grant");
}

#[rstest]
#[case::no_definition(&["promise_definition_id"], "invalid_request")]
#[case::no_token(&["authenticating_token"], "invalid_grant")]
#[case::no_secret(&["client_secret"], "invalid_client")]
#[tokio::test]
async fn nothing_is_promised_without(#[case] left_out: &[&str], #[case] error: &str) {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Limited");
    let person = adobe.token(&project).await;
    let all = [
        ("client_id", project.client_id.as_str()),
        ("client_secret", &project.client_secret),
        ("grant_type", "promise"),
        ("promise_definition_id", "practice"),
        ("authenticating_token", &person),
    ];
    let pairs: Vec<_> = all.into_iter().filter(|(name, _)| !left_out.contains(name)).collect();
    let answer = adobe.form(V4, &pairs).await;
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(error)));
}

#[tokio::test]
async fn a_promise_ends() {
    let adobe = Adobe::start().await;
    let project = adobe.project("Globex", "Limited");
    let person = adobe.token(&project).await;
    let asked = [
        ("grant_type", "promise"),
        ("promise_definition_id", "practice"),
        ("authenticating_token", person.as_str()),
    ];
    let promised = promise(&adobe, &project, &asked).await.json();
    let lives = promised["expires_in"].as_u64().expect("seconds");
    adobe.control().advance(Duration::from_secs(lives));
    let token = promised["promise_token"].as_str().expect("a token");
    let late = [("grant_type", "promise_exchange"), ("promise_token", token)];
    assert_eq!(promise(&adobe, &project, &late).await.json()["error"], "invalid_grant");
}
