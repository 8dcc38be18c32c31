//! Two client secrets for one credential: which is used, which is tried, and how they change places.

use crate::home::{World, open};
use mudbrick_engine::view::SecretKind;
use mudbrick_engine::{ClientSecrets, Freshness, Secret, SecretText};
use mudbrick_model::{ClientId, ErrorCode, ProfileId};

const TOKEN: &str = "/ims/token/v3";
const NEW: &str = "p8e-the-new-one";

fn both(first: &str, second: &str) -> ClientSecrets {
    let text = |text: &str| Some(Secret::new(text.to_owned()));
    ClientSecrets { first: text(first), second: text(second) }
}

fn given(world: &World, first: &str, second: &str) -> ProfileId {
    let draft = world.project("Places").draft;
    world.engine.profiles().create(&draft, both(first, second)).unwrap().summary.id
}

fn secret(world: &World, id: &ProfileId, kind: SecretKind) -> Result<SecretText, ErrorCode> {
    world
        .engine
        .profiles()
        .secret(id, kind)
        .map(|answer| answer.value)
        .map_err(|problem| problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_is_tried_and_takes_the_firsts_place() {
    let world = World::start().await;
    let works = world.project("Places").client_secret;
    let id = given(&world, "p8e-wrong", &works);
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 2);
    assert_eq!(secret(&world, &id, SecretKind::ClientSecret).unwrap().expose(), &works);
    let second = secret(&world, &id, SecretKind::SecondClientSecret).unwrap();
    assert_eq!(second.expose(), "p8e-wrong");
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 3, "the one that works is asked with first");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_of_the_second_is_found_again_once_it_is_the_first() {
    let world = World::start().await;
    let works = world.project("Places").client_secret;
    let id = given(&world, "p8e-wrong", &works);
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let again = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(again.value.expose(), token.value.expose());
    let other = open(world.folder.path());
    let found = other.tokens().cached(&other.profiles().find(id.as_str()).unwrap()).unwrap();
    assert_eq!(found.expect("kept").value.expose(), token.value.expose());
    assert_eq!(world.control().count(TOKEN), 2, "the first was refused, the second was not");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_in_the_console_is_survived() {
    let world = World::start().await;
    let project = world.project("Places");
    let client = ClientId::parse(&project.draft.client_id).unwrap();
    let id = given(&world, &project.client_secret, NEW);
    world.control().add_secret(&client, NEW).unwrap();
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    let shown = world.engine.tokens().curl_with_secrets(&id).unwrap();
    assert!(shown.expose().contains(&project.client_secret));
    world.control().remove_secret(&client, &project.client_secret).unwrap();
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert!(world.engine.tokens().curl_with_secrets(&id).unwrap().expose().contains(NEW));
    world.engine.profiles().remove_secret(&id, SecretKind::SecondClientSecret).unwrap();
    let again = open(world.folder.path());
    again.practice().start().await.unwrap();
    assert_eq!(again.profiles().secret(&id, SecretKind::ClientSecret).unwrap().value.expose(), NEW);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_refusal_does_not_try_the_second() {
    let world = World::start().await;
    let mut draft = world.project("Places").draft;
    draft.scopes = "no_such_scope".into();
    let secrets = both(&world.project("Places").client_secret, NEW);
    let id = world.engine.profiles().create(&draft, secrets).unwrap().summary.id;
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::ScopeRefused);
    assert_eq!(world.control().count(TOKEN), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_refused_is_said_and_changes_nothing() {
    let world = World::start().await;
    let id = given(&world, "p8e-one", "p8e-two");
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::CredentialRefused);
    assert!(problem.message.contains("both client secrets"), "{problem:?}");
    assert_eq!(secret(&world, &id, SecretKind::ClientSecret).unwrap().expose(), "p8e-one");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_shows_without_opening_the_vault() {
    let world = World::start().await;
    let id = given(&world, "p8e-one", "p8e-two");
    let kinds = |engine: &mudbrick_engine::Engine| -> Vec<(SecretKind, bool)> {
        let view = engine.profiles().get(&id).unwrap();
        view.secrets.iter().map(|secret| (secret.kind, secret.present)).collect()
    };
    let first = (SecretKind::ClientSecret, true);
    assert_eq!(kinds(&world.engine), [first, (SecretKind::SecondClientSecret, true)]);
    world.engine.profiles().remove_secret(&id, SecretKind::ClientSecret).unwrap();
    assert_eq!(kinds(&world.engine), [first, (SecretKind::SecondClientSecret, false)]);
    let gone = world
        .engine
        .profiles()
        .remove_secret(&id, SecretKind::SecondClientSecret)
        .expect_err("gone");
    assert_eq!(gone.code, ErrorCode::SecretMissing);
    assert_eq!(kinds(&open(world.folder.path())), [first]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_keeps_what_is_not_typed() {
    let world = World::start().await;
    let id = given(&world, "p8e-one", "p8e-two");
    let view = world.engine.profiles().get(&id).unwrap();
    let draft = world.engine.profiles().draft(&id).unwrap();
    let typed = ClientSecrets { second: Some(Secret::new(" p8e-three\n".into())), first: None };
    world.engine.profiles().update(&id, &view.revision, &draft, typed).unwrap();
    assert_eq!(secret(&world, &id, SecretKind::ClientSecret).unwrap().expose(), "p8e-one");
    assert_eq!(secret(&world, &id, SecretKind::SecondClientSecret).unwrap().expose(), "p8e-three");
}
