//! One call however many ask; the cache; refusals in words.

use crate::home::{World, open};
use mudbrick_engine::view::{RequestOrigin, TokenState};
use mudbrick_engine::{Confirmation, Freshness, Secret};
use mudbrick_model::{ErrorCode, RequestPath};
use std::sync::Arc;

const TOKEN: &str = "/ims/token/v3";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_callers_cause_one_call() {
    let world = Arc::new(World::start().await);
    let id = world.profile("Places").summary.id;
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (world, id) = (Arc::clone(&world), id.clone());
            tokio::spawn(async move { world.engine.tokens().get(&id, Freshness::Cached).await })
        })
        .collect();
    let mut values = Vec::new();
    for call in calls {
        values.push(call.await.unwrap().unwrap().value.expose().clone());
    }
    values.dedup();
    assert_eq!(values.len(), 1);
    assert_eq!(world.control().count(TOKEN), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_callers_share_a_failure_too() {
    let world = Arc::new(World::start().await);
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    world.engine.profiles().update(&id, &view.revision, &draft, wrong).unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (world, id) = (Arc::clone(&world), id.clone());
            tokio::spawn(async move { world.engine.tokens().get(&id, Freshness::Renewed).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().err().map(|p| p.code), Some(ErrorCode::CredentialRefused));
    }
    // Those that asked before the first call ended share it; none may ask twice.
    assert!(world.control().count(TOKEN) < 20, "{} calls", world.control().count(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_finds_the_token() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let other = open(world.folder.path());
    let profile =
        other.profiles().find("acme-places").or_else(|_| other.profiles().find(id.as_str()));
    let found = other.tokens().cached(&profile.unwrap()).unwrap().expect("cached");
    assert_eq!(found.value.expose(), token.value.expose());
    assert_eq!(found.expires_at, token.expires_at);
}

/// As on a disk that is full, or one that only root may write to, whatever the test runs as.
#[tokio::test(flavor = "multi_thread")]
async fn a_home_that_cannot_be_written_keeps_what_was_received() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    for folder in ["locks", "tokens", "cache", "bodies"] {
        let path = world.folder.path().join(folder);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::write(path, "not a folder").unwrap();
    }
    std::fs::create_dir(world.folder.path().join("history.db")).unwrap();
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let again = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(token.value.expose(), again.value.expose());
    assert_eq!(world.control().count(TOKEN), 1);
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let request = world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    let sent = world.send(&id, request, Confirmation::NotGiven).await.unwrap();
    assert_eq!(sent.summary.status, Some(200), "{sent:?}");
    assert!(!sent.body.text.is_empty(), "{sent:?}");
    assert!(sent.problem.is_some(), "that it is not in the history is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_scope_is_another_token() {
    let world = World::start().await;
    let view = world.profile("Places");
    let id = view.summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let mut draft = world.engine.profiles().draft(&id).unwrap();
    draft.scopes = "openid".to_owned();
    world.engine.profiles().update(&id, &view.revision, &draft, None).unwrap();
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_say_what_is_wrong_and_keep_no_token() {
    let world = World::start().await;
    let unknown = world.profile_with("Places", |draft| draft.client_id = "0".repeat(32));
    let scopes = world.profile_with("Places", |draft| draft.scopes = "no_such_scope".into());
    for (id, code) in [
        (unknown.summary.id, ErrorCode::CredentialRefused),
        (scopes.summary.id, ErrorCode::ScopeRefused),
    ] {
        let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
        assert_eq!(problem.code, code, "{problem:?}");
        assert!(problem.remedy.is_some(), "{problem:?}");
        let state = world.engine.profiles().get(&id).unwrap().summary.token;
        assert!(matches!(state, TokenState::Failed { .. }), "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_without_a_secret_says_so_and_asks_nobody() {
    let world = World::start().await;
    let draft = world.project("Places").draft;
    let id = world.engine.profiles().create(&draft, None).unwrap().summary.id;
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.expect_err("refused");
    assert_eq!(problem.code, ErrorCode::SecretMissing);
    assert_eq!(world.control().count(TOKEN), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_is_shown_without_its_secret_unless_that_was_asked_for() {
    let world = World::start().await;
    let secret = world.project("Places").client_secret;
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    let shown = world.engine.tokens().curl(&id).unwrap();
    assert!(shown.starts_with("curl ") && shown.contains(TOKEN), "{shown}");
    assert!(shown.contains(&draft.client_id) && !shown.contains(&secret), "{shown}");
    let real = world.engine.tokens().curl_with_secrets(&id).unwrap();
    assert!(real.expose().contains(&secret));
    assert_eq!(world.control().count(TOKEN), 0, "showing a call makes none");
}
