//! A new client secret comes once, in an answer: it is masked there, kept sealed, stored on request, and gone when deleted.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::{ExchangeView, NewSecretView, SecretKind};
use mudbrick_engine::{Confirmation, Freshness, JobKind, LockCause, Pinned, Sending};
use mudbrick_model::{ErrorCode, Header, Method, ProfileId, Request};

const SECRETS: &str =
    "https://api.adobe.io/console/organizations/1000002/credentials/200006/secrets";
const OLD: &str = "p8e-practice-globex-nightly";

fn call(method: Method, url: &str) -> Request {
    Request {
        name: "Client secrets".to_owned(),
        method,
        url: url.to_owned(),
        headers: vec![
            Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            Header::new("x-api-key", "{{API_KEY}}"),
        ],
        body: None,
    }
}

async fn send(world: &World, id: &ProfileId, request: Request) -> ExchangeView {
    world.send(id, request, Confirmation::Given).await.unwrap()
}

/// A profile that may manage its secrets, with room for a new one: Adobe lets a credential have two.
async fn with_room(world: &World) -> ProfileId {
    let id = world.profile("Nightly export").summary.id;
    let list = send(world, &id, call(Method::Get, SECRETS)).await;
    assert_eq!(list.new_secret, None);
    id
}

fn secret(world: &World, id: &ProfileId, kind: SecretKind) -> String {
    world.engine.profiles().secret(id, kind).unwrap().value.expose().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_is_masked_kept_and_stored() {
    let world = World::start().await;
    let id = with_room(&world).await;
    let first = secret(&world, &id, SecretKind::ClientSecret);
    assert_eq!(first, OLD);
    let added = send(&world, &id, call(Method::Post, SECRETS)).await;
    assert_eq!(added.summary.status, Some(201));
    assert_eq!(added.new_secret, Some(NewSecretView::Waiting));
    assert!(added.body.text.contains("••••") && !added.body.text.contains("p8e-"), "{added:?}");
    let exchange = added.summary.id;
    assert!(world.engine.answers().get(exchange).unwrap().summary.pinned, "it is nowhere else");

    // Another process, in another week.
    let other = open(world.folder.path());
    assert_eq!(other.answers().get(exchange).unwrap().new_secret, Some(NewSecretView::Waiting));
    let stored = other.history().store_new_secret(exchange, &id).unwrap();
    assert_eq!(stored.id, id);
    let new = secret(&world, &id, SecretKind::ClientSecret);
    assert!(new.starts_with("p8e-practice-") && new != first);
    assert_eq!(secret(&world, &id, SecretKind::SecondClientSecret), first);
    let Some(NewSecretView::Stored { profile, .. }) =
        world.engine.answers().get(exchange).unwrap().new_secret
    else {
        panic!("it is not said where it is");
    };
    assert_eq!(profile, id);
    for (file, bytes) in files_below(world.folder.path()) {
        let has_it = bytes.windows(new.len()).any(|part| part == new.as_bytes());
        assert!(!has_it, "{file} has it in the clear");
    }
    // Adobe takes it: there is no other to fall back on.
    world.engine.profiles().remove_secret(&id, SecretKind::SecondClientSecret).unwrap();
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let again = world.engine.history().store_new_secret(exchange, &id).unwrap_err();
    assert_eq!(again.code, ErrorCode::InvalidInput);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_vault_keeps_it_as_well() {
    let world = World::start().await;
    let id = with_room(&world).await;
    let before = secret(&world, &id, SecretKind::ClientSecret);
    let added = send(&world, &id, call(Method::Post, SECRETS)).await.summary.id;
    world.engine.vault().lock(LockCause::Person);
    let other = open(world.folder.path());
    other.history().store_new_secret(added, &id).unwrap();
    let now = other.profiles().secret(&id, SecretKind::ClientSecret).unwrap().value;
    assert_ne!(*now.expose(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_gone_when_it_is_deleted() {
    let world = World::start().await;
    let id = with_room(&world).await;
    let added = send(&world, &id, call(Method::Post, SECRETS)).await.summary.id;
    world.engine.history().pin(added, Pinned::No).unwrap();
    assert_eq!(world.engine.history().delete(&[added]), Ok(1));
    let gone = world.engine.history().store_new_secret(added, &id).unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_answer_has_none() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
    let list = send(&world, &id, call(Method::Get, url)).await;
    assert_eq!(list.new_secret, None);
    let none = world.engine.history().store_new_secret(list.summary.id, &id).unwrap_err();
    assert_eq!(none.code, ErrorCode::InvalidInput);
}

/// Whoever wants no trace of a request does not lose the secret with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_without_a_trace_leaves_one_then() {
    let world = World::start().await;
    let id = with_room(&world).await;
    let text = format!(
        "# @no-log\nPOST {SECRETS}\nAuthorization: Bearer {{{{ACCESS_TOKEN}}}}\nx-api-key: {{{{API_KEY}}}}\n"
    );
    let folder = world.folder.path().join("requests");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("Rotate.http"), text).unwrap();
    let (request, surroundings) = world.engine.requests().find_with_surroundings("Rotate").unwrap();
    let sending = Sending { surroundings, ..Sending::of(request) };
    let job = world.engine.jobs().start(JobKind::Send);
    let added = world.engine.requests().send_in_file(&job, &id, sending, Confirmation::Given).await;
    let added = added.unwrap();
    assert_eq!(added.new_secret, Some(NewSecretView::Waiting));
    assert!(added.summary.id.0 > 0);
    assert!(added.problem.unwrap().message.contains("in the history all the same"));
}
