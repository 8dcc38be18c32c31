//! Many callers and a slow Adobe, in several engines over one home, which share no more than processes do.

use crate::home::{World, files_below, open};
use mudbrick_engine::view::RequestOrigin;
use mudbrick_engine::{Confirmation, Engine, EngineOptions, Freshness, Limits, Secret};
use mudbrick_model::{ErrorCode, Header, Problem, ProfileId, RequestPath, Risk};
use mudbrick_practice::{Fault, Mishap};
use mudbrick_store::Home;
use mudbrick_vault::files;
use std::sync::Arc;
use std::time::Duration;

const TOKEN: &str = "/ims/token/v3";

/// Another process over the world's home, with a practice Adobe of its own.
async fn another(world: &World, total: Duration) -> Arc<Engine> {
    let options = EngineOptions {
        passphrase: Some(Secret::new("correct horse".to_owned())),
        token_limits: Some(Limits { total, first_byte: total, ..Limits::for_tokens() }),
        ..EngineOptions::default()
    };
    let engine = Engine::open(Home::at(world.folder.path()), options);
    engine.practice().start().await.unwrap();
    // What a passphrase takes is over before anybody asks.
    engine.vault().unlock(None).unwrap();
    Arc::new(engine)
}

fn calls(engine: &Engine) -> usize {
    engine.practice().control().unwrap().count(TOKEN)
}

type Asking = tokio::task::JoinHandle<Result<(), Problem>>;

fn ask(engine: &Arc<Engine>, id: &ProfileId) -> Asking {
    let (engine, id) = (Arc::clone(engine), id.clone());
    tokio::spawn(async move { engine.tokens().get(&id, Freshness::Renewed).await.map(drop) })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waited_shares_a_failure_across_processes_and_who_comes_later_does_not() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let first = another(&world, Duration::from_secs(4)).await;
    let second = another(&world, Duration::from_secs(60)).await;
    first.practice().control().unwrap().add_fault(Fault::once(TOKEN, Mishap::Stall { after: 0 }));
    let stalled = ask(&first, &id);
    while calls(&first) == 0 {
        tokio::task::yield_now().await;
    }
    // The other's Adobe would answer at once: a failure from it can only be the one it waited for.
    let waiting: Vec<Asking> = (0..5).map(|_| ask(&second, &id)).collect();
    let failure = stalled.await.unwrap().unwrap_err();
    assert_eq!(failure.code, ErrorCode::Network, "{failure:?}");
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap().unwrap_err(), failure);
    }
    assert_eq!((calls(&first), calls(&second)), (1, 0));
    second.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert_eq!(calls(&second), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waited_shares_a_token_across_processes_too() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let first = another(&world, Duration::from_secs(60)).await;
    let second = another(&world, Duration::from_secs(60)).await;
    let slow = Fault::once(TOKEN, Mishap::Delay { ms: 1500 });
    first.practice().control().unwrap().add_fault(slow);
    let asked = ask(&first, &id);
    while calls(&first) == 0 {
        tokio::task::yield_now().await;
    }
    let waiting: Vec<Asking> = (0..5).map(|_| ask(&second, &id)).collect();
    asked.await.unwrap().unwrap();
    for waiting in waiting {
        waiting.await.unwrap().unwrap();
    }
    assert_eq!((calls(&first), calls(&second)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_on_a_silent_adobe_end_with_one_call() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let engine = another(&world, Duration::from_secs(3)).await;
    let silent = Fault::always(TOKEN, Mishap::Stall { after: 0 });
    engine.practice().control().unwrap().add_fault(silent);
    let began = std::time::Instant::now();
    let waiting: Vec<Asking> = (0..20).map(|_| ask(&engine, &id)).collect();
    for waiting in waiting {
        let problem = waiting.await.unwrap().unwrap_err();
        assert_eq!(problem.code, ErrorCode::Network, "{problem:?}");
    }
    assert_eq!(calls(&engine), 1);
    // One deadline, and not one after the other; half of another for a machine that has much else to do.
    assert!(began.elapsed() < Duration::from_millis(4_500), "{:?}", began.elapsed());
}

/// Without a limit of its own the caller would wait for whoever keeps the lock, here for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_waits_for_another_process_no_longer_than_for_adobe() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    let engine = another(&world, Duration::from_millis(300)).await;
    let _stuck = files::lock(&Home::at(world.folder.path()).token_lock(id.as_str())).unwrap();
    let problem = engine.tokens().get(&id, Freshness::Cached).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::Network, "{problem:?}");
    assert!(problem.message.contains("another Mudbrick on this computer"), "{problem:?}");
    assert_eq!(calls(&engine), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_always_asks_whatever_the_clocks_say() {
    let world = World::start().await;
    let id = world.profile("Places").summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    // A token from Adobe's future, whose clock is ahead of this machine's.
    world.control().advance(Duration::from_secs(3600));
    world.engine.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert_eq!(world.control().count(TOKEN), 2);
    let other = open(world.folder.path());
    other.practice().start().await.unwrap();
    other.tokens().get(&id, Freshness::Renewed).await.unwrap();
    assert_eq!(calls(&other), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_profile_is_asked_for_while_the_old_one_is_under_way() {
    let world = Arc::new(World::start().await);
    let view = world.profile("Places");
    let id = view.summary.id;
    world.control().add_fault(Fault::once(TOKEN, Mishap::Delay { ms: 1500 }));
    let asked = {
        let (world, id) = (Arc::clone(&world), id.clone());
        tokio::spawn(
            async move { world.engine.tokens().get(&id, Freshness::Cached).await.map(drop) },
        )
    };
    while world.control().count(TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    let mut draft = world.engine.profiles().draft(&id).unwrap();
    draft.scopes = "openid".to_owned();
    world.engine.profiles().update(&id, &view.revision, &draft, None).unwrap();
    let token = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(token.scopes, ["openid"]);
    asked.await.unwrap().unwrap();
    let cached = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    assert_eq!(cached.scopes, ["openid"]);
    assert_eq!(world.control().count(TOKEN), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_secret_is_not_answered_with_its_predecessors_token() {
    let world = World::start().await;
    let view = world.profile("Places");
    let id = view.summary.id;
    world.engine.tokens().get(&id, Freshness::Cached).await.unwrap();
    let draft = world.engine.profiles().draft(&id).unwrap();
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    world.engine.profiles().update(&id, &view.revision, &draft, wrong).unwrap();
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::CredentialRefused, "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_replaced_while_its_call_is_under_way_is_not_answered_with_that_token() {
    let world = Arc::new(World::start().await);
    let view = world.profile("Places");
    let id = view.summary.id;
    let draft = world.engine.profiles().draft(&id).unwrap();
    world.control().add_fault(Fault::once(TOKEN, Mishap::Delay { ms: 1500 }));
    let asked = {
        let (world, id) = (Arc::clone(&world), id.clone());
        tokio::spawn(
            async move { world.engine.tokens().get(&id, Freshness::Cached).await.map(drop) },
        )
    };
    while world.control().count(TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    let wrong = Some(Secret::new("p8e-wrong".to_owned()));
    world.engine.profiles().update(&id, &view.revision, &draft, wrong).unwrap();
    asked.await.unwrap().unwrap();
    let problem = world.engine.tokens().get(&id, Freshness::Cached).await.unwrap_err();
    assert_eq!(problem.code, ErrorCode::CredentialRefused, "{problem:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_saved_while_a_sends_token_is_waited_for_is_not_recorded() {
    let world = Arc::new(World::start().await);
    let id = world.profile_with("Places", |draft| draft.risk = Risk::Production).summary.id;
    let path = RequestPath::parse("Places/List libraries").unwrap();
    let mut request = world.engine.requests().get(&path, RequestOrigin::Catalogue).unwrap();
    let newer = world.project("Platform").client_secret;
    request.headers.push(Header::new("x-note", newer.clone()));
    world.control().add_fault(Fault::once(TOKEN, Mishap::Delay { ms: 1500 }));
    let sending = {
        let world = Arc::clone(&world);
        tokio::spawn(async move { world.send(&id, request, Confirmation::NotGiven).await })
    };
    while world.control().count(TOKEN) == 0 {
        tokio::task::yield_now().await;
    }
    world.profile("Platform");
    let exchange = sending.await.unwrap().unwrap();
    assert_eq!(exchange.summary.status, Some(200), "{exchange:?}");
    for (path, bytes) in files_below(world.folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&newer), "the newer secret is in {path}");
    }
}
