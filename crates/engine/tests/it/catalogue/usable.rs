//! The catalogue as a profile sees it: what its credential can send, and why it cannot send the rest.

use crate::home::World;
use mudbrick_engine::view::RequestSummary;

fn unable(requests: &[RequestSummary]) -> Vec<(&str, &str)> {
    let unable = requests.iter().filter(|request| !request.usable);
    unable.map(|one| (one.path.as_str(), one.why_not.as_deref().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_told_what_its_credential_lacks() {
    let world = World::start().await;
    let requests = world.engine.requests();
    let all = requests.list().unwrap();
    assert_eq!(unable(&all), []);

    let places = world.profile("Places").summary.id;
    let listed = requests.list_for(&places).unwrap();
    assert_eq!(listed.len(), all.len());
    let unable_of = |listed: &[RequestSummary], group: &str| {
        let lacks = unable(listed);
        lacks.into_iter().filter(|(path, _)| path.starts_with(group)).count()
    };
    // Nobody has said which scopes Places wants, nor that Platform wants any but those of the account.
    assert_eq!(unable_of(&listed, "Places/"), 0);
    assert_eq!(unable_of(&listed, "Experience Platform/"), 0);
    assert!(unable_of(&listed, "Campaign Standard/") > 40);
    assert!(unable(&listed).contains(&(
        "IO Management/List client secrets",
        "The credential does not have the scopes adobeio_api, read_client_secret, manage_client_secrets."
    )));
    assert!(unable(&listed).contains(&(
        "User Management/List users",
        "The credential does not have the scope user_management_sdk."
    )));

    let campaign = world.profile("Campaign Standard (migrating)").summary.id;
    let listed = requests.list_for(&campaign).unwrap();
    assert_eq!(unable_of(&listed, "Campaign Standard/") + unable_of(&listed, "IO Management/"), 0);

    // A service account (JWT) is judged by its metascopes.
    let service_account = world.profile("Places (JWT)").summary.id;
    let listed = requests.list_for(&service_account).unwrap();
    assert_eq!(unable_of(&listed, "Places/"), 0);
    assert!(unable(&listed).contains(&(
        "Campaign Standard/List profiles",
        "The credential does not have the metascope ent_campaign_sdk."
    )));
    assert!(unable_of(&listed, "Experience Platform/") > 500);
}
